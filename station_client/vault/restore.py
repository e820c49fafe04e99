"""Putting a backup back: into an empty home only, checked before anything is put in place."""

from __future__ import annotations

import shutil
import tarfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

import pyrage
import sqlalchemy as sa

from ledger.core.faults import EnvironmentFault, ForgedInput, RuleFault
from ledger.store import tables
from ledger.store.database import open_sqlite
from ledger.store.local import write_setting
from station_client.vault import keys
from station_client.vault.backup import CONTENT, SLIP, Slip, check_ledger, open_slip, sha256_of
from station_client.vault.files import flush_folder

if TYPE_CHECKING:
    from station_client.vault.home import Home
    from station_client.vault.keyrings import KeyStore

#: The setting that tells the ledger to go on under a new node id: what was written after the
#: backup may already be at the office under the old one.
RESTORED: Final = "restored"

_LARGEST_SLIP: Final = 64 * 1024


def inspect(source: Path, passphrase: str) -> Slip:
    """What a backup holds and when it was made. Faults as `restore`."""
    with _opened(source) as outer:
        return open_slip(_slip_bytes(outer), passphrase)


def restore(
    source: Path,
    home: Home,
    passphrase: str,
    now: datetime,
    *,
    store: KeyStore | None = None,
    protect: str | None = None,
    cost: keys.Cost | None = None,
) -> Slip:
    """Make a home out of a backup, with its key kept in `store`, under `protect`, or both.

    Without either the backup's own passphrase protects the home. Nothing is overwritten; a
    restore that was interrupted may be started again. Faults: `vault.home-not-empty`,
    `vault.home-busy`, `vault.wrong-passphrase`, `vault.backup-damaged`, `vault.backup-newer`,
    `vault.backup-unreadable`, `vault.ledger-damaged`, `vault.restore-failed`.
    """
    if store is None and protect is None:
        protect = passphrase
    with home.exclusive():
        work = home.path / "restore.part"
        _need_room(home, work)
        try:
            _clear(work)
            work.mkdir(mode=0o700)
            slip = _unpack(source, passphrase, work)
            check_ledger(work / "ledger.db", slip.key)
            _mark(work / "ledger.db", slip, now)
            keys.keep(home, slip.key, store=store, passphrase=protect, cost=cost)
            _put_in_place(home, work)
        except OSError as error:
            raise EnvironmentFault(
                "vault.restore-failed", path=str(home.path), detail=error.strerror or str(error)
            ) from error
        _clear(work)
    return slip


def _need_room(home: Home, work: Path) -> None:
    interrupted = work.exists() and not home.ledger.exists()
    if interrupted:
        return
    home.need_empty()
    if any(home.files.rglob("*")):
        raise RuleFault("vault.home-not-empty", path=str(home.path))


def _unpack(source: Path, passphrase: str, work: Path) -> Slip:
    inner = work / "inner.tar"
    with _opened(source) as outer:
        slip = open_slip(_slip_bytes(outer), passphrase)
        sealed = _member(outer, CONTENT)
        try:
            with inner.open("wb") as plain:
                pyrage.decrypt_io(sealed, plain, [pyrage.x25519.Identity.from_str(slip.identity)])
        except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ForgedInput("vault.backup-damaged", path=str(source)) from error
    if sha256_of(inner) != slip.sha256:
        raise ForgedInput("vault.backup-damaged", path=str(source))
    try:
        with tarfile.open(inner, "r:") as tar:
            for info in tar:
                _extract(tar, info, work)
    except tarfile.TarError as error:
        raise ForgedInput("vault.backup-damaged", path=str(source)) from error
    inner.unlink()
    if not (work / "ledger.db").exists():
        raise ForgedInput("vault.backup-damaged", path=str(source))
    return slip


def _extract(tar: tarfile.TarFile, info: tarfile.TarInfo, work: Path) -> None:
    """One plain file below ``files/``, or the ledger; nothing else is ever written."""
    name = PurePosixPath(info.name)
    wanted = info.name == "ledger.db" or (len(name.parts) > 1 and name.parts[0] == "files")
    unsafe = name.is_absolute() or ".." in name.parts or "\\" in info.name or ":" in info.name
    file = tar.extractfile(info) if info.isreg() and wanted and not unsafe else None
    if file is None:
        raise ForgedInput("vault.backup-damaged", path=info.name)
    place = work.joinpath(*name.parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file, place.open("wb") as target:
        shutil.copyfileobj(file, target, 1 << 20)


def _mark(ledger: Path, slip: Slip, now: datetime) -> None:
    database = open_sqlite(ledger, slip.key)
    try:
        with database.write() as connection:
            offices = connection.execute(sa.select(tables.setting.c.office).distinct()).scalars()
            value = {"at": now.isoformat(timespec="seconds"), "made": slip.made}
            for office in offices.all() or [0]:
                write_setting(connection, office, RESTORED, value)
    finally:
        database.close()


def _put_in_place(home: Home, work: Path) -> None:
    """Files first, the ledger last: a home with a ledger is a whole home."""
    if (work / "files").is_dir():
        shutil.copytree(work / "files", home.files, dirs_exist_ok=True)
    (work / "ledger.db").replace(home.ledger)
    flush_folder(home.path)


def _clear(work: Path) -> None:
    if work.exists():
        shutil.rmtree(work)


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:")
    except tarfile.TarError as error:
        raise ForgedInput("vault.backup-damaged", path=str(source)) from error
    except OSError as error:
        raise EnvironmentFault(
            "vault.backup-unreadable", path=str(source), detail=error.strerror or ""
        ) from error


def _slip_bytes(outer: tarfile.TarFile) -> bytes:
    return _member(outer, SLIP).read(_LARGEST_SLIP)


def _member(outer: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        file = outer.extractfile(name)
    except (KeyError, tarfile.TarError) as error:
        raise ForgedInput("vault.backup-damaged", path=name) from error
    if file is None:
        raise ForgedInput("vault.backup-damaged", path=name)
    return file
