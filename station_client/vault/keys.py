"""The key of the ledger: 32 random bytes, kept in the system's keyring or under a passphrase.

The key file names the places the key is kept in. It may be both: then the keyring opens the
ledger every day, and the passphrase when the desktop's profile is lost.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
import nacl.exceptions
import nacl.pwhash
import nacl.secret

from ledger.core.faults import EnvironmentFault, ForgedInput, Locked, RuleFault
from station_client.vault.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station_client.vault.home import Home
    from station_client.vault.keyrings import KeyStore

KEY_BYTES: Final = 32
SHORTEST_PASSPHRASE: Final = 8
PASSPHRASE_VARIABLE: Final = "STATION_PASSPHRASE"

_LARGEST_FILE: Final = 16 * 1024
_MOST_PASSES: Final = 32
_MOST_MEMORY: Final = 1 << 30


@dataclass(frozen=True)
class Cost:
    """What guessing one passphrase costs (Argon2id): passes over so many bytes of memory."""

    passes: int = 3
    memory: int = 128 * 1024 * 1024


class Wrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key under a passphrase: Argon2id gives the key of a secret box (XSalsa20-Poly1305)."""

    salt: bytes
    passes: int
    memory: int
    box: bytes


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the key file says. ``name`` is the entry in the keyring; "" = not kept there."""

    format: int
    name: str
    wrap: Wrap | None


def create(
    home: Home,
    *,
    store: KeyStore | None = None,
    passphrase: str | None = None,
    cost: Cost | None = None,
) -> bytes:
    """A fresh key for a fresh home; kept in the keyring, under the passphrase, or both.

    Faults: `vault.home-not-empty`, `vault.home-busy`, `vault.weak-passphrase`,
    `vault.no-protection` when neither a keyring nor a passphrase is given.
    """
    with home.exclusive():
        home.need_empty()
        key = secrets.token_bytes(KEY_BYTES)
        keep(home, key, store=store, passphrase=passphrase, cost=cost)
    return key


def keep(
    home: Home,
    key: bytes,
    *,
    store: KeyStore | None = None,
    passphrase: str | None = None,
    cost: Cost | None = None,
) -> None:
    """Write the key file for a key that is at hand, replacing an earlier one."""
    if store is None and passphrase is None:
        raise RuleFault("vault.no-protection")
    wrap = None if passphrase is None else _wrap(key, passphrase, cost or Cost())
    name = ""
    if store is not None:
        name = secrets.token_hex(8)
        store.put(name, key.hex())
        if store.get(name) != key.hex():
            raise EnvironmentFault("vault.keyring-failed", detail="")
    try:
        _write(home, KeyFile(1, name, wrap))
    except EnvironmentFault:
        if store is not None:
            store.drop(name)
        raise


def unlock(
    home: Home, *, store: KeyStore | None = None, ask: Callable[[], str] | None = None
) -> bytes:
    """The key of the ledger: from the keyring, else under the passphrase that `ask` gives.

    Faults: `vault.no-key-file`, `vault.key-file-damaged`, `vault.wrong-passphrase`,
    `vault.passphrase-needed` when there is nobody to ask, `vault.key-not-in-keyring`,
    `vault.keyring-locked`.
    """
    file = read(home)
    if file.name and store is not None:
        try:
            secret = store.get(file.name)
        except EnvironmentFault:
            if file.wrap is None:
                raise
            secret = None
        if secret is not None:
            return _from_hex(secret)
    if file.wrap is None:
        raise Locked("vault.key-not-in-keyring")
    if ask is None:
        raise Locked("vault.passphrase-needed")
    return _unwrap(file.wrap, ask())


def change_passphrase(home: Home, old: str, new: str, *, cost: Cost | None = None) -> None:
    """Put the same key under another passphrase; what the keyring holds stays.

    Faults: `vault.wrong-passphrase`, `vault.weak-passphrase`, `vault.no-passphrase-set`.
    """
    file = read(home)
    if file.wrap is None:
        raise RuleFault("vault.no-passphrase-set")
    key = _unwrap(file.wrap, old)
    _write(home, msgspec.structs.replace(file, wrap=_wrap(key, new, cost or Cost())))


def set_passphrase(home: Home, key: bytes, new: str, *, cost: Cost | None = None) -> None:
    """Add a passphrase to a home that so far only has the keyring; `key` comes from `unlock`."""
    _write(home, msgspec.structs.replace(read(home), wrap=_wrap(key, new, cost or Cost())))


def passphrase_source(
    environment: Mapping[str, str], ask: Callable[[], str] | None
) -> Callable[[], str] | None:
    """Where a passphrase comes from: ``STATION_PASSPHRASE``, else asking, else nowhere (None)."""
    given = environment.get(PASSPHRASE_VARIABLE)
    if given:
        return lambda: given
    return ask


def needs_passphrase(home: Home) -> bool:
    """Whether only a passphrase opens this home."""
    return not read(home).name


def check_passphrase(passphrase: str) -> None:
    """RuleFault `vault.weak-passphrase` when it is too short to protect anything."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise RuleFault("vault.weak-passphrase", n=SHORTEST_PASSPHRASE)


