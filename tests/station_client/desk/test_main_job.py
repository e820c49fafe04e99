"""From acceptance to the closed case, with the line down and up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from station_client.desk import cards, cases, printing
from station_client.desk.case_view import open_case, timeline
from station_client.desk.ledgers import page
from station_client.desk.reports import quarter_of, report
from station_client.desk.standing import Sign
from station_client.desk.today import today
from tests.helpers.world import VILLAGE
from tests.station_client.desk.conftest import Desk


def test_offline_a_case_waits_here_and_says_so(desk: Desk) -> None:
    case = desk.reviewed(desk.new_card())
    view = open_case(desk.counter, case)
    assert view.line.standing.sign is Sign.SAVED
    assert view.waiting == "已存在本站，待上传。连上或写到U盘后，镇上才看得到。"
    assert view.line.turn == "等上传"


def test_a_returned_case_says_why_and_goes_up_again_under_its_number(desk: Desk) -> None:
    case = desk.reviewed(desk.new_card())
    number = desk.read(case).data["case_no"]
    desk.sync()
    desk.at_office(
        case, "take", "return", returned_reason="01", returned_note="缺解除合同证明",
        return_deadline="2026-11-30",
    )  # fmt: skip
    desk.sync()
    view = open_case(desk.counter, case)
    assert view.line.standing.sign is Sign.RETURNED
    assert view.returned == "李明 退回：材料缺失。缺解除合同证明。请在 11月30日前改好再报。"
    first = today(desk.counter).due[0]
    assert (first.chip, first.tone, first.text) == ("退回", "red", "失业登记 · 缺解除合同证明")
    assert today(desk.counter).subtitle == "1 件该您，1 件被退回"
    cases.resubmit(desk.counter, case, "证明已补", {"prev_employer": "青石砖厂"})
    again = desk.read(case)
    assert (again.data["state"], again.data["case_no"]) == ("S24", number)
    assert again.data["prev_employer"] == "青石砖厂"
    assert open_case(desk.counter, case).line.standing.sign is Sign.SAVED
    titles = [moment.title for moment in timeline(desk.counter, case)]
    assert titles == ["受理", "初审通过", "镇上接收", "退回", "改好再报"]


def test_the_result_prints_only_when_the_decision_has_arrived(desk: Desk) -> None:
    case = desk.reviewed(desk.new_card())
    desk.sync()
    desk.at_office(case, "take", "pass", second_opinion="同意", decision_no="青石失登〔2026〕1号")
    for attempt in (
        lambda: printing.print_result(desk.counter, case),
        lambda: cases.hand_over(desk.counter, case, "赵国强", "3"),
    ):
        with pytest.raises(RuleFault) as refused:
            attempt()
        assert refused.value.code == "case.no-decision"
    desk.sync()
    back = today(desk.counter).back
    assert [(row.chip, row.tone, row.deed) for row in back] == [
        ("准予/认定", "blue", "print_result")
    ]
    paper = printing.print_result(desk.counter, case)
    assert today(desk.counter).back[0].deed == "print_result"  # it was only looked at
    paper.hand_out()
    assert (paper.code, paper.count) == ("PT-11", 1)
    assert today(desk.counter).back[0].deed == "hand_over"


def test_closing_changes_card_ledger_and_report_in_one_act_offline_J03(desk: Desk) -> None:
    person = desk.new_card()
    case = desk.granted(person)
    before = desk.counter.ledger.acts()
    done = cases.hand_over(desk.counter, case, "赵国强", "3")
    assert desk.counter.ledger.acts() == before + 1
    card, closed = desk.read(person), desk.read(case)
    (row,) = desk.counter.ledger.owned(person, "tz05")
    assert closed.data["state"] == "S60"
    assert card.data["emp_status"] == "21"
    assert card.data["unemp_reg_no"] == row.data["reg_no"]
    assert len(row.data["reg_no"]) == 20
    (line,) = page(desk.counter, "TZ-05").rows
    assert line.person == person
    draft = report(desk.counter, "RP-03", *quarter_of(date(2026, 11, 23)))
    counted = {each.key: each.value for each in draft.rows}
    assert 1 in counted.values()
    assert draft.balance == ""
    assert done.paper is not None
    assert done.paper.code == "PT-12"
    assert done.text == "赵国强 的失业登记已送达办结，卡和台账都改好了。"
    assert open_case(desk.counter, case).line.standing.sign is Sign.SAVED
    desk.sync()
    assert open_case(desk.counter, case).line.standing.sign is Sign.DECIDED
    assert desk.world.office.digest()[VILLAGE] == desk.counter.ledger.digest()[VILLAGE]


def test_the_certificate_prints_after_closing_and_again_as_a_copy(desk: Desk) -> None:
    person = desk.new_card()
    case = desk.granted(person)
    with pytest.raises(RuleFault) as refused:
        printing.print_proof(desk.counter, case)
    assert refused.value.code == "case.not-closed"
    cases.hand_over(desk.counter, case, "赵国强", "3")
    proof = printing.print_proof(desk.counter, case).hand_out()
    assert proof.code == "PT-35"
    again = printing.print_proof(desk.counter, case).hand_out()
    assert (again.slip, again.count) == (proof.slip, 2)
    assert again.paper.sha256 != proof.paper.sha256
    slips = {slip.code: slip.count for slip in open_case(desk.counter, case).slips}
    assert slips == {"PT-01": 1, "PT-12": 1, "PT-35": 2}
    assert printing.show_slip(desk.counter, proof.slip) == proof.paper.pdf


def test_a_reprint_shows_what_was_printed_then_not_what_is_true_now(desk: Desk) -> None:
    person = desk.new_card()
    first = printing.print_card(desk.counter, person).hand_out()
    seen = desk.read(person).seen
    cards.edit_card(desk.counter, person, {"live_address": "青石镇柳河村9组1号"}, seen)
    again = printing.reprint(desk.counter, first.slip).hand_out()
    slip = desk.read(first.slip)
    assert slip.data["reprints"] == 1
    assert "4组18号" in str(slip.data["data"])
    assert again.count == 2


def test_a_declined_case_is_handed_over_and_changes_no_card(desk: Desk) -> None:
    person = desk.new_card()
    case = desk.reviewed(person)
    desk.sync()
    desk.at_office(case, "take", "fail", decision_reason="06", second_opinion="已就业")
    desk.sync()
    assert today(desk.counter).back[0].tone == "red"
    cases.hand_over(desk.counter, case, "赵国强", "3")
    assert desk.read(case).data["state"] == "S60"
    assert desk.read(person).data["emp_status"] == "22"
    assert desk.counter.ledger.owned(person, "tz05") == []


def test_a_negative_first_opinion_goes_up_all_the_same(desk: Desk) -> None:
    case = desk.accepted(desk.new_card()).case
    cases.first_review(desk.counter, case, False, "核实已在砖厂上班", "08")
    assert desk.read(case).data["state"] == "S25"
    with pytest.raises(RuleFault) as refused:
        cases.first_review(desk.counter, case, True, "再看一次")
    assert refused.value.code == "flow.not-now"


def test_the_station_cannot_take_the_offices_step(desk: Desk) -> None:
    case = desk.reviewed(desk.new_card())
    clerk = replace(desk.counter.operator, posts=frozenset({"T3"}))
    view = open_case(replace(desk.counter, operator=clerk), case)
    assert [deed.key for deed in view.deeds] == []


def test_a_step_the_office_does_not_take_over_comes_back_with_its_reason(desk: Desk) -> None:
    person = desk.new_card()
    case = desk.accepted(person).case
    desk.sync()
    office = desk.world.office
    staff = office.record(desk.station.operator.id)
    assert staff is not None
    left = Change("staff", {"active": False}, record=staff.id)
    office.commit(desk.world.clerk, "staff.edit", [left])
    cases.first_review(desk.counter, case, True, "材料齐全")
    desk.sync()
    desk.sync()
    assert desk.read(case).data["state"] == "S20"
    (row,) = today(desk.counter).back
    assert (row.chip, row.tone, row.deed) == ("没采用", "red", "open")
    assert row.text == ("失业登记 的初审通过，镇上没有采用：王秀英 已经离岗，不能再办业务。")
    moments = timeline(desk.counter, case)
    assert [moment.refused != "" for moment in moments] == [False, True]
