"""One act saved: durable, encrypted, findable at once, in a ledger of 50,000 people."""

from __future__ import annotations

import random
from collections.abc import Callable

from ledger.core.act import encode
from ledger.core.record import Change, Record
from ledger.rules.actor import Actor
from ledger.store.ledger import Committed, Ledger
from ledger.store.query import Query
from tests.benchmarks._ground import PEOPLE, big_station, fresh_folder
from tests.benchmarks._measure import BareFile, Times, in_turns, report
from tests.benchmarks._residents import residents
from tests.helpers.world import KEY

TURNS = 600


def _edits(ledger: Ledger, actor: Actor) -> Callable[[], Committed]:
    """Somebody's telephone changes, on the card that lies open: its tokens change with it."""
    chance = random.Random(2)
    cards = ledger.find(Query("person", limit=5000, offset=20_000)).rows
    opened = iter(chance.sample(cards, 2 * TURNS))

    def edit() -> Committed:
        card: Record = next(opened)
        fields = {"mobile": f"188{chance.randrange(10**8):08d}", "emp_status": "11"}
        change = Change("person", fields, record=card.id, seen=card.seen)
        return ledger.commit(actor, "card.edit", [change])

    return edit


def _creations(ledger: Ledger, actor: Actor) -> Callable[[], Committed]:
    """A new card."""
    people = residents(2 * TURNS, actor.area, first=PEOPLE, born=(2019, 2025))
    return lambda: ledger.commit(actor, "card.create", [Change("person", next(people))])


def _measure(what: str, saving: Callable[[], Committed], bare: BareFile) -> None:
    """The act in turns with the bare commit of its bytes."""
    last: list[bytes] = []

    def save() -> None:
        last[:] = [encode(saving().act)]

    saved, limit = Times(), Times()
    in_turns(20, (Times(), save), (Times(), lambda: bare.commit(last)))
    in_turns(TURNS, (saved, save), (limit, lambda: bare.commit(last)))
    _tell(what, saved, limit)


def main() -> None:
    """An edit and a creation."""
    with big_station() as (ledger, actor), fresh_folder() as folder:
        bare = BareFile(folder / "bare.db", KEY)
        _measure("edit", _edits(ledger, actor), bare)
        _measure("creation", _creations(ledger, actor), bare)
        bare.close()


def _tell(what: str, saved: Times, limit: Times) -> None:
    report(
        f"one act saved, {what}",
        saved.ms() / limit.ms(),
        "times the bare durable commit of the same bytes, p50",
        2.5,
        limit.ms(),
        ms_p50=saved.ms(),
        ms_p99=saved.ms(0.99),
        ms_p99_goal=5.0,
        cpu_ms=saved.cpu_ms(),
        bare_ms_p99=limit.ms(0.99),
        bare_cpu_ms=limit.cpu_ms(),
    )


if __name__ == "__main__":
    main()
