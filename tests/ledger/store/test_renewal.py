"""A station goes on under a new node id, whoever works at it meanwhile."""

from __future__ import annotations

import threading

import pytest

from ledger.core.faults import ForgedInput, RuleFault
from ledger.core.keys import NodeKeys
from ledger.store.compose import MOST_BYTES
from ledger.store.ledger import Ledger
from ledger.store.query import Query
from ledger.store.renewal import RESTORED, renew
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
