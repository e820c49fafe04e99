"""An import under way: reads, plans and writes in the background, and tells the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_client.ui.screens.roster.kept import Kept
from station_client.ui.screens.roster.session import Opened, Stop, plan, read, save_report, write

if TYPE_CHECKING:
    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.running import Report
    from station_client.desk.roster.verdicts import Plan
    from station_client.ui.places import Context


class Importer(QObject):
    """Holds the file, the plan and the report, whichever there is.

    Signals:
        read(): The file was read.
        planned(): It is known what would become of every row.
        moved(int, int): So many rows of so many are written.
        ended(int): The run is over; so many rows wait for an answer.
        broke(): The run could not go on; the reason has been said.
    """

    read = Signal()
    planned = Signal()
    moved = Signal(int, int)
    ended = Signal(int)
    broke = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._stop: Stop | None = None
        self._running = False
        self.opened: Opened | None = None
        self.plan: Plan | None = None
        self.report: Report | None = None

    @property
    def running(self) -> bool:
        """Whether rows are being written."""
        return self._running

    def kept(self) -> Kept | None:
        """What the pages of another look go on with."""
        return Kept(self.opened, self.plan, self.report) if self.opened is not None else None

    def resume(self, kept: Kept) -> None:
        """Go on with it: at the report of a run that is over, else at the meaning of the file."""
        self._on_read(kept.opened)
        if kept.report is not None:
            self.plan = kept.plan
            self._on_ran(kept.report)

    @property
    def writes(self) -> int:
        """How many rows the plan would write."""
        return sum(1 for row in self.plan.rows if row.writes) if self.plan else 0

    def open(self, path: Path) -> None:
        """Read a file."""
        counter = self._context.counter
        self._context.work.run(
            lambda: read(counter, path),
            self._on_read,
            self._context.fail,
            label=self._context.say("ui.roster.reading"),
            key="roster.read",
            owner=self,
        )

    def correct(self, meaning: FileMapping) -> None:
        """What the columns mean, or words stand for, was corrected."""
        if self.opened is not None:
            self.opened = self.opened.with_meaning(meaning)

    def make_plan(self) -> None:
        """Find out what would become of every row."""
        opened, counter = self.opened, self._context.counter
        if opened is None:
            return
        if not opened.meaning.any:
            self._context.notify(self._context.say("ui.roster.no_sheet"), "amber")
            return
        self._context.work.run(
            lambda: plan(counter, opened),
            self._on_planned,
            self._context.fail,
            label=self._context.say("ui.roster.planning"),
            key="roster.plan",
            owner=self,
        )

    def run(self) -> None:
        """Write what the plan says."""
        planned, counter, stop = self.plan, self._context.counter, Stop()
        if planned is None:
            return
        self._stop = stop
        self._running = True
        self._context.work.run_long(
            lambda token: write(counter, planned, token.progress, stop),
            self._on_ran,
            self._on_broke,
            progress=lambda step: self.moved.emit(step.done, step.total),
            owner=self,
        )

    def ask_stop(self) -> None:
        """Stop after the rows that are being written."""
        if self._stop is not None:
            self._stop.ask()

    def save_report(self, path: Path) -> None:
        """The file with the verdict on each row, as xlsx."""
        planned, report, counter = self.plan, self.report, self._context.counter
        say = self._context.say
        if planned is None or report is None:
            return
        self._context.work.run(
            lambda: save_report(counter, planned, report, path),
            lambda written: self._context.notify(say("ui.roster.report_saved", path=str(written))),
            self._context.fail,
            label=say("ui.roster.saving"),
            owner=self,
        )

    def _on_read(self, opened: Opened) -> None:
        self.opened, self.plan, self.report = opened, None, None
        self.read.emit()

    def _on_planned(self, planned: Plan) -> None:
        self.plan = planned
        self.planned.emit()

    def _on_ran(self, report: Report) -> None:
        from station_client.desk.roster.questions import pending

        self.report = report
        self._running = False
        local = self._context.counter.ledger.local
        self._context.work.run(
            lambda: len(pending(local)), self.ended.emit, self._context.fail, owner=self
        )

    def _on_broke(self, fault: Exception) -> None:
        self._running = False
        self._context.fail(fault)
        self.broke.emit()
