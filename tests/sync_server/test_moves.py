"""People moved between villages from the office's pages, and what both villages see of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules.actor import Actor
from ledger.store.query import Query
from sync_server import case_deeds, moving
from sync_server.moving import Wanted
from sync_server.office import Office
from tests.helpers.world import attach, picture
from tests.sync_server.conftest import PASSWORD
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

BEIGOU = "990101001002"
REASON = "随子女居住"


@pytest.fixture
def beigou(let_in: Callable[..., Village]) -> Village:
    """北沟村, let in and not yet heard of."""
    return let_in("北沟村服务站", BEIGOU, "刘桂芬")


def staff(office: Office, name: str) -> Actor:
    """Somebody who works at the office."""
    return office.accounts.sign_in(name, PASSWORD)


def decided(office: Office, village: Village, person: str) -> str:
    """A case that was granted, of which the village knows."""
    case = village.case(person)
    village.send_to(office)
    clerk = staff(office, "李明")
    case_deeds.take(office, clerk, case, {})
    case_deeds.approve(office, clerk, case, {"second_opinion": "同意"})
    village.send_to(office)
    return case


def closed(office: Office, village: Village, person: str) -> str:
    """A case that was handed over at the office."""
    case = decided(office, village, person)
    window = staff(office, "赵静")
    case_deeds.hand_over(office, window, case, {"receiver": "本人", "receiver_check": "3"})
    village.send_to(office)
    return case


def wanted(*people: str, area: str = BEIGOU, reason: str = REASON, day: str = "") -> Wanted:
    return Wanted(people, area, reason, day)


def moved(office: Office, *people: str) -> None:
    """Moved by the front desk today."""
    clerk = staff(office, "孙丽")
    say = office.texts["zh"]
    moving.move(office, clerk, say, wanted(*people, day=office.today().isoformat()))


def _scanned(village: Village, owner: str) -> str:
    """A scan on a card or a case; gives the attachment."""
    record = village.ledger.record(owner)
    assert record is not None
    return attach(village.ledger, village.operator, record, picture(3000)).records[0]


def refusal(office: Office, asked: Wanted) -> str:
    clerk = staff(office, "孙丽")
    with pytest.raises(RuleFault) as fault:
        moving.move(office, clerk, office.texts["zh"], asked)
    return fault.value.code


def test_a_clerk_finds_somebody_sees_what_comes_along_and_moves_him(
    office: Office, village: Village, beigou: Village, visit: Callable[[str], Visitor]
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    closed(office, village, person)
    beigou.send_to(office)
    clerk = visit("孙丽")
    clerk.open("/moves")
    assert "还没有转过人" in clerk.text
    clerk.open("/moves/new?q=吴秀兰")
    assert "990101" not in clerk.text
    clerk.open(f"/moves/new?who={person}&area={BEIGOU}")
    assert "办结的办件 1 件、台账 1 行" in clerk.text
    clerk.send("/moves/new", who=person, area=BEIGOU, reason=REASON, day="2026-11-20")
    assert "已把 吴秀兰 共 1 人转到北沟村" in clerk.text
    assert REASON in clerk.text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(clerk.fetch("/moves/sheet").content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert rows[-1][1] == "吴秀兰"


def test_the_new_village_gets_the_whole_record_and_the_old_one_only_reads(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    case = closed(office, village, person)
    scans = [_scanned(village, owner) for owner in (person, case)]
    village.send_to(office)
    moved(office, person)
    assert village.send_to(office).digest_equal
    assert beigou.send_to(office).digest_equal
    assert [beigou.data(scan)["area"] for scan in scans] == [BEIGOU, BEIGOU]
    assert beigou.data(case)["state"] == "S60"
    kinds = {each.kind for each in beigou.ledger.owned(person)}
    assert kinds >= {"case", "tz05", "move"}
    assert {each.area for each in beigou.ledger.owned(person) if each.kind != "move"} == {BEIGOU}
    assert [each.kind for each in beigou.ledger.owned(case)] == ["paper", "attachment"]
    beigou.edit(person, mobile="19900000777")
    beigou.send_to(office)
    with pytest.raises(RuleFault) as fault:
        village.edit(person, mobile="19900000888")
    assert fault.value.code == "act.moved-away"


def test_a_case_under_way_stays_where_it_was_accepted_and_reaches_the_card_in_the_new_village(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    case = decided(office, village, person)
    moved(office, person)
    village.send_to(office)
    beigou.send_to(office)
    assert beigou.data(case)["home"] == BEIGOU
    village.step(case, "hand_over", "close", receiver="本人", receiver_check="3")
    for each in (village, beigou, village):
        assert each.send_to(office).digest_equal
    assert beigou.data(case)["state"] == "S60"
    assert beigou.data(person)["unemp_reg_state"] == "1"
    (row,) = beigou.ledger.owned(person, "tz05")
    assert row.area == BEIGOU


def test_a_guest_who_moves_to_where_he_applied_is_no_guest_any_more(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    case = decided(office, village, person)
    moved(office, person)
    clerk = staff(office, "孙丽")
    back = wanted(person, area=village.area, day=office.today().isoformat())
    moving.move(office, clerk, office.texts["zh"], back)
    village.send_to(office)
    assert village.data(case)["home"] is None
    village.step(case, "hand_over", "close", receiver="本人", receiver_check="3")
    assert village.send_to(office).digest_equal
    assert office.ledger.owned(person, "tz05") == []


def test_a_result_handed_out_before_the_old_village_heard_of_the_move_counts_in_the_new_one(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    case = decided(office, village, person)
    moved(office, person)
    village.hand_out(case)
    for each in (village, beigou, village):
        outcome = each.send_to(office)
        assert (outcome.refused, outcome.digest_equal) == (0, True)
    for each in (village, beigou):
        assert (each.data(case)["state"], each.data(case)["home"]) == ("S60", BEIGOU)
        assert each.data(person)["unemp_reg_state"] == "1"
        (row,) = each.ledger.owned(person, "tz05")
        assert (row.area, row.data["case"]) == (BEIGOU, case)
    assert {each.kind for each in beigou.ledger.owned(case)} == {"paper", "slip"}
    beigou.edit(person, mobile="19900000777")
    assert beigou.send_to(office).refused == 0


def test_an_application_taken_in_before_the_old_village_heard_of_the_move_is_a_guests_case(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    village.send_to(office)
    moved(office, person)
    case = village.case(person)
    for each in (village, beigou, village):
        outcome = each.send_to(office)
        assert (outcome.refused, outcome.digest_equal) == (0, True)
    for each in (village, beigou):
        assert (each.data(case)["home"], each.data(case)["state"]) == (BEIGOU, "S24")
        assert [paper.data["home"] for paper in each.ledger.owned(case)] == [BEIGOU]


def test_a_change_of_the_card_before_the_old_village_heard_of_the_move_is_told_there(
    office: Office, village: Village, beigou: Village
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    village.send_to(office)
    moved(office, person)
    village.edit(person, mobile="19900000888")
    village.send_to(office)
    beigou.send_to(office)
    (refused,) = village.ledger.find(Query("refusal")).rows
    told = (refused.data["code"], refused.data["params"]["name"], refused.data["record"])
    assert told == ("act.moved-away", "吴秀兰", person)
    assert village.data(person) == beigou.data(person)


def test_a_household_is_chosen_as_one_and_moves_in_one_act(
    office: Office, village: Village, beigou: Village, visit: Callable[[str], Visitor]
) -> None:
    born = date(1980, 5, 6)
    family = [village.person(name, born, household_no="H1") for name in ("吴秀兰", "陈大勇")]
    village.send_to(office)
    clerk = visit("孙丽")
    clerk.open(f"/moves/new?family={family[0]}&area={BEIGOU}")
    assert "要转的 2 人" in clerk.text
    clerk.send("/moves/new", who=family, area=BEIGOU, reason=REASON, day="2026-11-20")
    assert "共 2 人" in clerk.text
    acts = {office.ledger.history(person)[0].act.id for person in family}
    assert len(acts) == 1


def test_nobody_is_moved_when_one_cannot_be(
    office: Office, village: Village, beigou: Village
) -> None:
    born = date(1980, 5, 6)
    staying, twin = village.person("吴秀兰", born), village.person("陈大勇", born)
    number = village.data(twin)["id_no"]
    beigou.person("陈大勇", born, id_no=number)
    village.send_to(office)
    beigou.send_to(office)
    day = office.today().isoformat()
    assert refusal(office, wanted(staying, twin, day=day)) == "move.twin"
    here = office.ledger.record(staying)
    assert here is not None
    assert here.area == village.area


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"area": ""}, "move.no-village"),
        ({"area": "990101001004"}, "move.no-village"),
        ({"area": "990101001001"}, "move.there-already"),
        ({"reason": " "}, "move.no-reason"),
        ({"day": ""}, "move.no-day"),
        ({"day": "2099-01-01"}, "move.day-ahead"),
    ],
)
def test_what_is_missing_is_said_and_nobody_moves(
    office: Office, village: Village, beigou: Village, asked: dict[str, str], code: str
) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    village.send_to(office)
    given = {"day": office.today().isoformat(), **asked}
    assert refusal(office, wanted(person, **given)) == code


def test_only_the_posts_that_may_move_people_see_the_page(
    office: Office, village: Village, visit: Callable[[str], Visitor]
) -> None:
    reviewer = visit("李明")
    assert "人员转移" not in reviewer.text
    reviewer.open("/moves/new?q=a")
    assert "人员转移" not in reviewer.text
    assert reviewer.status == 409


def test_a_move_says_nothing_else_by_the_way(office: Office, village: Village) -> None:
    person = village.person("吴秀兰", date(1980, 5, 6))
    village.send_to(office)
    clerk = staff(office, "孙丽")
    change = Change("person", {"area": BEIGOU, "name": "吴秀蓝"}, record=person)
    with pytest.raises(RuleFault) as fault:
        office.ledger.commit(clerk, "card.move", [change])
    assert fault.value.code == "act.beside-move"
