"""Finding the heading, and what each column means."""

import pytest

from ledger.catalogue.root import resources_root
from station_client.desk.roster import header, mapping
from station_client.desk.roster.cells import RawSheet
from station_client.desk.roster.columns import Columns, plain
from station_client.desk.roster.header import Header
from station_client.desk.roster.workbook import Workbook, read_sheets
from tests.helpers.world import catalogue
from tests.station_client.desk.roster.conftest import (
    BEIGOU,
    HEAD,
    LIUHE,
    ZHAO,
    FakeMemory,
    columns,
    sheet,
)

MEANT = {
    0: "#serial", 1: "household_no", 2: "name", 3: "sex", 4: "ethnic", 5: "birth_date", 6: "id_no",
    7: "rel_to_head", 8: "education", 9: "marital", 10: "hukou_type", 11: "mobile",
    12: "live_address", 13: "emp_status", 14: "transfer_place", 15: "pension_kind",
    16: "medical_kind", 17: "person_tags:19", 18: "person_tags:11", 19: "remark",
}  # fmt: skip


def found(raw: RawSheet) -> Header:
    result = header.find(raw, columns())
    assert result is not None
    return result


def test_the_two_row_heading_of_liuhe_is_found_below_its_titles() -> None:
    book = read_sheets(LIUHE)
    result = mapping.propose(book, columns(), FakeMemory())
    one, notes = result.sheets
    assert one is not None
    assert notes is None
    assert (one.header.first, one.header.last) == (2, 3)
    assert one.header.texts[15:19] == (
        "参保情况居民养老保险", "参保情况居民医保", "困难情况低保", "困难情况残疾",
    )  # fmt: skip
    assert one.targets == MEANT
    assert one.untaken() == ()


def test_the_one_row_heading_of_beigou_means_the_same() -> None:
    one = mapping.propose(read_sheets(BEIGOU), columns(), FakeMemory()).sheets[0]
    assert one is not None
    assert (one.header.first, one.header.last) == (0, 0)
    assert one.targets == MEANT


def test_a_second_heading_row_is_found_where_merging_is_not_known() -> None:
    upper = ("姓名", "身份证号", "参保情况", "", "电话")
    lower = ("", "", "养老保险", "医保", "")
    raw = RawSheet("a", (("花名册", "", "", "", ""), upper, lower, ("赵一", "1", "是", "否", "2")))
    result = found(raw)
    assert (result.first, result.last) == (1, 2)
    assert result.known == ("name", "id_no", "pension_kind", "medical_kind", "mobile")


def test_a_row_of_people_is_not_taken_for_a_second_heading_row() -> None:
    result = found(sheet(ZHAO))
    assert result.last == 0


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("姓  名", "name"),
        ("姓名：", "name"),
        ("姓名（必填）", "name"),
        ("身份证号码(18位)", "id_no"),
        ("*公民身份号码", "id_no"),
        ("出生\n年月", "birth_date"),
        ("ＩＤ ｎｕｍｂｅｒ", "id_no"),
        ("Name", "name"),
        ("手机号", "mobile"),
        ("天气", None),
    ],
)
def test_a_heading_is_known_however_it_is_spaced_and_bracketed(
    heading: str, target: str | None
) -> None:
    assert columns().target_of(heading) == target


def test_sheets_without_names_and_numbers_are_no_rosters() -> None:
    assert header.find(RawSheet("a", (("1. 身份证号按户口簿填写。",),)), columns()) is None
    assert header.find(RawSheet("a", (("品名", "数量"), ("纸", "3"))), columns()) is None
    assert header.find(RawSheet("a", ()), columns()) is None


def test_two_columns_of_one_name_mean_the_first() -> None:
    result = found(sheet(head=("姓名", "身份证号", "姓名")))
    assert result.known == ("name", "id_no", None)


def test_a_correction_is_remembered_for_the_next_file_of_this_form() -> None:
    memory = FakeMemory()
    book = Workbook("a.xlsx", "", (sheet(ZHAO, head=(*HEAD[:-1], "单位名")),))
    first = mapping.propose(book, columns(), memory)
    one = first.sheets[0]
    assert one is not None
    assert one.untaken() == ("单位名",)
    corrected = one.with_target(8, "employer_name").with_word("education", "私塾", "90")
    mapping.remember(first.with_sheet(0, corrected), memory)
    again = mapping.propose(book, columns(), memory).sheets[0]
    assert again is not None
    assert again.targets[8] == "employer_name"
    assert again.words == {"education": {"私塾": "90"}}
    assert again.remembered


def test_a_column_given_to_a_field_takes_it_from_the_other_column() -> None:
    one = mapping.propose_sheet(sheet(ZHAO), columns(), FakeMemory())
    assert one is not None
    moved = one.with_target(0, "name")
    assert moved.column_of("name") == 0
    assert 2 not in moved.targets
    assert 0 not in moved.with_target(0, None).targets


def test_a_hidden_sheet_is_left_out_unless_the_operator_takes_it_in() -> None:
    hidden = sheet(ZHAO, hidden=True)
    book = Workbook("a.xlsx", "", (hidden,))
    assert not mapping.propose(book, columns(), FakeMemory()).any
    assert mapping.propose_sheet(hidden, columns(), FakeMemory()) is not None


def test_the_declared_names_agree_with_those_of_the_card() -> None:
    """A heading that the catalogue gives to one field is not given to another here."""
    kind = catalogue().kinds["person"]
    own = {plain(h): name for name, f in kind.stored.items() for h in (f.zh, *f.headings)}
    declared = columns().declared
    differing = {
        name: (field, own[plain(name)])
        for field, names in declared.fields.items()
        for name in names
        if own.get(plain(name), field) != field
    }
    assert differing == {}
    assert set(declared.fields) <= set(kind.stored)
    assert set(declared.ticks) <= set(kind.stored)
    assert set(declared.tags.values()) <= set(catalogue().codes["CT-06"].by_code)


def test_a_wrong_declaration_is_named(tmp_path: object) -> None:
    from pathlib import Path

    root = Path(str(tmp_path))
    (root / "roster").mkdir()
    source = (resources_root() / "roster" / "columns.toml").read_text(encoding="utf-8")
    wrong = source.replace("[roles]", "[roles]\nunheard = 1")
    (root / "roster" / "columns.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=r"columns.toml"):
        Columns.load(catalogue().kinds["person"], root)
