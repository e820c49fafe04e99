"""The records of a first load, whichever way they come in: what follows from them is the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import Connection

from ledger.core.act import Trust
from ledger.core.faults import ForgedInput
from ledger.core.record import EVERYBODY, Change, Record
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.office import OfficeSide
from ledger.store import feed, snapshot, tables
from ledger.store.past import Past
from ledger.store.slots import Place
from ledger.store.snapshot import RecordLine
from ledger.store.writing import AddTokens, add_tokens
from tests.helpers.world import OTHER_VILLAGE, TOWN, VILLAGE, FakeStation, World

PEOPLE = 25
#: What people type and imports bring: texts that are searched, and values that are not.
VALUES = (
    "", " ", "王秀英", "ＷＡＮＧ　秀英", "Ａ１２３", "青石镇柳河村6组67号", "12", "单", "é",
    "㈱" * 20, "尼格麦提拉·阿卜杜热合曼·买买提依明江", "x" * 70, "99010119550617175x",
    None, True, 7, 1.5, ["王", 1], {"b": "二", "a": ["一"]},
)  # fmt: skip
FIELDS = ("name", "id_no", "mobile", "household_no", "hukou_address", "live_address", "card_status")


class _AnythingGoes:
    """Rules that let in whatever is written."""

    def check(self, act: object, view: object, author: object) -> None:
        return None

    def follow_up(self, act: object, view: object) -> list[Change]:
        return []

    def adopt(self, home: str) -> None: ...


class _Undone(Exception):
    """Leaves a transaction without a trace."""


@contextmanager
def _one_by_one(connection: Connection, place: Place) -> Iterator[AddTokens]:
    yield add_tokens


def _messy(chance: random.Random) -> dict[str, object]:
    return {name: chance.choice(VALUES) for name in chance.sample(FIELDS, chance.randint(1, 5))}


def _write_about(world: World, old: FakeStation, chance: random.Random) -> None:
    """Some cards and their edits by two who do not always know of each other."""
    clerk = world.hire(world.office, "张敏", ["T1", "T2"], TOWN, "T")
    for ledger in (old.ledger, world.office):
        ledger.rules = _AnythingGoes()
    cards = [old.create(number, **_messy(chance)).id for number in range(PEOPLE)]
    world.sync(old)
    for _ in range(2 * PEOPLE):
        card, trust = chance.choice(cards), chance.choice(list(Trust))
        ledger, who = chance.choice(((old.ledger, old.operator), (world.office, clerk)))
        kind = chance.choice(("person", "person", "case", "unheard-of"))
        standing = ledger.record(card)
        change = Change(kind, {"area": VILLAGE, "owner": card, **_messy(chance)}, trust=trust)
        if kind == "person" and standing is not None:
            home = {"home": OTHER_VILLAGE} if chance.random() < 0.2 else {}
            change = Change(kind, _messy(chance) | home, card, trust, seen=standing.seen)
        ledger.commit(who, "card.edit", [change])
        if chance.random() < 0.1:
            world.sync(old)
    world.sync(old)


def _content(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the file: tables with their rows, and how they are made."""
    found = {
        table.name: sorted(map(tuple, connection.execute(table.select()).all()), key=repr)
        for table in tables.metadata.tables.values()
    }
    made = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    left = connection.exec_driver_sql("SELECT name, name FROM sqlite_temp_master").all()
    return found | {"made": sorted(map(tuple, made), key=repr), "left": list(map(tuple, left))}


def _loaded(
    station: FakeStation, lines: list[RecordLine], past: Past
) -> dict[str, list[tuple[object, ...]]]:
    """What the file holds with these records, which then are not there any more."""
    content: dict[str, list[tuple[object, ...]]] = {}
    with pytest.raises(_Undone), station.ledger.database.write() as connection:
        snapshot.load(connection, station.ledger.place, lines, past)
        content = _content(connection)
        raise _Undone
    return content


