"""Fault cases 46 and 48: who says it, who may, and what was made to do harm."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
import zstandard

from ledger.core.act import Act, Trust
from ledger.core.faults import ForgedInput, Stranger
from ledger.core.keys import NodeKeys
from ledger.core.record import Change
from ledger.exchange.payload import Pull
from ledger.store import nodes
from ledger.store.feed import Cursor
from ledger.store.query import Query
from ledger.store.renewal import renew
from station_client.link.answers import Refused
from station_client.link.line import Line
from tests.faults.forging import acts_of, opened, packed, said, sealed, with_acts, wrapped
from tests.faults.hands import clerk, office_edit, settle_down, tampered
from tests.faults.wire import courier, served
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World, person, texts

DEEP = b"\x91" * 100_000 + b"\xc0"


def _revoke(world: World, node: str) -> None:
    place = world.office.place
    with world.office.database.write() as connection:
        known = nodes.get(connection, place.office, node)
        assert known is not None
        nodes.put(connection, place.office, replace(known, revoked=world.wall()))


def test_fault_46_a_revoked_pc_is_turned_away_and_told_and_keeps_its_work(world: World) -> None:
    station = world.station()
    station.create(1)
    world.sync(station)
    _revoke(world, station.ledger.node)
    card = station.create(2)
    with served(world) as (host, port), pytest.raises(Stranger) as caught:
        courier(station, f"http://{host}:{port}").by_line()
    assert (caught.value.code, caught.value.params["reason"]) == ("link.not-known", "node.revoked")
    assert texts()("fault.link.not-known", **caught.value.params)
    with pytest.raises(Stranger):
        world.side.handle(station.side.outgoing().blob, live=False)
    assert world.office.record(card.id) is None
    assert station.read(card.id) == card
    assert station.ledger.unsent().count == 1


def test_fault_46_a_pc_nobody_enrolled_gets_no_answer_it_could_read(world: World) -> None:
    station = world.station()
    stranger = NodeKeys.generate()
    payload = opened(world, station)
    assert payload.hello is not None
    greeting = msgspec.structs.replace(payload.hello, keys=stranger.public, secret=bytes(32))
    for hello in (None, greeting):
        blob = said(world, station, stranger, sender=stranger.node, hello=hello, segments=())
        with pytest.raises(Stranger):
            world.side.handle(blob)
    assert world.office.find(Query("person")).total == 0


def test_fault_46_acts_of_one_station_in_the_journal_of_another_are_refused(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    world.sync(one, two)
    one.create(1)
    (act,) = acts_of(opened(world, one))

    def as_two(mine: Act) -> Act:
        return msgspec.structs.replace(mine, node=two.ledger.node)

    forged = {
        "under the other's name": with_acts(world, one, as_two, node=two.ledger.node),
        "the other's acts": with_acts(world, one, as_two),
        "the other's signature": with_acts(world, one, lambda mine: mine, keys=two.ledger.keys),
        "numbers of its own choice": with_acts(
            world, one, lambda mine: msgspec.structs.replace(mine, seq=mine.seq + 5)
        ),
    }
    for what, blob in forged.items():
        with pytest.raises(ForgedInput) as caught:
            world.side.handle(blob)
        assert caught.value.code in ("bundle.wrong-author", "bundle.bad-signature"), what
    assert act.node == one.ledger.node
    assert world.office.find(Query("person")).total == 0
    settle_down(world, one, two)


def test_fault_46_an_act_in_the_name_of_nobody_is_refused_by_the_office(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    world.sync(one, two)
    forged: list[str] = []
    with tampered(one.ledger):
        for name in ("nobody.1.0", "", one.ledger.node):
            actor = replace(one.operator, id=name)
            fields = person(10 + len(forged), area=one.operator.area)
            done = one.ledger.commit(actor, "card.create", [Change("person", fields)])
            forged.append(done.records[0])
    honest = one.create(1)
    settle_down(world, one, two)
    assert [world.office.record(record) for record in forged] == [None, None, None]
    assert [two.ledger.record(record) for record in forged] == [None, None, None]
    assert world.office.record(honest.id) is not None


def test_fault_46_a_station_speaks_for_its_own_people_only(world: World) -> None:
    """A changed program writes in the name of a clerk, and of the next village's operator."""
    one = world.station("one")
    two = world.station("two", area=OTHER_VILLAGE)
    world.sync(one, two)
    forged: list[str] = []
    with tampered(one.ledger):
        for actor in (clerk(world), two.operator):
            fields = person(20 + len(forged), area=one.operator.area)
            done = one.ledger.commit(actor, "card.create", [Change("person", fields)])
            forged.append(done.records[0])
    settle_down(world, one, two)
    assert [world.office.record(record) for record in forged] == [None, None]
    codes = {str(row.data["code"]) for row in one.ledger.find(Query("refusal")).rows}
    assert codes == {"actor.elsewhere"}


