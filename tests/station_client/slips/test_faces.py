"""A rare name is looked for among the machine's fonts; what nobody draws is marked, never lost."""

from pathlib import Path

import msgspec

from station_client.slips.book import SlipBook
from station_client.slips.data import Applicant
from station_client.slips.faces import Faces, printable
from station_client.slips.view import View, mark_lacking
from tests.station_client.slips.samples import WANG, acceptance

NOBODY_DRAWS = "\U000323af"


def named(name: str) -> Applicant:
    return msgspec.structs.replace(WANG, name=name)


def test_common_and_rare_names_are_set_in_the_project_s_own_fonts(bare_faces: Faces) -> None:
    setting = bare_faces.setting(frozenset("王桂兰䶮·𬭼\U00020bb7"))
    assert setting.lacking == frozenset()
    assert setting.families == ()


def test_private_characters_are_never_trusted_to_any_font(root: Path) -> None:
    assert Faces(root / "fonts").setting(frozenset("王\ue123")).lacking == {"\ue123"}


def test_a_character_beyond_the_own_fonts_is_drawn_by_a_named_font_or_marked(root: Path) -> None:
    setting = Faces(root / "fonts").setting(frozenset("王㐀"))
    assert bool(setting.families) != bool(setting.lacking)


def test_a_damaged_font_on_the_machine_does_not_stop_the_printing(
    tmp_path: Path, root: Path
) -> None:
    for face in (root / "fonts").glob("*.otf"):
        (tmp_path / face.name).write_bytes(face.read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 not a font")
    assert NOBODY_DRAWS in Faces(tmp_path).setting(frozenset(NOBODY_DRAWS)).lacking


def test_what_no_font_draws_is_marked_on_the_paper_and_reported(book: SlipBook) -> None:
    data = msgspec.structs.replace(acceptance(), applicant=named("王" + NOBODY_DRAWS))
    paper = book.render("PT-01", data)
    assert paper.lacking == ("U+323AF",)
    plain = msgspec.structs.replace(acceptance(), applicant=named("王〓"))
    assert paper.sha256 != book.render("PT-01", plain).sha256


def test_the_note_says_which_character_and_where_it_stands() -> None:
    data = msgspec.structs.replace(acceptance(), applicant=named("王" + NOBODY_DRAWS + "明"))
    values, notes = mark_lacking(View(data, "zh").values, frozenset(NOBODY_DRAWS))
    assert values["applicant"]["name"] == "王〓明"
    assert notes == [{"where": "王〓明", "points": "U+323AF"}]


def test_half_a_character_from_a_broken_file_is_marked_too(book: SlipBook) -> None:
    data = msgspec.structs.replace(acceptance(), applicant=named("王\ud840"))
    assert book.render("PT-01", data).lacking == ("U+D840",)


def test_marks_without_a_shape_do_not_reach_the_paper() -> None:
    assert printable("王\u200b桂\u202e兰\ufe0f\U000e0100") == "王桂兰"
    assert printable("一\t二\r\n三\x07") == "一 二\n三"
    assert printable("Wang") == "Wang"
