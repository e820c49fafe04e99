"""Fault case 49: programs of different versions on the two sides, as far as bundles go.

What the declared business of one side knows more than the other's is in `test_catalogues.py`.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ledger.core.faults import ForgedInput
from ledger.core.record import Change
from ledger.exchange.envelope import CONTEXT, Envelope, open_bundle, seal
from ledger.exchange.payload import FORMAT, Payload
from ledger.store.query import Query
from tests.faults.forging import opened, packed, said, sealed, wrapped
from tests.faults.hands import settle_down, tampered
from tests.helpers.world import VILLAGE, FakeStation, World, texts


def _answer(world: World, station: FakeStation) -> Payload:
    """The office's answer, open."""
    blob = world.side.handle(station.side.outgoing().blob).blob
    office = world.office.keys.public
    return open_bundle(blob, station.ledger.keys, lambda sender, payload: office)


def _longer(payload: Payload) -> bytes:
    """As a later version writes it: with fields at the end that nobody knows yet."""
    fields: list[Any] = msgspec.msgpack.decode(msgspec.msgpack.encode(payload))
    return packed(msgspec.msgpack.encode([*fields, {"new": [1, 2]}, "and more"]))


def test_fault_49_a_newer_stations_bundle_says_more_and_is_still_read(world: World) -> None:
    station = world.station()
    card = station.create(1)
    answer = world.side.handle(wrapped(world, station, _longer(opened(world, station))))
    assert (answer.acts, answer.refused) == (2, 0)
    assert world.office.record(card.id) is not None
    settle_down(world, station)


def test_fault_49_a_newer_offices_answer_says_more_and_is_still_read(world: World) -> None:
    station = world.station()
    station.create(1)
    body = _longer(_answer(world, station))
    keys = world.office.keys
    envelope = Envelope(keys.node, keys.sign(CONTEXT + body), body)
    to_station = msgspec.msgpack.encode(envelope)
    blob = sealed(world, to_station, station.ledger.keys.public.recipient)
    outcome = station.side.incoming(blob)
    assert (outcome.confirmed, outcome.digest_equal) == (2, True)


def test_fault_49_an_answer_in_a_newer_format_is_said_and_costs_nothing(world: World) -> None:
    station = world.station()
    station.create(1)
    newer = msgspec.structs.replace(_answer(world, station), format=FORMAT + 1)
    blob = seal(newer, world.office.keys, station.ledger.keys.public)
    with pytest.raises(ForgedInput) as caught:
        station.side.incoming(blob)
    assert caught.value.code == "bundle.too-new"
    assert "升级" in texts()("fault.bundle.too-new", **caught.value.params)
    assert station.ledger.unsent().count == 2
    settle_down(world, station)


def test_fault_49_a_bundle_in_a_newer_format_is_said_and_waits(world: World) -> None:
    station = world.station()
    station.create(1)
    with pytest.raises(ForgedInput) as caught:
        world.side.handle(said(world, station, format=FORMAT + 1))
    assert caught.value.code == "bundle.too-new"
    assert station.ledger.unsent().count == 2
    settle_down(world, station)


def test_fault_49_what_no_catalogue_declares_comes_back_with_the_reason(
    world: World,
) -> None:
    """It stays in both journals, and nothing behind it waits."""
    station = world.station()
    with tampered(station.ledger):
        newer = station.create(1, blood_type="A")
        tree = Change("tree", {"area": VILLAGE, "kind_of_tree": "柳"})
        station.ledger.commit(station.operator, "tree.plant", [tree])
    behind = station.create(2)
    settle_down(world, station)
    refusals = station.ledger.find(Query("refusal")).rows
    codes = sorted(str(refusal.data["code"]) for refusal in refusals)
    assert codes == ["act.unknown-field", "act.unknown-kind"]
    assert all(f"fault.{code}" in texts() for code in codes)
    assert world.office.record(behind.id) is not None
    (entry,) = world.office.history(newer.id)
    assert entry.refused is not None
