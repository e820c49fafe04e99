"""Timing side by side: a figure and its limit in turns, and the one JSON line that tells both."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from ledger.store.database import WRITER_CACHE_KIB


class Times:
    """Seconds that some work took, by the wall and on the processor, one entry per turn."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def time(self, work: Callable[[], object]) -> None:
        """Do the work once and note how long it took."""
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    def ms(self, share: float = 0.5) -> float:
        """The time in milliseconds that this share of all turns stayed below."""
        return round(percentile(self.wall, share) * 1000, 3)

    def cpu_ms(self) -> float:
        """The processor time of a turn in the middle, in milliseconds."""
        return round(percentile(self.cpu, 0.5) * 1000, 3)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def in_turns(turns: int, *works: tuple[Times, Callable[[], object]]) -> None:
    """Every work once, then every work again: what disturbs one disturbs the other."""
    gc.collect()
    for _ in range(turns):
        for times, work in works:
            times.time(work)


def report(
    figure: str, value: float, unit: str, goal: float, limit: float | None, **more: Any
) -> None:
    """Print the line. ``goal`` is the figure to reach, ``limit`` what was measured beside it."""
    line = {
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "limit": goal,
        "limit_measured_in_same_run": None if limit is None else round(limit, 3),
        **more,
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


class BareFile:
    """A table of nothing but bytes in an encrypted file of its own: as fast as it can be at all."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._connection = sqlcipher.connect(str(path), isolation_level=None)
        if key is not None:
            self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"cache_size = -{WRITER_CACHE_KIB}",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")

    def commit(self, contents: Sequence[bytes]) -> None:
        """Insert these bytes, a row each, in one durable transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO bare (bytes) VALUES (?)", [(content,) for content in contents]
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
