"""Waiting for something outside this process, without sleeping a fixed time."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: How long a test waits for what must come: long enough for a machine that does much else beside,
#: and never spent where it does come. Nothing waits less, but what tests the waiting itself.
PATIENCE_SECONDS = 60.0


def until(probe: Callable[[], T], *, seconds: float = PATIENCE_SECONDS, every: float = 0.02) -> T:
    """Ask `probe` until it answers with something true, and return that.

    Raises TimeoutError with the last answer after `seconds`. For other
    processes, sockets and files; what happens on the Qt loop is awaited with
    ``qtbot.waitUntil``, which lets the loop run.
    """
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {answer!r} after {seconds} s")
        pause.wait(every)
    return answer
