"""The steps of a case: which are open, what each sets, what closing writes (domain 5.1, 5.2).

Everything comes from the declared flow; a case is the mapping of its stored fields, {} before it
exists. Nothing here writes: a step gives the fields to set, and the desk commits them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.catalogue.flows import Flow, Transition
from ledger.catalogue.items import Given, Item
from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.core.faults import RuleFault
from ledger.rules import duties, numbers
from ledger.rules.actor import Actor
from ledger.rules.findings import day_in, is_blank
from ledger.rules.making import CONFIRMING, DEADLINES, Making, is_made, made

GRANTED: Final = "1"
"""CT-24: the decision that lets effects happen."""

PASSED_THROUGH: Final = frozenset(
    {"start", "take_in", "supply", "begin_first_review", "take", "hand_over"}
)
"""Steps that one act may take on its way to the step it is about: they only say who and when."""


@dataclass(frozen=True)
class EffectWrite:
    """What closing writes besides the case: a record of `kind`; None creates one."""

    kind: str
    record: str | None
    set: Mapping[str, Value]


def sources(flow: Flow, transition: Transition) -> frozenset[str]:
    """The stored states a step starts from; a derived state stands for those it is shown for."""
    found: set[str] = set()
    for code in transition.sources:
        state = flow.states[code]
        found.update(state.derived_from or (code,))
    return frozenset(found)


def starts_here(flow: Flow, transition: Transition, case: Mapping[str, Value]) -> bool:
    """True if the case stands where the step starts; a step without source creates the case."""
    state = case.get("state")
    if not transition.sources:
        return is_blank(state)
    return state in sources(flow, transition)


def open_transitions(flow: Flow, case: Mapping[str, Value], actor: Actor) -> list[Transition]:
    """The steps this person may take now, in declared order; automatic ones are not offered."""
    return [
        transition
        for transition in flow.transition
        if not transition.automatic
        and starts_here(flow, transition, case)
        and actor.level in transition.levels
        and (not transition.posts or actor.holds(*transition.posts))
        and duties.apart(transition, case, actor.id, actor.level) is None
    ]


def step(
    catalogue: Catalogue,
    item: Item,
    key: str,
    case: Mapping[str, Value],
    actor: Actor,
    inputs: Mapping[str, Value],
    now: datetime,
    second: Actor | None = None,
) -> dict[str, Value]:
    """The fields that one step sets: the new state, what was given, who and when.

    `inputs` are case fields that the person gives: `Transition.needs`, and any others that the step
    does not make itself. `second` is the second person of a step: who confirms a refusal, or who
    allows a further one-time notice, for which the inputs carry "cause" besides. RuleFault when the
    step is not open, not this person's, or lacks something.
    """
    flow = catalogue.flows[item.flow]
    transition = flow.transitions[key]
    if not starts_here(flow, transition, case):
        raise RuleFault("flow.not-now", step=key, state=str(case.get("state") or ""))
    _may(transition, case, actor)
    if key == "notify_missing":
        _further_notice(catalogue, case, actor, inputs, second)
    if key == "lapse" and now.date() <= (day_in(case.get("correction_deadline")) or now.date()):
        raise RuleFault("flow.not-lapsed", until=str(case.get("correction_deadline") or ""))
    given = _given(catalogue, transition, inputs)
    making = Making(catalogue, item, transition, {**case, **given}, actor, now)
    given = {**_deadlines(making, given), **given}
    _complete(catalogue, transition, case, given)
    confirmed = _confirmed(transition, actor, second)
    return {**given, **made(making), **confirmed, "state": transition.target}


def walk(
    catalogue: Catalogue,
    item: Item,
    keys: Iterable[str],
    case: Mapping[str, Value],
    actor: Actor,
    inputs: Mapping[str, Value],
    now: datetime,
    second: Actor | None = None,
) -> dict[str, Value]:
    """Several steps in one go, such as take_in and accept: the fields that all of them set.

    Each step takes from the inputs what it needs, the last one all that no other needed.
    """
    order = list(keys)
    flow = catalogue.flows[item.flow]
    needs = {key: flow.transitions[key].needs for key in order}
    others = {name for key in order[:-1] for name in needs[key]} - set(needs[order[-1]])
    total: dict[str, Value] = {}
    for key in order:
        wanted = needs[key] if key != order[-1] else [n for n in inputs if n not in others]
        own = {name: inputs[name] for name in wanted if name in inputs}
        total |= step(catalogue, item, key, {**case, **total}, actor, own, now, second)
    return total


def route(flow: Flow, state: str | None, key: str) -> tuple[Transition, ...] | None:
    """The shortest way from a stored state to and with a step, or None.

    In between only steps that a single act may pass through (`PASSED_THROUGH`).
    """
    goal = flow.transitions.get(key)
    if goal is None:
        return None
    ways: list[tuple[str | None, tuple[Transition, ...]]] = [(state, ())]
    seen: set[str | None] = {state}
    while ways:
        here, way = ways.pop(0)
        at = {"state": here}
        if starts_here(flow, goal, at):
            return (*way, goal)
        for transition in flow.transition:
            passing = transition.key in PASSED_THROUGH and transition.target not in seen
            if passing and starts_here(flow, transition, at):
                seen.add(transition.target)
                ways.append((transition.target, (*way, transition)))
    return None


def effects_on_close(
    item: Item, case: Mapping[str, Value], case_id: Value, now: datetime
) -> list[EffectWrite]:
    """What closing a granted case writes to card and ledgers, in the same act; else nothing.

    `case_id` is the case's record id. A value whose case field is empty is left out.
    """
    if case.get("decision") != GRANTED:
        return []
    person = str(case["person"])
    writes = []
    for effect in item.effects:
        values: dict[str, Value] = {
            name: value
            for name, given in effect.set.items()
            if not is_blank(value := _effect_value(given, case, case_id, now))
        }
        if effect.record == "new":
            writes.append(EffectWrite(effect.kind, None, {"owner": person, **values}))
        else:
            writes.append(EffectWrite(effect.kind, person, values))
    return writes


def _effect_value(given: Given, case: Mapping[str, Value], case_id: Value, now: datetime) -> Value:
    if given.case is not None:
        return case.get(given.case)
    if given.made is None:
        return given.value
    if given.made == "registration_no":
        return numbers.registration_no(str(case["case_no"]))
    return {
        "today": now.date().isoformat(),
        "accepted_on": str(case.get("accepted_at") or "")[:10],
        "decided_on": str(case.get("decided_at") or "")[:10],
        "case_id": case_id,
        "person_id": case.get("person"),
    }[given.made]


def _may(transition: Transition, case: Mapping[str, Value], actor: Actor) -> None:
    """RuleFault unless post, level and separation of duties let this person take the step."""
    if actor.level not in transition.levels:
        raise RuleFault("flow.level", step=transition.key)
    if transition.posts and not actor.holds(*transition.posts):
        raise RuleFault("flow.post", step=transition.key, posts="、".join(transition.posts))
    fault = duties.apart(transition, case, actor.id, actor.level)
    if fault is not None:
        raise fault


def _further_notice(
    catalogue: Catalogue,
    case: Mapping[str, Value],
    actor: Actor,
    inputs: Mapping[str, Value],
    second: Actor | None,
) -> None:
    """J13: one notice per case; another one only with a supervisor's cause (SD-11)."""
    given = case.get("notices")
    if not isinstance(given, int) or given < catalogue.profile.notices_per_case:
        return
    if second is None or is_blank(inputs.get("cause")):
        raise RuleFault("flow.second-notice", n=given)
    if not second.holds(*catalogue.permissions["case.second-notice"].posts):
        raise RuleFault("flow.not-supervisor", name=second.name)
    fault = duties.sd_11(actor.id, second.id)
    if fault is not None:
        raise fault


