"""The line of time of a case: what happened to it, who did it, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.rules import flow
from sync_server.places import place_name
from sync_server.wording import shown

if TYPE_CHECKING:
    from ledger.catalogue.items import Item
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.store.history import Entry
    from sync_server.office import Office


@dataclass(frozen=True)
class Moment:
    """One event in the life of the case."""

    at: datetime
    title: str
    who: str
    where: str
    words: tuple[str, ...]
    bad: bool


def moments_of(office: Office, say: Texts, item: Item, case: Record) -> Iterable[Moment]:
    """What happened to a case, the newest first."""
    fields = {**office.catalogue.kinds["case"].fields, **item.fields}
    for entry in reversed(office.ledger.history(case.id)):
        here = entry.act.node == office.ledger.node
        words = [text for text in _words(office, say, fields, entry) if text]
        if entry.refused:
            plain = say.entries.get(f"fault.{entry.refused}", "{")
            reason = say("office.case.refused", code=entry.refused)
            words.insert(0, reason if "{" in plain else plain)
        yield Moment(
            entry.at,
            _title(office, say, item, entry),
            entry.who,
            office.facts.name if here else place_name(office, say, case.area),
            tuple(words),
            bool(entry.refused),
        )


def _title(office: Office, say: Texts, item: Item, entry: Entry) -> str:
    """The step of the flow that an act took, by the state it came from and the one it led to."""
    chain = office.catalogue.flows[item.flow]
    states = [change for change in entry.changes if change[0] == "state"]
    if not states:
        return say("office.case.changed")
    _, before, after = states[-1]
    step = chain.transitions.get(entry.act.action.removeprefix("case."))
    if step is not None and step.target == after:
        return step.label(say.lang)
    for step in chain.transition:
        comes = before in flow.sources(chain, step) if before else not step.sources
        if step.target == after and comes:
            return step.label(say.lang)
    return chain.states[str(after)].label(say.lang) if after in chain.states else str(after)


_TOLD = (
    "wrong_home", "home", "first_opinion", "second_opinion", "returned_reason", "returned_note",
    "return_deadline", "fixed_note", "decision_reason", "refuse_reason", "refuse_note",
    "withdrawn_reason", "receiver",
)  # fmt: skip


def _words(office: Office, say: Texts, fields: Mapping[str, Field], entry: Entry) -> Iterable[str]:
    if entry.act.note:
        yield entry.act.note
    after = {name: value for name, _, value in entry.changes}
    for name in _TOLD:
        if after.get(name) and name in fields:
            field = fields[name]
            value = shown(office, say, field, after[name])
            yield say("office.case.told", label=field.label(say.lang), value=value)
