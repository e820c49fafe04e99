"""同城通办 at the office: a guest's case on the bench, on its page, handed over there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ledger.core.record import Change, New
from ledger.rules import flow, numbers
from ledger.rules.actor import Actor
from sync_server import case_deeds
from sync_server.office import Office
from tests.sync_server.conftest import PASSWORD
from tests.sync_server.village import ITEM, Village
from tests.sync_server.visitor import Visitor

BEIGOU = "990101001002"
NUMBER = "990101198205161519"


def staff(office: Office, name: str) -> Actor:
    """Somebody who works at the office."""
    return office.accounts.sign_in(name, PASSWORD)


def guest_case(village: Village, number: str = NUMBER) -> str:
    """Accepted at Liuhe for somebody of Beigou, and first-reviewed."""
    now = village.clock.now()
    given = {
        "channel": "10", "identity_way": "01", "name": "赵国强", "id_no": number,
        "phone": "19900000496", "terminal": "01", "unemp_date": "2026-10-31",
        "unemp_reason": "02", "prev_employer": "青石砖厂", "able_to_work": "1", "want_work": True,
        "ui_claim": False, "home": BEIGOU,
        "applicant": {"id_type": "01", "education": "70", "live_address": "北沟村2组5号"},
        "case_no": numbers.case_no(village.station, "01", now.date(), 77),
    }  # fmt: skip
    item = village.catalogue.items[ITEM]
    steps = ("start", "take_in", "accept")
    values = flow.walk(village.catalogue, item, steps, {}, village.operator, given, now)
    paper = {
        "area": village.area, "home": BEIGOU, "owner": New(0), "paper": "id_card",
        "name": "身份证或社保卡", "present": True,
    }  # fmt: skip
    changes = [Change("case", {"area": village.area, **values}), Change("paper", paper)]
    case = village.ledger.commit(village.operator, "case.accept", changes).records[0]
    village.step(case, "begin_first_review", "first_pass", first_opinion="属实")
    return case


@pytest.fixture
def beigou(let_in: Callable[..., Village]) -> Village:
    """北沟村, let in and not yet heard of."""
    return let_in("北沟村服务站", BEIGOU, "刘桂芬")


@pytest.fixture
def told(office: Office, village: Village, beigou: Village) -> str:
    """A guest's case of which the office and the village named have heard."""
    case = guest_case(village)
    village.send_to(office)
    beigou.send_to(office)
    return case


def test_the_front_desk_corrects_a_wrong_village(
    office: Office, village: Village, beigou: Village, told: str, visit: Callable[[str], Visitor]
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{told}")
    assert "更正所属村" not in reviewer.text
    clerk = visit("孙丽")
    clerk.open(f"/case/{told}")
    assert "更正所属村" in clerk.text
    clerk.send(f"/case/{told}/do/rehome", home="990101001003")
    assert "东岭村居民（同城通办）" in clerk.text
    for each in (village, beigou):
        assert each.send_to(office).digest_equal
        data = each.data(told)
        assert (data["home"], data["wrong_home"]) == ("990101001003", BEIGOU)


def test_the_front_desk_corrects_a_guest_who_belongs_to_the_village_that_accepted(
    office: Office, village: Village, beigou: Village, told: str, visit: Callable[[str], Visitor]
) -> None:
    clerk = visit("孙丽")
    clerk.open(f"/case/{told}")
    clerk.send(f"/case/{told}/do/rehome", home=village.area)
    assert "同城通办" not in clerk.text
    assert "北沟村2组5号" in clerk.text
    for each in (village, beigou):
        assert each.send_to(office).digest_equal
        data = each.data(told)
        assert (data["home"], data["wrong_home"], data["channel"]) == (None, BEIGOU, "01")
    case_deeds.take(office, staff(office, "李明"), told, {})
    case_deeds.approve(office, staff(office, "李明"), told, {"second_opinion": "同意"})
    given = {"receiver": "本人", "receiver_check": "3"}
    case_deeds.hand_over(office, staff(office, "赵静"), told, given)
    (card,) = [each for each in office.ledger.search(NUMBER).rows if each.kind == "person"]
    assert (card.area, card.data["unemp_reg_state"]) == (village.area, "1")
    (row,) = office.ledger.owned(card.id, "tz05")
    assert row.area == village.area
    assert beigou.send_to(office).digest_equal
    assert beigou.ledger.record(card.id) is None


def test_the_bench_and_the_page_say_whose_resident_he_is(
    office: Office, village: Village, visit: Callable[[str], Visitor]
) -> None:
    case = guest_case(village)
    village.send_to(office)
    reviewer = visit("李明")
    reviewer.open("/bench/review")
    assert "北沟村居民（同城通办）" in reviewer.text
    reviewer.open(f"/case/{case}")
    assert "柳河村受理 · 北沟村居民（同城通办）" in reviewer.text
    assert "北沟村2组5号" in reviewer.text


@pytest.mark.parametrize("known", [True, False])
def test_handed_over_at_the_window_it_reaches_the_card_in_his_own_village(
    office: Office, village: Village, beigou: Village, known: bool
) -> None:
    number = NUMBER
    if known:
        number = str(beigou.data(beigou.person("赵国强", date(1982, 5, 16), "1"))["id_no"])
        beigou.send_to(office)
    case = guest_case(village, number)
    village.send_to(office)
    case_deeds.take(office, staff(office, "李明"), case, {})
    case_deeds.approve(office, staff(office, "李明"), case, {"second_opinion": "同意"})
    given = {"receiver": "本人", "receiver_check": "3"}
    case_deeds.hand_over(office, staff(office, "赵静"), case, given)
    for each in (village, beigou):
        assert each.send_to(office).digest_equal
    (card,) = [
        each for each in office.ledger.search(number).rows if each.data.get("id_no") == number
    ]
    assert card.area == BEIGOU
    assert beigou.data(card.id)["unemp_reg_state"] == "1"
    assert (beigou.data(card.id)["card_status"] == "6") is not known
    (row,) = beigou.ledger.owned(card.id, "tz05")
    assert (row.area, row.data["case"]) == (BEIGOU, case)
    assert beigou.data(case)["state"] == village.data(case)["state"] == "S60"
