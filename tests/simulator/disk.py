"""A disk in memory that can lose power, fill up and go read-only, under a real SQLite.

What SQLite writes is in force at once for the program, but durable only once it was flushed: when
the power fails, every write since the last flush is kept, dropped or torn as the dice fall, each on
its own. A killed program loses nothing it wrote. ``fuse`` counts down writes and flushes; the one
that finds it at zero does not happen, nor anything after it, until the machine is started again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import apsw

SECTOR = 512


@dataclass
class Image:
    """The files of a disk as they stood at one moment: a backup, or a disk to be copied."""

    files: dict[str, bytes]


@dataclass
class _File:
    content: bytearray = field(default_factory=bytearray)
    #: What was done since the last flush: (offset, what stood there, what was written, old size).
    undone: list[tuple[int, bytes, bytes, int]] = field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        size = len(self.content)
        self.undone.append((offset, bytes(self.content[offset : offset + len(data)]), data, size))
        self._put(offset, data)

    def _put(self, offset: int, data: bytes) -> None:
        if len(self.content) < offset:
            self.content.extend(bytes(offset - len(self.content)))
        self.content[offset : offset + len(data)] = data

    def truncate(self, size: int) -> None:
        cut = bytes(self.content[size:])
        self.undone.append((size, cut, b"", len(self.content)))
        del self.content[size:]

    def lose_power(self, dice: random.Random) -> None:
        waiting, self.undone = self.undone, []
        for offset, before, after, size in reversed(waiting):
            if after:
                self.content[offset : offset + len(after)] = before
                del self.content[size:]
            else:
                self.content.extend(before)
        for offset, _, after, _ in waiting:
            fate = dice.random()
            if not after or fate < 0.4:
                continue
            whole = fate < 0.8 or len(after) <= SECTOR
            kept = len(after) if whole else SECTOR * dice.randrange(len(after) // SECTOR)
            if kept:
                self._put(offset, after[:kept])


class Disk:
    """The files of one machine."""

    def __init__(self, image: Image | None = None) -> None:
        self._files = {
            name: _File(bytearray(content))
            for name, content in (image.files if image else {}).items()
        }
        self.full = False
        self.read_only = False
        self.fuse: int | None = None
        self.dead = False

    def image(self) -> Image:
        """Everything on it, as a copying tool would see it."""
        return Image({name: bytes(file.content) for name, file in self._files.items()})

    def start_again(self, dice: random.Random | None) -> None:
        """Come up after a crash: the power failed (``dice``), or only the program was killed."""
        if dice is not None:
            for file in self._files.values():
                file.lose_power(dice)
        self.fuse, self.dead = None, False

    # What SQLite asks of a disk

    def burn(self) -> None:
        """One more write or flush; the fuse may end here."""
        if self.dead or self.fuse == 0:
            self.dead = True
            raise apsw.IOError("the machine stopped")
        if self.fuse is not None:
            self.fuse -= 1

    def open(self, name: str) -> _File:
        return self._files.setdefault(name, _File())

    def has(self, name: str) -> bool:
        return name in self._files

    def delete(self, name: str) -> None:
        self.burn()
        self._files.pop(name, None)


class _Handle:
    """One open file, as apsw wants it."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        self._file = disk.open(name)

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._file.content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.burn()
        if self._disk.read_only:
            raise apsw.ReadOnlyError("attempt to write a readonly database")
        if self._disk.full and offset + len(data) > len(self._file.content):
            raise apsw.FullError("database or disk is full")
        self._file.write(offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        self._disk.burn()
        self._file.truncate(size)

    def xSync(self, flags: int) -> None:
        self._disk.burn()
        self._file.undone.clear()

    def xFileSize(self) -> int:
        return len(self._file.content)

    def xLock(self, level: int) -> None: ...

    def xUnlock(self, level: int) -> None: ...

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xClose(self) -> None: ...

    def excepthook(self, *error: Any) -> None:
        """SQLite goes on as well as it can after a fault; what it meets then is no news."""


class Shelf(apsw.VFS):
    """The disks of a simulated world: SQLite opens ``<number>/<file>``."""

    NAME = "simulated"

    def __init__(self) -> None:
        self._disks: dict[str, Disk] = {}
        super().__init__(self.NAME, base="", maxpathname=64)

    def put(self, disk: Disk) -> str:
        """Take a disk in; gives the name under which it is opened."""
        name = str(len(self._disks))
        self._disks[name] = disk
        return name

    def clear(self) -> None:
        """Throw all disks away."""
        self._disks.clear()

    def _find(self, path: str) -> tuple[Disk, str]:
        disk, _, name = path.partition("/")
        return self._disks[disk], name

    def xOpen(self, name: Any, flags: list[int]) -> _Handle:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        return _Handle(*self._find(path))

    def xAccess(self, path: str, flags: int) -> bool:
        disk, name = self._find(path)
        return disk.has(name)

    def xDelete(self, path: str, sync: bool) -> None:
        disk, name = self._find(path)
        disk.delete(name)

    def xFullPathname(self, path: str) -> str:
        return path

    def excepthook(self, *error: Any) -> None:
        """As for files: the fault itself comes back from the statement that met it."""
