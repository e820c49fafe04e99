"""Fault case 21 without `restore`: an office that was put back by hand finds it out by itself."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.core.record import Change
from ledger.exchange import put_back
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.office import OfficeSide
from ledger.rules.admission import Rulebook
from ledger.store import ledger as ledger_module
from ledger.store.compose import Tx
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger
from tests.faults.forging import opened, said
from tests.faults.hands import back_up, clerk, office_edit, same_everywhere, settle_down
from tests.helpers.waiting import PATIENCE_SECONDS
from tests.helpers.world import World, catalogue


def _opened(world: World) -> Ledger:
    """The office's ledger in another program."""
    database = open_database(world.folder / "office.db", None, catalogue())
    rules = Rulebook(catalogue(), world.office.keys.node)
    return open_ledger(database, catalogue(), rules, world.office.clock, feeds=True)


def test_fault_21_a_program_beside_the_server_writes_under_the_name_the_office_goes_by_now(
    world: World,
) -> None:
    """A command that began a new history while the server ran, as after a restore."""
    one, who = world.station(), clerk(world)
    card = one.create(1)
    world.sync(one)
    other = _opened(world)
    other.new_epoch()
    office_edit(world, who, card.id, mobile="13900000001")
    assert world.office.node == other.node
    assert world.office.place.restored
    world.sync(one)
    assert other.journals == world.office.journals
    other.close()
    settle_down(world, one)


def _put_back(world: World, backup: Path) -> None:
    """A snapshot of the office's machine is put back: nobody calls `restore`."""
    world.office.close()
    for old in world.folder.glob("office.db*"):
        old.unlink()
    shutil.copy(backup, world.folder / "office.db")
    world.office = _opened(world)
    world.side = OfficeSide(world.office)


def test_fault_21_an_office_put_back_by_hand_hears_of_it_by_a_station_and_is_refilled(
    world: World,
) -> None:
    one, two, who = world.station("one"), world.station("two"), clerk(world)
    card = one.create(1)
    world.sync(one, two)
    backup = back_up(world)
    office_edit(world, who, card.id, mobile="13900000001")
    own = two.create(2)
    world.sync(one, two, one)
    before = world.office.node
    _put_back(world, backup)
    settle_down(world, one, two)
    assert world.office.node != before
    office_edit(world, who, card.id, name="另一个")
    settle_down(world, one, two)
    found = one.read(card.id).data
    assert (found["mobile"], found["name"]) == ("13900000001", "另一个")
    for record in (card.id, own.id):
        assert same_everywhere(one.ledger, two.ledger, world.office, record=record)
    assert len(world.office.local.diary.recent(put_back.DIARY)) == 1


def test_fault_21_the_work_of_a_dead_pc_comes_back_to_an_office_put_back_by_hand(
    world: World,
) -> None:
    one, dead = world.station("one"), world.station("dead")
    world.sync(one, dead)
    backup = back_up(world)
    card = dead.create(2)
    world.sync(dead, one)
    _put_back(world, backup)
    settle_down(world, one)
    assert world.office.record(card.id) is not None


def test_fault_21_an_office_is_put_back_by_hand_twice(world: World) -> None:
    one, who = world.station("one"), clerk(world)
    card = one.create(1)
    world.sync(one)
    for number in range(2):
        backup = back_up(world)
        office_edit(world, who, card.id, mobile=f"1390000000{number}")
        world.sync(one)
        _put_back(world, backup)
        settle_down(world, one)
        assert one.read(card.id).data["mobile"] == f"1390000000{number}"
        assert same_everywhere(one.ledger, world.office, record=card.id)


def test_fault_21_the_same_copy_is_put_back_twice(world: World) -> None:
    one, who = world.station("one"), clerk(world)
    card = one.create(1)
    world.sync(one)
    backup = back_up(world)
    for mobile in ("13900000001", "13900000002"):
        office_edit(world, who, card.id, mobile=mobile)
        world.sync(one)
        _put_back(world, backup)  # what the office began anew the first time is gone as well
        settle_down(world, one)
        assert one.read(card.id).data["mobile"] == mobile
    office_edit(world, who, card.id, mobile="13900000003")
    settle_down(world, one)
    assert same_everywhere(one.ledger, world.office, record=card.id)
    assert one.read(card.id).data["mobile"] == "13900000003"
    assert len(world.office.local.diary.recent(put_back.DIARY)) == 1


def test_fault_21_an_answer_does_not_set_the_office_back_to_the_name_it_has_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, who = world.station("one"), clerk(world)
    card = one.create(1)
    world.sync(one)
    world.office.new_epoch()
    settle_down(world, one)
    blob, old, real = one.side.outgoing().blob, world.office.node, ledger_module.read_setting
    looked, go_on = threading.Event(), threading.Event()
    answering = threading.Thread(target=lambda: world.side.handle(blob))

    def held(connection: Any, office: int, key: str, *more: Any) -> Any:
        value = real(connection, office, key, *more)
        if threading.current_thread() is answering and key == ledger_module.JOURNALS:
            looked.set()
            go_on.wait(PATIENCE_SECONDS)
        return value

    monkeypatch.setattr(ledger_module, "read_setting", held)
    answering.start()
    assert looked.wait(PATIENCE_SECONDS)
    other = _opened(world)
    other.new_epoch()

    def changes(tx: Tx) -> list[Change]:
        go_on.set()
        answering.join(0.5)  # it waits for this act, or has done its harm by then
        seen = world.office.record(card.id)
        assert seen is not None
        return [Change("person", {"mobile": "13900000009"}, record=card.id, seen=seen.seen)]

    done = world.office.commit(who, "card.edit", changes)
    answering.join(PATIENCE_SECONDS)
    other.close()
    assert done.act.node == other.node != old


def test_fault_21_nobody_makes_an_office_begin_anew_that_was_not_put_back(world: World) -> None:
    """By a place nobody gave him, the word for another one, or one of a history long left."""
    one = world.station("one")
    one.create(1)
    world.sync(one)
    backup = back_up(world)
    one.create(2)
    world.sync(one)
    pull = opened(world, one).pull
    assert pull is not None
    assert pull.word
    farther = replace(pull.after, position=pull.after.position + 9)
    forged = said(world, one, pull=replace(pull, after=farther))
    epoch = world.office.epoch()
    world.side.handle(forged)
    assert world.office.epoch() == epoch
    proof = said(world, one, pull=pull)
    _put_back(world, backup)
    for _ in range(3):
        world.side.handle(proof)
    assert len(world.office.local.diary.recent(put_back.DIARY)) == 1
    settle_down(world, one)


def test_fault_21_a_station_that_has_only_its_first_load_knows_how_far_the_office_was(
    world: World,
) -> None:
    world.side = OfficeSide(world.office, FirstLoads(worthwhile=1))
    one, two = world.station("one"), world.station("two")
    one.create(1)
    world.sync(one)
    backup = back_up(world)
    one.create(2)
    world.sync(one, two)
    pull = opened(world, two).pull
    assert pull is not None
    _put_back(world, backup)
    world.sync(two)
    assert len(world.office.local.diary.recent(put_back.DIARY)) == 1
    settle_down(world, one, two)
