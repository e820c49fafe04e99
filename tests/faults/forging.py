"""Bundles that no honest program makes: opened, changed, and sealed again under the real keys."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pyrage
import zstandard

from ledger.core.act import Act, decode, encode
from ledger.core.journal import Mark, extend
from ledger.core.keys import NodeKeys
from ledger.exchange import columns
from ledger.exchange.envelope import CONTEXT, Envelope, open_bundle, seal
from ledger.exchange.payload import Payload, Segment
from ledger.exchange.segments import SIGNED
from tests.helpers.world import FakeStation, World


def opened(world: World, station: FakeStation) -> Payload:
    """What the station is about to say."""
    blob = station.side.outgoing().blob
    return open_bundle(blob, world.office.keys, lambda sender, payload: station.ledger.keys.public)


def said(
    world: World, station: FakeStation, keys: NodeKeys | None = None, **changed: object
) -> bytes:
    """The station's bundle with other things in it, signed as it should be (or by ``keys``)."""
    payload = msgspec.structs.replace(opened(world, station), **changed)
    return seal(payload, keys or station.ledger.keys, world.office.keys.public)


def acts_of(payload: Payload) -> list[Act]:
    """The acts in the only segment of a bundle."""
    (segment,) = payload.segments
    return [decode(data) for data in columns.unpack(segment.acts, 1000)]


def with_acts(
    world: World,
    station: FakeStation,
    change: Callable[[Act], Act],
    keys: NodeKeys | None = None,
    node: str | None = None,
) -> bytes:
    """The station's bundle with its acts changed, chained and signed anew (by ``keys``)."""
    payload = opened(world, station)
    (segment,) = payload.segments
    acts = [encode(change(act)) for act in acts_of(payload)]
    last = extend(Mark(segment.first - 1, segment.before), acts)[-1]
    signature = (keys or station.ledger.keys).sign(SIGNED + last)
    whose = node or segment.node
    # Not by columns: they carry no act that could not be.
    block = columns.Packed(len(acts), columns.Columns(), dict(enumerate(acts)))
    content = msgspec.msgpack.encode(block)
    made = Segment(whose, segment.first, segment.before, content, signature)
    return said(world, station, segments=(made,))


def wrapped(world: World, station: FakeStation, body: bytes) -> bytes:
    """Any body at all in an envelope that is signed and sealed as it should be."""
    keys = station.ledger.keys
    envelope = Envelope(keys.node, keys.sign(CONTEXT + body), body)
    return sealed(world, msgspec.msgpack.encode(envelope))


def sealed(world: World, content: bytes, to: str | None = None) -> bytes:
    """Any content at all, sealed to the office (or ``to`` another), as everybody can who knows the
    public key."""
    recipient = pyrage.x25519.Recipient.from_str(to or world.office.keys.public.recipient)
    return bytes(pyrage.encrypt(content, [recipient]))


def packed(content: bytes) -> bytes:
    """As a body is compressed."""
    return zstandard.ZstdCompressor(write_content_size=True).compress(content)
