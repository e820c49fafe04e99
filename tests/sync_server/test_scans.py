"""Scans at the office: said to be on the way, opened once they are there, every look logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ledger.core.record import Change, Record
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


def card_of(village: Village, case: str) -> Record:
    """The card of a case's applicant, as his village has it."""
    card = village.ledger.record(str(village.data(case)["person"]))
    assert card is not None
    return card


def test_the_scans_of_the_applicants_card_stand_on_the_page_of_his_case(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    card = card_of(village, arrived)
    done = attach(village.ledger, village.operator, card, picture(), title="户口簿首页")
    scan = done.records[0]
    answer(office, village.side.outgoing().blob, "line")
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    assert "申请人卡上的附件" in reviewer.text
    assert "户口簿首页" in reviewer.text
    assert "附件在途 1" in reviewer.text
    reviewer.open(f"/case/{arrived}/scan/{scan}")
    assert "还在路上" in reviewer.text
    village.send_to(office)
    page = reviewer.fetch(f"/case/{arrived}/scan/{scan}")
    assert page.content == picture()
    seen = office.ledger.local.diary.recent("access")[0].data
    assert (seen["object"], seen["fields"]) == (village.data(arrived)["case_no"], ["户口簿首页"])


def test_a_card_without_scans_says_nothing_of_them_and_a_voided_one_is_gone(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    card = card_of(village, arrived)
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    assert "申请人卡上的附件" not in reviewer.text
    done = attach(village.ledger, village.operator, card, picture(), title="户口簿首页")
    void = Change("attachment", {"void": "1"}, done.records[0])
    village.ledger.commit(village.operator, "scan.void", [void])
    village.send_to(office)
    reviewer.open(f"/case/{arrived}")
    assert "户口簿首页" not in reviewer.text
    reviewer.open(f"/case/{arrived}/scan/{done.records[0]}")
    assert "没有这个扫描件" in reviewer.text


def test_the_scans_of_another_residents_card_are_not_opened_through_a_case(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    stranger = village.ledger.record(village.person("钱五", date(1970, 2, 3)))
    assert stranger is not None
    done = attach(village.ledger, village.operator, stranger, picture(), title="别人的身份证")
    village.send_to(office)
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}/scan/{done.records[0]}")
    assert "没有这个扫描件" in reviewer.text
