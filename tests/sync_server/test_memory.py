"""How a server uses memory: what it changes in the process it runs in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ledger.core.collector import THRESHOLDS

#: Threads that keep what they took until all have taken, as exchanges at the same time do.
CROWD = """
import ctypes, gc, threading
from sync_server import memory
memory.settle()
met = threading.Barrier(6)
def work():
    held = [bytearray(1000) for _ in range(2000)]
    met.wait()
crowd = [threading.Thread(target=work) for _ in range(6)]
for each in crowd: each.start()
for each in crowd: each.join()
print(*gc.get_threshold())
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="heaps are glibc's")
def test_threads_that_take_in_bundles_at_the_same_time_share_one_heap() -> None:
    done = subprocess.run([sys.executable, "-c", CROWD], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(number) for number in THRESHOLDS]
    assert done.stderr.count("Arena ") == 1
