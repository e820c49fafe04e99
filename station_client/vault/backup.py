"""Backups: one file with everything, under a passphrase, made while the station goes on working.

The file is an ordinary tar of two age files, so that it can be opened without this program:
``slip.age`` (under the passphrase: the ledger's key, and the identity that opens the rest) and
``content.age`` (a tar with ``ledger.db`` and ``files/``).
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pyrage
import sqlcipher3.dbapi2 as sqlcipher

from ledger.core.faults import EnvironmentFault, ForgedInput, Locked, RuleFault
from station_client.vault.files import flush_file, flush_folder
from station_client.vault.keys import check_passphrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_client.vault.home import Home

SLIP: Final = "slip.age"
CONTENT: Final = "content.age"
_PAGES_AT_ONCE: Final = 2048


class Slip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the passphrase opens. ``sha256`` is that of the inner tar, ``made`` ISO 8601."""

    format: int
    made: str
    key: bytes
    identity: str
    sha256: str
    files: int
    size: int


def backup(
    home: Home,
    key: bytes,
    target: Path,
    passphrase: str,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Slip:
    """Write a backup of the whole home to `target` and read it back; gives what is in it.

    `progress` hears (pages copied, pages in all). The window may be open and saving meanwhile:
    the copy is that of one moment. Faults: `vault.backup-exists`, `vault.weak-passphrase`,
    `vault.no-ledger`, `vault.backup-failed`, `vault.ledger-damaged`.
    """
    check_passphrase(passphrase)
    if target.exists():
        raise RuleFault("vault.backup-exists", path=str(target))
    if not home.ledger.exists():
        raise EnvironmentFault("vault.no-ledger", path=str(home.path))
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="backup-", dir=_work_place(home)) as folder:
            slip = _fill(home, key, part, passphrase, now, Path(folder), progress)
        flush_file(part)
        part.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        raise EnvironmentFault(
            "vault.backup-failed", path=str(target), detail=error.strerror or str(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return slip


def copy_ledger(
    source: Path, key: bytes, target: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Copy a ledger that may be in use, page by page and still encrypted, then check the copy.

    Faults: `vault.ledger-damaged` when a page does not hold or the key is not the ledger's.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    try:
        origin, copy = connect(source, key), connect(target, key)
        try:
            origin.backup(copy, pages=_PAGES_AT_ONCE, progress=step)
        finally:
            copy.close()
            origin.close()
    except sqlcipher.DatabaseError as error:
        raise EnvironmentFault("vault.ledger-damaged", detail=str(error)) from error
    check_ledger(target, key)


def check_ledger(path: Path, key: bytes) -> None:
    """EnvironmentFault `vault.ledger-damaged` unless every page of the file is sound."""
    try:
        connection = connect(path, key)
        try:
            bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            state = connection.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            connection.close()
    except sqlcipher.DatabaseError as error:
        raise EnvironmentFault("vault.ledger-damaged", detail=str(error)) from error
    if bad or state is None or state[0] != "ok":
        raise EnvironmentFault("vault.ledger-damaged", detail=str((bad or [state])[0]))


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """A bare connection to an encrypted file; every page is checked as it is read."""
    connection = sqlcipher.connect(str(path), timeout=30.0, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def open_slip(sealed: bytes, passphrase: str) -> Slip:
    """What a backup's slip says. Faults: `vault.wrong-passphrase`, `vault.backup-damaged`."""
    try:
        plain = pyrage.passphrase.decrypt(sealed, passphrase)
    except pyrage.DecryptError as error:
        if not sealed.startswith(b"age-encryption.org/"):
            raise ForgedInput("vault.backup-damaged") from error
        raise Locked("vault.wrong-passphrase") from error
    try:
        slip = msgspec.msgpack.decode(plain, type=Slip)
    except msgspec.MsgspecError as error:
        raise ForgedInput("vault.backup-damaged") from error
    if slip.format != 1:
        raise ForgedInput("vault.backup-newer", format=slip.format)
    return slip


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fill(
    home: Home,
    key: bytes,
    part: Path,
    passphrase: str,
    now: datetime,
    folder: Path,
    progress: Callable[[int, int], None] | None,
) -> Slip:
    copy, inner, content = folder / "ledger.db", folder / "inner.tar", folder / CONTENT
    copy_ledger(home.ledger, key, copy, progress)
    files = _pack(home, copy, inner)
    copy.unlink()
    identity = pyrage.x25519.Identity.generate()
    with inner.open("rb") as plain, content.open("wb") as sealed:
        pyrage.encrypt_io(plain, sealed, [identity.to_public()])
    slip = Slip(
        format=1,
        made=now.isoformat(timespec="seconds"),
        key=key,
        identity=str(identity),
        sha256=sha256_of(inner),
        files=files,
        size=inner.stat().st_size,
    )
    inner.unlink()
    slip_file = folder / SLIP
    slip_file.write_bytes(pyrage.passphrase.encrypt(msgspec.msgpack.encode(slip), passphrase))
    with tarfile.open(part, "w") as outer:
        for one in (slip_file, content):
            outer.add(one, arcname=one.name, filter=_anonymous)
    _read_back(part, content)
    return slip


def _pack(home: Home, copy: Path, inner: Path) -> int:
    """The inner tar: the ledger's copy and every kept file; how many of these there are."""
    count = 0
    with tarfile.open(inner, "w") as tar:
        tar.add(copy, arcname="ledger.db", filter=_anonymous)
        for path in sorted(home.files.rglob("*")) if home.files.is_dir() else ():
            if path.is_file() and not path.is_symlink() and path.suffix != ".part":
                name = path.relative_to(home.path).as_posix()
                tar.add(path, arcname=name, filter=_anonymous)
                count += 1
    return count


def _read_back(part: Path, content: Path) -> None:
    """A stick that swallows what is written is noticed now, not on the day of need."""
    with tarfile.open(part, "r") as outer:
        member = outer.extractfile(CONTENT)
        digest = hashlib.sha256()
        while member is not None and (piece := member.read(1 << 20)):
            digest.update(piece)
    if digest.hexdigest() != sha256_of(content):
        raise OSError(0, "read back differently")


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _work_place(home: Home) -> Path:
    home.prepare()
    return Path(os.fspath(home.backups))
