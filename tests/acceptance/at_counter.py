"""A counter in a process of its own, to be killed at the worst moment.

``python -m tests.acceptance.at_counter HOME MOMENT``: works the real window, or the command
line's own functions, until MOMENT, and then ends itself as kill -9 does.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ledger.exchange.station import StationSide
from ledger.store.ledger import Ledger
from station_client.app import Declared, open_station
from station_client.desk.roster.importing import import_file
from station_client.vault.home import Home
from tools.demo import story
from tools.demo.deeds import cases, door
from tools.demo.seat import Seat, seated
from tools.demo.setting import OPERATOR_PASSWORD, ROSTER


def die(*_arguments: Any, **_named: Any) -> NoReturn:
    """End like a power cut: nothing is flushed, closed or undone."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def while_typing(seat: Seat) -> None:
    """The form is filled in and nothing was decided yet."""
    cases.begin(seat, story.BY_LINE)
    cases.fill_in(seat, [cases.IDENTITY])
    die()


def before_the_act(seat: Seat) -> None:
    """The number is reserved, the receipt drawn, the act not yet written."""
    story.fill_in_all(seat, story.BY_LINE)
    Ledger.commit = die  # type: ignore[method-assign]
    cases.accept(seat, story.BY_LINE)


def after_the_act(seat: Seat) -> None:
    """The act is written, the window has not heard of it."""
    story.fill_in_all(seat, story.BY_LINE)
    commit = Ledger.commit

    def once(self: Ledger, *arguments: Any, **named: Any) -> Any:
        commit(self, *arguments, **named)
        die()

    Ledger.commit = once  # type: ignore[method-assign]
    cases.accept(seat, story.BY_LINE)


def in_the_third_batch(home: Path) -> None:
    """Two batches of a roster are in the ledger, the third is about to be."""
    commit, seen = Ledger.commit_each, [0]

    def count(self: Ledger, *arguments: Any, **named: Any) -> Any:
        seen[0] += 1
        if seen[0] == 3:
            die()
        return commit(self, *arguments, **named)

    station = open_station(Home(home), Declared.load())
    counter = station.counter(station.accounts.people()[0], "zh")
    Ledger.commit_each = count  # type: ignore[method-assign]
    import_file(counter, ROSTER)


def with_the_answer_in_hand(home: Path) -> None:
    """The office has everything, its answer arrived and is not yet taken in."""
    StationSide.incoming = die  # type: ignore[method-assign]
    open_station(Home(home), Declared.load()).courier.by_line()


_WITHOUT_A_WINDOW: dict[str, Callable[[Path], None]] = {
    "in-the-third-batch": in_the_third_batch,
    "with-the-answer-in-hand": with_the_answer_in_hand,
}
_AT_THE_WINDOW: dict[str, Callable[[Seat], None]] = {
    "while-typing": while_typing,
    "before-the-act": before_the_act,
    "after-the-act": after_the_act,
}


def main(home: Path, moment: str) -> None:
    """Work until the moment."""
    if moment in _WITHOUT_A_WINDOW:
        _WITHOUT_A_WINDOW[moment](home)
        return
    with seated(home, Declared.load()) as seat:
        door.log_in(seat, OPERATOR_PASSWORD)
        _AT_THE_WINDOW[moment](seat)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
