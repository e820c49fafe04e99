"""A list as an Excel file: every row, marked with who took it out and when, and logged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter

from ledger.core.faults import EnvironmentFault, RuleFault
from station_client.desk.cards import log_access, may_reveal
from station_client.desk.lists import Listing, of_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from station_client.desk.counter import Counter

_FIRST_ROW = 3


@dataclass(frozen=True)
class Exported:
    """A file that was written. `text` is the sentence for the status line."""

    path: Path
    rows: int
    text: str


def export(
    counter: Counter,
    code: str,
    out: Path,
    where: Mapping[str, object] | None = None,
    sort: Sequence[tuple[str, bool]] = (),
    progress: Callable[[int, int], bool] | None = None,
    purpose: str = "",
) -> Exported:
    """A ledger; see `export_listing`. RuleFault `ledger.not-found`."""
    if code not in counter.catalogue.ledgers:
        raise RuleFault("ledger.not-found", ledger=code)
    return export_listing(counter, of_ledger(counter, code, where, sort), out, progress, purpose)


def export_listing(
    counter: Counter,
    listing: Listing,
    out: Path,
    progress: Callable[[int, int], bool] | None = None,
    purpose: str = "",
) -> Exported:
    """All rows to xlsx, marked with who and when, logged. `progress(done, total)` False stops.

    Numbers of people are covered unless a `purpose` is given by somebody who may see them.
    RuleFault `ledger.export-stopped`, `card.reveal-post`;
    EnvironmentFault `ledger.export-not-written` (params path, detail).
    """
    if purpose:
        may_reveal(counter)
    target = listing.code or listing.title
    log_access(counter, "export", target, purpose=purpose, file=out.name)
    part = out.with_name(out.name + ".part")
    try:
        # Asked before the sheet is built: a writer that fails at its end leaves its pieces open.
        part.touch()
        rows = _write(counter, listing, part, progress, covered=not purpose)
        part.replace(out)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise EnvironmentFault(
            "ledger.export-not-written", path=str(out), detail=str(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return Exported(out, rows, counter.say("desk.ledger.exported", n=rows, file=out.name))


def _write(
    counter: Counter,
    listing: Listing,
    part: Path,
    progress: Callable[[int, int], bool] | None,
    *,
    covered: bool,
) -> int:
    mark = counter.say(
        "desk.ledger.mark",
        who=counter.operator.name,
        at=f"{counter.now():%Y-%m-%d %H:%M}",
        station=counter.site.name,
    )
    done = 0
    with xlsxwriter.Workbook(str(part), {"constant_memory": True, "in_memory": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(listing.title[:31])
        sheet.set_header(f"&L{listing.name}&R{mark}")
        sheet.set_footer(f"&L{mark}&R&P / &N")
        sheet.set_landscape()
        sheet.write_string(0, 0, listing.name, book.add_format({"bold": True}))
        said = [f"{label}: {value}" for label, value in listing.said]
        sheet.write_string(1, 0, "  ".join([mark, *said]))
        for at, column in enumerate(listing.heads):
            sheet.set_column(at, at, column.width)
            sheet.write_string(_FIRST_ROW - 1, at, column.label, bold)
        sheet.freeze_panes(_FIRST_ROW, 0)
        for cells, total in listing.rows(covered):
            for at, cell in enumerate(cells):
                sheet.write_string(_FIRST_ROW + done, at, cell)
            done += 1
            if progress is not None and not progress(done, total):
                raise RuleFault("ledger.export-stopped", n=done)
    return done
