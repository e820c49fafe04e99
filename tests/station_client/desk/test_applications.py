"""An application from the first word to the receipt."""

from __future__ import annotations

import pytest

from ledger.core.faults import RuleFault
from station_client.desk import accepting, cards, cases, drafts
from station_client.desk.application import application
from station_client.desk.case_view import list_cases, open_case, timeline
from station_client.desk.standing import Sign
from tests.station_client.desk.conftest import ITEM, Desk


def test_what_is_on_the_card_needs_no_typing(desk: Desk) -> None:
    person = desk.new_card()
    seen = application(desk.counter, drafts.start(desk.counter, person, ITEM))
    values = {field.name: field.value for field in seen.fields}
    assert values["able_to_work"] == "1"
    assert values["phone"] == "19900000496"
    assert next(f for f in seen.fields if f.name == "phone").shown == "199****0496"
    assert values["unemp_date"] is None


def test_an_empty_field_is_called_not_yet_filled_rather_than_wrong(desk: Desk) -> None:
    person = desk.new_card(mobile="")
    draft = desk.draft(person)
    seen = application(desk.counter, draft)
    assert "2 处还没填" in seen.summary
    assert "填写要改" not in seen.summary


def test_everything_that_is_missing_is_counted(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(
        desk.counter, draft,
        papers={"contract_end": {"exempt": False}}, fields={"intent_wage": "3500O"},
    )  # fmt: skip
    seen = application(desk.counter, draft)
    assert seen.summary == "还缺 1 样材料、1 处填写要改"
    wage = next(notice for notice in seen.notices if notice.field == "intent_wage")
    assert wage.suggest == 3500000
    assert next(f for f in seen.fields if f.name == "intent_wage").value == "3500O"
    assert [line.tag for line in seen.papers] == ["已收", "已收", "缺"]
    assert (seen.can_accept, seen.can_notify) == (False, True)


def test_a_paper_is_asked_for_only_where_the_reason_needs_it(desk: Desk) -> None:
    draft = desk.draft(desk.new_card(), unemp_reason="01")
    seen = application(desk.counter, draft)
    assert [line.key for line in seen.papers] == ["id_card", "statement"]
    assert seen.summary == "齐了，可以受理"


def test_the_promise_names_the_day(desk: Desk) -> None:
    seen = application(desk.counter, desk.draft(desk.new_card()))
    assert seen.promise == "承诺 3 个工作日，11月26日前"
    assert seen.saved_text == "草稿已存 09:00:00"


def test_a_draft_is_found_again_as_it_was_left(desk: Desk) -> None:
    person = desk.new_card()
    draft = drafts.start(desk.counter, person, ITEM)
    drafts.save_draft(desk.counter, draft, fields={"unemp_date": "2026-10-31"})
    (line,) = drafts.list_drafts(desk.counter)
    assert (line.name, line.title, line.id) == ("赵国强", "失业登记", draft)
    assert drafts.start(desk.counter, person, ITEM) == draft
    values = {field.name: field.value for field in application(desk.counter, draft).fields}
    assert values["unemp_date"] == "2026-10-31"


def test_accepting_gives_a_number_a_day_and_a_receipt_in_one_act(desk: Desk) -> None:
    person = desk.new_card()
    before = desk.counter.ledger.acts()
    done = desk.accepted(person)
    case = desk.read(done.case)
    assert len(done.case_no) == 29
    assert done.case_no.startswith(desk.counter.site.code + "01" + "20261123")
    assert (case.data["state"], case.data["due"], case.data["visits"]) == ("S20", "2026-11-26", 1)
    assert done.text == f"赵国强 的失业登记已受理，尾号 {done.case_no[-10:]}，11月26日前办结。"
    assert done.paper is not None
    assert done.paper.code == "PT-01"
    assert done.paper.paper.pdf.startswith(b"%PDF")
    kept = desk.counter.ledger.local.files.get(done.paper.paper.sha256)
    assert kept == done.paper.paper.pdf
    papers = desk.counter.ledger.owned(done.case, "paper")
    assert [paper.data["present"] for paper in papers] == [True, True, False]
    assert desk.counter.ledger.acts() == before + 1
    assert drafts.list_drafts(desk.counter) == []


def test_numbers_of_one_day_follow_each_other(desk: Desk) -> None:
    first = desk.accepted(desk.new_card())
    other = desk.new_card(name="何丽娟", id_no="990101198802290028", mobile="19900000777")
    second = desk.accepted(other)
    assert int(second.case_no[24:28]) == int(first.case_no[24:28]) + 1


def test_a_power_cut_between_the_act_and_the_draft_accepts_once(desk: Desk) -> None:
    person = desk.new_card()
    draft = desk.draft(person)
    kept = desk.counter.ledger.local.drafts.get(draft)
    accepting.accept(desk.counter, draft)
    number = desk.counter.ledger.lookup("case", "person", person)[0].data["case_no"]
    revived = {**kept.data, "number": number}
    desk.counter.ledger.local.drafts.put(draft, kept.operator, kept.kind, kept.subject, revived)
    assert drafts.list_drafts(desk.counter) == []
    with pytest.raises(RuleFault) as gone:
        accepting.accept(desk.counter, draft)
    assert gone.value.code == "draft.gone"
    assert len(desk.counter.ledger.lookup("case", "person", person)) == 1


def test_incomplete_is_not_accepted_and_nothing_is_lost(desk: Desk) -> None:
    draft = drafts.start(desk.counter, desk.new_card(), ITEM)
    with pytest.raises(RuleFault) as refused:
        accepting.accept(desk.counter, draft)
    assert refused.value.code == "case.incomplete"
    assert drafts.list_drafts(desk.counter)[0].id == draft


def test_somebody_employed_cannot_register_and_is_told_why(desk: Desk) -> None:
    person = desk.new_card(emp_status="11", employer_name="青石镇砖瓦厂")
    draft = desk.draft(person)
    seen = application(desk.counter, draft)
    assert seen.refusal.startswith("不能受理：")
    assert not seen.can_accept
    with pytest.raises(RuleFault) as refused:
        accepting.accept(desk.counter, draft)
    assert refused.value.code == "case.not-eligible"


def test_what_the_card_lacks_is_asked_here_and_goes_onto_the_card(desk: Desk) -> None:
    person = desk.new_card(education="")
    draft = desk.draft(person)
    seen = application(desk.counter, draft)
    assert "card.education" in [field.name for field in seen.fields]
    assert not seen.can_accept
    drafts.save_draft(desk.counter, draft, fields={"card.education": "初中"})
    assert application(desk.counter, draft).can_accept
    accepting.accept(desk.counter, draft)
    assert desk.read(person).data["education"] == "71"


def test_all_that_is_missing_is_told_once_in_writing(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(
        desk.counter, draft, papers={"statement": {"got": False}, "contract_end": {"exempt": False}}
    )
    done = accepting.notify_missing(desk.counter, draft)
    case = desk.read(done.case)
    assert (case.data["state"], case.data["notices"]) == ("S11", 1)
    (notice,) = desk.counter.ledger.owned(done.case, "notice")
    assert [row["name"] for row in notice.data["missing"]] == [
        "就业失业状况承诺书", "解除劳动合同证明",
    ]  # fmt: skip
    assert done.paper is not None
    assert done.paper.code == "PT-02"
    assert drafts.list_drafts(desk.counter)[0].id == draft


def test_a_second_notice_needs_the_head_of_the_station_J13(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(desk.counter, draft, papers={"statement": {"got": False}})
    accepting.notify_missing(desk.counter, draft)
    seen = application(desk.counter, draft)
    assert seen.notify_blocked == "已经告知过 1 次。再告知要站长写明理由。"
    with pytest.raises(RuleFault) as refused:
        accepting.notify_missing(desk.counter, draft)
    assert refused.value.code == "flow.second-notice"
    head = desk.supervisor()
    done = accepting.notify_missing(desk.counter, draft, supervisor=head, cause="政策刚变")
    assert desk.read(done.case).data["notices"] == 2
    latest = desk.counter.ledger.owned(done.case, "notice")[-1]
    assert (latest.data["cause"], latest.data["cause_by_name"]) == ("政策刚变", "周站长")


def test_the_papers_come_and_the_same_case_is_accepted(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(desk.counter, draft, papers={"statement": {"got": False}})
    told = accepting.notify_missing(desk.counter, draft)
    desk.wall.advance(days=2)
    drafts.save_draft(desk.counter, draft, papers={"statement": {"got": True}})
    done = accepting.accept(desk.counter, draft)
    assert (done.case, done.case_no) == (told.case, told.case_no)
    case = desk.read(done.case)
    assert (case.data["state"], case.data["visits"], case.data["due"]) == ("S20", 2, "2026-11-30")
    statement = desk.counter.ledger.owned(done.case, "paper")[-1]
    assert statement.data["present"] is True


def test_papers_that_never_come_end_the_case(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    drafts.save_draft(desk.counter, draft, papers={"statement": {"got": False}})
    case = accepting.notify_missing(desk.counter, draft).case
    assert cases.lapse_overdue(desk.counter) == 0
    desk.wall.advance(days=90)
    assert cases.lapse_overdue(desk.counter) == 1
    assert desk.read(case).data["state"] == "S13"


def test_a_clock_that_went_back_asks_for_the_date_and_blocks_nothing(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    desk.wall.advance(days=-3)
    assert (
        application(desk.counter, draft).clock_back == "电脑的时间往回走了。今天是 11月20日，对吗？"
    )
    with pytest.raises(RuleFault) as asked:
        accepting.accept(desk.counter, draft)
    assert asked.value.code == "case.clock-back"
    done = accepting.accept(desk.counter, draft, confirm_clock=True)
    assert desk.read(done.case).data["clock_confirmed"] is True


def test_a_second_application_of_the_same_kind_is_warned_of(desk: Desk) -> None:
    person = desk.new_card()
    first = desk.accepted(person)
    seen = application(desk.counter, desk.draft(person))
    twin = next(notice for notice in seen.notices if notice.key == "item:twin")
    assert (twin.level, twin.existing) == ("warn", first.case)
    assert seen.can_accept


def test_an_unknown_field_is_not_kept(desk: Desk) -> None:
    draft = desk.draft(desk.new_card())
    with pytest.raises(RuleFault) as refused:
        drafts.save_draft(desk.counter, draft, fields={"wages_paid": "1"})
    assert refused.value.code == "draft.unknown-field"


def test_a_list_of_cases_begins_with_the_deadline(desk: Desk) -> None:
    case = desk.accepted(desk.new_card()).case
    (line,) = list_cases(desk.counter).rows
    assert (line.id, line.name, line.title) == (case, "赵国强", "失业登记")
    assert (line.light, line.light_text, line.turn) == ("green", "剩 3 天", "该您")
    assert line.standing.sign is Sign.SAVED
    desk.wall.advance(days=3)
    assert list_cases(desk.counter, "mine").rows[0].light_text == "今天到期"
    desk.wall.advance(days=1)
    assert list_cases(desk.counter).rows[0].light_text == "超 1 天"
    assert list_cases(desk.counter, text=line.case_no[-6:]).rows[0].id == case


def test_the_page_of_a_case_offers_what_can_be_done(desk: Desk) -> None:
    case = desk.accepted(desk.new_card()).case
    view = open_case(desk.counter, case)
    assert [deed.key for deed in view.deeds] == ["first_review", "withdraw"]
    assert [step.mark for step in view.steps] == ["done", "now", "next", "next"]
    assert [slip.code for slip in view.slips] == ["PT-01"]
    cases.first_review(desk.counter, case, True, "情况属实")
    view = open_case(desk.counter, case)
    assert view.line.state_text == "初审通过待上报"
    assert "待上传" in view.waiting
    desk.sync()
    view = open_case(desk.counter, case)
    assert view.line.state_text == "已上报待复审"
    assert view.line.standing.text == "所已收"
    assert [moment.title for moment in timeline(desk.counter, case)] == ["受理", "初审通过"]


def test_a_withdrawn_case_is_over(desk: Desk) -> None:
    case = desk.accepted(desk.new_card()).case
    cases.withdraw(desk.counter, case, "找到工作了")
    assert desk.read(case).data["state"] == "S13"
    assert open_case(desk.counter, case).deeds == ()
    assert list_cases(desk.counter).total == 0
    assert cards.open_card(desk.counter, desk.read(case).data["person"]).cases[0].id == case
