"""One import from file to report: what was read, what would become of it, what did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from station_client.desk.roster import importing, mapping, running
from station_client.desk.roster.workbook import read_sheets

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.roster.columns import Columns
    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.running import Report, Resumable
    from station_client.desk.roster.verdicts import Plan
    from station_client.desk.roster.workbook import Workbook


@dataclass(frozen=True)
class Opened:
    """A file that was read, and what its columns are taken to mean.

    ``stopped``: how far an earlier run of the same file came, if it was cut off.
    """

    path: Path
    workbook: Workbook
    columns: Columns
    meaning: FileMapping
    stopped: Resumable | None

    def with_meaning(self, meaning: FileMapping) -> Opened:
        """The file with its columns corrected."""
        return replace(self, meaning=meaning)


class Stop:
    """Asks a run to stop after the batch it is at; what is written stays."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self) -> None:
        """Stop soon."""
        self._event.set()

    def asked(self) -> bool:
        """Whether it should stop."""
        return self._event.is_set()


def read(counter: Counter, path: Path) -> Opened:
    """Read a file and propose what its columns mean.  Faults: those of ``read_sheets`` and
    ``roster.no-heading``.  Runs on a worker thread, as all of these."""
    workbook = read_sheets(path)
    columns = importing.columns_of(counter)
    meaning = importing.propose(counter, workbook, columns)
    stopped = running.resumable(counter.ledger, workbook.sha256)
    return Opened(path, workbook, columns, meaning, stopped)


def plan(counter: Counter, opened: Opened) -> Plan:
    """What would become of every row."""
    return importing.make_plan(counter, opened.workbook, opened.meaning, opened.columns)


def write(
    counter: Counter, planned: Plan, moved: Callable[[int, int], object], stop: Stop
) -> Report:
    """Write it, and remember what the columns mean for the next file of this form."""
    mapping.remember(planned.mapping, counter.ledger.local.settings)
    return running.run(
        counter, planned, lambda done, total: (moved(done, total), None)[1], stop.asked
    )


def save_report(counter: Counter, planned: Plan, report: Report, path: Path) -> Path:
    """The file handed back with the verdict on each row."""
    from station_client.desk.roster.report import write_report

    write_report(planned, path, counter.say, counter.catalogue, report.final)
    return path