def read(home: Home) -> KeyFile:
    """The key file, checked; no secret is in it."""
    try:
        with home.key_file.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise EnvironmentFault("vault.no-key-file", path=str(home.key_file)) from error
    except OSError as error:
        raise EnvironmentFault(
            "vault.key-file-unreadable", path=str(home.key_file), detail=error.strerror or ""
        ) from error
    try:
        found = msgspec.json.decode(data, type=KeyFile)
    except msgspec.MsgspecError as error:
        raise ForgedInput("vault.key-file-damaged", path=str(home.key_file)) from error
    wrap = found.wrap
    too_dear = wrap is not None and not (
        1 <= wrap.passes <= _MOST_PASSES and 8192 <= wrap.memory <= _MOST_MEMORY
    )
    if found.format != 1 or too_dear or (wrap is None and not found.name):
        raise ForgedInput("vault.key-file-damaged", path=str(home.key_file))
    return found


def _write(home: Home, file: KeyFile) -> None:
    home.prepare()
    try:
        write_whole(home.key_file, msgspec.json.format(msgspec.json.encode(file), indent=2))
    except OSError as error:
        raise EnvironmentFault(
            "vault.key-file-unwritable", path=str(home.key_file), detail=error.strerror or ""
        ) from error


def _wrap(key: bytes, passphrase: str, cost: Cost) -> Wrap:
    check_passphrase(passphrase)
    salt = secrets.token_bytes(nacl.pwhash.argon2id.SALTBYTES)
    box = nacl.secret.SecretBox(_derive(passphrase, salt, cost.passes, cost.memory))
    return Wrap(salt, cost.passes, cost.memory, bytes(box.encrypt(key)))


def _unwrap(wrap: Wrap, passphrase: str) -> bytes:
    try:
        box = nacl.secret.SecretBox(_derive(passphrase, wrap.salt, wrap.passes, wrap.memory))
        return box.decrypt(wrap.box)
    except (nacl.exceptions.CryptoError, ValueError) as error:
        raise Locked("vault.wrong-passphrase") from error


def _derive(passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
    # Two keyboards may give the same accented letter as one sign or two: NFC makes them one.
    plain = unicodedata.normalize("NFC", passphrase).encode()
    return nacl.pwhash.argon2id.kdf(
        nacl.secret.SecretBox.KEY_SIZE, plain, salt, opslimit=passes, memlimit=memory
    )


def _from_hex(secret: str) -> bytes:
    try:
        key = bytes.fromhex(secret)
    except ValueError as error:
        raise Locked("vault.key-not-in-keyring") from error
    if len(key) != KEY_BYTES:
        raise Locked("vault.key-not-in-keyring")
    return key
