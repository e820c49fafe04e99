"""A case on its way through K2: who may do what, what is recorded, what closing writes."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest

from ledger.catalogue.flows import Flow
from ledger.catalogue.items import Item
from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.core.clock import CHINA
from ledger.core.faults import RuleFault
from ledger.rules import flow, numbers
from ledger.rules.actor import Actor

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
VILLAGE = "990101001001"
STATION = VILLAGE + "01"
LI = Actor("li", "李梅", frozenset({"V1", "V2"}), "V", VILLAGE, STATION)
HEAD = Actor("zhao", "赵站长", frozenset({"V3"}), "V", VILLAGE, STATION)
CHEN = Actor("chen", "陈复审", frozenset({"T3"}), "T", "990101001000")
CLERK = Actor("wu", "吴受理", frozenset({"T1", "T2"}), "T", "990101001000")
TAKE_IN: dict[str, Value] = {
    "case_no": numbers.case_no(STATION, "01", NOW.date(), 1),
    "person": "n.1.0",
    "name": "张建国",
    "id_no": "990101199003070015",
    "phone": "13800000001",
    "terminal": "01",
    "channel": "01",
    "identity_way": "3",
    "unemp_date": "2026-09-01",
    "unemp_reason": "02",
    "ui_claim": False,
    "job_intent": "木工",
    "able_to_work": "1",
    "want_work": True,
}
RETURN: dict[str, Value] = {"returned_reason": "01", "returned_note": "请补承诺书签字"}

Case = dict[str, Value]
Step = Callable[..., Case]


@pytest.fixture
def item(catalogue: Catalogue) -> Item:
    return catalogue.items["V-JY-02"]


@pytest.fixture
def k2(catalogue: Catalogue) -> Flow:
    return catalogue.flows["K2"]


@pytest.fixture
def go(catalogue: Catalogue, item: Item) -> Step:
    """Walks a case on: go(case, actor, "take_in accept", **inputs) gives the case afterwards."""

    def walk(
        case: Mapping[str, Value],
        actor: Actor,
        keys: str,
        second: Actor | None = None,
        at: datetime = NOW,
        **inputs: Value,
    ) -> Case:
        changes = flow.walk(catalogue, item, keys.split(), case, actor, inputs, at, second)
        return {**case, **changes}

    return walk


@pytest.fixture
def accepted(go: Step) -> Case:
    return go({}, LI, "start take_in accept", **TAKE_IN)


@pytest.fixture
def sent(go: Step, accepted: Case) -> Case:
    return go(accepted, LI, "begin_first_review first_pass", first_opinion="情况属实")


def test_accepting_records_who_when_and_until_when(accepted: Case) -> None:
    assert accepted["state"] == "S20"
    assert accepted["accepted_by"] == "li"
    assert accepted["accepted_by_name"] == "李梅"
    assert accepted["accepted_at"] == "2026-11-23T09:00:00+08:00"
    assert (accepted["days"], accepted["due"]) == (3, "2026-11-26")
    assert accepted["visits"] == 1
    assert (accepted["item"], accepted["item_version"], accepted["station"]) == (
        "V-JY-02",
        1,
        STATION,
    )


def test_a_station_sees_its_steps_and_no_approval(k2: Flow, accepted: Case, sent: Case) -> None:
    offered = [step.key for step in flow.open_transitions(k2, accepted, LI)]
    assert offered == ["begin_first_review", "withdraw"]
    assert [step.key for step in flow.open_transitions(k2, sent, LI)] == ["withdraw"]
    assert [step.key for step in flow.open_transitions(k2, sent, CHEN)] == ["take"]
    assert [step.key for step in flow.open_transitions(k2, {}, LI)] == ["start"]
    assert flow.open_transitions(k2, {}, HEAD) == []


def test_the_whole_main_job_by_three_people(go: Step, sent: Case) -> None:
    returned = go(sent, CHEN, "take return", **RETURN)
    assert (returned["state"], returned["return_deadline"]) == ("S32", "2026-11-30")
    again = go(returned, LI, "resubmit", fixed_note="已补签")
    passed = go(again, CHEN, "take pass", second_opinion="同意")
    assert (passed["state"], passed["decision"], passed["second_reviewer_name"]) == (
        "S50",
        "1",
        "陈复审",
    )
    done = go(passed, LI, "hand_over close", receiver="张建国", receiver_check="3")
    assert (done["state"], done["handed_by"], done["returns"]) == ("S60", "li", 1)
    assert done["closed_at"] == NOW.isoformat()


def test_closing_a_granted_case_writes_card_and_ledger(
    go: Step, item: Item, catalogue: Catalogue, sent: Case
) -> None:
    passed = go(sent, CHEN, "take pass", second_opinion="同意")
    done = go(passed, LI, "hand_over close", receiver="张建国", receiver_check="3")
    card, row = flow.effects_on_close(item, done, "n.9.0", NOW)
    assert (card.kind, card.record, card.set["emp_status"]) == ("person", "n.1.0", "21")
    assert card.set["unemp_reg_state"] == "1"
    assert card.set["unemp_reg_no"] == numbers.registration_no(str(done["case_no"]))
    assert (row.kind, row.record, row.set["owner"]) == ("tz05", None, "n.1.0")
    assert (row.set["case"], row.set["ui_claim"]) == ("n.9.0", False)
    assert "prev_employer" not in row.set
    for write in (card, row):
        assert set(write.set) <= set(catalogue.kinds[write.kind].stored)


def test_closing_a_case_that_was_not_granted_writes_nothing(
    go: Step, item: Item, sent: Case
) -> None:
    failed = go(sent, CHEN, "take fail", decision_reason="06", second_opinion="不符合")
    assert (failed["state"], failed["decision"]) == ("S34", "2")
    done = go(failed, LI, "hand_over close", receiver="张建国", receiver_check="3")
    assert flow.effects_on_close(item, done, "n.9.0", NOW) == []


def test_a_step_from_the_wrong_state_changes_nothing(go: Step, accepted: Case) -> None:
    with pytest.raises(RuleFault, match=r"flow\.not-now"):
        go(accepted, LI, "hand_over", receiver="张建国", receiver_check="3")


def test_a_step_of_another_post_or_level_is_refused(go: Step, accepted: Case, sent: Case) -> None:
    with pytest.raises(RuleFault, match=r"flow\.post"):
        go(accepted, HEAD, "begin_first_review")
    with pytest.raises(RuleFault, match=r"flow\.level"):
        go(sent, LI, "take")


def test_b07_who_reviewed_first_cannot_review_second(go: Step, accepted: Case) -> None:
    both = Actor("wu", "吴", frozenset({"T2", "T3"}), "T", "990101001000")
    first = go(accepted, both, "begin_first_review first_pass", first_opinion="属实")
    with pytest.raises(RuleFault, match=r"duty\.sd-01"):
        go(first, both, "take")


def test_at_the_office_who_accepted_does_not_review_first(go: Step) -> None:
    case = go({}, CLERK, "start take_in accept", **TAKE_IN)
    with pytest.raises(RuleFault, match=r"duty\.sd-02"):
        go(case, CLERK, "begin_first_review")


def test_what_must_be_recorded_must_be_given(go: Step, sent: Case) -> None:
    taken = go(sent, CHEN, "take")
    with pytest.raises(RuleFault, match=r"flow\.needs"):
        go(taken, CHEN, "return", returned_reason="01")


def test_a_second_return_wants_its_own_reason(go: Step, sent: Case) -> None:
    returned = go(sent, CHEN, "take return", **RETURN)
    again = go(returned, LI, "resubmit", fixed_note="已补签")
    with pytest.raises(RuleFault, match=r"flow\.needs"):
        go(again, CHEN, "take return")
    assert go(again, CHEN, "take return", **RETURN)["returns"] == 2


def test_nobody_gives_what_the_step_records(go: Step, sent: Case) -> None:
    taken = go(sent, CHEN, "take")
    for name, value in (("decision", "1"), ("state", "S60"), ("second_reviewer", "x"), ("zz", 1)):
        with pytest.raises(RuleFault, match=r"flow\.strange-input"):
            go(taken, CHEN, "pass", second_opinion="同意", **{name: value})


def test_a_deadline_in_the_past_is_refused_and_a_later_one_kept(go: Step, sent: Case) -> None:
    taken = go(sent, CHEN, "take")
    with pytest.raises(RuleFault, match=r"flow\.deadline-past"):
        go(taken, CHEN, "return", **RETURN, return_deadline="2026-11-22")
    kept = go(taken, CHEN, "return", **RETURN, return_deadline="2026-12-24")
    assert kept["return_deadline"] == "2026-12-24"


class TestOneTimeNotice:
    """J13: what is missing is told once."""

    @pytest.fixture
    def told(self, go: Step) -> Case:
        return go({}, LI, "start take_in notify_missing", **TAKE_IN)

    def test_the_first_notice_sets_a_deadline(self, told: Case) -> None:
        assert (told["state"], told["notices"]) == ("S11", 1)
        assert str(told["correction_deadline"]) > "2026-12-20"

    def test_a_second_notice_is_blocked_without_a_supervisors_cause(
        self, go: Step, told: Case
    ) -> None:
        supplied = go(told, LI, "supply", supplied_note="补了承诺书")
        assert supplied["visits"] == 2
        with pytest.raises(RuleFault, match=r"flow\.second-notice"):
            go(supplied, LI, "notify_missing")
        with pytest.raises(RuleFault, match=r"flow\.second-notice"):
            go(supplied, LI, "notify_missing", second=HEAD)
        with pytest.raises(RuleFault, match=r"flow\.not-supervisor"):
            go(supplied, LI, "notify_missing", second=CHEN, cause="政策变了")
        allowed = go(supplied, LI, "notify_missing", second=HEAD, cause="政策变了")
        assert allowed["notices"] == 2

    def test_nobody_allows_himself_a_second_notice(self, go: Step, told: Case) -> None:
        alone = Actor("li", "李梅", frozenset({"V1", "V3"}), "V", VILLAGE, STATION)
        supplied = go(told, alone, "supply", supplied_note="补了")
        with pytest.raises(RuleFault, match=r"duty\.sd-11"):
            go(supplied, alone, "notify_missing", second=alone, cause="政策变了")

    def test_a_case_lapses_only_after_its_deadline(self, go: Step, told: Case) -> None:
        with pytest.raises(RuleFault, match=r"flow\.not-lapsed"):
            go(told, LI, "lapse", withdrawn_reason="逾期未补")
        later = NOW + timedelta(days=60)
        lapsed = go(told, LI, "lapse", at=later, withdrawn_reason="逾期未补")
        assert (lapsed["state"], lapsed["decision"]) == ("S13", "3")


class TestRefusingToAccept:
    """Step 6: a refusal is confirmed by a second person, or waits for one."""

    WHY: Mapping[str, Value] = {
        "refuse_reason": "06",
        "refuse_note": "已就业",
        "refuse_basis": "就业促进法",
        "refuse_remedy": "可向镇事务所反映",
    }

    def test_with_a_second_person_it_is_confirmed(self, go: Step) -> None:
        case = go({}, LI, "start take_in refuse", second=HEAD, **{**TAKE_IN, **self.WHY})
        assert (case["state"], case["refuse_confirmed_by_name"]) == ("S12", "赵站长")
        assert case["decision"] == "4"

    def test_alone_it_waits_for_one(self, go: Step) -> None:
        case = go({}, LI, "start take_in refuse", **{**TAKE_IN, **self.WHY})
        assert case["state"] == "S12"
        assert "refuse_confirmed_by" not in case

    def test_nobody_confirms_his_own_refusal(self, go: Step) -> None:
        with pytest.raises(RuleFault, match=r"flow\.same-person"):
            go({}, LI, "start take_in refuse", second=LI, **{**TAKE_IN, **self.WHY})
        with pytest.raises(RuleFault, match=r"flow\.not-confirmer"):
            go({}, LI, "start take_in refuse", second=CHEN, **{**TAKE_IN, **self.WHY})


@pytest.mark.parametrize(
    ("state", "key", "way"),
    [
        (None, "accept", "start take_in accept"),
        ("S20", "first_pass", "begin_first_review first_pass"),
        ("S24", "pass", "take pass"),
        ("S50", "close", "hand_over close"),
        ("S11", "accept", "supply accept"),
        (None, "first_pass", None),
        (None, "pass", None),
        ("S13", "accept", None),
        ("S20", "nonsense", None),
    ],
)
def test_one_act_may_pass_through_steps_that_only_say_who_and_when(
    k2: Flow, state: str | None, key: str, way: str | None
) -> None:
    found = flow.route(k2, state, key)
    assert (" ".join(step.key for step in found) if found else None) == way


def test_every_step_of_every_flow_can_make_what_it_records(
    catalogue: Catalogue, item: Item
) -> None:
    from ledger.rules.making import Making, made

    for declared in catalogue.flows.values():
        for transition in declared.transition:
            values = made(Making(catalogue, item, transition, {}, LI, NOW))
            assert set(values) <= set(catalogue.kinds["case"].stored)
