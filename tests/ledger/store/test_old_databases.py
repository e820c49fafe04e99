"""Databases of every format that has landed open, hold, and go on exchanging.

Each folder below ``tests/data/databases`` is named for a format (the migration it was written at)
and holds an office and one of its stations, with an act of the station not yet sent, and from 0002
on an attachment of which a part has come. A folder, once landed, is never written again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from ledger.core.act import ActId
from ledger.core.clock import Clock
from ledger.core.record import Change
from ledger.exchange.office import OfficeSide
from ledger.exchange.said_again import first_names
from ledger.exchange.station import StationSide
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting
from ledger.store.migrations import HEAD, current
from ledger.store.opening import open_database, open_ledger, read_identity
from ledger.store.query import Query
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, VILLAGE, catalogue, person

DATABASES = Path(__file__).parents[2] / "data" / "databases"
FORMATS = sorted(path.name for path in DATABASES.iterdir())


@pytest.fixture(params=FORMATS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """An office and a station as a program of that format left them, opened by this one."""
    found = []
    for name, key in (("office", None), ("station", KEY)):
        file = tmp_path / f"{name}.db"
        shutil.copy(DATABASES / request.param / f"{name}.db", file)
        database = open_database(file, key, catalogue())
        assert current(database) == HEAD
        rules = Rulebook(catalogue(), read_identity(database).keys.node)
        feeds = name == "office"
        found.append(open_ledger(database, catalogue(), rules, Clock(FakeWall()), feeds=feeds))
    yield found[0], found[1]
    for ledger in found:
        ledger.close()


def test_fault_50_every_landed_format_has_its_databases() -> None:
    assert HEAD in FORMATS


def test_fault_50_an_old_database_opens_whole(pair: tuple[Ledger, Ledger]) -> None:
    for ledger in pair:
        assert ledger.verify().faults == []
        assert ledger.search("赵国强").total == 1


def test_fault_50_an_old_station_goes_on_with_an_old_office(pair: tuple[Ledger, Ledger]) -> None:
    office, station = pair
    assert station.unsent().count == 1
    side = StationSide(station, "0.1.0")
    for _ in range(3):
        answer = OfficeSide(office).handle(side.outgoing().blob)
        outcome = side.incoming(answer.blob)
    assert outcome.digest_equal is True
    assert station.unsent().count == 0
    # What was half way over when that program stopped has come.
    assert office.under_way().count == station.under_way().count == 0
    for scan in office.find(Query("attachment")).rows:
        assert office.local.files.holds(str(scan.data["file"]))
    assert office.find(Query("person")).total == station.find(Query("person")).total == 3


def test_fault_50_an_old_station_goes_on_writing_and_its_office_takes_it(
    pair: tuple[Ledger, Ledger],
) -> None:
    office, station = pair
    side = StationSide(station, "0.1.0")
    operator = next(row for row in station.find(Query("staff")).rows if row.area == VILLAGE)
    card = station.search("赵国强").rows[0]
    change = Change("person", {"mobile": "19977770050"}, record=card.id, seen=card.seen)
    station.commit(operator, "card.edit", [change])
    station.commit(operator, "card.create", [Change("person", {**person(50), "area": VILLAGE})])
    for _ in range(3):
        outcome = side.incoming(OfficeSide(office).handle(side.outgoing().blob).blob)
    assert outcome.digest_equal is True
    assert station.find(Query("refusal")).total == 0
    for ledger in pair:
        assert ledger.search("19977770050").rows[0].id == card.id
        assert ledger.find(Query("person")).total == 4
        assert ledger.verify().faults == []


def test_fault_50_what_an_act_was_let_in_for_is_kept_beside_what_comes_later(
    tmp_path: Path,
) -> None:
    file = tmp_path / "office.db"
    shutil.copy(DATABASES / "0002" / "office.db", file)
    with closing(sqlite3.connect(file)) as old, old:
        add = "INSERT INTO setting (office, key, value) VALUES (1, ?, ?)"
        old.execute(add, ("stood_for.abc", msgspec.msgpack.encode({7: ("def", 3)})))
        old.execute(add, ("stood_for_nothing", msgspec.msgpack.encode({7: ("def", 3)})))
    database = open_database(file, None, catalogue())
    with database.read() as connection:
        assert read_setting(connection, 1, "stood_for.abc") == {7: [["def", 3]]}
        assert read_setting(connection, 1, "stood_for_nothing") == {7: ["def", 3]}
        assert first_names(connection, 1) == {ActId("def", 3): [ActId("abc", 7)]}
    database.close()
