"""Real sockets between a station and its office: a served office, and a network that misbehaves."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import uvicorn

from ledger.rules.days import WorkCalendar
from ledger.store.renewal import renew
from station_client.link.answers import CarrierName, Health
from station_client.link.courier import Courier
from station_client.link.line import Line
from station_client.link.turn import Turn
from sync_server.accounts import Accounts
from sync_server.app import build
from sync_server.home import Home, new_facts
from sync_server.office import Office
from tests.helpers.waiting import until
from tests.helpers.world import TOWN, FakeStation, World, catalogue, texts

Address = tuple[str, int]
#: How long a station waits for a byte; in earnest it is 40 s. Only a case about silence waits less:
#: an office on a busy machine is slow to answer, and not silent.
SILENT_SECONDS = 20.0


def office_of(world: World) -> Office:
    """The world's office as the web application knows it."""
    facts = new_facts(TOWN, "青石镇人社事务所", "http://127.0.0.1", "zh")
    clock = world.office.clock
    return Office(
        home=Home(world.folder),
        facts=facts,
        ledger=world.office,
        catalogue=catalogue(),
        rulebook=world.office.rules,  # type: ignore[arg-type]
        calendar=WorkCalendar.of(catalogue().calendar),
        texts={"zh": texts("zh"), "en": texts("en")},
        accounts=Accounts(world.office, catalogue(), TOWN, clock.now, None),
        exchange=world.side,
        clock=clock.now,
    )


@contextmanager
def served(world: World) -> Iterator[Address]:
    """The office's real server on loopback, for the length of a ``with``."""
    config = uvicorn.Config(
        build(office_of(world)), access_log=False, log_level="error", lifespan="off"
    )
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        until(lambda: server.started)
        yield door.getsockname()
    finally:
        server.should_exit = server.force_exit = True
        thread.join()
        door.close()


@dataclass
class Weather:
    """What the network does to whatever passes. Bytes are counted over all connections.

    ``cut_up``/``cut_down``: after so many bytes that way everything is hung up. ``mute_up`` and
    ``mute_down``: after so many bytes the rest that way is swallowed and nobody is told.
    ``rate``: bytes a second each way, 0 for no bound. ``delay``: seconds each piece is under way.
    ``drip_down``: after so many bytes the rest comes byte by byte, one every ``drop`` seconds.
    ``hold_down``: after so many bytes the rest waits until ``let_go`` is set; ``held`` is set as
    soon as something waits.
    ``loss``: the share of pieces that arrive only after another ``delay``, as lost ones do.
    """

    cut_up: int | None = None
    cut_down: int | None = None
    mute_up: int | None = None
    mute_down: int | None = None
    drip_down: int | None = None
    drop: float = 0
    hold_down: int | None = None
    rate: float = 0
    delay: float = 0
    loss: float = 0
    up: int = 0
    down: int = 0
    held: threading.Event = field(default_factory=threading.Event, init=False)
    let_go: threading.Event = field(default_factory=threading.Event, init=False)
    dice: random.Random = field(default_factory=lambda: random.Random(39), init=False)


class Network:
    """A stretch of network that ends at ``target``; its ``weather`` may change at any time."""

    def __init__(self, target: Address, port: int = 0) -> None:
        self._target = target
        self.weather = Weather()
        self._door = socket.socket()
        # As on a thin line, nothing but a little waits in between.
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # The port of an office may still have the ends of connections on it.
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.bind(("127.0.0.1", port))
        self._door.listen(64)
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._closed = threading.Event()
        self._gates: list[threading.Event] = []
        self._begin(self._accept)

    @property
    def address(self) -> str:
        """Where a station finds it."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def close(self) -> None:
        """Hang up everything."""
        self._closed.set()
        for gate in self._gates:
            gate.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._hang_up()
        for thread in self._threads:
            thread.join()

    def _begin(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target)
            except OSError:  # whoever is called is not there
                near.close()
                continue
            self._open += [near, far]
            self._begin(self._carry, near, far, "up")
            self._begin(self._carry, far, near, "down")

    def _carry(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while piece := source.recv(2048):
                self._weigh(len(piece))
                if not self._pass_on(piece, target, way):
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _weigh(self, size: int) -> None:
        weather = self.weather
        wait = weather.delay + (size / weather.rate if weather.rate else 0)
        if weather.dice.random() < weather.loss:
            wait += weather.delay
        if wait:
            self._closed.wait(wait)

    def _pass_on(self, piece: bytes, target: socket.socket, way: str) -> bool:
        weather = self.weather
        gone = getattr(weather, way)
        setattr(weather, way, gone + len(piece))
        cut, mute = getattr(weather, f"cut_{way}"), getattr(weather, f"mute_{way}")
        if mute is not None and gone + len(piece) > mute:
            piece = piece[: max(0, mute - gone)]
        if cut is not None and gone + len(piece) >= cut:
            target.sendall(piece[: max(0, cut - gone)])
            return False
        hold = weather.hold_down
        if way == "down" and hold is not None and gone + len(piece) > hold:
            self._gates.append(weather.let_go)
            weather.held.set()
            if not self._closed.is_set():
                weather.let_go.wait()
        drip = weather.drip_down
        if way == "down" and drip is not None and gone + len(piece) > drip:
            return self._drip(piece, max(0, drip - gone), target)
        target.sendall(piece)
        return True

    def _drip(self, piece: bytes, whole: int, target: socket.socket) -> bool:
        target.sendall(piece[:whole])
        for byte in piece[whole:]:
            if self._closed.wait(self.weather.drop):
                return False
            target.sendall(bytes([byte]))
        return True

    def _hang_up(self) -> None:
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def stretch(target: Address, port: int = 0) -> Iterator[Network]:
    """A network that ends at an address; it begins at ``port``, or where there is room."""
    between = Network(target, port)
    try:
        yield between
    finally:
        between.close()


@contextmanager
def network(world: World) -> Iterator[Network]:
    """The office's server at the end of a network."""
    with served(world) as address, stretch(address) as between:
        yield between


class GreetedLine(Line):
    """A line whose patience with the greeting is not its patience with a bundle: a case about
    silence in the middle is about no office that is slow to say that it is there."""

    def __init__(self, name: CarrierName, address: str, silent: float, greeting: float) -> None:
        super().__init__(name, address, silent_seconds=silent)
        self._greeting = greeting

    def ask(self) -> Health:
        silent, self._silent = self._silent, self._greeting
        try:
            return super().ask()
        finally:
            self._silent = silent


def courier(
    station: FakeStation,
    *addresses: str,
    silent: float = SILENT_SECONDS,
    greeting: float = SILENT_SECONDS,
    turn: Turn | None = None,
) -> Courier:
    """Carries for a station over these addresses, the private line first.

    ``silent`` seconds without a byte are too long for a bundle, ``greeting`` for the question
    whether the office is there.
    """

    def lines() -> list[Line]:
        return [
            GreetedLine("vpn" if place else "line", address, silent, greeting)
            for place, address in enumerate(addresses)
        ]

    return Courier(station.ledger, station.side, lines, lambda: renew(station.ledger), turn)
