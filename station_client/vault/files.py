"""Files that are whole or absent, whatever happens to the power while they are written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_whole(place: Path, data: bytes) -> None:
    """Write a private file: beside it first, flushed to the disk, then renamed over the old one.

    Raises OSError; the old file is then still there, unchanged.
    """
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, _FLAGS, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush_folder(place.parent)


def flush_file(place: Path) -> None:
    """See that a file which somebody else wrote is on the disk itself."""
    with place.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """See that a rename in this folder survives a power cut; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
