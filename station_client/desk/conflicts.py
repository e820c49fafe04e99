"""Fields with two values, told as sentences: who says what, since when, from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.core.clock import when
from station_client.desk import showing
from station_client.desk.places import place_of
from station_client.desk.views import Choice, ConflictView
from station_client.desk.wording import say_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.catalogue.records import Field
    from ledger.core.act import ActId
    from ledger.core.record import Head, Record
    from station_client.desk.counter import Counter


def conflict_views(counter: Counter, record: Record) -> tuple[ConflictView, ...]:
    """Every conflict of a record, in the order of the form."""
    if not record.conflicts:
        return ()
    heads = counter.ledger.versions(record.id)
    who = {entry.act.id: entry.who for entry in counter.ledger.history(record.id)}
    fields = counter.catalogue.kinds[record.kind].fields
    return tuple(
        _conflict(counter, fields[name], heads[name], who)
        for name in fields
        if name in record.conflicts and name in heads
    )


def _conflict(
    counter: Counter, field: Field, heads: Sequence[Head], who: Mapping[ActId, str]
) -> ConflictView:
    say = counter.say
    choices: dict[str, Choice] = {}
    for head in sorted(_best(heads), key=lambda each: each.time):
        shown = showing.show(counter.catalogue, say, field, head.value)
        choices.setdefault(
            repr(head.value),
            Choice(
                value=head.value,
                shown=shown or say("desk.card.empty"),
                who=who.get(head.act) or place_of(counter, head.node),
                where=place_of(counter, head.node),
                at=when(head.time),
            ),
        )
    label = showing.label_of(field, say)
    parts = [
        say(
            "desk.card.conflict-part",
            where=choice.where,
            day=say_day(say, choice.at.date()),
            value=choice.shown,
            who=choice.who,
        )
        for choice in choices.values()
    ]
    return ConflictView(
        field=field.name,
        label=label,
        title=say("desk.card.conflict-title", label=label, n=len(choices)),
        sentence=say("desk.card.conflict-join").join(parts),
        choices=tuple(choices.values()),
    )


def _best(heads: Sequence[Head]) -> list[Head]:
    """The values that stand against each other: the best founded ones."""
    trust = max(head.trust for head in heads)
    return [head for head in heads if head.trust == trust]