def _confirmed(transition: Transition, actor: Actor, second: Actor | None) -> dict[str, Value]:
    """Step 6: a refusal is confirmed by a second person, or stays 待确认 for want of one."""
    names = [name for name in transition.records if name in CONFIRMING]
    if not names or second is None:
        return {}
    if second.id == actor.id:
        raise RuleFault("flow.same-person")
    if not second.holds(*transition.confirm_posts):
        raise RuleFault("flow.not-confirmer", name=second.name)
    return {name: second.name if name.endswith("_name") else second.id for name in names}


def _given(
    catalogue: Catalogue, transition: Transition, inputs: Mapping[str, Value]
) -> dict[str, Value]:
    """The inputs that are fields of the case. RuleFault for those that nobody may give."""
    known = catalogue.kinds["case"].stored
    given = {name: value for name, value in inputs.items() if name != "cause"}
    for name in given:
        made_here = name in transition.records and is_made(catalogue, name)
        if name not in known or name == "state" or made_here or name in CONFIRMING:
            raise RuleFault("flow.strange-input", step=transition.key, name=name)
    return given


def _deadlines(making: Making, given: Mapping[str, Value]) -> dict[str, Value]:
    """The deadlines the step needs and nobody gave. RuleFault for one that lies behind us."""
    transition = making.transition
    found: dict[str, Value] = {}
    for name in DEADLINES:
        if name not in transition.needs and name not in transition.records:
            continue
        day = day_in(given.get(name))
        if day is not None and day < making.today:
            raise RuleFault("flow.deadline-past", day=day.isoformat())
        if day is None:
            found[name] = DEADLINES[name](making)
    return found


def _complete(
    catalogue: Catalogue,
    transition: Transition,
    case: Mapping[str, Value],
    given: Mapping[str, Value],
) -> None:
    """RuleFault when something the step needs is neither given nor put there by the program.

    What a person says is said anew at each step, so an earlier return's reason does not count.
    """
    known = catalogue.kinds["case"].stored
    standing = {name: case.get(name) for name in transition.needs if known[name].locked}
    lacking = [name for name in transition.needs if is_blank(given.get(name, standing.get(name)))]
    if lacking:
        names = "、".join(lacking)
        raise RuleFault("flow.needs", step=transition.key, n=len(lacking), names=names)
