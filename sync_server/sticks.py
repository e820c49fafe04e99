"""Sticks: bundles read from files, answers written to files that can be fetched again."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.exchange import stick
from ledger.exchange.envelope import MAX_SEALED_BYTES
from sync_server.exchanges import answer
from sync_server.faults import TooLarge
from sync_server.stations import known_nodes, station_name

if TYPE_CHECKING:
    from sync_server.office import Office

_ANSWER = re.compile(r"czt-(?P<node>[a-z2-7]{8})-down-(?P<at>[0-9]{14})(-[0-9]+)?\.czt")


@dataclass(frozen=True)
class Taken:
    """What came of one file: the station, how much was new, and the file with the answer."""

    file: str
    station: str
    acts: int
    refused: int
    sent: int
    bytes_up: int
    bytes_down: int
    seconds: float
    answer: str


@dataclass(frozen=True)
class Waiting:
    """An answer that can be fetched (again): a lost stick loses nothing."""

    file: str
    station: str
    at: datetime


def take(office: Office, name: str, data: bytes, onto: Path | None = None) -> Taken:
    """Take in one file from a stick and make its answer, also ``onto`` the stick if given.

    ForgedInput when it is not a bundle from a station of this office. A bundle that was read
    before changes nothing and is answered again.
    """
    if len(data) > MAX_SEALED_BYTES:
        raise TooLarge("office.too-large", most=MAX_SEALED_BYTES)
    started = time.perf_counter()
    found = answer(office, data, "usb")
    seconds = time.perf_counter() - started
    kept = _keep(office, found.sender, found.blob)
    if onto is not None:
        stick.write(onto, found.sender, "down", office.clock(), found.blob)
    return Taken(
        name,
        station_name(office, found.station),
        found.acts,
        found.refused,
        found.sent,
        len(data),
        len(found.blob),
        seconds,
        kept.name,
    )


def _keep(office: Office, node: str, blob: bytes) -> Path:
    """Keep the newest answer of a station; it holds everything the station has not confirmed."""
    older = stick.bundles(office.home.answers, "down", node)
    path = stick.write(office.home.answers, node, "down", office.clock(), blob)
    for file in older:
        file.path.unlink(missing_ok=True)
    return path


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
        path = stick.write(folder, node, "down", office.clock(), blob)
        written.append((path, len(blob)))
    return written
