"""Whole files: every planted fault is found, counted, and given its fate."""

from collections import Counter

import pytest

from station_client.desk.roster import mapping, planning
from station_client.desk.roster.cells import Cell
from station_client.desk.roster.verdicts import Plan, Verdict
from station_client.desk.roster.workbook import read_sheets
from tests.helpers.world import catalogue
from tests.station_client.desk.roster.conftest import (
    BEIGOU,
    HEAD,
    LIN,
    LIUHE,
    TODAY,
    ZHAO,
    FakeCards,
    FakeMemory,
    card,
    columns,
    keys,
    plan_of,
    sheet,
    varied,
)


@pytest.fixture(scope="module")
def liuhe_plan() -> Plan:
    book = read_sheets(LIUHE)
    meaning = mapping.propose(book, columns(), FakeMemory())
    return planning.plan(book, meaning, catalogue(), columns(), FakeCards(), TODAY)


def test_every_person_of_liuhe_has_one_fate(liuhe_plan: Plan) -> None:
    assert liuhe_plan.people == 3000
    assert {verdict.value: n for verdict, n in liuhe_plan.tally.items()} == {
        "taken": 1851, "repaired": 1054, "asked": 63, "refused": 32, "unchanged": 0, "skipped": 26,
    }  # fmt: skip
    assert liuhe_plan.skipped_sheets() == ("填表说明",)
    assert sum(row.writes for row in liuhe_plan.rows) == 2924


def test_every_planted_fault_of_liuhe_is_found(liuhe_plan: Plan) -> None:
    """Where a row has two faults in one cell, the graver one is told: of 127 planted small x two
    stand in numbers that were shortened to 15 digits as well, of 12 contradicting births one and
    of 14 contradicting sexes two in numbers that are blank or ruined. Three of the ten old numbers
    belong to people born after 1999, who cannot have one."""
    found = Counter(key for row in liuhe_plan.rows for key in keys(row))
    assert found["id-case"] == 125
    assert found["id-spaces"] == 25
    assert found["id-width"] == 15
    assert found["id-check"] == 17
    assert found["id-ruined"] == 18
    assert found["id-old"] == 10
    assert found["id-blank"] == 14
    assert found["id-apostrophe"] == 14
    assert found["birth-differs"] == 12 + 3
    assert (found["birth-completed"], found["birth-cell"], found["birth-form"]) == (431, 246, 197)
    assert found["sex-differs"] == 12
    assert found["phone-split"] == 26
    assert found["phone-bad"] == 13
    assert found["name-spaces"] == 62
    assert found["name-stand-in"] == 6
    assert found["repeated-row"] == 12
    assert found["blank-row"] == 13
    assert found["total-row"] == 1
    assert not found["word-unknown"]


def test_every_birth_of_liuhe_written_otherwise_is_brought_to_one_form(liuhe_plan: Plan) -> None:
    cells = liuhe_plan.workbook.sheets[0].rows
    people = [row for row in liuhe_plan.rows if row.verdict is not Verdict.SKIPPED]
    otherwise = [
        row
        for row in people
        if not (isinstance(cell := cells[row.number - 1][5], str) and cell.count("-") == 2)
    ]
    assert len(otherwise) == 892
    told = [row for row in otherwise if any(key.startswith("birth-") for key in keys(row))]
    silent = [row for row in otherwise if row not in told]
    assert all(row.held and len(row.values["birth_date"]) == 10 for row in silent)


def test_households_go_on_until_the_next_head(liuhe_plan: Plan) -> None:
    people = [row for row in liuhe_plan.rows if row.verdict is not Verdict.SKIPPED]
    assert all(row.values.get("household_no") for row in people)
    assert [row.values["household_no"] for row in people[:4]] == ["0001", "0001", "0002", "0002"]
    assert len({row.values["household_no"] for row in people}) == 912


def test_every_person_of_beigou_has_one_fate() -> None:
    book = read_sheets(BEIGOU)
    meaning = mapping.propose(book, columns(), FakeMemory())
    plan = planning.plan(book, meaning, catalogue(), columns(), FakeCards(), TODAY)
    assert plan.people == 400
    assert {verdict.value: n for verdict, n in plan.tally.items()} == {
        "taken": 260, "repaired": 128, "asked": 8, "refused": 4, "unchanged": 0, "skipped": 3,
    }  # fmt: skip


def test_rows_about_nobody_are_skipped_with_the_reason() -> None:
    blank: tuple[Cell, ...] = ("",) * len(HEAD)
    rows: tuple[tuple[Cell, ...], ...] = (
        tuple(str(n) for n in range(1, len(HEAD) + 1)),
        ZHAO,
        blank,
        HEAD,
        (3.0, *blank[1:]),
        LIN,
        ("合计", "", "2人", *blank[3:]),
        ("填表人：王秀英", *blank[1:]),
        ("", "", "", "", "", "", "", "", "说明：联系电话为本人"),
    )
    plan = plan_of(sheet(*rows))
    assert [keys(row) for row in plan.rows if row.verdict is Verdict.SKIPPED] == [
        ["numbering-row"], ["blank-row"], ["heading-again"], ["empty-row"], ["total-row"],
        ["note-row"], ["note-row"],
    ]  # fmt: skip
    assert [row.name for row in plan.rows if row.writes] == ["赵一", "林磊"]


