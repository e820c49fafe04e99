"""The words on the papers: both languages alike, each one used, none missing."""

import re
from pathlib import Path

from ledger.catalogue.texts import Texts, placeholders
from station_client.slips.faces import Faces
from station_client.slips.kinds import KINDS

CALL = re.compile(r'\bt\(\s*"([^"]+)"')
BUILT = re.compile(r'\bt\(\s*"([^"]+)" \+|"(pt\d\d\.[a-z_-]+)"|if [^{}]+ \{ "(pt\d\d\.[a-z-]+)" \}')


def templates(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "prints").glob("*.typ")}


def test_both_languages_have_the_same_words_with_the_same_blanks(
    wording: dict[str, Texts],
) -> None:
    zh, en = wording["zh"].entries, wording["en"].entries
    assert sorted(zh) == sorted(en)
    unlike = [key for key in zh if placeholders(zh[key]) != placeholders(en[key])]
    assert unlike == []


def test_every_word_a_template_asks_for_is_there(root: Path, wording: dict[str, Texts]) -> None:
    known = {key.removeprefix("slip.") for key in wording["zh"].entries}
    for name, source in templates(root).items():
        for key in CALL.findall(source):
            assert any(each == key or each.startswith(key) for each in known), f"{name}: {key}"


def test_every_word_is_used_by_some_template(root: Path, wording: dict[str, Texts]) -> None:
    sources = "\n".join(templates(root).values())
    starts = {found for groups in BUILT.findall(sources) for found in groups if found}
    unused = [
        key
        for key in (each.removeprefix("slip.") for each in wording["zh"].entries)
        if f'"{key}"' not in sources and not any(key.startswith(start) for start in starts)
    ]
    assert unused == []


def test_templates_carry_no_chinese_sentences_of_their_own(root: Path) -> None:
    for name, source in templates(root).items():
        code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("//"))
        assert re.findall(r"[\u4e00-\u9fff]+", code) == [], name


def test_the_project_s_fonts_draw_every_word(wording: dict[str, Texts], bare_faces: Faces) -> None:
    for texts in wording.values():
        drawn = frozenset("".join(texts.entries.values()))
        assert bare_faces.setting(drawn).lacking == frozenset()


def test_every_paper_has_its_template(root: Path) -> None:
    assert {code.lower().replace("-", "") + ".typ" for code in KINDS} <= set(templates(root))
