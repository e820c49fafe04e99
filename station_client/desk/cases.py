"""Deeds on a case: one action, one function, one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules import flow, guests, numbers
from ledger.store.query import Query
from station_client.desk import slips_data
from station_client.desk.case_lines import item_of
from station_client.desk.guests import not_elsewhere
from station_client.desk.heads import text_of
from station_client.desk.printing import Printed, draw, keep, printed, slip_change
from station_client.desk.standing import is_known
from station_client.desk.wording import read_day, say_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.items import Item
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from ledger.store.compose import Tx
    from station_client.desk.counter import Counter

#: Steps of a flow with what is given for each.
Steps: TypeAlias = "list[tuple[str, Mapping[str, Value]]]"


@dataclass(frozen=True)
class Done:
    """What came of a deed: the case, the paper to look at before it prints, a sentence."""

    case: str
    case_no: str
    text: str
    paper: Printed | None = None


def first_review(counter: Counter, case: str, ok: bool, opinion: str, reason: str = "") -> Done:
    """The village's opinion. The case then waits for the office (待上传 until the receipt).

    `reason`: code of CT-26, needed when the opinion is negative. RuleFault of the flow: not now,
    not your post, something missing.
    """
    inputs: dict[str, Value] = {"first_opinion": opinion.strip()}
    if not ok:
        inputs["first_reason"] = reason
    review: Steps = [("first_pass" if ok else "first_fail", inputs)]
    if text_of(case_of(counter, case).data, "state") == "S20":
        review.insert(0, ("begin_first_review", {}))
    return _step(counter, case, review)


def resubmit(
    counter: Counter, case: str, fixed: str, fields: Mapping[str, Value] | None = None
) -> Done:
    """Send a returned case up again with what was mended, under the same number.

    `fixed`: what was mended, in words; `fields`: form fields that are written anew with it.
    """
    inputs = {"fixed_note": fixed.strip(), **(fields or {})}
    return _step(counter, case, [("resubmit", inputs)])


def withdraw(counter: Counter, case: str, reason: str) -> Done:
    """The applicant takes the application back."""
    inputs = {"withdrawn_reason": reason.strip()}
    return _step(counter, case, [("withdraw", inputs)])


def hand_over(counter: Counter, case: str, receiver: str, check: str) -> Done:
    """Give the result out and close: case, card and ledger in one act (J03); PT-12.

    The card and ledger of somebody who was not looked up (a guest) are written by the office.
    `check`: how the receiver was identified (CT-54). RuleFault `case.no-decision` before the
    office's decision is here.
    """
    record = case_of(counter, case)
    if not text_of(record.data, "decision"):
        raise RuleFault("case.no-decision", name=text_of(record.data, "name"))
    item = item_of(counter, record)
    inputs: dict[str, Value] = {"receiver": receiver.strip(), "receiver_check": check}
    slip = slips_data.delivery(counter, record, receiver.strip(), check)
    drawn = keep(counter, draw(counter, "PT-12", slip, text_of(record.data, "case_no")))
    # The pages are kept before the transaction begins: inside it they would wait for its end.
    home = guests.home_of(record.area, record.data)
    paper_change = slip_change(counter, drawn, case, home)

    def write(tx: Tx) -> list[Change]:
        before = _inside(tx, case).data
        values = take_steps(counter, item, before, [("hand_over", inputs), ("close", {})])
        after = {**before, **values}
        told = guests.is_told(record)
        found = [] if told else flow.effects_on_close(item, after, case, counter.now())
        effects = [Change(each.kind, _placed(counter, each), record=each.record) for each in found]
        return [Change("case", values, record=case), *effects, paper_change]

    committed = counter.ledger.commit(counter.operator, "case.close", write)
    paper = printed(counter, committed.records[-1], drawn)
    return done(counter, case, record.data, "close", paper)


def _placed(counter: Counter, effect: flow.EffectWrite) -> dict[str, Value]:
    """A new ledger row lies in the area of the station that writes it."""
    values = dict(effect.set)
    return values if effect.record else {"area": counter.site.area, **values}


def lapse_overdue(counter: Counter) -> int:
    """Close the cases whose applicants did not bring what was missing (deemed withdrawn).

    Run when the day begins; gives how many.
    """
    query = Query(
        "case",
        where=(
            ("void", "empty", None),
            *not_elsewhere(counter),
            ("state", "eq", "S11"),
            ("correction_deadline", "lt", counter.today().isoformat()),
        ),
    )
    late = counter.ledger.find(query).rows
    for case in late:
        reason = counter.say("desk.case.lapsed")
        _step(counter, case.id, [("lapse", {"withdrawn_reason": reason})])
    return len(late)


def case_of(counter: Counter, case: str) -> Record:
    """The record of a case. RuleFaults `case.not-found`, `case.newer` (see standing.is_known)."""
    record = counter.ledger.record(case)
    if record is None or record.kind != "case":
        raise RuleFault("case.not-found")
    if not is_known(counter, record):
        raise RuleFault("case.newer", name=text_of(record.data, "name"))
    return record


def _inside(tx: Tx, case: str) -> Record:
    """The case as it stands inside the transaction."""
    record = tx.record(case)
    if record is None:
        raise RuleFault("case.not-found")
    return record


def take_steps(
    counter: Counter,
    item: Item,
    before: Mapping[str, Value],
    steps: Steps,
    second: Actor | None = None,
) -> dict[str, Value]:
    """The fields that several steps of the flow set, one after the other.

    `second`: the second person a step needs (who allows a further notice). RuleFault of the flow.
    """
    total: dict[str, Value] = {}
    for key, inputs in steps:
        total |= flow.step(
            counter.catalogue,
            item,
            key,
            {**before, **total},
            counter.operator,
            inputs,
            counter.now(),
            second,
        )
    return total


def _step(counter: Counter, case: str, steps: Steps) -> Done:
    """Take steps of the flow, decided on the case as it stands inside the transaction."""
    record = case_of(counter, case)
    item = item_of(counter, record)

    def write(tx: Tx) -> list[Change]:
        values = take_steps(counter, item, _inside(tx, case).data, steps)
        return [Change("case", values, record=case)]

    step = steps[-1][0]
    counter.ledger.commit(counter.operator, f"case.{step}", write)
    return done(counter, case, record.data, step, None)


def done(
    counter: Counter, case: str, data: Mapping[str, Value], action: str, paper: Printed | None
) -> Done:
    """What came of a deed, in a sentence."""
    item = counter.catalogue.items[text_of(data, "item")].label(counter.say.lang)
    number = text_of(data, "case_no")
    text = counter.say(
        f"desk.done.{action}",
        name=text_of(data, "name"),
        item=item,
        number=numbers.spoken(number),
        due=_day(counter, data.get("due")),
        until=_day(counter, data.get("correction_deadline")),
    )
    return Done(case, number, text, paper)


def _day(counter: Counter, value: Value) -> str:
    day = read_day(value)
    return say_day(counter.say, day) if day else ""
