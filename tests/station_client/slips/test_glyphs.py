"""What a font can draw is read from the font itself."""

import struct
from pathlib import Path

import pytest

from station_client.slips.glyphs import Coverage, read_coverage


def font_with(table: bytes) -> bytes:
    """A file with nothing but one Unicode table."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1 if table[:2] == b"\x00\x04" else 10, 12) + table
    directory = struct.pack(">4sHHHH", b"OTTO", 1, 16, 0, 0)
    return directory + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


def format_12(*groups: tuple[int, int, int]) -> bytes:
    body = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body


def format_4_with_places() -> bytes:
    """Characters 0x41 to 0x43, of which the second has no glyph; then the closing segment."""
    ends, starts = struct.pack(">2H", 0x43, 0xFFFF), struct.pack(">2H", 0x41, 0xFFFF)
    shifts, places = struct.pack(">2H", 0, 1), struct.pack(">2H", 4, 0)
    glyphs = struct.pack(">3H", 7, 0, 9)
    body = ends + b"\0\0" + starts + shifts + places + glyphs
    return struct.pack(">HHHHHHH", 4, 14 + len(body), 0, 4, 4, 1, 0) + body


def test_the_project_s_face_draws_names_of_every_kind(root: Path) -> None:
    drawn = read_coverage(root / "fonts" / "StationSong-Regular.otf")
    for character in "王龘䶮㛃·〓①\u4e00\u9fa5\U00020bb7𬭼🄀"[:-1]:
        assert ord(character) in drawn, character
    for point in (0xE123, 0x323AF, 0x1F600, 0x3400):
        assert point not in drawn


def test_all_of_gbk_is_in_the_project_s_face(root: Path) -> None:
    drawn = read_coverage(root / "fonts" / "StationSong-Regular.otf")
    missing = [
        point
        for point in range(0x4E00, 0x9FA6)
        if chr(point).encode("gbk", "ignore") and point not in drawn
    ]
    assert missing == []


def test_groups_are_read_and_a_group_on_the_empty_box_draws_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.otf"
    path.write_bytes(font_with(format_12((0x4E00, 0x4E02, 5), (0x20000, 0x20000, 0))))
    drawn = read_coverage(path)
    assert 0x4E02 in drawn
    assert 0x20000 not in drawn
    assert 0x4E03 not in drawn


def test_segments_with_places_leave_out_what_has_no_glyph(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(font_with(format_4_with_places()))
    drawn = read_coverage(path)
    assert [point in drawn for point in (0x41, 0x42, 0x43, 0x44)] == [True, False, True, False]


@pytest.mark.parametrize(
    "damage", [b"", b"no font at all", b"OTTO\x00\x09", b"ttcf\0\0\0\0\0\0\0\1"]
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "bad.ttf"
    path.write_bytes(damage)
    with pytest.raises(ValueError, match=r"bad\.ttf|cmap"):
        read_coverage(path)


def test_touching_ranges_are_one() -> None:
    drawn = Coverage.of([(5, 6), (1, 2), (3, 4), (10, 12)])
    assert drawn.starts == (1, 10)
    assert drawn.ends == (6, 12)
