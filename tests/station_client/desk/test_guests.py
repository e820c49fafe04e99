"""同城通办: accepting for a resident of another village, and seeing what others accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ledger.core.faults import RuleFault
from ledger.core.record import Change, Record
from station_client.desk import accepting, cards, cases, drafts, guests, printing
from station_client.desk.application import application
from station_client.desk.case_view import list_cases, open_case, timeline
from station_client.desk.counter import Counter
from station_client.desk.today import today
from tests.helpers.world import OTHER_VILLAGE, VILLAGE, FakeStation
from tests.station_client.desk.conftest import ITEM, TYPED, ZHAO_ID, Desk, make_counter

FORM = {
    "unemp_date": "2026-10-31", "unemp_reason": "02", "prev_employer": "青石镇砖瓦厂",
    "ui_claim": "否", "able_to_work": "1", "want_work": "是", "phone": "19900000496",
    "card.hukou_type": "20", "card.live_address": "青石镇北沟村2组5号",
    "card.mobile": "19900000496",    "card.education": "70", "card.emp_status": "22",
}  # fmt: skip
TOLD = {"name": "赵国强", "id_no": ZHAO_ID, "home": OTHER_VILLAGE}


@dataclass
class Town:
    """Two counters of one office: Liuhe, where the guest comes, and Beigou, where he lives."""

    desk: Desk
    beigou: FakeStation
    home: Counter

    def guest_draft(self, **told: Any) -> str:
        """The application of somebody from Beigou, filled in at Liuhe."""
        draft = drafts.start_for_guest(self.desk.counter, {**TOLD, **told}, ITEM)
        papers = {key: {"got": True} for key in ("id_card", "statement")}
        looked_up = {"contract_end": {"exempt": True}}
        drafts.save_draft(self.desk.counter, draft, fields=FORM, papers={**papers, **looked_up})
        return draft

    def accepted(self) -> str:
        """A guest's case, accepted at Liuhe."""
        return accepting.accept(self.desk.counter, self.guest_draft()).case

    def granted(self) -> str:
        """A guest's case whose decision is known at both counters."""
        case = self.accepted()
        cases.first_review(self.desk.counter, case, True, "材料齐全，情况属实")
        self.sync()
        self.desk.at_office(case, "take", "pass", second_opinion="同意", decision_no="1号")
        self.sync()
        return case

    def sync(self) -> None:
        """Both lines are up."""
        self.desk.wall.advance(seconds=1)
        for station in (self.desk.station, self.beigou, self.desk.station):
            outcome = self.desk.world.sync(station)
            assert outcome.digest_equal is not False

    def card(self) -> Record:
        """His card at home, as his own station keeps it."""
        fields = {**TYPED, "live_address": "青石镇北沟村2组5号"}
        return self.beigou.read(cards.create_card(self.home, fields).record)

    def cards_at_office(self) -> list[Record]:
        """Every card with his number."""
        found = self.desk.world.office.search(ZHAO_ID).rows
        return [card for card in found if card.data.get("id_no") == ZHAO_ID]


@pytest.fixture
def town(desk: Desk, tmp_path: Path) -> Town:
    beigou = desk.world.station("beigou", OTHER_VILLAGE)
    home = make_counter(beigou, desk.wall)
    site = replace(home.site, area=OTHER_VILLAGE, name="北沟村人力资源社会保障服务站")
    return Town(desk, beigou, replace(home, site=site))


def rows(counter: Counter, show: str = "open") -> dict[str, Any]:
    return {line.id: line for line in list_cases(counter, show).rows}


def test_a_guest_is_accepted_by_what_he_tells_with_the_line_down(town: Town) -> None:
    counter = town.desk.counter
    draft = town.guest_draft()
    seen = application(counter, draft)
    assert (seen.person.id, seen.person.name, seen.can_accept) == ("", "赵国强", True)
    done = accepting.accept(counter, draft)
    assert done.paper is not None
    case = town.desk.read(done.case)
    assert (case.area, case.data["home"], case.data["channel"]) == (VILLAGE, OTHER_VILLAGE, "10")
    assert not case.owner
    assert case.data["applicant"]["hukou_type"] == "20"
    line = rows(counter)[done.case]
    assert (line.place, line.turn) == ("北沟村居民", "该您")
    papers = town.desk.station.ledger.owned(done.case)
    assert len(papers) >= 4
    assert {each.data["home"] for each in papers} == {OTHER_VILLAGE}


def test_his_village_sees_the_case_and_its_papers_and_can_only_read(town: Town) -> None:
    card = town.card()
    case = town.accepted()
    town.sync()
    line = rows(town.home)[case]
    assert (line.place, line.turn) == ("在柳河村办理", "柳河村在办")
    view = open_case(town.home, case)
    assert view.elsewhere.startswith("这件在柳河村办理")
    assert view.deeds == ()
    assert not any(field.editable for field in view.fields)
    assert {paper.name for paper in view.papers} >= {"身份证或社保卡"}
    assert [slip.code for slip in view.slips] == ["PT-01"]
    assert [each.id for each in cards.open_card(town.home, card.id).cases] == [case]
    with pytest.raises(RuleFault) as fault:
        cases.first_review(town.home, case, True, "同意")
    assert fault.value.code == "act.area"


