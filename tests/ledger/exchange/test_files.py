"""Scans and photos on their way between station and office."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.core.keys import NodeKeys
from ledger.core.record import Change, Record
from ledger.exchange import files as exchange_files
from ledger.exchange.bounds import CONTENT_BYTES
from ledger.exchange.office import OfficeSide
from ledger.exchange.payload import Want
from ledger.exchange.station import StationSide
from ledger.store import files, tables, under_way
from ledger.store.files import name_of
from ledger.store.ledger import Ledger
from ledger.store.renewal import renew
from tests.faults.forging import said
from tests.helpers.world import OTHER_VILLAGE, TOWN, VILLAGE, World, attach, picture

#: An uncompressed white page: it packs a thousand times smaller.
BLANK_PAGE = b"%PDF-1.4\n" + b"\xff" * (6 << 20)


def content_at(ledger: Ledger, record: Record) -> bytes | None:
    return ledger.local.files.get(str(record.data["file"]))


def lose(ledger: Ledger, name: str) -> None:
    """A content is gone, as after a restore from an older backup."""
    with ledger.database.write() as connection:
        column = tables.file.c.sha256
        connection.execute(sa.delete(tables.file).where(column == name))
        files.follow_all(connection, ledger.place)


def test_a_scan_reaches_the_office_behind_its_act(world: World) -> None:
    station = world.station()
    content = picture(30_000)
    scan = station.attach(station.create(1), content)
    world.once(station)
    arrived = world.office.record(scan.id)
    assert arrived is not None
    assert content_at(world.office, scan) is None
    assert world.office.under_way().coming == {scan.id: scan.owner}
    world.sync(station)
    assert content_at(world.office, scan) == content
    assert world.office.under_way().count == station.ledger.under_way().count == 0


def test_a_large_scan_goes_in_pieces_and_goes_on_at_the_byte_reached(world: World) -> None:
    station = world.station()
    content = picture(3 * CONTENT_BYTES + 5)
    scan = station.attach(station.create(1), content)
    world.once(station)
    world.once(station)
    assert station.ledger.under_way().bytes == len(content) - CONTENT_BYTES
    # Both programs stop; the answer to a further piece is lost on the way.
    world.side = OfficeSide(world.office)
    station.side = StationSide(station.ledger, "0.1.0")
    world.side.handle(station.side.outgoing().blob)
    station.side = StationSide(station.ledger, "0.1.0")
    parcel = station.side.outgoing()
    assert parcel.files == CONTENT_BYTES
    before = world.office.under_way().bytes
    assert before == len(content) - 2 * CONTENT_BYTES
    world.sync(station)
    assert content_at(world.office, scan) == content


def test_a_thin_line_gets_small_pieces_both_ways(world: World) -> None:
    first, second = world.station("liuhe"), world.station("liuhe2")
    world.sync(first, second)
    scan = first.attach(first.create(1), picture(100_000))
    world.sync(first)
    world.once(second)
    parcel = second.side.outgoing(16 << 10)
    answer = world.side.handle(parcel.blob)
    assert answer.files_sent == 16 << 10
    assert second.side.incoming(answer.blob).files == 16 << 10
    world.sync(second)
    assert content_at(second.ledger, scan) == picture(100_000)


def test_the_same_content_is_kept_and_sent_once(world: World) -> None:
    station = world.station()
    card, content = station.create(1), picture(50_000)
    station.attach(card, content)
    station.attach(card, content, title="第二次")
    world.once(station)
    parcel = station.side.outgoing()
    assert parcel.files == len(content)
    world.side.handle(parcel.blob)
    assert world.office.under_way().count == 0


def test_another_pc_of_the_village_gets_it_and_another_village_does_not(world: World) -> None:
    first, second = world.station("liuhe"), world.station("liuhe2")
    other = world.station("beigou", OTHER_VILLAGE)
    world.sync(first, second, other)
    scan = first.attach(first.create(1), picture())
    world.sync(first, second, other)
    assert content_at(second.ledger, scan) == picture()
    # A station that asks for what it was never told of gets nothing.
    name = bytes.fromhex(str(scan.data["file"]))
    blob = said(world, other, wants=(Want(name, 0),))
    assert world.side.handle(blob).files_sent == 0


def test_scans_of_somebody_who_moved_are_asked_of_every_pc_of_his_old_village(
    world: World,
) -> None:
    broken, second = world.station("liuhe"), world.station("liuhe2")
    other = world.station("beigou", OTHER_VILLAGE)
    card = broken.create(1)
    scan = broken.attach(card, picture())
    world.sync(broken, second, other)
    name = str(scan.data["file"])
    clerk = world.hire(world.office, "孙丽", ["T1"], TOWN, "T")
    told = {"area": VILLAGE, "owner": card.id, "home": OTHER_VILLAGE, "name": "赵国强"}
    moves = [Change(each.kind, {"area": OTHER_VILLAGE}, each.id) for each in (card, scan)]
    world.office.commit(clerk, "card.move", [*moves, Change("move", told)])
    lose(world.office, name)
    # The PC that added it is never seen again.
    world.sync(other)
    assert content_at(other.ledger, scan) is None
    world.sync(second, other)
    assert content_at(world.office, scan) == content_at(other.ledger, scan) == picture()


def test_nothing_missing_costs_two_bytes_and_no_write(world: World) -> None:
    station = world.station()
    station.attach(station.create(1), picture())
    world.sync(station)
    logs = [world.folder / name for name in ("liuhe.db-wal", "office.db-wal")]
    before = [log.read_bytes() for log in logs]
    answer, outcome = world.once(station)
    assert not outcome.more
    assert len(answer.blob) < 900
    assert [log.read_bytes() for log in logs] == before


def test_what_nobody_has_holds_up_nothing(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.once(station)
    _lose(station.ledger, scan)
    outcome = world.sync(station)
    assert not outcome.more
    assert outcome.digest_equal is True
    assert world.office.under_way().count == 1
    station.create(2)
    assert world.sync(station).digest_equal is True


def test_a_void_attachment_is_not_asked_for(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    station.ledger.commit(
        station.operator, "scan.void", [Change("attachment", {"void": "传错了"}, scan.id)]
    )
    world.sync(station)
    assert world.office.under_way().count == 0
    assert content_at(world.office, scan) is None
    station.ledger.commit(
        station.operator, "scan.void", [Change("attachment", {"void": None}, scan.id)]
    )
    world.sync(station)
    assert content_at(world.office, scan) == picture()


def test_an_office_from_yesterdays_backup_gets_its_files_again(
    world: World, tmp_path: Path
) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    old = _copy(world.office, tmp_path / "yesterday.db")
    scan = station.attach(card, picture())
    world.sync(station)
    world.office = _opened(world, old)
    world.office.new_epoch()
    world.side = OfficeSide(world.office)
    world.sync(station)
    assert content_at(world.office, scan) == picture()


def test_a_restored_station_gets_its_files_back(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    restored = world.copy_of(station, "restored")
    scan = station.attach(card, picture(), title="前一天")
    world.sync(station)
    renew(restored.ledger, NodeKeys.generate())
    world.sync(restored)
    assert content_at(restored.ledger, scan) == picture()


# On sticks


def test_a_set_on_a_stick_carries_acts_and_then_every_file(world: World) -> None:
    station = world.station()
    card = station.create(1)
    scans = [station.attach(card, picture(40_000, seed)) for seed in range(5)]
    load = [parcel.blob for parcel in station.side.stick_load(64 << 10)]
    assert len(load) > 2
    answers = [world.side.handle(blob, live=False).blob for blob in load]
    for scan in scans:
        assert content_at(world.office, scan) is not None
    assert station.ledger.under_way().count == 5
    station.side.incoming(answers[-1])
    assert station.ledger.under_way().count == 0


def test_files_of_a_lost_stick_go_again_and_only_what_is_lacking(world: World) -> None:
    station = world.station()
    card = station.create(1)
    scans = [station.attach(card, picture(40_000, seed)) for seed in range(3)]
    first, *_ = station.side.stick_load(64 << 10)
    station.side.incoming(world.side.handle(first.blob, live=False).blob)
    again = list(station.side.stick_load(1 << 20))
    assert sum(parcel.files for parcel in again) < 3 * 40_000
    for parcel in reversed(again):
        world.side.handle(parcel.blob, live=False)
    assert all(content_at(world.office, scan) is not None for scan in scans)


def test_an_offices_own_scan_goes_to_the_village(world: World) -> None:
    station = world.station()
    card = station.create(1)
    world.sync(station)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    done = attach(world.office, clerk, card, picture())
    outcome = world.sync(station)
    assert outcome.files_left == 0
    assert content_at(station.ledger, station.read(done.records[0])) == picture()


# Damage


def test_a_blank_page_that_packs_to_nearly_nothing_goes_like_any_other(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    scan = one.attach(card, BLANK_PAGE, media="application/pdf")
    other = one.create(2)
    world.sync(one, two)
    assert one.ledger.unsent().count == 0
    for ledger in (world.office, two.ledger):
        assert content_at(ledger, scan) == BLANK_PAGE
        assert ledger.record(other.id) is not None


def test_a_long_monotonous_text_does_not_stop_the_exchange(world: World) -> None:
    one = world.station("one")
    card = one.create(1)
    one.edit(card, live_address="无" * 300_000)
    world.sync(one)
    assert one.ledger.unsent().count == 0


def test_a_village_that_lives_by_stick_gets_all_its_scans_in_one_trip(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    scans = [one.attach(card, picture(600_000, seed)) for seed in range(5)]
    world.sync(one)
    for _ in range(2):  # the first stick brings the acts, the second asks for what they name
        for parcel in list(two.side.stick_load(32 << 20)):
            two.side.incoming(world.side.handle(parcel.blob, live=False).blob, live=False)
    assert [content_at(two.ledger, scan) is not None for scan in scans] == [True] * 5


def test_contents_that_nobody_has_any_more_keep_no_others_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (exchange_files, under_way):
        monkeypatch.setattr(module, "MAX_WANTS", 2)
    contents = sorted((picture(400, seed) for seed in range(5)), key=name_of)
    burnt, good = world.station("burnt"), world.station("good")
    card = burnt.create(1)
    world.sync(burnt)
    for content in contents[:2]:
        burnt.attach(card, content)
    world.once(burnt)  # the acts arrive; then the PC burns
    world.sync(good)
    for content in contents[2:]:
        good.attach(good.read(card.id), content)
    for _ in range(3):
        world.sync(good)
    held = [world.office.local.files.holds(name_of(content)) for content in contents]
    assert held == [False, False, True, True, True]
    third = world.station("third")
    for _ in range(3):
        world.sync(third)
    held = [third.ledger.local.files.holds(name_of(content)) for content in contents]
    assert held == [False, False, True, True, True]


def _lose(ledger: Ledger, scan: Record) -> None:
    with ledger.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM file WHERE sha256 = ?", (scan.data["file"],))


def _copy(ledger: Ledger, file: Path) -> Path:
    raw = ledger.database.engine.raw_connection()
    raw.cursor().execute(f"VACUUM INTO '{file}'")
    raw.close()
    return file


def _opened(world: World, file: Path) -> Ledger:
    from ledger.core.clock import Clock
    from ledger.rules.admission import Rulebook
    from ledger.store.opening import open_database, open_ledger
    from tests.helpers.world import catalogue

    database = open_database(file, None, catalogue())
    rules = Rulebook(catalogue(), world.office.node)
    return open_ledger(database, catalogue(), rules, Clock(world.wall), feeds=True)
