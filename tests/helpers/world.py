"""A small world: one office and some stations, real ledgers on real files, carried by hand."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ledger.catalogue.model import Catalogue
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Lang, Texts
from ledger.core.clock import Clock
from ledger.core.keys import NodeKeys
from ledger.core.record import EVERYBODY, Change, Record
from ledger.exchange import invitation
from ledger.exchange.invitation import Invitation
from ledger.exchange.office import Answer, OfficeSide
from ledger.exchange.station import Outcome, StationSide
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.compose import Tx
from ledger.store.ledger import Committed, Ledger
from ledger.store.opening import (
    Identity,
    create_ledger,
    open_database,
    open_ledger,
    read_identity,
)
from ledger.store.renewal import renew

TOWN = "990101001000"
VILLAGE = "990101001001"
OTHER_VILLAGE = "990101001002"
KEY = bytes(range(32))
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@cache
def catalogue() -> Catalogue:
    """The declared business, read once for all tests."""
    return Catalogue.load()


@cache
def texts(lang: Lang = "zh") -> Texts:
    """What people read, read once for all tests."""
    return Texts.load(resources_root(), lang)


@cache
def _empty_database(key: bytes | None) -> bytes:
    """A database file as the program makes it, made once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        open_database(file, key, catalogue()).close()
        return file.read_bytes()


def person(number: int = 1, **more: object) -> dict[str, object]:
    """The fields of an invented resident; ``number`` makes him somebody else."""
    born = f"19{60 + number % 40:02d}{1 + number % 12:02d}{1 + number % 28:02d}"
    seventeen = f"990101{born}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return {
        "area": VILLAGE,
        "name": f"居{_STEMS[number % 10]}{_STEMS[number // 10 % 10]}",
        "id_type": "01",
        "id_no": seventeen + "10X98765432"[total % 11],
        "mobile": f"199{number:08d}",
        **more,
    }


def picture(size: int = 20_000, seed: int = 1) -> bytes:
    """A content that begins as a JPEG does, of so many bytes that no packing makes smaller."""
    return b"\xff\xd8\xff\xe0" + random.Random(seed).randbytes(size - 4)


def scanned(tx: Tx, actor: Actor, owner: Record, content: bytes, **more: object) -> Change:
    """What attaches a content to a record, the content kept with it."""
    name = tx.keep(content, "image/jpeg")
    fields = {
        "area": owner.area, "owner": owner.id, "title": "身份证", "file": name,
        "media": "image/jpeg", "size": len(content), "added_at": "2026-01-05T09:00",
        "added_by": actor.id, "added_by_name": actor.name,
    }  # fmt: skip
    return Change("attachment", {**fields, **more})


def attach(
    ledger: Ledger, actor: Actor, owner: Record, content: bytes, **more: object
) -> Committed:
    """One act that attaches a content to a record."""
    return ledger.commit(actor, "scan.add", lambda tx: [scanned(tx, actor, owner, content, **more)])


@dataclass
class FakeStation:
    """One station of the world."""

    ledger: Ledger
    side: StationSide
    operator: Actor

    def create(self, number: int = 1, **more: object) -> Record:
        """A new card; gives the record."""
        fields = {**person(number), "area": self.operator.area, **more}
        done = self.ledger.commit(self.operator, "card.create", [Change("person", fields)])
        return self.read(done.records[0])

    def edit(self, record: Record, **fields: object) -> Record:
        """Change a card as it was read in ``record``."""
        change = Change("person", fields, record=record.id, seen=record.seen)
        self.ledger.commit(self.operator, "card.edit", [change])
        return self.read(record.id)

    def attach(self, owner: Record, content: bytes, **more: object) -> Record:
        """A scan attached to a card or a case, its content in the same act."""
        done = attach(self.ledger, self.operator, owner, content, **more)
        return self.read(done.records[0])

    def read(self, record: str) -> Record:
        """A record that must be there."""
        found = self.ledger.record(record)
        assert found is not None
        return found