def test_a_row_written_twice_is_one_person() -> None:
    again = varied(LIN, 序号="")
    plan = plan_of(sheet(ZHAO, LIN, again, varied(again, 户编号="0001")))
    assert [row.verdict.value for row in plan.rows] == ["taken", "taken", "skipped", "skipped"]
    assert plan.rows[2].remarks[0].params == {"row": 3}


def test_one_number_on_two_names_is_asked_about_on_both_rows() -> None:
    plan = plan_of(sheet(ZHAO, varied(ZHAO, 姓名="钱二")))
    assert [keys(row) for row in plan.rows] == [["number-twice"], ["number-twice"]]
    assert not any(row.writes for row in plan.rows)


def test_one_person_twice_with_other_contents_is_asked_about() -> None:
    plan = plan_of(sheet(ZHAO, varied(ZHAO, 联系电话="19900000001")))
    assert [row.verdict for row in plan.rows] == [Verdict.TAKEN, Verdict.ASKED]
    assert keys(plan.rows[1]) == ["twice-differently"]


def test_a_head_without_a_number_does_not_inherit_the_household_before() -> None:
    plan = plan_of(sheet(ZHAO, varied(LIN, 与户主关系="户主")))
    assert "household_no" not in plan.rows[1].values


def test_a_head_written_twice_does_not_cut_the_household_short() -> None:
    plan = plan_of(sheet(ZHAO, varied(ZHAO, 户编号="", 序号=""), LIN))
    assert plan.rows[2].values["household_no"] == "0001"


def test_cells_merged_downwards_are_meant_for_every_row() -> None:
    merged = sheet(ZHAO, varied(LIN, 联系电话=""), merged=((1, 7, 2, 7),))
    assert plan_of(merged).rows[1].values["mobile"] == "19900007104"


def test_ditto_means_the_cell_above() -> None:
    plan = plan_of(sheet(ZHAO, varied(LIN, 联系电话="同上", 文化程度="〃")))
    assert plan.rows[1].values["mobile"] == "19900007104"
    assert plan.rows[1].values["education"] == "90"


SOUND = {
    "name": "赵一", "id_no": "990101197306036667", "birth_date": "1973-06-03", "sex": "2",
    "household_no": "0001", "rel_to_head": "02", "mobile": "19900007104", "education": "90",
}  # fmt: skip


def test_a_card_that_says_the_same_is_unchanged() -> None:
    plan = plan_of(sheet(ZHAO), known=FakeCards(card(**SOUND, ethnic="01")))
    assert plan.rows[0].verdict is Verdict.UNCHANGED
    assert not plan.rows[0].writes


def test_a_blank_on_the_card_is_filled() -> None:
    known = FakeCards(card(**{**SOUND, "mobile": ""}))
    row = plan_of(sheet(ZHAO), known=known).rows[0]
    assert row.changes == {"mobile": "19900007104"}
    assert row.record == "n.1.0"
    assert row.verdict is Verdict.TAKEN


def test_a_value_on_the_card_is_never_written_over() -> None:
    known = FakeCards(card(**{**SOUND, "mobile": "19900000002", "education": ""}))
    row = plan_of(sheet(ZHAO), known=known).rows[0]
    assert row.verdict is Verdict.ASKED
    assert row.changes == {"education": "90"}
    assert row.remarks[0].params == {"card": "19900000002", "sheet": "19900007104"}


def test_a_value_that_was_corrected_since_is_not_asked_about_again() -> None:
    known = FakeCards(card(**{**SOUND, "mobile": "19900000002"}))
    known.before.add(("n.1.0", "mobile", "19900007104"))
    assert plan_of(sheet(ZHAO), known=known).rows[0].verdict is Verdict.UNCHANGED


def test_another_name_under_the_number_stops_the_row() -> None:
    known = FakeCards(card(**{**SOUND, "name": "钱二", "mobile": ""}))
    row = plan_of(sheet(ZHAO), known=known).rows[0]
    assert keys(row) == ["other-name"]
    assert not row.writes


def test_a_stand_in_that_was_replaced_on_the_card_is_the_same_name() -> None:
    known = FakeCards(card(**SOUND))
    row = plan_of(sheet(varied(ZHAO, 姓名="赵\ue003")), known=known).rows[0]
    assert row.verdict is Verdict.UNCHANGED


def test_a_ruined_number_has_one_reading_again_once_there_is_a_card() -> None:
    row = plan_of(
        sheet(varied(ZHAO, 公民身份号码=float(990101197306036000))), known=FakeCards(card(**SOUND))
    ).rows[0]
    assert keys(row) == ["id-from-card"]
    assert row.verdict is Verdict.UNCHANGED


def test_a_doubtful_telephone_is_no_question_once_the_card_has_one() -> None:
    row = plan_of(sheet(varied(ZHAO, 联系电话="199")), known=FakeCards(card(**SOUND))).rows[0]
    assert row.verdict is Verdict.UNCHANGED


def test_a_sheet_at_odds_with_card_and_number_is_asked_about_and_changes_nothing() -> None:
    row = plan_of(sheet(varied(ZHAO, 出生年月="1974-06-03")), known=FakeCards(card(**SOUND))).rows[
        0
    ]
    assert row.verdict is Verdict.ASKED
    assert row.remarks[0].params == {"card": "1973-06-03", "sheet": "1974-06-03"}
    assert not row.writes
