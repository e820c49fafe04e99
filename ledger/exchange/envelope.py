"""Sealing and opening bundles: compressed, signed inside, then encrypted to the receiver (age).

age says nothing of who wrote a file, so the signature is inside, over what names the receiver too:
a bundle cannot be passed on to somebody else, and a stranger's is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import pyrage
import zstandard

from ledger.core.faults import ForgedInput
from ledger.core.keys import SIGNATURE_BYTES, NodeKeys, PublicKeys
from ledger.exchange.payload import FORMAT, OLDEST, Payload

#: Bounds on what comes from outside.
MAX_SEALED_BYTES = 64 << 20
MAX_PAYLOAD_BYTES = 256 << 20
MAX_RATIO = 400
#: What an honest bundle may unpack to however well it packs (a blank page packs a thousand times
#: smaller): a full stick's, with room for the last act and the last piece.
MODEST_BYTES = 48 << 20
LEVEL = 9
CONTEXT = b"czt-bundle-1"
#: Damaged, or nested so deeply that nobody means it.
_UNREADABLE = (msgspec.MsgspecError, RecursionError)


class Envelope(msgspec.Struct, array_like=True, frozen=True):
    """Inside the seal: who sends, his signature, and the compressed payload."""

    sender: str
    signature: bytes
    body: bytes


_decode_envelope = msgspec.msgpack.Decoder(Envelope).decode
_decode_payload = msgspec.msgpack.Decoder(Payload).decode
_encode = msgspec.msgpack.Encoder().encode


@contextmanager
def believable() -> Iterator[None]:
    """Around all that is made of a bundle: what its numbers come to, added up or spelled out in a
    name, may be more than a database keeps. ForgedInput then, like all that nobody can have meant.
    """
    try:
        yield
    except OverflowError as error:
        raise ForgedInput("bundle.unreadable", detail=str(error)) from error


def seal(payload: Payload, keys: NodeKeys, receiver: PublicKeys) -> bytes:
    """The bytes that go out, on any carrier."""
    body = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(_encode(payload))
    envelope = Envelope(payload.sender, keys.sign(CONTEXT + body), body)
    return bytes(pyrage.encrypt(_encode(envelope), [receiver.address()]))


def open_bundle(
    blob: bytes, keys: NodeKeys, sender_keys: Callable[[str, Payload], PublicKeys]
) -> Payload:
    """What a bundle says, once it is sure who says it.

    ``sender_keys`` gives the keys of the sender named in it (a new station's from its hello).
    ForgedInput with a code of its own for each way in which a bundle is not what it should be.
    """
    if len(blob) > MAX_SEALED_BYTES:
        raise ForgedInput("bundle.too-large", size=len(blob), limit=MAX_SEALED_BYTES)
    envelope = _envelope(blob, keys)
    payload = _payload(envelope)
    known = sender_keys(envelope.sender, payload)
    if known.node != envelope.sender or payload.sender != envelope.sender:
        raise ForgedInput("bundle.wrong-sender", sender=envelope.sender)
    if len(envelope.signature) != SIGNATURE_BYTES:
        raise ForgedInput("bundle.bad-signature", node=envelope.sender)
    known.check(CONTEXT + envelope.body, envelope.signature)
    if payload.receiver != keys.node:
        raise ForgedInput("bundle.wrong-receiver", receiver=payload.receiver)
    if payload.format < OLDEST:
        raise ForgedInput("bundle.too-old", format=payload.format, known=OLDEST)
    if payload.format > FORMAT:
        raise ForgedInput("bundle.too-new", format=payload.format, known=FORMAT)
    return payload


def _envelope(blob: bytes, keys: NodeKeys) -> Envelope:
    try:
        identity = pyrage.x25519.Identity.from_str(keys.identity)
        return _decode_envelope(pyrage.decrypt(blob, [identity]))
    except pyrage.DecryptError as error:
        raise ForgedInput("bundle.not-for-us", detail=str(error)) from error
    except _UNREADABLE as error:
        raise ForgedInput("bundle.unreadable", detail=str(error)) from error


def _payload(envelope: Envelope) -> Payload:
    """Unpack with bounds: nothing is believed yet, so nothing large is made of it."""
    try:
        return _decode_payload(unpacked(envelope.body))
    except (zstandard.ZstdError, *_UNREADABLE) as error:
        raise ForgedInput("bundle.unreadable", detail=str(error)) from error


def unpacked(body: bytes) -> bytes:
    """What a zstandard frame holds; ForgedInput when it says that it is too large."""
    size = zstandard.get_frame_parameters(body).content_size
    if size > min(MAX_PAYLOAD_BYTES, max(len(body) * MAX_RATIO, MODEST_BYTES)):
        raise ForgedInput("bundle.too-large", size=size, limit=MAX_PAYLOAD_BYTES)
    return zstandard.ZstdDecompressor().decompress(body, max_output_size=size)
