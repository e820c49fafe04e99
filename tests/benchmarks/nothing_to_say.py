"""An exchange in which nobody has anything new: one round trip, few bytes, no writes."""

from __future__ import annotations

from tests.benchmarks._ground import create_all
from tests.benchmarks._loopback import Echo, Round, loopback
from tests.benchmarks._measure import Times, in_turns, report
from tests.benchmarks._residents import residents

PEOPLE = 3000
TURNS = 200


def main() -> None:
    """Two hundred exchanges, each beside an echo of as many bytes."""
    with loopback() as office:
        station = office.station()
        create_all(station, residents(PEOPLE, station.operator.area))
        office.sync(station, Round())
        office.sync(station, Round())
        echo, first, seen = Echo(), Round(), Round()
        assert not office.once(station, first)
        asked, limit = Times(), Times()
        in_turns(
            TURNS,
            (asked, lambda: office.once(station, seen)),
            (limit, lambda: echo.exchange(first.up, first.down)),
        )
        echo.close()
        station.ledger.close()
    report(
        "exchange with nothing to say, loopback",
        asked.ms(),
        "ms",
        4,
        limit.ms(),
        limit_unit="ms, bare echo of the same bytes",
        ms_p99=asked.ms(0.99),
        station_cpu_ms=asked.cpu_ms(),
        trips=seen.trips // TURNS,
        bytes_up=seen.up // TURNS,
        bytes_down=seen.down // TURNS,
        bytes_goal=600,
    )


if __name__ == "__main__":
    main()
