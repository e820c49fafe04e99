"""Contents of papers: kept once, whole or not at all, and asked for again when damaged."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.store import tables
from ledger.store.compose import Tx
from ledger.store.ledger import Ledger
from ledger.store.mending import mend
from tests.helpers.world import World, picture


def _contents(ledger: Ledger) -> int:
    with ledger.database.read() as connection:
        counting = sa.select(sa.func.count()).select_from(tables.file)
        return int(connection.execute(counting).scalar_one())


def test_an_act_that_is_refused_leaves_no_content_behind(world: World) -> None:
    station = world.station()

    def made(tx: Tx) -> list[Change]:
        tx.keep(picture(), "image/jpeg")
        return [Change("attachment", {"title": "没有归属"})]

    with pytest.raises(RuleFault):
        station.ledger.commit(station.operator, "scan.add", made)
    assert _contents(station.ledger) == 0


def test_what_was_awaited_is_here_once_the_same_is_scanned_here(world: World) -> None:
    first, second = world.station("liuhe"), world.station("liuhe2")
    world.sync(first, second)
    scan = first.attach(first.create(1), picture())
    world.once(first)
    world.sync(second)
    assert second.ledger.under_way().coming == {scan.id: scan.owner}
    second.ledger.local.files.put(picture(), "image/jpeg")
    assert second.ledger.under_way().coming == {}
    assert second.ledger.verify().ok


def test_a_damaged_content_is_found_and_asked_for_again(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.sync(station)
    for ledger in (station.ledger, world.office):
        with ledger.database.write() as connection:
            connection.execute(sa.update(tables.file).values(bytes=picture(20_000, seed=9)))
        assert [code for code, _ in ledger.verify().faults] == ["verify.file-damaged"]
        assert mend(ledger) == [scan.id]
        assert ledger.verify().ok
        assert ledger.under_way().coming == {scan.id: scan.owner}
        ledger.local.files.put(picture(), "image/jpeg")


def test_a_damaged_content_comes_back_from_the_other_side(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.sync(station)
    with station.ledger.database.write() as connection:
        connection.execute(sa.update(tables.file).values(bytes=b"\xff\xd8\xff rust"))
    mend(station.ledger)
    world.sync(station)
    assert station.ledger.local.files.get(str(scan.data["file"])) == picture()


def test_a_damaged_content_is_never_handed_out(world: World) -> None:
    station = world.station()
    station.attach(station.create(1), picture())
    world.once(station)
    with station.ledger.database.write() as connection:
        connection.execute(sa.update(tables.file).values(bytes=picture(20_000, seed=9)))
    assert not world.sync(station).more
    assert world.office.under_way().count == 1


def test_what_is_awaited_is_worked_out_again_from_the_records(world: World) -> None:
    station = world.station()
    scan = station.attach(station.create(1), picture())
    world.once(station)
    with world.office.database.write() as connection:
        connection.execute(sa.delete(tables.awaited))
    assert world.office.verify().faults == [("verify.file-missing", {"record": scan.id})]
    mend(world.office)
    assert world.office.verify().ok
    world.sync(station)
    assert world.office.local.files.holds(str(scan.data["file"]))
