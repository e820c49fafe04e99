"""The exchange on a thin line, 512 kbit/s and 200 ms there and back: a push, nothing, a first load.

Beside each stands an echo of as many bytes over a line as thin.
"""

from __future__ import annotations

from functools import partial

from station_client.link.line import Line
from tests.benchmarks import _journals
from tests.benchmarks._ground import create_all
from tests.benchmarks._loopback import Echo, Loopback, Round, loopback
from tests.benchmarks._measure import Times, report
from tests.benchmarks._residents import residents
from tests.benchmarks._thin import ThinLine
from tests.helpers.world import FakeStation

PEOPLE = 10_000
EDITS = 500
TURNS = 5


def _push(office: Loopback, station: FakeStation, echo: Echo) -> None:
    pushed, limit, seen = Times(), Times(), Round()
    for turn in range(TURNS):
        seen = Round()
        _journals.edit(station, EDITS, seed=turn)
        pushed.time(partial(office.once, station, seen))
        limit.time(partial(echo.exchange, seen.up, seen.down))
    report(
        "push of 500 field edits, 200 ms and 512 kbit/s",
        pushed.ms() / 1000,
        "s",
        0.6,
        limit.ms() / 1000,
        limit_unit="s, bare echo of the same bytes over such a line",
        bytes_up=seen.up,
    )


def _nothing(office: Loopback, station: FakeStation, echo: Echo) -> None:
    asked, limit = Times(), Times()
    for _ in range(TURNS):
        seen = Round()
        asked.time(partial(office.once, station, seen))
        limit.time(partial(echo.exchange, seen.up, seen.down))
    report(
        "exchange with nothing to say, 200 ms and 512 kbit/s, warm",
        asked.ms() / 1000,
        "s",
        0.3,
        limit.ms() / 1000,
        limit_unit="s, bare echo of the same bytes over such a line",
    )


def _first_load(office: Loopback, echo: Echo) -> None:
    loaded, limit, seen = Times(), Times(), Round()
    for _ in range(2):
        station, seen = office.station(), Round()
        loaded.time(partial(office.until_found, station, seen))
        limit.time(partial(echo.exchange, seen.up, seen.down))
        station.ledger.close()
    report(
        "first load of 10,000 residents, 200 ms and 512 kbit/s, searchable",
        loaded.ms() / 1000,
        "s",
        10,
        limit.ms() / 1000,
        limit_unit="s, bare echo of the same bytes over such a line",
        trips=seen.trips,
        bytes_down=seen.down,
    )


def main() -> None:
    """One office, one thin line, three figures."""
    with loopback() as office:
        station = office.station()
        create_all(station, residents(PEOPLE, station.operator.area))
        office.sync(station, Round())
        thin = ThinLine(office.door)
        office.line.close()
        office.line = Line("line", "http://{}:{}".format(*thin.address))
        echo = Echo(lambda door: ThinLine(door).address)
        office.sync(station, Round())
        _nothing(office, station, echo)
        _push(office, station, echo)
        _first_load(office, echo)
        echo.close()
        station.ledger.close()
        thin.close()


if __name__ == "__main__":
    main()
