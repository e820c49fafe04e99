"""同城通办: accepting for a resident of another village, and seeing what others accepted."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.store.files import name_of
from station_client.desk import (
    accepting,
    cards,
    cases,
    drafts,
    guests,
    ledgers,
    lists,
    printing,
    rehoming,
    scans,
)
from station_client.desk.application import application
from station_client.desk.case_view import list_cases, open_case, timeline
from station_client.desk.counter import Counter
from station_client.desk.today import today
from tests.helpers.world import OTHER_VILLAGE, VILLAGE, person, picture
from tests.station_client.desk.conftest import ITEM, TYPED, ZHAO_ID, Desk
from tests.station_client.desk.neighbours import FORM, TOLD, Town, neighbours

DONGLING = "990101001003"


@pytest.fixture
def town(desk: Desk) -> Town:
    return neighbours(desk)


def rows(counter: Counter, show: str = "open") -> dict[str, Any]:
    return {line.id: line for line in list_cases(counter, show).rows}


def test_a_guest_is_accepted_by_what_he_tells_with_the_line_down(town: Town) -> None:
    counter = town.desk.counter
    draft = town.guest_draft()
    seen = application(counter, draft)
    assert (seen.person.id, seen.person.name, seen.can_accept) == ("", "赵国强", True)
    assert seen.guest_of == "北沟村居民"
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
    moments = timeline(town.home, case)
    assert {each.where for each in moments} == {"柳河村", "镇事务所"}
    assert moments[-1].title == "送达办结"
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


def test_a_wrong_village_is_corrected_and_both_villages_read_the_truth(town: Town) -> None:
    here, case = town.desk.counter, town.accepted()
    town.sync()
    assert case in rows(town.home)
    done = rehoming.rehome(here, case, DONGLING)
    assert done.text.startswith("赵国强 的失业登记已更正为东岭村居民")
    town.sync()
    records = (town.desk.read(case), *town.desk.station.ledger.owned(case))
    assert {each.data["home"] for each in records} == {DONGLING}
    assert rows(here)[case].place == "东岭村居民"
    assert timeline(here, case)[-1].text == "原来误填北沟村，更正为东岭村"
    (told,) = [row for row in today(town.home).back if row.case.id == case]
    assert told.text == "失业登记 · 柳河村误报到本村，已更正为东岭村，您不用办"
    assert case not in rows(town.home)
    line = rows(town.home, "all")[case]
    assert (line.place, line.state_text, line.turn, line.light_text) == (
        "误报本村", "已更正，不用办", "", "",
    )  # fmt: skip
    assert "这件和本村无关" in open_case(town.home, case).elsewhere
    town.desk.wall.advance(days=8)
    assert case not in {row.case.id for row in today(town.home).back}


def test_what_a_village_was_told_by_mistake_is_in_none_of_its_ledgers_and_lists_of_people(
    town: Town,
) -> None:
    case = town.accepted()
    scans.add_to_case(town.desk.counter, case, "id_card", "身份证", picture(3000))
    town.desk.world.once(town.desk.station)
    town.desk.world.once(town.beigou)
    assert ledgers.page(town.home, "TZ-43").total == 1
    assert town.home.ledger.under_way().coming
    rehoming.rehome(town.desk.counter, case, DONGLING)
    town.sync()
    page = ledgers.page(town.home, "TZ-43")
    assert (page.total, page.rows) == (0, ())
    assert list(lists.of_ledger(town.home, "TZ-43").rows(True)) == []
    assert case not in rows(town.home, "closed")
    # What is not its concern is not sent there any more either.
    assert not town.home.ledger.under_way().coming
    assert not town.home.ledger.local.files.holds(name_of(picture(3000)))
    assert not town.home.ledger.verify().faults
    (line,) = scans.case_lines(town.home, case, "id_card")
    assert (line.here, line.way) == (False, "本机没有，也不再取来")
    assert open_case(town.home, case).deeds == ()
    twin = cards.create_card(town.home, TYPED).record
    assert cards.open_card(town.home, twin).cases == ()


def test_the_village_that_was_meant_follows_the_case_and_gets_the_result(town: Town) -> None:
    case = accepting.accept(town.desk.counter, town.guest_draft(home=DONGLING)).case
    town.sync()
    rehoming.rehome(town.desk.counter, case, OTHER_VILLAGE)
    town.sync()
    assert [each.id for each in town.beigou.ledger.owned(case, "paper")]
    assert rows(town.home)[case].place == "在柳河村办理"
    cases.first_review(town.desk.counter, case, True, "材料齐全，情况属实")
    town.sync()
    town.desk.at_office(case, "take", "pass", second_opinion="同意", decision_no="1号")
    town.sync()
    cases.hand_over(town.desk.counter, case, "赵国强", "3")
    town.sync()
    (card,) = town.cards_at_office()
    assert (card.area, card.data["unemp_reg_state"]) == (OTHER_VILLAGE, "1")
    assert rehoming.choices(town.desk.counter, town.desk.read(case)) == ()
    with pytest.raises(RuleFault) as fault:
        rehoming.rehome(town.desk.counter, case, DONGLING)
    assert fault.value.code == "guest.fixed"


def test_somebody_taken_for_a_guest_who_belongs_here_has_an_ordinary_case_of_this_village(
    town: Town,
) -> None:
    here, case = town.desk.counter, town.accepted()
    town.sync()
    assert rehoming.choices(here, town.desk.read(case))[0] == (VILLAGE, "柳河村")
    done = rehoming.rehome(here, case, VILLAGE)
    assert done.text.startswith("赵国强 的失业登记已更正为本村居民")
    assert "北沟村会看到是误报" in done.text
    town.sync()
    records = (town.desk.read(case), *town.desk.station.ledger.owned(case))
    assert {each.data.get("home") for each in records} == {None}
    assert town.desk.read(case).data["channel"] == "01"
    line = rows(here)[case]
    assert (line.place, line.turn) == ("", "该您")
    assert list(rows(here)) == list(rows(here, "all")) == [case]
    assert timeline(here, case)[-1].text == "原来误填北沟村，更正为柳河村"
    assert case not in rows(town.home)
    (told,) = [row for row in today(town.home).back if row.case.id == case]
    assert told.text == "失业登记 · 柳河村误报到本村，已更正为柳河村，您不用办"
    assert rehoming.choices(here, town.desk.read(case)) == ()


@pytest.mark.parametrize(
    "said",
    [
        {"home": None, "wrong_home": OTHER_VILLAGE},
        {"home": None, "wrong_home": OTHER_VILLAGE, "channel": "10"},
        {"home": None, "wrong_home": DONGLING, "channel": "01"},
        {"home": None, "wrong_home": OTHER_VILLAGE, "channel": "01", "phone": "19900000001"},
        {"home": VILLAGE, "wrong_home": OTHER_VILLAGE, "channel": "01"},
        {"home": DONGLING, "wrong_home": OTHER_VILLAGE, "channel": "01"},
    ],
)
def test_a_correction_that_says_anything_else_is_not_let_in(
    town: Town, said: dict[str, Any]
) -> None:
    case, station = town.accepted(), town.desk.station
    with pytest.raises(RuleFault) as fault:
        station.ledger.commit(station.operator, "case.rehome", [Change("case", said, case)])
    assert fault.value.code == "act.home"


@pytest.mark.parametrize("known", [False, True])
def test_his_case_counts_once_on_his_card_in_the_village_that_accepted_it(
    town: Town, known: bool
) -> None:
    here, case = town.desk.counter, town.accepted()
    rehoming.rehome(here, case, VILLAGE)
    if known:
        town.desk.new_card()
    town.sync()
    cases.first_review(here, case, True, "材料齐全，情况属实")
    town.sync()
    town.desk.at_office(case, "take", "pass", second_opinion="同意", decision_no="1号")
    town.sync()
    cases.hand_over(here, case, "赵国强", "3")
    town.sync()
    (card,) = town.cards_at_office()
    assert (card.area, card.data["unemp_reg_state"]) == (VILLAGE, "1")
    assert [each.id for each in cards.open_card(here, card.id).cases] == [case]
    (row,) = town.desk.station.ledger.owned(card.id, "tz05")
    assert (row.area, row.data["case"]) == (VILLAGE, case)
    assert [each.id for each in cards.find_people(here, "赵国强").rows] == [card.id]
    assert cards.find_people(town.home, "赵国强").rows == ()
    assert printing.print_proof(here, case).paper.pages == 1


@pytest.mark.parametrize("home", ["990101002001", ""])
def test_a_guest_is_given_no_village_that_he_cannot_belong_to(town: Town, home: str) -> None:
    case = town.accepted()
    with pytest.raises(RuleFault) as fault:
        rehoming.rehome(town.desk.counter, case, home)
    assert fault.value.code == "act.home"


def test_who_was_moved_here_is_told_until_his_card_was_looked_over(town: Town) -> None:
    card = town.card()
    town.sync()
    town.moved_to_liuhe(card)
    town.sync()
    (came,) = [each for each in today(town.desk.counter).routine if each.key == "moved_here"]
    assert came.title == "从北沟村转来 1 人"
    assert came.people == (card.id,)
    assert "转到柳河村" in cards.open_card(town.home, card.id).locked
    (left,) = cards.find_people(town.home, "赵国强").rows
    assert left.address == "转柳河村"
    here = cards.open_card(town.desk.counter, card.id)
    cards.edit_card(town.desk.counter, card.id, {"live_address": "柳河村1组2号"}, here.seen)
    assert "moved_here" not in {each.key for each in today(town.desk.counter).routine}
    assert "moved_here" not in {each.key for each in today(town.home).routine}


def test_who_came_along_in_one_act_with_somebody_moved_is_nobody_of_this_village(
    town: Town,
) -> None:
    ledger, who = town.beigou.ledger, town.beigou.operator
    two = [Change("person", person(number, area=OTHER_VILLAGE)) for number in (1, 2)]
    moved, stays = ledger.commit(who, "card.create", two).records
    town.sync()
    town.moved_to_liuhe(town.beigou.read(moved))
    town.sync()
    for text in ("", str(person(2)["name"])):
        found = {row.id for row in cards.find_people(town.desk.counter, text).rows}
        assert stays not in found
    assert moved in {row.id for row in cards.find_people(town.desk.counter, "").rows}
    assert moved in {row.id for row in cards.find_people(town.home, "").rows}
