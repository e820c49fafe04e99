"""Cases as they arrive at the office: flow, signatures, separation of duties (B07)."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Trust, Value
from ledger.core.record import Author
from ledger.rules import flow
from ledger.rules.actor import Actor

from .test_flow import RETURN, TAKE_IN
from .villages import LIUHE, MORNING, OFFICE, STATION, TOWN, Scene

PEOPLE = {
    "li": Actor("li", "李梅", frozenset({"V1", "V2"}), "V", LIUHE, LIUHE + "01"),
    "chen": Actor("chen", "陈复审", frozenset({"T3"}), "T", OFFICE),
    "wu": Actor("wu", "吴全能", frozenset({"T1", "T2", "T3"}), "T", OFFICE),
}
Data = dict[str, Value]


class Cases(Scene):
    """A scene with one applicant and the steps of one case."""

    def begin(self, card: Data) -> None:
        self.ledger.put("p.1.0", "person", card | {"id_no": TAKE_IN["id_no"]})

    def step(
        self,
        author: Author,
        actor: str,
        keys: str,
        case: str | None,
        more: Mapping[str, Value] | None = None,
        at: datetime = MORNING,
        **inputs: Value,
    ) -> Act:
        """The act that the desk would make of these steps, with `more` put into it."""
        record = self.ledger.record(case) if case else None
        data = record.data if record is not None else {}
        item = self.catalogue.items["V-JY-02"]
        changes: Data = {}
        person = PEOPLE[actor]
        changes = flow.walk(self.catalogue, item, keys.split(), data, person, inputs, at)
        if case is None:
            changes |= {"area": LIUHE, "owner": "p.1.0"}
        changes |= more or {}
        return self.act(
            author, actor, f"case.{keys.rsplit(maxsplit=1)[-1]}", ("case", case, changes)
        )

    def accepted(self) -> str:
        inputs = TAKE_IN | {"person": "p.1.0"}
        return self.take(self.step(STATION, "li", "start take_in accept", None, **inputs), STATION)

    def sent(self) -> str:
        case = self.accepted()
        keys = "begin_first_review first_pass"
        self.take(self.step(STATION, "li", keys, case, first_opinion="属实"), STATION)
        return case

    def passed(self) -> str:
        case = self.sent()
        self.take(self.step(TOWN, "chen", "take pass", case, second_opinion="同意"), TOWN)
        return case


@pytest.fixture
def scene(catalogue: Catalogue, card: Data) -> Cases:
    cases = Cases(catalogue, TOWN)
    cases.begin(card)
    return cases


def test_the_main_job_is_let_in_step_by_step(scene: Cases) -> None:
    case = scene.sent()
    scene.take(scene.step(TOWN, "chen", "take", case), TOWN)
    scene.take(scene.step(TOWN, "chen", "return", case, **RETURN), TOWN)
    scene.take(scene.step(STATION, "li", "resubmit", case, fixed_note="已补"), STATION)
    scene.take(scene.step(TOWN, "chen", "take pass", case, second_opinion="同意"), TOWN)
    record = scene.ledger.record(case)
    assert record is not None
    assert record.data["state"] == "S50"


def closing(scene: Cases, case: str, person: Data | None = None, row: Data | None = None) -> Act:
    """Hand-over and close, with the effects, perhaps changed."""
    act = scene.step(STATION, "li", "hand_over close", case, receiver="张建国", receiver_check="3")
    record = scene.ledger.record(case)
    assert record is not None
    item = scene.catalogue.items["V-JY-02"]
    effects = flow.effects_on_close(item, {**record.data, **act.writes[0].set}, case, MORNING)
    writes: list[tuple[str, str | None, Mapping[str, Value]]] = [("case", case, act.writes[0].set)]
    for effect in effects:
        extra = (person if effect.kind == "person" else row) or {}
        place: Data = {"area": LIUHE} if effect.record is None else {}
        writes.append((effect.kind, effect.record, {**place, **effect.set, **extra}))
    return scene.act(STATION, "li", "case.close", *writes)


def test_closing_writes_case_card_and_ledger_in_one_act(scene: Cases) -> None:
    act = closing(scene, scene.passed())
    assert [write.kind for write in act.writes] == ["case", "person", "tz05"]
    scene.take(act, STATION)
    card = scene.ledger.record("p.1.0")
    assert card is not None
    assert (card.data["emp_status"], card.data["unemp_reg_state"]) == ("21", "1")


def test_closing_writes_its_effects_and_nothing_else(scene: Cases) -> None:
    case = scene.passed()
    assert scene.judge(closing(scene, case, person={"wage": 1}), STATION) == "act.beside-case"
    changed = closing(scene, case, person={"emp_status": "11"})
    assert scene.judge(changed, STATION) == "act.beside-case"
    extra = closing(scene, case, row={"cert_no": "1"})
    assert scene.judge(extra, STATION) == "act.beside-case"


def test_a_card_is_not_registered_by_a_step_that_does_not_close(scene: Cases) -> None:
    case = scene.accepted()
    act = scene.step(STATION, "li", "begin_first_review", case)
    both = scene.act(
        STATION,
        "li",
        "case.begin_first_review",
        ("case", case, act.writes[0].set),
        ("person", "p.1.0", {"unemp_reg_state": "1"}),
    )
    assert scene.judge(both, STATION) == "card.by-case-only"


def test_b07_first_and_second_review_by_one_person_is_refused_on_arrival(scene: Cases) -> None:
    scene.ledger.hire("wu", "吴全能", "T1 T2 T3 V1 V2", OFFICE)
    case = scene.accepted()
    scene.ledger.put(
        case, "case", {"state": "S24", "first_reviewer": "wu", "first_opinion": "属实"}
    )
    second = scene.act(
        TOWN,
        "wu",
        "case.pass",
        (
            "case",
            case,
            {
                "state": "S50",
                "second_reviewer": "wu",
                "second_opinion": "同意",
                "decision": "1",
            },
        ),
    )
    assert scene.judge(second, TOWN) == "duty.sd-01"


def test_sd_01_is_not_evaded_by_signing_as_somebody_else(scene: Cases) -> None:
    case = scene.accepted()
    act = scene.step(
        STATION,
        "li",
        "begin_first_review first_pass",
        case,
        first_opinion="属实",
        more={"first_reviewer": "zhao"},
    )
    assert scene.judge(act, STATION) == "flow.other-signature"


def test_a_station_does_not_decide(scene: Cases) -> None:
    case = scene.sent()
    decided: Data = {"state": "S50", "decision": "1", "second_opinion": "同意"}
    act = scene.act(STATION, "li", "case.pass", ("case", case, decided))
    assert scene.judge(act, STATION) == "flow.level"


def test_a_station_does_not_decide_by_the_way(scene: Cases) -> None:
    case = scene.accepted()
    act = scene.step(
        STATION,
        "li",
        "begin_first_review first_pass",
        case,
        first_opinion="属实",
        more={"decision": "1", "decided_at": MORNING.isoformat()},
    )
    assert scene.judge(act, STATION) == "flow.not-this-step"


@pytest.mark.parametrize(
    ("action", "values", "fault"),
    [
        ("case.close", {"state": "S60"}, "flow.not-now"),
        ("case.accept", {"state": "S60"}, "flow.not-now"),
        ("case.first_pass", {"state": "S24"}, "flow.needs"),
        ("case.first_pass", {}, "flow.not-now"),
        ("case.nonsense", {"state": "S24"}, "flow.no-step"),
        ("case.edit", {"state": "S24"}, "flow.not-this-step"),
        ("case.edit", {"due": "2030-01-01"}, "flow.not-this-step"),
        ("case.edit", {"job_intent": "瓦工"}, None),
        ("card.edit", {"job_intent": "瓦工"}, "act.case-by-step"),
        ("case.edit", {"item": "V-XX-99"}, "flow.no-item"),
    ],
)
def test_a_case_moves_by_its_flow_only(
    scene: Cases, action: str, values: Data, fault: str | None
) -> None:
    case = scene.accepted()
    act = scene.act(STATION, "li", action, ("case", case, values))
    assert scene.judge(act, STATION) == fault


def test_a_case_overtaken_by_a_decision_stays_as_it_is(scene: Cases) -> None:
    case = scene.sent()
    withdrawn = scene.step(STATION, "li", "withdraw", case, withdrawn_reason="找到工作了")
    scene.take(scene.step(TOWN, "chen", "take pass", case, second_opinion="同意"), TOWN)
    assert scene.judge(withdrawn, STATION) == "flow.not-now"


def test_who_has_not_the_post_takes_no_step(scene: Cases) -> None:
    case = scene.accepted()
    act = scene.act(
        STATION,
        "zhao",
        "case.first_pass",
        ("case", case, {"state": "S24", "first_reviewer": "zhao", "first_opinion": "属实"}),
    )
    assert scene.judge(act, STATION) == "flow.post"


def test_sd_09_holds_on_arrival(scene: Cases, card: Data) -> None:
    scene.ledger.put("p.2.0", "person", card | {"name": "李梅", "mobile": "13800000009"})
    scene.ledger.put("p.2.0", "person", {"household_no": "H7"})
    scene.ledger.put("p.1.0", "person", {"household_no": "H7"})
    act = scene.step(STATION, "li", "start take_in accept", None, **(TAKE_IN | {"person": "p.1.0"}))
    assert scene.judge(act, STATION) == "duty.sd-09-family"


class TestJ13SecondNotice:
    """A second notice carries a supervisor's cause, also when it was made offline."""

    def supplied(self, scene: Cases) -> str:
        inputs = TAKE_IN | {"person": "p.1.0"}
        told = scene.step(STATION, "li", "start take_in notify_missing", None, **inputs)
        case = scene.take(told, STATION)
        scene.take(scene.step(STATION, "li", "supply", case, supplied_note="补了"), STATION)
        return case

    def second(self, scene: Cases, case: str, notice: Data | None) -> Act:
        again: Data = {"state": "S11", "notices": 2, "correction_deadline": "2027-01-04"}
        writes: list[tuple[str, str | None, Mapping[str, Value]]] = [("case", case, again)]
        if notice is not None:
            writes.append(("notice", None, {"area": LIUHE, "owner": case, **notice}))
        return scene.act(STATION, "li", "case.notify_missing", *writes)

    @pytest.mark.parametrize(
        ("notice", "fault"),
        [
            (None, "flow.second-notice"),
            ({"number": 2}, "flow.second-notice"),
            ({"cause": "政策变了"}, "flow.second-notice"),
            ({"cause": "政策变了", "cause_by": "li"}, "flow.second-notice"),
            ({"cause": "政策变了", "cause_by": "chen"}, "flow.second-notice"),
            ({"cause": "政策变了", "cause_by": "zhao"}, None),
        ],
    )
    def test_only_with_the_cause_of_a_head(
        self, scene: Cases, notice: Data | None, fault: str | None
    ) -> None:
        act = self.second(scene, self.supplied(scene), notice)
        assert scene.judge(act, STATION) == fault

    def test_the_count_is_not_set_back(self, scene: Cases) -> None:
        case = self.supplied(scene)
        again: Data = {"state": "S11", "notices": 1, "correction_deadline": "2027-01-04"}
        act = scene.act(STATION, "li", "case.notify_missing", ("case", case, again))
        assert scene.judge(act, STATION) == "flow.not-this-step"


def test_a_case_still_on_its_way_is_not_judged_yet(scene: Cases) -> None:
    act = scene.act(STATION, "li", "case.withdraw", ("case", "y.1.0", {"state": "S13"}))
    assert scene.judge(act, STATION) is None
    empty = scene.act(STATION, "li", "case.withdraw", ("person", "p.1.0", {"mobile": "1"}))
    assert scene.judge(empty, STATION) == "act.no-case"


def test_a_decision_of_the_office_may_say_that_it_is_one(scene: Cases) -> None:
    case = scene.sent()
    step = scene.step(TOWN, "chen", "take pass", case, second_opinion="同意")
    act = scene.act(
        TOWN, "chen", "case.pass", ("case", case, step.writes[0].set), trust=Trust.DECISION
    )
    assert scene.judge(act, TOWN) is None