def test_fault_46_keys_given_up_sign_nothing_under_the_new_name(world: World) -> None:
    """A PC took new keys; whoever has the old ones cannot write on in its journal."""
    station = world.station()
    station.create(1)
    world.sync(station)
    former = station.ledger.keys
    renew(station.ledger)
    world.sync(station)
    card = station.create(2)
    forged = {
        "the bundle": said(world, station, former),
        "the journal": with_acts(world, station, lambda act: act, keys=former),
    }
    for what, blob in forged.items():
        with pytest.raises(ForgedInput) as caught:
            world.side.handle(blob)
        assert caught.value.code == "bundle.bad-signature", what
    assert world.office.record(card.id) is None
    settle_down(world, station)
    assert world.office.record(card.id) is not None


def test_fault_46_a_trust_above_ones_own_is_refused(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    office_edit(world, clerk(world), card.id, mobile="19900000046")
    world.sync(station)
    with tampered(station.ledger):
        change = Change("person", {"mobile": "19900000047"}, card.id, Trust.DECISION)
        station.ledger.commit(station.operator, "card.edit", [change])
    settle_down(world, station)
    found = world.office.record(card.id)
    assert found is not None
    assert found.data["mobile"] == station.read(card.id).data["mobile"] == "19900000046"


@pytest.mark.parametrize(("number", "code"), [(0, "too-old"), (-1, "too-old"), (2, "too-new")])
def test_fault_46_a_format_that_never_was_is_no_way_around_the_checks(
    world: World, number: int, code: str
) -> None:
    station = world.station()
    station.create(1)
    with pytest.raises(ForgedInput) as caught:
        world.side.handle(said(world, station, format=number))
    assert caught.value.code == f"bundle.{code}"
    assert texts()(f"fault.bundle.{code}", **caught.value.params)
    assert world.office.find(Query("person")).total == 0


def _nested(depth: int) -> Callable[[Act], Act]:
    value: object = "x"
    for _ in range(depth):
        value = [value]

    def change(act: Act) -> Act:
        if not act.action.startswith("card"):
            return act
        (write,) = act.writes
        content = {**write.set, "live_address": value}
        return msgspec.structs.replace(act, writes=(msgspec.structs.replace(write, set=content),))

    return change


HOSTILE: dict[str, Callable[[World, FakeStation], bytes]] = {
    "nothing": lambda world, station: b"",
    "noise": lambda world, station: bytes(range(256)) * 40,
    "an armoured file": lambda world, station: b"-----BEGIN AGE ENCRYPTED FILE-----\n",
    "nested envelope": lambda world, station: sealed(world, DEEP),
    "nested signature": lambda world, station: sealed(world, b"\x93\xa1a" + DEEP + b"\xc0"),
    "no body": lambda world, station: wrapped(world, station, b""),
    "body that is no zstd": lambda world, station: wrapped(world, station, b"x" * 100),
    "body of unknown size": lambda world, station: wrapped(
        world, station, zstandard.ZstdCompressor(write_content_size=False).compress(bytes(99))
    ),
    "bomb": lambda world, station: wrapped(world, station, packed(bytes(250 << 20))),
    "bomb that lies": lambda world, station: wrapped(
        world, station, packed(bytes(9))[:5] + packed(bytes(250 << 20))[8:]
    ),
    "nested payload": lambda world, station: wrapped(world, station, packed(DEEP)),
    "nested report": lambda world, station: wrapped(
        world,
        station,
        packed(b"\x9c\x01\xa1a\xa1b\x01\x00\xc0\x90\x90\xc0\xc0\x90\x81\xa1r" + DEEP),
    ),
    "nested acts": lambda world, station: said(
        world,
        station,
        segments=(msgspec.structs.replace(opened(world, station).segments[0], acts=DEEP),),
    ),
    "no acts": lambda world, station: said(
        world,
        station,
        segments=(msgspec.structs.replace(opened(world, station).segments[0], acts=b""),),
    ),
    "before the beginning": lambda world, station: said(
        world,
        station,
        segments=(msgspec.structs.replace(opened(world, station).segments[0], first=-5),),
    ),
}


@pytest.mark.parametrize("made", HOSTILE)
def test_fault_48_what_was_made_to_do_harm_is_refused_in_words_and_cheaply(
    world: World, made: str
) -> None:
    station = world.station()
    station.create(1)
    blob = HOSTILE[made](world, station)
    before = world.office.acts()
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(ForgedInput) as caught:
        world.side.handle(blob)
    spent = time.process_time() - begun
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert texts()(f"fault.{caught.value.code}", **caught.value.params)
    assert peak < 32 << 20
    assert spent < 3
    assert world.office.acts() == before
    settle_down(world, station)


@pytest.mark.parametrize("made", ["nested report", "nested acts", "bomb"])
def test_fault_48_over_the_line_it_is_a_plain_refusal_and_no_trouble_of_the_office(
    world: World, made: str
) -> None:
    station = world.station()
    blob = HOSTILE[made](world, station)
    with served(world) as (host, port):
        line = Line("line", f"http://{host}:{port}")
        with pytest.raises(Refused) as caught:
            line.exchange(blob)
        line.close()
    assert caught.value.params["reason"] in ("bundle.unreadable", "bundle.too-large")
    assert caught.value.params["message"]


@pytest.mark.parametrize("depth", [3, 100, 400])
def test_fault_48_a_value_nested_deeper_than_any_form_harms_nobody(
    world: World, depth: int
) -> None:
    station = world.station()
    card = station.create(1)
    answer = world.side.handle(with_acts(world, station, _nested(depth)))
    assert answer.refused == 1
    assert world.office.record(card.id) is None
    assert world.office.verify().ok


def test_fault_48_what_a_station_says_of_itself_can_be_anything(world: World) -> None:
    station = world.station()
    reports = [
        {"unsent": "'; DROP TABLE act;--", "oldest": [1, {"a": 2}], "version": {}},
        {"unsent": -5, "oldest": 2**63 - 1, "version": "x" * 10_000},
        {"unsent": True, "oldest": None, "<script>": 1},
    ]
    for report in reports:
        world.side.handle(said(world, station, report=report))
        kept = world.side.contacts.newest()[station.ledger.node].report
        assert set(kept) <= {"version"}
        assert len(str(kept.get("version", ""))) <= 40
    settle_down(world, station)


def test_fault_48_numbers_from_the_edge_of_the_world_are_only_numbers(world: World) -> None:
    station = world.station()
    for number in (-(2**63), 2**63 - 1):
        answer = world.side.handle(said(world, station, number=number, time=number))
        place = Cursor(world.office.epoch(), number, b"x")
        other = world.side.handle(said(world, station, pull=Pull(place)))
        assert (answer.refused, other.refused) == (0, 0)
        settle_down(world, station)


@pytest.mark.parametrize(
    "name",
    [
        '"; DROP TABLE act;--',
        "mobile' OR '1'='1",
        "a\0b",
        "json_extract(data,'$')",
        "名字",
        "x" * 5000,
    ],
)
def test_fault_48_a_field_named_like_a_program_is_refused_and_never_run(
    world: World, name: str
) -> None:
    station = world.station()
    with tampered(station.ledger):
        station.create(1, **{name: "1"})
    station.create(2)
    settle_down(world, station)
    assert world.office.find(Query("person")).total == 1
    assert station.ledger.find(Query("refusal")).total == 1
