"""A simulated town: one office, stations in two villages, bundles under way, and sticks.

Nothing here decides anything: `steps` acts on it, `checks` looks at it.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ledger.core.act import Act, Trust, Value
from ledger.core.faults import EnvironmentFault, RuleFault
from ledger.core.record import Change, Record
from ledger.exchange import invitation
from ledger.exchange.invitation import Invitation
from ledger.rules.actor import Actor
from ledger.store.compose import Tx
from ledger.store.opening import Identity
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.helpers.world import OTHER_VILLAGE, TOWN, VILLAGE, person, scanned
from tests.simulator.disk import Disk, Image
from tests.simulator.machine import Machine, empty_disk, seeded_keys, shelf

#: 09:00 on a Monday in Shanghai.
MORNING_MS = 1_795_395_600_000
VILLAGES = (VILLAGE, OTHER_VILLAGE)


class Broken(AssertionError):
    """An invariant of the exchange does not hold."""


@dataclass(frozen=True)
class Bundle:
    """A bundle under way or on a stick. It may be carried late, twice, or to somebody else."""

    up: bool
    blob: bytes
    node: str
    spoiled: bool = False


@dataclass(frozen=True)
class Backup:
    """The disk of a machine at one moment, and who worked there."""

    machine: Machine
    image: Image
    operator: Actor


@dataclass
class Said:
    """What a person did, as it was acknowledged: who, what, and the values."""

    actor: str
    action: str
    values: list[dict[str, Value]]


@dataclass
class Town:
    """Everything there is. ``now`` is the true time in ms; machines may show another."""

    seed: int
    now: int = MORNING_MS
    air: list[Bundle] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    forms: list[tuple[Machine, Record]] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    #: What was under way when a machine stopped: it may have become durable or not.
    unsure: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    stations: list[Machine] = field(default_factory=list)
    persons: int = 0
    #: Whether the office was ever restored: then it may not know a station at its first word.
    restored: bool = False

    def __post_init__(self) -> None:
        self.keys = random.Random(f"keys {self.seed}")
        self._starts = count(1_000_000, 1000)
        self.office = self._machine("office")
        self.office.found(Identity(seeded_keys(self.keys), "T", TOWN, "", "青石镇"))
        self.office.operator = self.hire(self.office, "张敏", ["T1", "T2", "T3"], TOWN, "T")
        for place, area in enumerate((VILLAGE, VILLAGE, OTHER_VILLAGE)):
            self.enrol(f"station{place}", area)

    def _machine(self, name: str, image: Image | None = None) -> Machine:
        return Machine(name, lambda: self.now, Disk(image or empty_disk()), self._starts.__next__)

    def close(self) -> None:
        """Let go of every disk."""
        for machine in [self.office, *self.stations]:
            machine.halt()
        shelf().clear()

    # People and machines

    def enrol(self, name: str, area: str) -> Machine:
        """A new station, with its first operator; the office has not heard of it yet."""
        ticket = invitation.invite(
            self.office.ledger, "青石镇人社所", name=name, area=area, station=area + "01",
            terminal="01", addresses=(),
        )  # fmt: skip
        machine = self._machine(name)
        machine.found(Invitation.from_bytes(ticket.to_bytes()).identity(seeded_keys(self.keys)))
        invitation.remember(machine.ledger, ticket)
        self.stations.append(machine)
        machine.operator = self.hire(machine, f"操作员{name}", ["V1", "V2"], area, "V")
        return machine

    def hire(self, machine: Machine, name: str, posts: list[str], area: str, level: str) -> Actor:
        """Somebody who may act on a machine."""
        who = "V" if level == "V" else "T"
        nobody = Actor("", "", frozenset(), "V", area)
        station = machine.ledger.author.station
        fields = {
            "area": area, "name": name, "posts": posts, "level": level, "station": station,
            "active": True, "train_passed": "2026-01-05",
        }  # fmt: skip
        made = self.commit(machine, "staff.create", [Change("staff", fields)], by=nobody)
        assert made is not None
        return Actor(made[0], name, frozenset(posts), who, area, station)

    def copy(self, machine: Machine, image: Image, name: str) -> Machine:
        """Another machine with this disk."""
        twin = self._machine(name, image)
        twin.operator, twin.skew = machine.operator, machine.skew
        twin.damaged = machine.damaged
        twin.boot()
        return twin

    # Acting

    def commit(
        self,
        machine: Machine,
        action: str,
        changes: list[Change] | Callable[[Tx], list[Change]],
        by: Actor | None = None,
    ) -> tuple[str, ...] | None:
        """One act of a person; None when the rules said no. What is returned is durable."""
        token = f"t{len(self.said)}"
        actor = by or machine.operator
        self.said[token] = Said(actor.id, action, [])
        self.unsure.add(token)
        self.touched.add(machine.name)
        try:
            done = machine.ledger.commit(actor, action, changes, note=token)
        except RuleFault as fault:
            if fault.code == "actor.unknown" and not machine.damaged:
                raise Broken(f"{machine.name} does not know who works there") from fault
            del self.said[token]
            self.unsure.discard(token)
            self.said[token + "-"] = Said("", "", [])  # tokens are counted, never used twice
            return None
        self.said[token].values = values_of(done.act)
        self.unsure.discard(token)
        machine.held[token] = done.act
        return done.records

    def attach(self, machine: Machine, card: Record, content: bytes) -> None:
        """A scan attached to a card; what is returned from here is durable, content and all."""

        def made(tx: Tx) -> list[Change]:
            return [scanned(tx, machine.operator, card, content)]

        if self.commit(machine, "scan.add", made) is not None:
            machine.contents.add(hashlib.sha256(content).hexdigest())

    @contextmanager
    def beyond_the_rules(self, machine: Machine) -> Iterator[None]:
        """As on a PC whose program was tampered with."""

        class AnythingGoes:
            def check(self, act: object, view: object, author: object) -> None:
                return None

            def adopt(self, home: str) -> None: ...

        rules, machine.ledger.rules = machine.ledger.rules, AnythingGoes()
        try:
            yield
        finally:
            machine.ledger.rules = rules

    @contextmanager
    def enduring(self, machine: Machine, dice: random.Random) -> Iterator[None]:
        """What a machine is asked may fail for its disk; one that stopped is started again."""
        self.touched.add(machine.name)
        try:
            yield
        except EnvironmentFault as fault:
            if machine.disk.dead:
                machine.crash(dice if dice.random() < 0.7 else None)
            elif not (machine.disk.full or machine.disk.read_only):
                raise Broken(f"{machine.name}: {fault} with nothing wrong") from fault
        else:
            if machine.disk.dead:
                # The act was over when the fuse ended: a checkpoint or a tidy-up was cut off.
                machine.crash(dice if dice.random() < 0.7 else None)

    def renew(self, machine: Machine) -> None:
        """Go on under a new node id."""
        self.touched.add(machine.name)
        renew(machine.ledger, seeded_keys(self.keys))

    # Looking

    def everybody(self) -> list[Machine]:
        """Every machine that lives."""
        return [self.office, *self.stations]

    def cards(self, machine: Machine) -> list[Record]:
        """The cards on a machine, in a fixed order."""
        found = machine.ledger.find(Query("person", limit=500)).rows
        return sorted(found, key=lambda record: record.id)

    def new_person(self, area: str) -> dict[str, Any]:
        """Somebody who is on no card yet."""
        self.persons += 1
        return person(self.persons, area=area)


def trust_of(machine: Machine, dice: random.Random) -> Trust:
    """How well founded what is written on a machine is."""
    if machine.ledger.level == "T":
        return dice.choice([Trust.OFFICE, Trust.DECISION, Trust.STATION])
    return dice.choice([Trust.STATION, Trust.STATION, Trust.READER])


_RECORD = re.compile(r"[a-z2-7]{16}\.[0-9]+\.[0-9]+")


def values_of(act: Act) -> list[dict[str, Value]]:
    """What an act says, whatever the records in it are called."""
    return [
        {
            name: "record" if isinstance(value, str) and _RECORD.fullmatch(value) else value
            for name, value in write.set.items()
        }
        for write in act.writes
    ]
