"""A station goes on under a new node id, whoever works at it meanwhile."""

from __future__ import annotations

import threading

import pytest

from ledger.core.faults import RuleFault
from ledger.core.keys import NodeKeys
from ledger.store.compose import MOST_BYTES
from ledger.store.ledger import Ledger
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.helpers.world import World, picture


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
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = world.station()
    station.create(1)
    world.sync(station)
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
