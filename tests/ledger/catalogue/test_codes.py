"""Words find codes, codes find words."""

import pytest

from ledger.catalogue.codes import CodeItem, CodeTable, fold
from ledger.catalogue.model import Catalogue

TABLE = CodeTable(
    code="CT-X",
    zh="试表",
    en="Trial",
    items=(
        CodeItem(code="10", zh="教育", en="Education", heading=True),
        CodeItem(code="01", zh="教育", en="Schooling", also=("上学", "School age")),
    ),
)


@pytest.mark.parametrize(
    "word", ["01", "1", "０１", " 01 ", "上学", "上 学", "SCHOOL AGE", "schooling"]
)
def test_a_code_is_found_however_the_word_is_spaced_or_cased(word: str) -> None:
    assert TABLE.find(word) == "01"


def test_a_heading_gives_way_to_the_line_of_the_same_name() -> None:
    assert TABLE.find("教育") == "01"
    assert TABLE.find("10") == "10"


@pytest.mark.parametrize("word", ["", "   ", "没有的词", "77"])
def test_an_unknown_word_finds_nothing(word: str) -> None:
    assert TABLE.find(word) is None


def test_a_code_is_shown_in_the_language_asked_for() -> None:
    assert (TABLE.label("01"), TABLE.label("01", "en")) == ("教育", "Schooling")


def test_a_code_the_table_lacks_is_shown_as_it_is() -> None:
    assert TABLE.label("77") == "77"


def test_folding_makes_full_width_half_width() -> None:
    assert fold("Ａ Ｂ\u3000ｃ") == "abc"


def test_every_code_of_every_table_is_found_by_its_code_and_name(catalogue: Catalogue) -> None:
    # Posts of two levels share a name, and so may villages of two townships.
    shared = ("CT-29", "division")
    lost = [
        (table.code, item.code)
        for table in catalogue.codes.values()
        for item in table.items
        if table.find(item.code) != item.code
        or not (item.heading or table.code in shared or table.find(item.zh) == item.code)
    ]
    assert lost == []
