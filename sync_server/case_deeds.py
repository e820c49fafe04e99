"""Deeds on cases, at the benches: one action of one person, one function, one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules import flow, guests, rehoming
from sync_server.forms import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.items import Item
    from ledger.catalogue.records import Lang
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from ledger.store.compose import Tx
    from sync_server.office import Office

Form = Mapping[str, str]
Write = Callable[["Tx"], "Sequence[Change]"]


@dataclass(frozen=True)
class Done:
    """What was done: to whose case, and where the person goes on."""

    case: str
    name: str
    what: Item
    bench: str
    stays: bool = False

    def item(self, lang: Lang) -> str:
        """The item's name."""
        return self.what.label(lang)


def take(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Take a case for second review; from then on it is this person's (SD-01 is checked here)."""
    return _step(office, actor, case, "take", form, "review", stays=True)


def give_back(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Return a case to the village: a coded reason, what to mend, until when."""
    return _step(office, actor, case, "return", form, "review")


def approve(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Pass a case with an opinion; the result goes to the issuing window."""
    return _step(office, actor, case, "pass", form, "review", Trust.DECISION)


def decline(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Refuse what was applied for, with a reason; the refusal goes to the issuing window."""
    return _step(office, actor, case, "fail", form, "review", Trust.DECISION)


def withdraw(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Write down that the applicant takes the application back."""
    return _step(office, actor, case, "withdraw", form, "accept")


def hand_over(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Give the result out and close the case: case, card and ledger in one act."""
    record, item = found(office, case)

    def write(tx: Tx) -> Sequence[Change]:
        now = _standing(tx, case)
        given = _inputs(office, item, "hand_over", form)
        steps = ("hand_over", "close")
        values = flow.walk(office.catalogue, item, steps, now.data, actor, given, office.clock())
        closed = replace(now, data={**now.data, **values})
        change = Change("case", values, record=case, trust=Trust.OFFICE)
        return [change, *_effects(office, tx, item, closed)]

    _commit(office, actor, "close", record, write)
    return Done(case, str(record.data.get("name") or ""), item, "issue")


def rehome(office: Office, actor: Actor, case: str, form: Form) -> Done:
    """Correct the village of a guest that was chosen wrongly, on his case and its papers."""
    record, item = found(office, case)

    def write(tx: Tx) -> Sequence[Change]:
        home = str(form.get("home") or "")
        return rehoming.rehomed(_standing(tx, case), tx.owned(case), home, Trust.OFFICE)

    _commit(office, actor, "rehome", record, write)
    return Done(case, str(record.data.get("name") or ""), item, "accept", stays=True)


def found(office: Office, case: str) -> tuple[Record, Item]:
    """A case and its item; RuleFault ``case.not-found``."""
    record = office.ledger.record(case)
    if record is None or record.kind != "case":
        raise RuleFault("case.not-found", case=case)
    item = office.catalogue.items.get(str(record.data.get("item") or ""))
    if item is None:
        raise RuleFault("case.not-found", case=case)
    return record, item


def _step(
    office: Office,
    actor: Actor,
    case: str,
    key: str,
    form: Form,
    bench: str,
    trust: Trust = Trust.OFFICE,
    *,
    stays: bool = False,
) -> Done:
    record, item = found(office, case)

    def write(tx: Tx) -> Sequence[Change]:
        now = _standing(tx, case)
        given = _inputs(office, item, key, form)
        values = flow.step(office.catalogue, item, key, now.data, actor, given, office.clock())
        return [Change("case", values, record=case, trust=trust)]

    _commit(office, actor, key, record, write)
    return Done(case, str(record.data.get("name") or ""), item, bench, stays)


def _effects(office: Office, tx: Tx, item: Item, case: Record) -> Sequence[Change]:
    """What closing writes beside the case, which stands at number 0 of the act."""
    if guests.is_told(case):
        return guests.as_new(guests.effects(item, case, tx), tx, 1)
    return [
        Change(effect.kind, _placed(effect, case.area), effect.record, Trust.OFFICE)
        for effect in flow.effects_on_close(item, case.data, case.id, office.clock())
    ]


def _placed(effect: flow.EffectWrite, area: str) -> Mapping[str, Value]:
    """A new record lies in the area of the case."""
    return effect.set if effect.record else {"area": area, **effect.set}


def _standing(tx: Tx, case: str) -> Record:
    record = tx.record(case)
    if record is None:
        raise RuleFault("case.not-found", case=case)
    return record


def _inputs(office: Office, item: Item, key: str, form: Form) -> dict[str, Value]:
    """What the step needs, read from what was typed; the rules say what is missing."""
    fields = office.catalogue.kinds["case"].fields
    needs = office.catalogue.flows[item.flow].transitions[key].needs
    return {name: typed(fields[name], form) for name in needs}


def _commit(office: Office, actor: Actor, key: str, record: Record, write: Write) -> None:
    """Commit a step; a refusal by the rules is written into the access log (B07) and goes on."""
    try:
        office.ledger.commit(actor, f"case.{key}", write)
    except RuleFault as fault:
        office.ledger.local.diary.add(
            "access",
            {
                "actor": actor.id,
                "name": actor.name,
                "action": f"case.{key}",
                "object": str(record.data.get("case_no") or record.id),
                "refused": fault.code,
            },
        )
        raise
