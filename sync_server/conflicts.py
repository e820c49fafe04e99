"""Values that stand against each other: shown with their authors, settled by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.core.act import Trust
from ledger.core.clock import when
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules.masking import mask
from sync_server.benches import BENCHES
from sync_server.places import place_name
from sync_server.wording import shown

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from ledger.core.record import Head, Record
    from ledger.rules.actor import Actor
    from sync_server.office import Office

KINDS = ("person", "case")
LIMIT = 100
#: Posts that may decide between values of a card (they may edit it: domain 6.4).
SETTLING_POSTS = ("T1", "T2")


@dataclass(frozen=True)
class Standing:
    """One of the values, who wrote it and when."""

    text: str
    who: str
    at: str


@dataclass(frozen=True)
class Conflict:
    """A field of a record with several values."""

    record: str
    name: str
    field: str
    name_of_field: str
    values: tuple[Standing, ...]
    village: str
    may_settle: bool


def open_list(office: Office, actor: Actor, say: Texts) -> list[Conflict]:
    """Every conflict of the office's villages; RuleFault unless the person sits at a bench."""
    if not any(actor.holds(*bench.posts) for bench in BENCHES.values()):
        raise RuleFault("office.not-your-post")
    found = []
    for kind in KINDS:
        for record in office.ledger.conflicts(kind, LIMIT):
            found += [_conflict(office, actor, say, record, name) for name in record.conflicts]
    return found


def settle(office: Office, actor: Actor, record: str, field: str, choice: int) -> None:
    """Let one of the standing values hold; the others stay readable in the history."""
    if not actor.holds(*SETTLING_POSTS):
        raise RuleFault("office.not-your-post")
    card = office.ledger.record(record)
    if card is None or card.kind != "person" or field not in card.conflicts:
        raise RuleFault("office.conflict-over")
    values = office.ledger.versions(record)[field]
    if not 0 <= choice < len(values):
        raise RuleFault("office.conflict-over")
    change = Change(
        "person", {field: values[choice].value}, record=record, trust=Trust.OFFICE, seen=card.seen
    )
    office.ledger.commit(actor, "card.settle", [change])


def _conflict(office: Office, actor: Actor, say: Texts, record: Record, name: str) -> Conflict:
    declared = office.catalogue.kinds[record.kind].fields.get(name)
    authors = {entry.act.id: entry.who for entry in office.ledger.history(record.id)}
    values = []
    for head in office.ledger.versions(record.id).get(name, ()):
        text = shown(office, say, declared, head.value) if declared else str(head.value)
        covered = mask(declared.mask, text) if declared and declared.mask else text
        who = authors.get(head.act, "")
        values.append(Standing(covered or say("office.conflicts.blank"), who, _at(head)))
    return Conflict(
        record.id,
        str(record.data.get("name") or ""),
        declared.label(say.lang) if declared else name,
        name,
        tuple(values),
        place_name(office, say, record.area),
        record.kind == "person" and actor.holds(*SETTLING_POSTS),
    )


def _at(head: Head) -> str:
    return f"{when(head.time):%m-%d %H:%M}"
