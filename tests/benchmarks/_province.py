"""An office with many villages whose stations have all something to send tonight."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ledger.core.faults import EnvironmentFault
from ledger.exchange.invitation import Invitation, invite
from ledger.store.opening import open_database
from sync_server.exchanges import answer
from sync_server.home import Home
from sync_server.office import Office
from sync_server.opening import open_office
from tests.benchmarks import _journals
from tests.benchmarks._crowd import Caller
from tests.benchmarks._ground import create_all
from tests.benchmarks._loopback import enrolled
from tests.benchmarks._residents import residents
from tests.helpers.world import KEY, TOWN, FakeStation, catalogue
from tools.demo.setting import Setting, call

#: Villages of one office: the last three of the nine-and-three digits of a division.
VILLAGES = 998
#: How many residents a station loads that is new in a village that has them all.
RESIDENTS = 3000
PCS_OF_A_VILLAGE = 90


class Province:
    """Makes stations and their bundles; the office is closed again before it serves."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._numbers = count()
        call(
            "sync_server.cli", "init", "--home", setting.office, "--area", TOWN, "--name", "青石镇"
        )
        self._empty = setting.folder / "empty.db"
        open_database(self._empty, KEY, catalogue()).close()
        self._office: Office = open_office(Home(setting.office), catalogue=catalogue())

    def close(self) -> None:
        """Nobody else is made; the office may be served."""
        self._office.ledger.close()

    def senders(self, number: int, acts: int, new: int) -> Iterator[Caller]:
        """So many stations, each with so many acts: some new cards, and then changes of these."""
        for _ in range(number):
            at = next(self._numbers)
            station = self._station(f"{1 + at % VILLAGES:03}", 1 + at // VILLAGES)
            _journals.create(station, residents(new, station.operator.area, first=at * acts))
            if acts > new:
                _journals.edit(station, acts - new, seed=at)
            yield self._caller(station, at)

    def loaders(self, number: int) -> Iterator[Caller]:
        """So many new PCs in villages whose residents the office holds already."""
        for at in range(number):
            village = f"{999 - at // PCS_OF_A_VILLAGE:03}"
            if at % PCS_OF_A_VILLAGE == 0:
                first = self._station(village, 1)
                create_all(first, residents(RESIDENTS, first.operator.area, first=90_000_000))
                self._fill(first)
            station = self._station(village, 2 + at % PCS_OF_A_VILLAGE)
            yield self._caller(station, next(self._numbers))

    def _station(self, village: str, terminal: int) -> FakeStation:
        area = f"{TOWN[:9]}{village}"
        ticket: Invitation = invite(
            self._office.ledger, "青石镇", name="村站", area=area, station=f"{area}01",
            terminal=f"{terminal:02}", addresses=(self._setting.address,),
        )  # fmt: skip
        file = self._setting.folder / "station.db"
        for old in file.parent.glob("station.db*"):
            old.unlink()
        shutil.copy(self._empty, file)
        return enrolled(ticket, file)

    def _fill(self, station: FakeStation) -> None:
        """All of a station's acts at the office, before anybody is measured."""
        more = True
        while more:
            parcel = station.side.outgoing()
            outcome = station.side.incoming(answer(self._office, parcel.blob, "line").blob)
            more = parcel.more or outcome.more
        if station.ledger.unsent().count:
            raise EnvironmentFault("store.disk-fault", detail="the office did not take everything")
        station.ledger.close()

    def _caller(self, station: FakeStation, at: int) -> Caller:
        blob = station.side.outgoing().blob
        station.ledger.close()
        # Every station calls from an address of its own, as behind a private line.
        return Caller(f"127.{1 + at // 62_500}.{at // 250 % 250}.{1 + at % 250}", blob)


def memory_mib(pid: int) -> float:
    """What a process holds in memory."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
