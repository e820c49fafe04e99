"""The keys of a node: Ed25519 to sign what it hands over, X25519 (age) to open what it is sent."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

import msgspec
import nacl.exceptions
import nacl.signing
import pyrage

from ledger.core.faults import ForgedInput

SIGNATURE_BYTES = 64


class PublicKeys(msgspec.Struct, array_like=True, frozen=True):
    """What others know of a node: 32 bytes to check its signatures, a recipient to seal to."""

    verify: bytes
    recipient: str

    @property
    def node(self) -> str:
        """The node's id, derived from its key: nobody can claim another's."""
        return node_id(self.verify)

    def address(self) -> pyrage.x25519.Recipient:
        """To whom bundles for this node are sealed; ForgedInput when that is nobody."""
        try:
            return pyrage.x25519.Recipient.from_str(self.recipient)
        except pyrage.RecipientError as error:
            raise ForgedInput("bundle.unreadable", detail=str(error)) from error

    def check(self, message: bytes, signature: bytes) -> None:
        """ForgedInput unless this node signed exactly this message."""
        try:
            nacl.signing.VerifyKey(self.verify).verify(message, signature)
        except (nacl.exceptions.BadSignatureError, ValueError, TypeError) as error:
            raise ForgedInput("bundle.bad-signature", node=self.node) from error


class NodeKeys(msgspec.Struct, array_like=True, frozen=True):
    """Both private keys of a node. Kept inside the encrypted database, never anywhere else."""

    seed: bytes
    identity: str

    @classmethod
    def generate(cls) -> NodeKeys:
        """Fresh keys for a fresh node."""
        return cls(
            bytes(nacl.signing.SigningKey.generate()), str(pyrage.x25519.Identity.generate())
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> NodeKeys:
        """Read keys back from `to_bytes`."""
        return msgspec.msgpack.decode(data, type=cls)

    def to_bytes(self) -> bytes:
        """The keys as they are stored."""
        return msgspec.msgpack.encode(self)

    @property
    def public(self) -> PublicKeys:
        """The public half."""
        return _public(self.seed, self.identity)

    @property
    def node(self) -> str:
        """The node's id."""
        return self.public.node

    def sign(self, message: bytes) -> bytes:
        """64 bytes that prove this node handed over this message."""
        return nacl.signing.SigningKey(self.seed).sign(message).signature


@lru_cache(maxsize=4)
def _public(seed: bytes, identity: str) -> PublicKeys:
    # Asked for several times in every exchange, of one or two keys in a program's life.
    verify = bytes(nacl.signing.SigningKey(seed).verify_key)
    return PublicKeys(verify, str(pyrage.x25519.Identity.from_str(identity).to_public()))


@lru_cache(maxsize=1024)
def node_id(verify: bytes) -> str:
    """Sixteen letters and digits derived from a public key."""
    digest = hashlib.blake2b(verify, digest_size=10, person=b"czt-node").digest()
    return base64.b32encode(digest).decode().lower()
