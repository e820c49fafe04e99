"""Scans at the office: said to be on the way, opened once they are there, every look logged."""

from __future__ import annotations

from collections.abc import Callable

from ledger.core.record import Record
from sync_server.exchanges import answer
from sync_server.office import Office
from tests.helpers.world import attach, picture
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]


def scanned(village: Village, case: str, title: str = "身份证正面") -> Record:
    """A scan of the identity card that the village attached to a case."""
    owner = village.ledger.record(case)
    assert owner is not None
    done = attach(village.ledger, village.operator, owner, picture(), title=title, paper="id_card")
    found = village.ledger.record(done.records[0])
    assert found is not None
    return found


def test_a_scan_is_said_to_be_on_the_way_and_opened_once_it_is_there(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    scan = scanned(village, arrived)
    answer(office, village.side.outgoing().blob, "line")
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    assert "附件在途 1" in reviewer.text
    reviewer.open(f"/case/{arrived}/scan/{scan.id}")
    assert "还在路上" in reviewer.text
    village.send_to(office)
    reviewer.open(f"/case/{arrived}")
    assert "附件在途" not in reviewer.text
    page = reviewer.fetch(f"/case/{arrived}/scan/{scan.id}")
    assert page.content == picture()
    assert page.headers["content-type"] == "image/jpeg"
    seen = office.ledger.local.diary.recent("access")[0].data
    assert (seen["name"], seen["action"], seen["fields"]) == ("李明", "scan", ["身份证正面"])


def test_a_scan_is_shown_to_nobody_who_is_not_signed_in_or_asks_under_another_case(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    scan = scanned(village, arrived)
    village.send_to(office)
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}/scan/nothing.1.0")
    assert "没有这个扫描件" in reviewer.text
    reviewer.send("/logout")
    reviewer.open(f"/case/{arrived}/scan/{scan.id}")
    assert "身份证" not in reviewer.text
    assert "登录" in reviewer.text
