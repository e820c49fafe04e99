"""Bundles as files on a stick: named for whom they are, written so that a pulled stick is noticed.

A file is written beside its name, flushed, read back and renamed. Whatever else lies on the stick
is left alone. FAT keeps no more than two seconds of a file's time, so order comes from the names.
Old sticks cut names to eight letters (CZT-KW~1.CZT), and people rename: such a bundle is known by
how it begins, and by whether it opens.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput
from ledger.exchange.envelope import MAX_SEALED_BYTES

Direction = Literal["up", "down"]
SUFFIX = ".czt"
NODE_LETTERS = 8
#: How every sealed file begins (age).
BEGINNING = b"age-encryption.org/v1"
#: What a file is called while it is written, also where three letters are left.
HALF_WRITTEN = (".part", ".par")
#: A stick full of photographs is not looked through for ever.
_MOST_STRANGE = 2000
# Copying by hand adds to a name (" (1)", " - 副本"), and old sticks write it in capitals.
_NAME = re.compile(
    r"czt-(?P<node>[a-z2-7]{8})-(?P<direction>up|down)-[0-9]{14}(\D.*)?\.czt", re.IGNORECASE
)


@dataclass(frozen=True)
class StickFile:
    """A bundle found on a stick: whose station it is, and where it lies.

    ``named``: whether that comes from its name; otherwise it is seen only when it is opened.
    """

    path: Path
    node: str
    direction: Direction
    named: bool = True

    def is_not_ours(self, fault: Fault) -> bool:
        """Whether a fault of opening it only says that it was for somebody else all along."""
        return not self.named and fault.code == "bundle.not-for-us"

    def read(self) -> bytes:
        """Its content; ForgedInput when it is too large, EnvironmentFault when it is gone."""
        try:
            if self.path.stat().st_size > MAX_SEALED_BYTES:
                raise ForgedInput("bundle.too-large", limit=MAX_SEALED_BYTES, size=self.path.name)
            return self.path.read_bytes()
        except OSError as error:
            raise stick_fault(error, self.path.parent) from error


def write(folder: Path, node: str, direction: Direction, at: datetime, blob: bytes) -> Path:
    """Put a bundle on a stick, and be sure that it is there.

    EnvironmentFault ``stick.full``, ``stick.gone``, ``stick.read-only`` or ``stick.bad``; then
    nothing is left behind under the bundle's name.
    """
    stamp = at.strftime("%Y%m%d%H%M%S")
    path = folder / f"czt-{node[:NODE_LETTERS]}-{direction}-{stamp}{SUFFIX}"
    serial = 1
    while path.exists():
        serial += 1
        path = folder / f"czt-{node[:NODE_LETTERS]}-{direction}-{stamp}-{serial}{SUFFIX}"
    part = path.with_suffix(HALF_WRITTEN[0])
    try:
        _sweep(folder, f"czt-{node[:NODE_LETTERS]}-{direction}-")
        _write_and_flush(part, blob)
        if part.read_bytes() != blob:
            raise EnvironmentFault("stick.bad", folder=str(folder))
        part.replace(path)
        _flush_folder(folder)
    except OSError as error:
        raise stick_fault(error, folder) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return path


def write_anew(folder: Path, node: str, direction: Direction, at: datetime, blob: bytes) -> Path:
    """Put a bundle on a stick in the place of those of its station that it makes needless."""
    path = write(folder, node, direction, at, blob)
    clear(folder, direction, node, keep=[path.name])
    return path


def clear(folder: Path, direction: Direction, node: str, *, keep: Collection[str] = ()) -> None:
    """Take away a station's bundles but for some: newer ones, which must be there before.

    Only what is named as one and begins as one goes. What cannot be taken away does no harm.
    """
    with suppress(EnvironmentFault):
        for file in bundles(folder, direction, node):
            if file.path.name not in keep and _begins_sealed(file.path):
                with suppress(OSError):
                    file.path.unlink()


def _write_and_flush(path: Path, blob: bytes) -> None:
    with path.open("wb") as file:
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())


def _sweep(folder: Path, name: str) -> None:
    """What a pulled stick or a power cut left half written would fill the stick in time."""
    for old in folder.glob(f"{name}*{HALF_WRITTEN[0]}"):
        old.unlink()


def _flush_folder(folder: Path) -> None:
    """The new name too is on the stick before anybody is told so (Windows does it by itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that flushes no folders
            raise
    finally:
        os.close(handle)


def bundles(folder: Path, direction: Direction, node: str = "") -> list[StickFile]:
    """The bundles on a stick that go one way (for one station), the oldest first."""
    found = []
    for name in _names(folder):
        match = _NAME.fullmatch(name)
        if match is None or match["direction"].lower() != direction:
            continue
        whose = match["node"].lower()
        if not node or node.startswith(whose):
            found.append(StickFile(folder / name, whose, direction))
    return found


def strays(folder: Path, direction: Direction) -> list[StickFile]:
    """The sealed files on a stick whose names do not say what they are."""
    strange = [name for name in _names(folder) if _NAME.fullmatch(name) is None]
    sealed = [name for name in strange[:_MOST_STRANGE] if _begins_sealed(folder / name)]
    _names(folder)  # what could not be read was one file, and not a stick that is gone
    return [StickFile(folder / name, "", direction, named=False) for name in sealed]


def _names(folder: Path) -> list[str]:
    """The files on a stick; what cannot even be looked at is none of ours."""
    try:
        return sorted(entry.name for entry in folder.iterdir() if _is_file(entry))
    except OSError as error:
        raise stick_fault(error, folder) from error


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return path.is_file()
    return False


def _begins_sealed(path: Path) -> bool:
    """A file that another program holds, or in a bad place of the stick, hides no other."""
    if path.suffix.lower() in HALF_WRITTEN:
        return False
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING
    return False


_CODES = {
    errno.ENOSPC: "stick.full",
    errno.EROFS: "stick.read-only",
    errno.EACCES: "stick.read-only",
    errno.EPERM: "stick.read-only",
    errno.ENOENT: "stick.gone",
    errno.ENODEV: "stick.gone",
    errno.EIO: "stick.gone",
    errno.ENXIO: "stick.gone",
}


def stick_fault(error: OSError, folder: Path) -> EnvironmentFault:
    """What a file error on a stick means to a person."""
    code = _CODES.get(error.errno or 0, "stick.gone")
    return EnvironmentFault(code, folder=str(folder), detail=error.strerror or "")
