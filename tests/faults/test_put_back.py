"""Fault case 21 without `restore`: an office that was put back by hand finds it out by itself."""

from __future__ import annotations

from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger
from tests.faults.hands import clerk, office_edit, settle_down
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
