"""Fault case 48: numbers that no honest program writes are refused, wherever they stand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from ledger.core.act import Act, ActId
from ledger.core.faults import Fault, ForgedInput
from ledger.exchange import envelope
from ledger.exchange.payload import (
    First,
    MarkOf,
    PageOf,
    Payload,
    PieceOf,
    Returned,
    Sealed,
    SnapshotOf,
    Want,
)
from ledger.store.feed import Cursor
from station_client.link.answers import Refused
from station_client.link.line import Line
from tests.faults.forging import opened, said, with_acts
from tests.faults.hands import settle_down
from tests.faults.wire import served
from tests.helpers.world import World

#: One more than a database keeps, and the largest number that MessagePack can say.
HUGE = (1 << 63, (1 << 64) - 1)
LONG = "9" * 5000


def _place(number: int) -> Cursor:
    return Cursor("0123456789abcdef", number, bytes(32))


def _pull(**changed: object) -> Callable[[Payload], dict[str, object]]:
    return lambda payload: {"pull": replace(payload.pull, **changed)}


def _segment(payload: Payload, **changed: object) -> dict[str, object]:
    return {"segments": (replace(payload.segments[0], **changed),)}


#: What a station says with a number that is too large in it, by where it stands.
UP: dict[str, Callable[[int], Callable[[Payload], dict[str, object]]]] = {
    "number": lambda n: lambda payload: {"number": n},
    "time": lambda n: lambda payload: {"time": n},
    "format": lambda n: lambda payload: {"format": n},
    "segment": lambda n: lambda payload: _segment(payload, first=n),
    "place": lambda n: _pull(after=_place(n)),
    "past": lambda n: _pull(past=_place(n)),
    "place of a first load": lambda n: _pull(first=First(_place(n), 1, 2)),
    "part": lambda n: _pull(first=First(_place(1), n, 2)),
    "parts": lambda n: _pull(first=First(_place(1), 1, n)),
    "returned": lambda n: lambda payload: {"returned": Returned(b"", b"", (n, "a", 1))},
    "returned act": lambda n: lambda payload: {"returned": Returned(b"", b"", (1, "a", n))},
    "want": lambda n: lambda payload: {"wants": (Want(bytes(32), n),)},
    "start": lambda n: lambda payload: {"pieces": (PieceOf(bytes(32), n, 9, b"x"),)},
    "total": lambda n: lambda payload: {"pieces": (PieceOf(bytes(32), 0, n, b"x"),)},
}


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("where", UP)
def test_fault_48_a_number_too_large_in_a_bundle_is_refused_by_the_office(
    world: World, where: str, number: int
) -> None:
    station = world.station()
    world.sync(station)
    station.create(1)
    blob = said(world, station, **UP[where](number)(opened(world, station)))
    with pytest.raises(ForgedInput):
        world.side.handle(blob)
    settle_down(world, station)


#: What an office says, or somebody who has its keys.
DOWN: dict[str, Callable[[int, str], dict[str, object]]] = {
    "number": lambda n, node: {"number": n},
    "time": lambda n, node: {"time": n},
    "receipt": lambda n, node: {"marks": (MarkOf(node, n, bytes(32)),)},
    "recall": lambda n, node: {"recall": (MarkOf(node, n, bytes(32)),)},
    "page": lambda n, node: {"page": PageOf(_place(0), _place(n), b"", False)},
    "past": lambda n, node: {"past": PageOf(_place(n), _place(1), b"", False)},
    "returned to": lambda n, node: {"returned_to": (n, "a", 1)},
    "part": lambda n, node: {"snapshot": SnapshotOf(_place(1), n, 2, b"")},
    "reach": lambda n, node: {"snapshot": SnapshotOf(_place(1), 0, 1, b"", {"a": n})},
    "beside": lambda n, node: {"snapshot": SnapshotOf(_place(1), 0, 1, b"", {}, (("a", n),))},
    "sealed": lambda n, node: {"sealed": Sealed(n, bytes(6))},
    "piece": lambda n, node: {"pieces": (PieceOf(bytes(32), n, n, b"x"),)},
}


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("where", DOWN)
def test_fault_48_a_number_too_large_in_an_answer_is_refused_by_the_station(
    world: World, where: str, number: int
) -> None:
    station = world.station()
    station.create(1)
    keys, whose = world.office.keys, station.ledger.keys
    answer = world.side.handle(station.side.outgoing().blob)
    payload = envelope.open_bundle(answer.blob, whose, lambda sender, said: keys.public)
    changed = replace(payload, **DOWN[where](number, station.ledger.node))
    with pytest.raises(ForgedInput):
        station.side.incoming(envelope.seal(changed, keys, whose.public))
    assert station.ledger.unsent().count == 2
    settle_down(world, station)


def _written(**changed: object) -> Callable[[Act], Act]:
    """The act with its first write changed."""
    return lambda act: replace(act, writes=(replace(act.writes[0], **changed), *act.writes[1:]))


ACTS: dict[str, Callable[[Act], Act]] = {
    "number of an act": lambda act: replace(act, seq=1 << 63),
    "time": lambda act: replace(act, time=1 << 63),
    "repeats": lambda act: replace(act, stands_for=f"{act.node}.{1 << 63}"),
    "repeats at length": lambda act: replace(act, stands_for=f"{act.node}.{LONG}"),
    "trust": _written(trust=1 << 63),
    "seen": _written(seen=(ActId("a", 1 << 63),)),
    "record of an act": lambda act: _written(record=f"{act.node}.{1 << 63}.0")(act),
    "record": lambda act: _written(record=f"{act.node}.{act.seq}.{1 << 63}")(act),
    "long record of an act": lambda act: _written(record=f"{act.node}.{LONG}.0")(act),
    "long record": lambda act: _written(record=f"{act.node}.{act.seq}.{LONG}")(act),
    "owner": lambda act: _written(set={**act.writes[0].set, "owner": f"{act.node}.{LONG}.0"})(act),
    "value": lambda act: _written(set={**act.writes[0].set, "name": (1 << 64) - 1})(act),
    "unknown value": lambda act: _written(set={**act.writes[0].set, "odd": (1 << 64) - 1})(act),
}


@pytest.mark.parametrize("where", ACTS)
def test_fault_48_a_number_too_large_in_an_act_keeps_nobody_else_away(
    world: World, where: str
) -> None:
    """Refused with its bundle, or as an act: nothing else is what anybody meets with."""
    station, other = world.station("one"), world.station("two")
    world.sync(station, other)
    station.create(1)
    blob = with_acts(world, station, ACTS[where])
    with contextlib.suppress(Fault):
        world.side.handle(blob)
    card = other.create(2)
    settle_down(world, other)
    assert world.office.record(card.id) is not None


def test_fault_48_acts_that_are_none_behind_a_gap_are_refused(world: World) -> None:
    station = world.station()
    world.sync(station)
    station.create(1)
    blob = said(world, station, **_segment(opened(world, station), first=9, acts=b"\xc1"))
    with pytest.raises(ForgedInput):
        world.side.handle(blob)
    settle_down(world, station)


def test_fault_48_a_new_pc_that_nobody_can_answer_is_not_let_in(world: World) -> None:
    station = world.station()
    payload = opened(world, station)
    assert payload.hello is not None
    keys = msgspec.structs.replace(payload.hello.keys, recipient="nobody")
    blob = said(world, station, hello=replace(payload.hello, keys=keys))
    with pytest.raises(ForgedInput):
        world.side.handle(blob)
    settle_down(world, station)


def test_fault_48_over_the_line_a_number_too_large_is_a_plain_refusal(world: World) -> None:
    station = world.station()
    blob = said(world, station, **UP["place"](1 << 63)(opened(world, station)))
    with served(world) as (host, port):
        line = Line("line", f"http://{host}:{port}")
        with pytest.raises(Refused) as caught:
            line.exchange(blob)
        line.close()
    assert caught.value.params["reason"] == "bundle.unreadable"