def _taken(world: World) -> tuple[list[RecordLine], Past]:
    office = world.office
    with office.database.read() as connection:
        epoch = office.epoch_in(connection)
        taken = snapshot.take(connection, office.place.office, epoch, [VILLAGE, EVERYBODY], {})
    beside = frozenset(taken.beside)
    return list(taken.lines), Past(feed.beginning(epoch), taken.at, taken.reach, beside)


@pytest.mark.parametrize("seed", range(4))
def test_a_file_is_the_same_whether_tokens_come_at_the_end_or_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    old = world.station("old")
    _write_about(world, old, chance)
    new = world.station("new")
    for number in range(3):
        new.edit(new.create(200 + number), mobile="19988887777")
    # One of his own is in the snapshot already: he sent it, and the answer never came.
    world.side.handle(new.side.outgoing().blob)
    lines, past = _taken(world)
    assert {line.id for line in lines} & {found.id for found in _own(new)}
    with new.ledger.database.read() as connection:
        before = _content(connection)
    at_the_end = _loaded(new, lines, past)
    monkeypatch.setattr(snapshot, "found_afterwards", _one_by_one)
    assert at_the_end == _loaded(new, lines, past)
    assert len(at_the_end["record"]) > PEOPLE
    assert len(at_the_end["search"]) > PEOPLE
    assert at_the_end["left"] == []
    with new.ledger.database.read() as connection:
        assert _content(connection) == before


def _own(station: FakeStation) -> list[Record]:
    return list(station.ledger.search("19988887777").rows)


def _held(station: FakeStation) -> dict[str, tuple[object, ...]]:
    """Every record, by name: what it says, who wrote it, and by what it is found."""
    with station.ledger.database.read() as connection:
        tokens: dict[int, set[str]] = {}
        for row in connection.execute(tables.search.select()):
            tokens.setdefault(row.record, set()).add(row.token)
        found = connection.execute(tables.record.select()).all()
    keys = [f"key{number}" for number in range(len(tables.KEYS))]
    same = ("kind", "area", "owner", "conflicts", "digest", "time", *keys)
    return {
        row.id: (*(getattr(row, name) for name in same), tokens.get(row.number)) for row in found
    }


@pytest.mark.parametrize("seed", range(4, 6))
def test_a_first_load_finds_what_reading_act_by_act_finds(world: World, seed: int) -> None:
    chance = random.Random(seed)
    old = world.station("old")
    _write_about(world, old, chance)
    world.side = OfficeSide(world.office, FirstLoads(10**9))
    slow = world.station("slow")
    world.sync(slow)
    world.side = OfficeSide(world.office, FirstLoads(3))
    quick = world.station("quick")
    world.sync(quick)
    world.sync(slow, quick, slow)
    assert len(_held(quick)) > PEOPLE
    assert _held(quick) == _held(slow)
    assert quick.ledger.digest() == slow.ledger.digest()


@pytest.mark.parametrize(
    "spoiled",
    [
        {"data": "[]"},
        {"data": "{"},
        {"state": b"?"},
        {"state": b"\x93\x91\x91\x01\x80\x80"},
        {"state": b"\x93\x91\x95\xa1x\x01\x02\x03\xc0\x90\x80"},
    ],
)
def test_one_line_that_is_no_record_leaves_nothing_of_all_others(
    world: World, spoiled: dict[str, object]
) -> None:
    old = world.station("old")
    _write_about(world, old, random.Random(6))
    lines, past = _taken(world)
    new = world.station("new")
    with new.ledger.database.read() as connection:
        before = _content(connection)
    lines[-1] = lines[-1]._replace(**spoiled)  # type: ignore[arg-type]
    with pytest.raises(ForgedInput), new.ledger.database.write() as connection:
        snapshot.load(connection, new.ledger.place, lines, past)
    with new.ledger.database.read() as connection:
        assert _content(connection) == before
