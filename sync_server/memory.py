"""How a server that takes in bundles day and night uses memory: measured over the ten minutes of
`tests/benchmarks/many_stations.py`, and kept from growing with them.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

from ledger.core import collector

#: glibc's names (mallopt(3)): how many heaps the threads of a process share, and from which size on
#: a block lies outside them, and is given back as soon as it is let go.
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
_LARGE_BYTES = 256 * 1024


def settle() -> None:
    """Once everything that stays is there, and before the first thread is started."""
    gc.collect()
    collector.settle()
    if sys.platform == "linux":
        _bound_heap()


def _bound_heap() -> None:
    """A page of the database that one thread read is let go by another one: with a heap for each
    thread, every heap grew to what all of them need (100 of 290 MiB were kept and not used). Large
    blocks left gaps in it that nothing fitted into: glibc takes them inside as soon as it has seen
    one of their size let go, unless it is told from which size on not to."""
    with suppress(AttributeError):  # other C libraries have one heap, or give back by themselves
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
