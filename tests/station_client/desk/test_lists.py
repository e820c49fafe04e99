"""Lists as they stand on a screen, onto paper and to Excel."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from ledger.core.faults import RuleFault
from station_client.desk import lists
from station_client.desk.exchange_lists import Asked
from station_client.desk.ledger_export import export_listing
from tests.station_client.desk.conftest import ZHAO_ID, Desk


def words_of(file: Path) -> str:
    """Everything that stands in a workbook."""
    with ZipFile(file) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )


def test_people_that_were_found_go_to_excel_covered_and_it_is_logged(
    desk: Desk, tmp_path: Path
) -> None:
    zhao = desk.new_card()
    desk.new_card(name="何丽娟", id_no="990101198802290028", mobile="19900000777")
    found = lists.of_records(desk.counter, "TZ-01", [zhao], [("查找", "zgq")])
    done = export_listing(desk.counter, found, tmp_path / "居民.xlsx")
    assert done.rows == 1
    words = words_of(done.path)
    assert "赵国强" in words
    assert "何丽娟" not in words
    assert "查找: zgq" in words
    assert ZHAO_ID not in words
    (logged,) = desk.counter.ledger.local.diary.recent("access", 1)
    assert (logged.data["action"], logged.data["object"]) == ("export", "TZ-01")


def test_whole_numbers_go_out_for_a_purpose_that_is_written_down(
    desk: Desk, tmp_path: Path
) -> None:
    found = lists.of_records(desk.counter, "TZ-01", [desk.new_card()])
    done = export_listing(desk.counter, found, tmp_path / "居民.xlsx", purpose="年度核对")
    assert ZHAO_ID in words_of(done.path)
    (logged,) = desk.counter.ledger.local.diary.recent("access", 1)
    assert logged.data["purpose"] == "年度核对"


def test_cases_are_printed_in_the_order_of_the_list(desk: Desk) -> None:
    case = desk.accepted(desk.new_card()).case
    listing = lists.of_records(desk.counter, "TZ-43", [case], [("只看", "在办")])
    ready = lists.print_listing(desk.counter, listing)
    assert ready.code == "PT-26"
    assert desk.counter.ledger.local.diary.recent("access", 1) == []
    printed = ready.hand_out()
    assert printed.slip == ""
    (logged,) = desk.counter.ledger.local.diary.recent("access", 1)
    assert (logged.data["action"], logged.data["rows"]) == ("print", 1)


def test_what_is_unsent_and_the_diary_are_lists_too(desk: Desk, tmp_path: Path) -> None:
    desk.new_card()
    desk.counter.ledger.local.diary.add(
        "exchange", {"carrier": "line", "result": "ok", "direction": "both", "sent": 3}
    )
    unsent = lists.of_exchange(desk.counter, "unsent", Asked())
    assert any("赵国强" in cells[1] for cells, _total in unsent.rows(True))
    diary = lists.of_exchange(desk.counter, "diary", Asked())
    assert diary.name == "TZ-55 数据交换日志"
    assert [cells[1:] for cells, _total in diary.rows(True)] == [
        ("专线", "成了", "经专线送出 3 条、收到 0 条，用时 1 秒")
    ]
    for listing in (unsent, diary):
        assert lists.print_listing(desk.counter, listing).paper.pages >= 1
        assert export_listing(desk.counter, listing, tmp_path / "单子.xlsx").rows >= 1


def test_a_list_too_long_for_paper_is_sent_to_excel_instead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ON_PAPER", 1)
    ids = [desk.new_card(), desk.new_card(name="何丽娟", id_no="990101198802290028")]
    with pytest.raises(RuleFault) as refused:
        lists.print_listing(desk.counter, lists.of_records(desk.counter, "TZ-01", ids))
    assert refused.value.code == "ledger.too-long-to-print"
