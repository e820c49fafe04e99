"""The whole of an import in one go, for the command line and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.core.faults import ForgedInput
from station_client.desk.roster import mapping, planning, questions, running
from station_client.desk.roster.columns import Columns
from station_client.desk.roster.matching import KnownCards
from station_client.desk.roster.report import write_report
from station_client.desk.roster.workbook import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station_client.desk.roster.mapping import FileMapping
    from station_client.desk.roster.running import Progress, Report, Work
    from station_client.desk.roster.verdicts import Plan
    from station_client.desk.roster.workbook import Workbook


def columns_of(work: Work) -> Columns:
    """The names that rosters have for the fields of the card."""
    return Columns.load(work.catalogue.kinds["person"])


def propose(work: Work, workbook: Workbook, columns: Columns) -> FileMapping:
    """What the columns mean. ForgedInput `roster.no-heading` when no sheet is a roster."""
    found = mapping.propose(workbook, columns, work.ledger.local.settings)
    if not found.any:
        raise ForgedInput("roster.no-heading", name=workbook.name)
    return found


def make_plan(work: Work, workbook: Workbook, meaning: FileMapping, columns: Columns) -> Plan:
    """What would become of every row, against the cards that are there now."""
    local = work.ledger.local
    return planning.plan(
        workbook,
        meaning,
        work.catalogue,
        columns,
        KnownCards(work.ledger),
        work.today(),
        lambda key: questions.is_answered(local, key),
    )


def import_file(
    work: Work,
    path: Path,
    report: Path | None = None,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Read, plan and write a roster with the mapping that its headings (or an earlier file's
    correction) give; `report`: where to write the verdicts, as xlsx.

    Faults: those of `read_sheets`, `roster.no-heading`, `roster.report-unwritten`, and rules of
    the ledger that concern the whole file.
    """
    columns = columns_of(work)
    workbook = read_sheets(path)
    plan = make_plan(work, workbook, propose(work, workbook, columns), columns)
    done = running.run(work, plan, progress, cancelled)
    if report is not None:
        write_report(plan, report, work.say, work.catalogue, done.final)
    return done