class World:
    """One office and its stations below a folder."""

    def __init__(self, folder: Path, wall: Callable[[], int]) -> None:
        self.folder = folder
        self.wall = wall
        self.office = self._ledger("office", Identity(NodeKeys.generate(), "T", TOWN, "", "青石镇"))
        self.side = OfficeSide(self.office)
        self.clerk = self.hire(self.office, "李明", ["T3"], EVERYBODY, "T")

    def _ledger(self, name: str, identity: Identity) -> Ledger:
        key = None if identity.level == "T" else KEY
        file = self.folder / f"{name}.db"
        file.write_bytes(_empty_database(key))
        database = open_database(file, key, catalogue())
        clock = Clock(self.wall)
        rules = Rulebook(catalogue(), identity.keys.node, clock)
        feeds = identity.level == "T"
        return create_ledger(database, identity, catalogue(), rules, clock, feeds=feeds)

    def hire(self, ledger: Ledger, name: str, posts: list[str], area: str, level: str) -> Actor:
        """A member of staff in the ledger where he works."""
        nobody = Actor("", "", frozenset(), "V", area)
        station = ledger.author.station
        fields = {
            "area": area, "name": name, "posts": posts, "level": level, "station": station,
            "active": True, "train_passed": "2026-01-05",
        }  # fmt: skip
        done = ledger.commit(nobody, "staff.create", [Change("staff", fields)])
        who = "V" if level == "V" else "T"
        return Actor(done.records[0], name, frozenset(posts), who, area, station)

    def invite(self, area: str = VILLAGE, name: str = "柳河村") -> Invitation:
        """An enrolment file of the office."""
        return invitation.invite(
            self.office, "青石镇人社所", name=name, area=area, station=area + "01",
            terminal="01", addresses=("http://127.0.0.1:9",),
        )  # fmt: skip

    def station(self, name: str = "liuhe", area: str = VILLAGE) -> FakeStation:
        """A new station, enrolled from a file, not yet heard of by the office."""
        ticket = Invitation.from_bytes(self.invite(area, name).to_bytes())
        ledger = self._ledger(name, ticket.identity(NodeKeys.generate()))
        invitation.remember(ledger, ticket)
        operator = self.hire(ledger, "王秀英", ["V1", "V2"], area, "V")
        return FakeStation(ledger, StationSide(ledger, "0.1.0"), operator)

    def copy_of(
        self,
        station: FakeStation,
        name: str,
        wall: Callable[[], int] | None = None,
        births: int | None = None,
    ) -> FakeStation:
        """The same station on a copied disk, as it is at this moment, opened as its own PC; by a
        program of before births were drawn where they are 0 (see `Place`)."""
        file = self.folder / f"copy-{name}.db"
        raw = station.ledger.database.engine.raw_connection()
        raw.cursor().execute(f"VACUUM INTO '{file}'")
        raw.close()
        return self._opened(file, station, wall or self.wall, births)

    def beside(self, station: FakeStation) -> FakeStation:
        """A second program on the same ledger, as the scheduler's run is beside the window."""
        with station.ledger.database.read() as connection:
            _, _, file = connection.exec_driver_sql("PRAGMA database_list").one()
        return self._opened(Path(file), station, self.wall)

    def _opened(
        self, file: Path, like: FakeStation, wall: Callable[[], int], births: int | None = None
    ) -> FakeStation:
        database = open_database(file, KEY, catalogue())
        clock = Clock(wall)
        rules = Rulebook(catalogue(), read_identity(database).keys.node, clock)
        ledger = open_ledger(database, catalogue(), rules, clock, births=births)
        return FakeStation(ledger, StationSide(ledger, "0.1.0"), like.operator)

    def once(self, station: FakeStation) -> tuple[Answer, Outcome]:
        """One round trip."""
        answer = self.side.handle(station.side.outgoing().blob)
        outcome = station.side.incoming(answer.blob)
        if outcome.retire:
            renew(station.ledger)
        return answer, outcome

    def sync(self, *stations: FakeStation) -> Outcome:
        """Exchange until nobody has anything new; gives the last outcome."""
        for station in stations:
            for _ in range(50):
                waiting = station.side.outgoing().more
                _, outcome = self.once(station)
                if not (waiting or outcome.more):
                    break
        return outcome

    def close(self) -> None:
        """Close the office (stations close with the test's folder)."""
        self.office.close()
