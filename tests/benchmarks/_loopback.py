"""A real office as a process of its own on loopback, stations that speak to it, and a bare echo."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.core import collector
from ledger.core.clock import Clock
from ledger.core.keys import NodeKeys
from ledger.core.record import Change
from ledger.exchange.invitation import Invitation, remember
from ledger.exchange.station import StationSide
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store.opening import create_ledger, open_database
from station_client.link.line import Line
from tests.benchmarks._ground import fresh_folder
from tests.helpers.world import KEY, TOWN, VILLAGE, FakeStation, catalogue
from tools.demo.setting import RunningOffice, Setting, call, free_port

Address = tuple[str, int]

_ECHO = """
import socket, struct, sys
door = socket.create_server(("127.0.0.1", 0))
print(door.getsockname()[1], flush=True)
line, _ = door.accept()
line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
stream = line.makefile("rwb")
while head := stream.read(16):
    up, down = struct.unpack("!QQ", head)
    stream.read(up)
    stream.write(bytes(down))
    stream.flush()
"""


@dataclass
class Round:
    """One or more exchanges, until nobody had anything new: trips made, bytes, acts received."""

    trips: int = 0
    up: int = 0
    down: int = 0
    received: int = 0


class Loopback:
    """The office's server, and the stations that know it."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self.line = Line("line", setting.address)

    @property
    def door(self) -> Address:
        """Where the office's server listens."""
        return "127.0.0.1", int(self._setting.address.rpartition(":")[2])

    def station(self) -> FakeStation:
        """One more PC of the village, enrolled from a file, not yet heard of by the office."""
        name = f"{len(list(self._setting.folder.glob('*.enrol')))}"
        ticket = self._setting.folder / f"{name}.enrol"
        call(
            "sync_server.cli", "station", "add", "--home", self._setting.office, "--area", VILLAGE,
            "--name", "柳河村", "--address", self._setting.address, "--out", ticket,
        )  # fmt: skip
        invitation = Invitation.from_bytes(ticket.read_bytes())
        return enrolled(invitation, self._setting.folder / f"{name}.db")

    def once(self, station: FakeStation, seen: Round) -> bool:
        """One round trip; whether another would bring more."""
        parcel = station.side.outgoing()
        answer = self.line.exchange(parcel.blob)
        outcome = station.side.incoming(answer)
        seen.trips += 1
        seen.up += len(parcel.blob)
        seen.down += len(answer)
        seen.received += outcome.received
        return parcel.more or outcome.more

    def until_found(self, station: FakeStation, seen: Round) -> None:
        """Exchange until the people can be found, and no further."""
        while not station.ledger.search("王").total:
            self.once(station, seen)

    def sync(self, station: FakeStation, seen: Round) -> None:
        """Exchange until nobody has anything new."""
        while self.once(station, seen):
            pass


def enrolled(invitation: Invitation, file: Path) -> FakeStation:
    """A station from its enrolment file, with one operator, its ledger in ``file``."""
    identity = invitation.identity(NodeKeys.generate())
    database = open_database(file, KEY, catalogue())
    rules = Rulebook(catalogue(), identity.keys.node)
    ledger = create_ledger(database, identity, catalogue(), rules, Clock())
    remember(ledger, invitation)
    area = invitation.area
    nobody = Actor("", "", frozenset(), "V", area)
    fields = {
        "area": area, "name": "王秀英", "posts": ["V1", "V2"], "level": "V",
        "station": identity.station, "active": True, "train_passed": "2026-01-05",
    }  # fmt: skip
    staff = ledger.commit(nobody, "staff.create", [Change("staff", fields)]).records[0]
    posts = frozenset({"V1", "V2"})
    operator = Actor(staff, "王秀英", posts, "V", area, identity.station)
    return FakeStation(ledger, StationSide(ledger, "0.1.0"), operator)


@contextmanager
def loopback() -> Iterator[Loopback]:
    """An office with nothing in it, answering on loopback; here works a station's program."""
    collector.settle()
    with fresh_folder() as folder:
        setting = Setting(folder, free_port())
        call(
            "sync_server.cli", "init", "--home", setting.office, "--area", TOWN, "--name", "青石镇"
        )
        with RunningOffice(setting):
            made = Loopback(setting)
            yield made
            made.line.close()


class Echo:
    """A process that does nothing but read so many bytes and answer so many: the bare wire.

    ``through`` gives the address of a line that ends where the process listens.
    """

    def __init__(self, through: Callable[[Address], Address] = lambda door: door) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ECHO], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        port = int(self._process.stdout.readline())
        line = socket.create_connection(through(("127.0.0.1", port)))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = line.makefile("rwb")
        line.close()

    def exchange(self, up: int, down: int) -> None:
        """Send and receive this many bytes."""
        self._stream.write(struct.pack("!QQ", up, down) + bytes(up))
        self._stream.flush()
        self._stream.read(down)

    def close(self) -> None:
        """Let the process end."""
        self._stream.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()
