"""A push of 500 field edits over loopback: packed, sealed, sent, admitted, answered, confirmed."""

from __future__ import annotations

from functools import partial

from tests.benchmarks import _journals
from tests.benchmarks._ground import create_all
from tests.benchmarks._loopback import Echo, Loopback, Round, loopback
from tests.benchmarks._measure import Times, report
from tests.benchmarks._residents import residents
from tests.helpers.world import FakeStation

PEOPLE = 3000
EDITS = 500
TURNS = 12


def _push(office: Loopback, station: FakeStation, turn: int, times: Times) -> Round:
    """Edit, unmeasured; then send, measured."""
    seen = Round()
    _journals.edit(station, EDITS, seed=turn)
    times.time(lambda: office.once(station, seen))
    return seen


def main() -> None:
    """Twelve pushes, each beside an echo of as many bytes."""
    with loopback() as office:
        station = office.station()
        create_all(station, residents(PEOPLE, station.operator.area))
        office.sync(station, Round())
        echo = Echo()
        pushed, limit = Times(), Times()
        _push(office, station, 0, Times())
        for turn in range(1, TURNS + 1):
            seen = _push(office, station, turn, pushed)
            limit.time(partial(echo.exchange, seen.up, seen.down))
        echo.close()
        assert station.ledger.unsent().count == 0
        station.ledger.close()
    report(
        "push of 500 field edits, loopback, all in",
        pushed.ms(),
        "ms",
        40,
        limit.ms(),
        limit_unit="ms, bare echo of the same bytes",
        ms_worst=pushed.ms(1.0),
        station_cpu_ms=pushed.cpu_ms(),
        bytes_up=seen.up,
        bytes_up_goal=18_000,
        bytes_down=seen.down,
    )


if __name__ == "__main__":
    main()
