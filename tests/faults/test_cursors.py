"""Fault cases 11 to 20: cursors, receipts, and saying things twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from ledger.core.faults import EnvironmentFault, ForgedInput
from ledger.core.record import Change
from ledger.exchange.envelope import MAX_SEALED_BYTES
from ledger.exchange.office import OfficeSide
from ledger.store import tables
from ledger.store.query import Query
from tests.faults.hands import settle_down, tampered
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World, person


def _cursor(station: FakeStation) -> object:
    return station.ledger.local.settings.get("feed.cursor")


def test_fault_11_pushes_at_the_same_time_never_hide_an_act_from_a_reader(world: World) -> None:
    reader = world.station("reader")
    world.sync(reader)
    writers = [world.station(f"writer{number}") for number in range(4)]
    for place, writer in enumerate(writers):
        for number in range(5):
            writer.create(10 * place + number)
    over = threading.Event()

    def push(writer: FakeStation) -> None:
        while writer.side.outgoing(limit_bytes=1).acts:
            _one_act(world, writer)

    def read() -> None:
        while not over.is_set():
            world.once(reader)

    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        try:
            for done in [pool.submit(push, writer) for writer in writers]:
                done.result()
        finally:
            over.set()
        reading.result()
    settle_down(world, reader)
    assert reader.ledger.find(Query("person")).total == 20


def _one_act(world: World, station: FakeStation) -> None:
    answer = world.side.handle(station.side.outgoing(limit_bytes=1).blob)
    station.side.incoming(answer.blob)


def test_fault_12_a_receipt_without_a_page_leaves_the_place_in_the_feed_alone(
    world: World,
) -> None:
    one, two = world.station("one"), world.station("two")
    world.sync(one, two)
    before = _cursor(two)
    one.create(1)
    world.sync(one)
    two.create(2)
    request = two.side.outgoing()
    world.side.handle(request.blob)
    assert _cursor(two) == before
    outcome = world.sync(two)
    assert outcome.digest_equal is True
    assert two.ledger.find(Query("person")).total == 2


def test_fault_13_one_bundle_three_times_and_from_many_hands_at_once(world: World) -> None:
    station = world.station()
    station.create(1)
    blob = station.side.outgoing().blob
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: world.side.handle(blob), range(12)))
    assert sorted(answer.acts for answer in answers) == [0] * 11 + [2]
    assert world.office.find(Query("person")).total == 1
    assert world.office.verify().ok
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda answer: station.side.incoming(answer.blob), answers))
    assert station.ledger.unsent().count == 0
    settle_down(world, station)


def test_fault_14_the_answer_is_lost_again_and_again(world: World) -> None:
    station = world.station()
    for number in range(3):
        station.create(number)
        world.side.handle(station.side.outgoing().blob)
    assert station.ledger.unsent().count == 4
    settle_down(world, station)
    assert world.office.find(Query("person")).total == 3


def test_fault_15_one_bad_act_in_the_middle_and_all_others_are_kept(world: World) -> None:
    station = world.station()
    station.create(1)
    with tampered(station.ledger):
        stray = station.create(2, area=OTHER_VILLAGE)
    after = station.create(3)
    answer = world.side.handle(station.side.outgoing().blob)
    assert (answer.acts, answer.refused) == (4, 1)
    outcome = station.side.incoming(answer.blob)
    assert (outcome.confirmed, outcome.refused) == (4, 1)
    assert world.office.record(stray.id) is None
    assert world.office.record(after.id) is not None
    settle_down(world, station)


def test_fault_15_five_hundred_bad_acts_do_not_stop_the_good_one_behind_them(world: World) -> None:
    station = world.station()
    with tampered(station.ledger):
        for number in range(1, 521):
            change = Change("person", person(number, area=OTHER_VILLAGE))
            station.ledger.commit(station.operator, "x" * 900, [change])
    good = station.create(2000)
    settle_down(world, station)
    assert world.office.record(good.id) is not None
    assert world.office.find(Query("person")).total == 1
    assert station.ledger.find(Query("refusal", limit=1)).total == 520


def test_fault_16_a_stick_with_the_middle_is_lost_and_comes_by_line_later(world: World) -> None:
    station = world.station()
    first = station.side.outgoing()
    answer = world.side.handle(first.blob, live=False)
    station.side.incoming(answer.blob)
    station.create(1)
    lost = station.side.outgoing()
    station.create(2)
    # As if the station believed the lost stick had arrived: the segment begins behind a gap.
    mark = station.ledger.confirmed() + 1
    with station.ledger.database.write() as connection:
        hashed = sa.select(tables.act.c.hash).where(
            tables.act.c.node == station.ledger.node, tables.act.c.seq == mark
        )
        value = connection.execute(hashed).scalar_one()
        connection.execute(sa.update(tables.receipt).values(seq=mark, hash=value))
    answer = world.side.handle(station.side.outgoing().blob, live=False)
    assert answer.acts == 0
    assert world.office.find(Query("person")).total == 0
    station.side.incoming(answer.blob)
    settle_down(world, station)
    assert world.office.find(Query("person")).total == 2
    assert world.side.handle(lost.blob, live=False).acts == 0


def test_fault_17_a_page_that_could_not_be_applied_is_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = world.station("one"), world.station("two")
    world.sync(one, two)
    one.create(1)
    world.sync(one)
    before, ticks = _cursor(two), two.ledger.clock.tick()
    answer = world.side.handle(two.side.outgoing().blob)

    def full(*_: object) -> None:
        raise EnvironmentFault("store.disk-full")

    with monkeypatch.context() as patch:
        patch.setattr("ledger.store.batch.write_records", full)
        with pytest.raises(EnvironmentFault):
            two.side.incoming(answer.blob)
    assert _cursor(two) == before
    assert two.ledger.find(Query("person")).total == 0
    assert two.ledger.clock.tick() - ticks < 1 << 32
    two.side.incoming(answer.blob)
    assert two.ledger.find(Query("person")).total == 1
    settle_down(world, two)


def test_fault_18_pages_cut_at_every_act_lose_nothing_and_repeat_nothing(world: World) -> None:
    world.side = OfficeSide(world.office, page_bytes=1)
    one, two = world.station("one"), world.station("two")
    for number in range(6):
        one.create(number)
    world.sync(one)
    rounds = received = 0
    while True:
        _, outcome = world.once(two)
        rounds, received = rounds + 1, received + outcome.received
        if rounds == 3:
            one.create(50)  # somebody writes while pages are being read
            world.sync(one)
        if not outcome.more:
            break
    assert received == 9  # seven cards, their operator, and the office's clerk
    settle_down(world, two)
    assert two.ledger.find(Query("person")).total == 7


def test_fault_18_an_empty_bundle_and_an_empty_page_are_quite_in_order(world: World) -> None:
    station = world.station()
    world.sync(station)
    parcel = station.side.outgoing()
    assert (parcel.acts, parcel.more) == (0, False)
    answer = world.side.handle(parcel.blob)
    assert (answer.acts, answer.sent) == (0, 0)
    assert station.side.incoming(answer.blob).digest_equal is True


def test_fault_19_more_than_fits_goes_in_pieces(world: World) -> None:
    station = world.station()
    for number in range(12):
        station.create(number)
    sizes = []
    while True:
        parcel = station.side.outgoing(limit_bytes=700)
        sizes.append(parcel.acts)
        station.side.incoming(world.side.handle(parcel.blob).blob)
        if not parcel.more:
            break
    assert len(sizes) > 3
    assert sum(sizes) == 13
    settle_down(world, station)


def test_fault_19_a_single_act_larger_than_the_limit_still_goes(world: World) -> None:
    station = world.station()
    with tampered(station.ledger):
        station.create(1, live_address="长" * 20_000)
    parcels = []
    for _ in range(5):
        parcel = station.side.outgoing(limit_bytes=100)
        parcels.append(parcel.acts)
        station.side.incoming(world.side.handle(parcel.blob).blob)
    assert parcels == [1, 1, 0, 0, 0]
    assert station.ledger.unsent().count == 0


def test_fault_19_a_blob_beyond_all_bounds_is_refused_unread(world: World) -> None:
    station = world.station()
    with pytest.raises(ForgedInput) as caught:
        world.side.handle(bytes(MAX_SEALED_BYTES + 1))
    assert caught.value.code == "bundle.too-large"
    with pytest.raises(ForgedInput):
        station.side.incoming(bytes(MAX_SEALED_BYTES + 1))


def test_fault_20_with_nothing_to_say_nobody_writes_and_nothing_grows(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    one.create(1)
    settle_down(world, one, two)
    files = [world.folder / f"{name}.db-wal" for name in ("one", "two", "office")]
    before = [file.read_bytes() for file in files]
    for _ in range(3):
        for station in (one, two):
            answer, outcome = world.once(station)
            assert (answer.acts, answer.sent) == (0, 0)
            assert not outcome.more
    assert [file.read_bytes() for file in files] == before
