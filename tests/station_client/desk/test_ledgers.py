"""Ledgers on the screen, in Excel, on paper; reports counted from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ledger.core.faults import EnvironmentFault, RuleFault
from station_client.desk import cases, ledgers
from station_client.desk.ledger_export import export
from station_client.desk.reports import month_of, quarter_of, report, say_period
from tests.station_client.desk.conftest import Desk


def registered(desk: Desk) -> str:
    person = desk.new_card()
    cases.hand_over(desk.counter, desk.granted(person), "赵国强", "3")
    return person


def cell(page: ledgers.LedgerPage, key: str, row: int = 0) -> str:
    keys = [column.key for column in page.columns]
    return page.rows[row].cells[keys.index(key)]


def test_the_unemployment_ledger_shows_row_person_and_case(desk: Desk) -> None:
    person = registered(desk)
    page = ledgers.page(desk.counter, "TZ-05")
    assert page.title == "失业登记台账"
    assert page.rows[0].person == person
    assert cell(page, "made.seq") == "1"
    assert cell(page, "owner.name") == "赵国强"
    assert cell(page, "owner.age") == "44"
    assert cell(page, "owner.id_no") == "9901**********1519"
    assert cell(page, "unemp_date") == "2026-10-31"
    assert cell(page, "unemp_reason") == "合同终止解除"
    assert cell(page, "long_term_flag") == "否"
    assert cell(page, "case.state") == "办结"
    assert cell(page, "service_count") == "1"
    assert page.rows[0].standing.text == "已存本站"


def test_a_ledger_is_filtered_and_sorted_by_sql(desk: Desk) -> None:
    registered(desk)
    for number in (1, 2, 3):
        desk.station.create(number, card_status="1", emp_status="16")
    total = ledgers.page(desk.counter, "TZ-01").total
    assert total == 4
    keys = {each.key for each in ledgers.filters(desk.counter, "TZ-05")}
    assert "unemp_reason:in" in keys
    chosen = ledgers.page(desk.counter, "TZ-05", {"unemp_reason:in": ["01"]})
    assert chosen.total == 0
    chosen = ledgers.page(desk.counter, "TZ-05", {"unemp_reason:in": ["01", "02"]})
    assert chosen.total == 1
    page = ledgers.page(desk.counter, "TZ-01", sort=(("name", True),), limit=2, offset=1)
    assert (len(page.rows), page.total) == (2, 4)
    assert cell(page, "made.seq") == "2"


def test_every_ledger_and_every_filter_can_be_asked(desk: Desk) -> None:
    registered(desk)
    for name in ledgers.ledgers(desk.counter):
        page = ledgers.page(desk.counter, name.code)
        assert len(page.rows) == 1
        for each in ledgers.filters(desk.counter, name.code):
            value: object = True if each.op in ("empty", "filled") else "2026-11-23"
            found = ledgers.page(
                desk.counter, name.code, {each.key: [value] if each.op == "in" else value}
            )
            assert found.total <= page.total


def test_an_export_has_every_row_who_took_it_and_leaves_a_trace(desk: Desk, tmp_path: Path) -> None:
    registered(desk)
    out = tmp_path / "tz05.xlsx"
    done = export(desk.counter, "TZ-05", out)
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert done.rows == 1
    assert rows[0][0] == "TZ-05 失业登记台账"
    assert "王秀英 2026-11-23 09:00 导出" in str(rows[1][0])
    assert "赵国强" in rows[3]
    assert "9901**********1519" in rows[3]
    (entry,) = desk.counter.ledger.local.diary.recent("access")
    assert (entry.data["action"], entry.data["object"]) == ("export", "TZ-05")


def test_a_stopped_export_leaves_no_half_file(desk: Desk, tmp_path: Path) -> None:
    registered(desk)
    with pytest.raises(RuleFault) as stopped:
        export(desk.counter, "TZ-05", tmp_path / "x.xlsx", progress=lambda done, total: False)
    assert stopped.value.code == "ledger.export-stopped"
    assert list(tmp_path.glob("x.xlsx*")) == []


def test_an_export_into_a_missing_folder_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as failed:
        export(desk.counter, "TZ-05", tmp_path / "none" / "x.xlsx")
    assert failed.value.code == "ledger.export-not-written"


def test_a_ledger_prints_with_its_filters(desk: Desk) -> None:
    registered(desk)
    paper = ledgers.print_ledger(desk.counter, "TZ-05", {"unemp_reason:in": ["02"]})
    assert (paper.code, paper.hand_out().slip) == ("PT-26", "")
    assert paper.paper.pdf.startswith(b"%PDF")
    said = ledgers.said_filters(desk.counter, "TZ-05", {"unemp_reason:in": ["02"]})
    assert said == [("失业原因", "合同终止解除")]


def test_an_unknown_ledger_is_named(desk: Desk) -> None:
    with pytest.raises(RuleFault) as refused:
        ledgers.page(desk.counter, "TZ-99")
    assert refused.value.code == "ledger.not-found"
    assert desk.counter.say("fault.ledger.not-found", **refused.value.params) == (
        "没有“TZ-99”这本台账。"
    )


def test_the_quarterly_draft_counts_who_came_and_who_went(desk: Desk) -> None:
    person = registered(desk)
    start, end = quarter_of(date(2026, 11, 23))
    rows = {each.key: each.value for each in report(desk.counter, "RP-03", start, end).rows}
    assert (rows["opening"], rows["registered"], rows["closing"]) == (0, 1, 1)
    (row,) = desk.counter.ledger.owned(person, "tz05")
    from ledger.core.record import Change

    change = Change("tz05", {"cancel_date": "2026-12-20", "cancel_reason": "01"}, record=row.id)
    desk.counter.ledger.commit(desk.counter.operator, "tz05.cancel", [change])
    draft = report(desk.counter, "RP-03", start, end)
    rows = {each.key: each.value for each in draft.rows}
    assert (rows["cancelled"], rows["reemployed"], rows["closing"]) == (1, 1, 0)
    assert rows["cancelled_by_reason.01"] == 1
    assert draft.balance == ""
    assert draft.period == "2026年4季度（草稿）"
    november = report(desk.counter, "RP-03", *month_of(date(2026, 11, 23)))
    assert {each.key: each.value for each in november.rows}["closing"] == 1
    assert november.period == "2026年11月（草稿）"
    assert say_period(desk.counter, date(2026, 1, 5), date(2026, 1, 9)).startswith("2026-01-05")
