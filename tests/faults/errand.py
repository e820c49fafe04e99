"""Errands of a station or an office in processes of their own, to be killed at any step.

Started as ``python -m tests.faults.errand``. Each line of its input is a JSON object that says what
to do; it is done by a child, forked with everything imported, which dies by SIGKILL at step
``fuse`` (0: never). The answer is one line: how the child ended, and how many steps it took.

A step is a call within the exchange, the store or the link, or one of the system's calls by which
bytes reach a disk or a socket; with ``lasting`` only those calls after which something lasts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ledger.core.clock import Clock
from ledger.exchange.office import OfficeSide
from ledger.exchange.station import StationSide
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger, read_identity
from ledger.store.renewal import renew
from station_client.link.courier import Courier
from station_client.link.line import Line
from tests.helpers.fakes import FakeWall
from tests.helpers.world import KEY, catalogue

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLACES = ("/ledger/exchange/", "/ledger/store/", "/station_client/link/")
CALLS = frozenset(
    {"execute", "executemany", "commit", "fsync", "replace", "write", "unlink", "sendall", "send"}
)
#: Behind these something is on a disk, or on its way, that was not before.
LASTING = frozenset({"commit", "fsync", "replace", "unlink", "sendall", "send"})


def opened(file: Path, *, office: bool = False) -> Ledger:
    """The ledger in a file, as the programs open it."""
    database = open_database(file, None if office else KEY, catalogue())
    rules = Rulebook(catalogue(), read_identity(database).keys.node)
    return open_ledger(database, catalogue(), rules, Clock(FakeWall()), feeds=office)


class Fuse:
    """Counts steps, and ends the process at one of them as a power switch does."""

    def __init__(self, length: int, *, lasting: bool = False) -> None:
        self._length = length
        self._lasting = lasting
        self.steps = 0

    def __call__(self, frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            name = frame.f_code.co_filename
            step = not self._lasting and any(place in name for place in PLACES)
        elif self._lasting:
            step = event == "c_return" and _lasts(argument)
        else:
            step = event == "c_call" and argument.__name__ in CALLS
        if step:
            self.steps += 1
            if self.steps == self._length:
                os.kill(os.getpid(), signal.SIGKILL)


def _lasts(call: Any) -> bool:
    """Whether a call of the system has just made something last (texts have a `replace` too)."""
    owner = getattr(call, "__self__", None)
    return call.__name__ in LASTING and not isinstance(owner, str | bytes)


def _courier(ledger: Ledger, address: str) -> Courier:
    side = StationSide(ledger, "0.1.0")
    lines = [Line("line", address)]
    return Courier(ledger, side, lambda: lines, lambda: renew(ledger))


def by_line(ledger: Ledger, told: dict[str, Any]) -> None:
    """Push and pull over a socket."""
    _courier(ledger, told["address"]).by_line()


def to_stick(ledger: Ledger, told: dict[str, Any]) -> None:
    """Write what waits onto a stick."""
    _courier(ledger, "").to_stick(Path(told["folder"]), AT)


def from_stick(ledger: Ledger, told: dict[str, Any]) -> None:
    """Read the answers from a stick."""
    _courier(ledger, "").from_stick(Path(told["folder"]))


def answering(ledger: Ledger, told: dict[str, Any]) -> None:
    """Take in a bundle as the office does."""
    OfficeSide(ledger).handle(Path(told["bundle"]).read_bytes())


ERRANDS: dict[str, Callable[[Ledger, dict[str, Any]], None]] = {
    "line": by_line,
    "to stick": to_stick,
    "from stick": from_stick,
    "answering": answering,
}


def _child(told: dict[str, Any], steps: int) -> None:
    ledger = opened(Path(told["file"]), office=told["do"] == "answering")
    fuse = Fuse(told["fuse"], lasting=told.get("lasting", False))
    sys.setprofile(fuse)
    ERRANDS[told["do"]](ledger, told)
    sys.setprofile(None)
    os.write(steps, str(fuse.steps).encode())


def run(told: dict[str, Any]) -> dict[str, Any]:
    """Do one errand in a child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            _child(told, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if told.get("pause"):
        sys.stdout.write(json.dumps({"child": child}) + "\n")
        sys.stdout.flush()
    with os.fdopen(reading, "rb") as pipe:
        steps = int(pipe.read() or 0)
    _, status = os.waitpid(child, 0)
    return {"ended": os.waitstatus_to_exitcode(status), "steps": steps}


def main() -> None:
    """Do errands until the input ends."""
    catalogue()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
