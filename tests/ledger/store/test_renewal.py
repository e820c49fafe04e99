"""A station goes on under a new node id, whoever works at it meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from ledger.core.faults import ForgedInput, RuleFault
from ledger.core.keys import NodeKeys
from ledger.store import renewal
from ledger.store.compose import MOST_BYTES
from ledger.store.ledger import Ledger
from ledger.store.local import Account
from ledger.store.query import Query
from ledger.store.renewal import RESTORED, is_due, renew
from tests.faults.hands import back_up, restore, settle_down
from tests.helpers.world import FakeStation, World, picture


@pytest.fixture
def station(world: World) -> FakeStation:
    """A station that is at work, with its window open."""
    made = world.station()
    made.create(1)
    world.sync(made)
    return made


def test_fault_19_the_largest_act_can_be_said_again_and_again(world: World) -> None:
    station = world.station()
    card = station.create(1)
    text = picture(MOST_BYTES // 2).hex()
    with pytest.raises(RuleFault, match=r"act\.too-much"):
        station.edit(card, id_address=text)
    card = station.edit(card, id_address=text[200:])
    for _ in range(3):  # restored as often before it was ever heard
        assert renew(station.ledger) == 3
    assert world.sync(station).digest_equal is True
    found = world.office.record(card.id)
    assert found is not None
    assert found.data == card.data


def test_a_save_that_waits_for_a_renewal_is_sent_under_the_new_name(
    world: World, station: FakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = station.ledger
    saves = threading.Thread(target=lambda: station.create(2))

    def adopt(keys: NodeKeys) -> None:
        saves.start()
        saves.join(0.5)  # the operator's save has all the time it wants
        Ledger.adopt(ledger, keys)

    monkeypatch.setattr(ledger, "adopt", adopt)
    renew(ledger)
    saves.join()
    assert ledger.unsent().count == 1
    world.sync(station)
    assert world.office.find(Query("person")).total == 2


def test_fault_21_35_what_is_saved_while_another_program_takes_a_new_name_is_sent(
    world: World, station: FakeStation
) -> None:
    restore(world, back_up(world))
    other = world.beside(station)
    world.sync(other)
    saved = station.create(2)
    assert station.ledger.node == other.ledger.node
    station.ledger.close()  # before it exchanged; the other one goes on
    settle_down(world, other)
    assert world.office.record(saved.id) is not None


def test_fault_24_35_two_programs_that_start_after_a_restore_take_one_name_between_them(
    world: World, station: FakeStation
) -> None:
    station.create(2)
    station.ledger.local.settings.set(RESTORED, True)
    one, two = world.beside(station), world.beside(station)
    assert (renew(one.ledger), renew(two.ledger)) == (1, 0)
    assert one.ledger.node == two.ledger.node != station.ledger.node
    settle_down(world, one, two, station)


def _exchange(world: World, station: FakeStation) -> None:
    """As the courier does it."""
    try:
        world.sync(station)
    except ForgedInput as fault:
        assert fault.code in ("node.forked", "node.restored"), fault
        renew(station.ledger)


def test_fault_25_35_both_programs_of_a_copied_pc_go_on_exchanging(
    world: World, station: FakeStation
) -> None:
    window = world.copy_of(station, "twin")
    station.create(2)
    world.sync(station)
    window.create(3)
    other = world.beside(window)
    for _ in range(3):
        _exchange(world, other)
    saved = window.create(4)
    settle_down(world, window, other, station)
    assert world.office.record(saved.id) is not None
    assert world.office.find(Query("person")).total == 4


def _hired(world: World, station: FakeStation) -> FakeStation:
    """Somebody new sits down at a PC, with a login there."""
    area = station.operator.area
    new = world.hire(station.ledger, "李新", ["V1", "V2"], area, "V")
    station.ledger.local.accounts.put(Account(new.id, new.name, {}))
    return replace(station, operator=new)


@pytest.mark.parametrize("heard", [False, True], ids=["neither was heard", "the first was heard"])
def test_a_pc_of_which_two_older_programs_each_took_a_name_goes_on_from_its_next_start(
    world: World, station: FakeStation, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    neighbour = world.station("neighbour")
    station.create(2)
    one, two = world.beside(station), world.beside(station)
    with monkeypatch.context() as older:
        older.setattr(Ledger, "keep_up_in", lambda *_: False)
        older.setattr(renewal, "_chain", lambda _, kept: kept)
        renew(one.ledger)
        one.create(3)
        if heard:
            world.sync(one)
        one.create(4)
        renew(two.ledger)
        two.create(5)
    again = world.beside(station)
    with pytest.raises(ForgedInput):
        world.sync(again)
    assert is_due(again.ledger)
    renew(again.ledger)
    assert not is_due(again.ledger)
    settle_down(world, again, neighbour)
    for ledger in (world.office, again.ledger, neighbour.ledger):
        assert ledger.count(Query("person")) == 5


def test_fault_25_who_was_hired_on_a_copied_pc_works_on_there(
    world: World, station: FakeStation
) -> None:
    hers = _hired(world, world.copy_of(station, "twin"))
    made = hers.create(3)
    station.create(2)
    world.sync(station)
    _exchange(world, hers)
    hers.create(4)  # logged in as she was
    settle_down(world, hers, station)
    assert world.office.count(Query("person")) == 4
    assert world.office.lookup("person", "id_no", made.data["id_no"])
    assert world.office.count(Query("refusal")) == 0


def test_fault_25_who_was_hired_on_a_copied_pc_by_an_older_program_logs_in_again(
    world: World, station: FakeStation
) -> None:
    hers = _hired(world, world.copy_of(station, "twin", births=0))
    hers.create(3)
    draft = hers.ledger.local.drafts.put(None, hers.operator.id, "card", "", {})
    station.create(2)
    world.sync(station)
    _exchange(world, hers)
    (account,) = hers.ledger.local.accounts.list()
    assert account.staff != hers.operator.id
    again = replace(hers, operator=replace(hers.operator, id=account.staff))
    again.create(4)
    assert [kept.id for kept in again.ledger.local.drafts.list(account.staff)] == [draft]
    settle_down(world, again, station)
    assert world.office.count(Query("person")) == 4
    assert world.office.count(Query("refusal")) == 0
