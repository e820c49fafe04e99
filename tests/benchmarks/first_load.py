"""First load: a new PC of a village with 10,000 residents fetches them all, and finds them; then
their past follows, while the PC is in use.
"""

from __future__ import annotations

from functools import partial

from ledger.store.query import Query
from tests.benchmarks._ground import create_all
from tests.benchmarks._loopback import Echo, Round, loopback
from tests.benchmarks._measure import Times, report
from tests.benchmarks._residents import residents

PEOPLE = 10_000
TURNS = 3


def main() -> None:
    """Three new PCs, one after the other, each beside an echo of as many bytes."""
    with loopback() as office:
        first = office.station()
        create_all(first, residents(PEOPLE, first.operator.area))
        office.sync(first, Round())
        first.ledger.close()
        echo = Echo()
        loaded, limit, past = Times(), Times(), Times()
        for _ in range(TURNS):
            station, seen, behind = office.station(), Round(), Round()
            loaded.time(partial(office.until_found, station, seen))
            limit.time(partial(echo.exchange, seen.up, seen.down))
            assert station.ledger.count(Query("person")) == PEOPLE
            assert station.ledger.search("王").total > 1
            past.time(partial(office.sync, station, behind))
            assert station.ledger.verify().awaited == 0
            station.ledger.close()
        echo.close()
    report(
        "first load of 10,000 residents, loopback, searchable",
        loaded.ms() / 1000,
        "s",
        0.35,
        limit.ms() / 1000,
        limit_unit="s, bare echo of the same bytes",
        station_cpu_s=round(loaded.cpu_ms() / 1000, 3),
        trips=seen.trips,
        bytes_down=seen.down,
        bytes_down_goal=600_000,
        past_s=round(past.ms() / 1000, 3),
        past_bytes_down=behind.down,
    )


if __name__ == "__main__":
    main()