def test_the_work_of_another_village_is_not_on_the_list_of_today(town: Town) -> None:
    case = town.granted()
    there, here = today(town.home), today(town.desk.counter)
    assert case not in {row.case.id for row in (*there.due, *there.back)}
    assert case in {row.case.id for row in here.back}
    assert case in rows(town.home)
    assert case not in rows(town.home, "mine") | rows(town.home, "decided")


def test_a_result_given_out_with_the_line_down_reaches_the_card_at_home_once(town: Town) -> None:
    card = town.card()
    town.sync()
    case = town.granted()
    cases.hand_over(town.desk.counter, case, "赵国强", "3")
    proof = printing.print_proof(town.desk.counter, case)
    assert proof.code == "PT-35"
    assert town.beigou.read(card.id).data["emp_status"] == "22"
    town.sync()
    town.sync()
    after = town.beigou.read(card.id)
    assert (after.data["emp_status"], after.data["unemp_reg_state"]) == ("21", "1")
    (row,) = town.beigou.ledger.owned(card.id, "tz05")
    assert (row.area, row.data["case"]) == (OTHER_VILLAGE, case)
    assert row.data["reg_no"] == after.data["unemp_reg_no"]
    assert open_case(town.home, case).line.state_text == "办结"
    assert any(each.title == "送达办结" for each in timeline(town.home, case))
    assert town.desk.station.ledger.record(card.id) is None


def test_without_a_card_at_home_the_office_makes_one_to_be_verified(town: Town) -> None:
    case = town.granted()
    cases.hand_over(town.desk.counter, case, "赵国强", "3")
    town.sync()
    (card,) = town.cards_at_office()
    known = town.beigou.read(card.id)
    assert (known.area, known.data["card_status"]) == (OTHER_VILLAGE, "6")
    assert known.data["unemp_reg_state"] == "1"
    assert known.data["live_address"] == "青石镇北沟村2组5号"
    assert [each.id for each in cards.open_card(town.home, card.id).cases] == [case]


def test_a_resident_of_this_village_is_no_guest(town: Town) -> None:
    town.desk.new_card()
    with pytest.raises(RuleFault) as fault:
        drafts.start_for_guest(town.desk.counter, TOLD, ITEM)
    assert fault.value.code == "guest.lives-here"


@pytest.mark.parametrize(
    ("told", "field"),
    [({"id_no": ZHAO_ID[:-1] + "0"}, "id_no"), ({"home": VILLAGE}, "home"), ({"name": ""}, "name")],
)
def test_what_a_guest_tells_is_checked_before_the_form_opens(
    town: Town, told: dict[str, str], field: str
) -> None:
    notices = guests.listen(town.desk.counter, {**TOLD, **told}).notices
    assert field in {notice.field for notice in notices}
    with pytest.raises(RuleFault):
        drafts.start_for_guest(town.desk.counter, {**TOLD, **told}, ITEM)


def test_an_open_case_at_another_counter_is_told_of(town: Town) -> None:
    card = town.card()
    town.accepted()
    town.sync()
    draft = drafts.start(town.home, card.id, ITEM)
    assert "item:twin" in {notice.key for notice in application(town.home, draft).notices}


def test_what_was_told_to_bring_is_kept_with_what_he_told(town: Town) -> None:
    counter = town.desk.counter
    draft = drafts.start_for_guest(counter, TOLD, ITEM)
    drafts.save_draft(counter, draft, fields=FORM, papers={"id_card": {"got": True}})
    told = accepting.notify_missing(counter, draft)
    papers = {"statement": {"got": True}, "contract_end": {"exempt": True}}
    drafts.save_draft(counter, draft, fields={"card.education": "60"}, papers=papers)
    done = accepting.accept(counter, draft)
    assert done.case == told.case
    assert town.desk.read(done.case).data["applicant"]["education"] == "60"
    town.sync()
    assert {each.kind for each in town.beigou.ledger.owned(done.case)} == {
        "paper",
        "notice",
        "slip",
    }


def test_a_station_names_no_other_village_afterwards_and_none_of_another_town(town: Town) -> None:
    case = town.accepted()
    ledger, who = town.desk.station.ledger, town.desk.station.operator
    for home in (None, "990101001003"):
        with pytest.raises(RuleFault) as fault:
            ledger.commit(who, "case.edit", [Change("case", {"home": home}, record=case)])
        assert fault.value.code == "act.home"
    fields = {**town.desk.read(case).data, "home": "990101002001"}
    with pytest.raises(RuleFault) as fault:
        ledger.commit(who, "case.accept", [Change("case", fields)])
    assert fault.value.code == "act.home"
