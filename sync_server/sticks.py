"""Sticks: bundles read from files, answers written to files that can be fetched again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.core.faults import Fault, RuleFault
from ledger.exchange import stick
from ledger.exchange.envelope import MAX_SEALED_BYTES
from sync_server.exchanges import Errand, finish, take
from sync_server.faults import TooLarge
from sync_server.stations import known_nodes, station_name

if TYPE_CHECKING:
    from sync_server.office import Office

_ANSWER = re.compile(r"czt-(?P<node>[a-z2-7]{8})-down-(?P<at>[0-9]{14})(-[0-9]+)?\.czt")


@dataclass(frozen=True)
class Taken:
    """What came of a station's files: how many, how much was new, and the file with the answer."""

    station: str
    files: int
    acts: int
    refused: int
    sent: int
    bytes_up: int
    bytes_down: int
    answer: str


@dataclass(frozen=True)
class Waiting:
    """An answer that can be fetched (again): a lost stick loses nothing."""

    file: str
    station: str
    at: datetime


class Reading:
    """Reads the files of a stick in one after the other, and then answers each station once.

    An answer holds everything that a station has not confirmed, so there is one for all its files:
    that to the newest. ``faults``: the files that were not taken, and why.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._errands: dict[str, Errand] = {}
        self._files: Counter[str] = Counter()
        self.faults: list[tuple[str, Fault]] = []

    def take(self, name: str, read: Callable[[], bytes]) -> None:
        """Take in one file, or note why not. What was read before changes nothing."""
        try:
            data = read()
            if len(data) > MAX_SEALED_BYTES:
                raise TooLarge("office.too-large", most=MAX_SEALED_BYTES)
            errand = take(self._office, data, "usb")
        except Fault as fault:
            self.faults.append((name, fault))
            return
        node = errand.brought.known.id
        before = self._errands.get(node)
        self._errands[node] = before.joined(errand) if before else errand
        self._files[node] += 1

    def answer(self, onto: Path | None = None) -> list[Taken]:
        """Answer what was taken in, also ``onto`` the stick if given, where an answer takes the
        place of older ones. A station that cannot be answered keeps nobody's answer away."""
        done = []
        for node, errand in self._errands.items():
            try:
                done.append(self._answer(node, errand, onto))
            except Fault as fault:
                self.faults.append(
                    (station_name(self._office, errand.brought.known.station), fault)
                )
        return done

    def _answer(self, node: str, errand: Errand, onto: Path | None) -> Taken:
        office = self._office
        found = finish(office, errand)
        # In the writing lane: of several programs at this one after the other puts answers away.
        with office.ledger.database.write():
            kept = stick.write_anew(office.home.answers, node, "down", office.clock(), found.blob)
        if onto is not None:
            stick.write_anew(onto, node, "down", office.clock(), found.blob)
        return Taken(
            station_name(office, found.station),
            self._files[node],
            found.acts,
            found.refused,
            found.sent,
            errand.bytes_up,
            len(found.blob),
            kept.name,
        )


def waiting(office: Office) -> list[Waiting]:
    """Every answer kept here, the newest first."""
    stations = {known.id[: stick.NODE_LETTERS]: known.station for known in known_nodes(office)}
    found = []
    for file in stick.bundles(office.home.answers, "down"):
        match = _ANSWER.fullmatch(file.path.name)
        if match is not None:
            at = datetime.strptime(match["at"], "%Y%m%d%H%M%S")
            code = stations.get(file.node, "")
            found.append(Waiting(file.path.name, station_name(office, code), at))
    return sorted(found, key=lambda item: item.at, reverse=True)


def answer_file(office: Office, name: str) -> bytes:
    """The content of a kept answer; RuleFault ``office.no-answer`` when there is none so called."""
    path = office.home.answers / name
    if not _ANSWER.fullmatch(name) or not path.exists():
        raise RuleFault("office.no-answer")
    return path.read_bytes()


def write_answers(office: Office, folder: Path) -> list[tuple[Path, int]]:
    """Write the kept answers onto a stick: the files, and how large each is."""
    written = []
    for file in stick.bundles(office.home.answers, "down"):
        blob = file.read()
        node = next((n.id for n in known_nodes(office) if n.id.startswith(file.node)), file.node)
        path = stick.write_anew(folder, node, "down", office.clock(), blob)
        written.append((path, len(blob)))
    return written
