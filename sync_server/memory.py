"""How a server that takes in bundles day and night uses memory: measured over the ten minutes of
`tests/benchmarks/many_stations.py`, and kept from growing with them.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

#: A bundle makes thousands of small things and no cycles: at Python's own 700, a fifth of the time
#: went into looking for some. The web framework makes one or two with every request: at 50,000
#: they stayed for minutes, and with them whatever they held.
THRESHOLDS = (10_000, 10, 5)
#: glibc's name for how many heaps the threads of a process share (mallopt(3)).
_M_ARENA_MAX = -8


def settle() -> None:
    """Once everything that stays is there, and before the first thread is started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    if sys.platform == "linux":
        _share_one_heap()


def _share_one_heap() -> None:
    """A page of the database that one thread read is let go by another one: with a heap for each
    thread, every heap grew to what all of them need (100 of 290 MiB were kept and not used)."""
    with suppress(AttributeError):  # other C libraries have one heap, or give back by themselves
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
