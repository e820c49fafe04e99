"""A station that saves until it is killed: tells the number of every act once it is durable.

Started as ``python -m tests.faults.writer FILE KEYHEX``; the test kills it with SIGKILL.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ledger.core.clock import Clock
from ledger.core.record import Change
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.opening import open_database, open_ledger, read_identity
from ledger.store.query import Query
from tests.helpers.fakes import FakeWall
from tests.helpers.world import catalogue, person


def main() -> None:
    """Save for ever."""
    database = open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), catalogue())
    rules = Rulebook(catalogue(), read_identity(database).keys.node)
    ledger = open_ledger(database, catalogue(), rules, Clock(FakeWall()))
    staff = ledger.find(Query("staff")).rows[0].id
    author = ledger.author
    who = Actor(staff, "", frozenset({"V1", "V2"}), "V", author.area, author.station)
    number = ledger.acts()
    while True:
        number += 1
        fields = person(number, area=author.area)
        done = ledger.commit(who, "card.create", [Change("person", fields)])
        sys.stdout.write(f"{done.act.seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
