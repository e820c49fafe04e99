"""From a file and what its columns mean to what would become of every row. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from station_client.desk.roster.columns import Columns
from station_client.desk.roster.matching import Known, match, same_name
from station_client.desk.roster.reading import RowReader
from station_client.desk.roster.sorting import Sorter
from station_client.desk.roster.verdicts import Plan, Remark, RowPlan, Verdict, verdict_of

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from station_client.desk.roster.cells import RawSheet
    from station_client.desk.roster.mapping import FileMapping, SheetMapping
    from station_client.desk.roster.workbook import Workbook


def plan(
    workbook: Workbook,
    mapping: FileMapping,
    catalogue: Catalogue,
    columns: Columns,
    known: Known,
    today: date,
    answered: Callable[[str], bool] = lambda key: False,
) -> Plan:
    """What an import of the file would do.

    `known`: the cards there are; `answered`: whether the questions of a row (by its key) have
    been answered already, so that a second run does not ask again.
    """
    rows: list[RowPlan] = []
    for number, (sheet, meaning) in enumerate(zip(workbook.sheets, mapping.sheets, strict=True)):
        if meaning is not None:
            rows += _read_sheet(number, sheet, meaning, catalogue, columns, today)
    matched = match(_one_card_each(rows), known)
    return Plan(workbook, mapping, tuple(_once(row, answered) for row in matched))


def _read_sheet(
    number: int,
    sheet: RawSheet,
    meaning: SheetMapping,
    catalogue: Catalogue,
    columns: Columns,
    today: date,
) -> list[RowPlan]:
    reader = RowReader(catalogue, columns, meaning, today, sheet.text_only)
    rows: list[RowPlan] = []
    for line in Sorter(sheet, meaning, columns).rows():
        if line.why is not None:
            rows.append(RowPlan(number, line.number, Verdict.SKIPPED, (line.why,)))
            continue
        found = reader.read(line.cells)
        remarks = tuple(found.remarks)
        rows.append(
            RowPlan(
                number,
                line.number,
                verdict_of(remarks),
                remarks,
                found.values,
                held=found.held,
                said=line.said,
            )
        )
    return rows


def _one_card_each(rows: list[RowPlan]) -> list[RowPlan]:
    """One number on several rows: the same person again, or two people with one number."""
    first: dict[str, int] = {}
    result = list(rows)
    for index, row in enumerate(rows):
        number = str(row.values.get("id_no") or "")
        if not number or row.verdict is Verdict.SKIPPED:
            continue
        if number not in first:
            first[number] = index
            continue
        earlier = result[first[number]]
        if not same_name(earlier.name, row.name):
            result[first[number]] = _ask(earlier, "number-twice", row)
            result[index] = _ask(row, "number-twice", earlier)
        elif all(earlier.values.get(name) == value for name, value in row.values.items()):
            remark = Remark("note", "repeated-row", params={"row": earlier.number})
            result[index] = RowPlan(row.sheet, row.number, Verdict.SKIPPED, (remark,))
        else:
            result[index] = _ask(row, "twice-differently", earlier)
    return result


def _ask(row: RowPlan, key: str, other: RowPlan) -> RowPlan:
    if any(remark.key == key for remark in row.remarks):
        return row
    params = {"row": other.number, "name": other.name}
    remarks = (*row.remarks, Remark("asked", key, "id_no", params))
    verdict = Verdict.REFUSED if row.verdict is Verdict.REFUSED else Verdict.ASKED
    return replace(row, remarks=remarks, verdict=verdict, held=True)


def _once(row: RowPlan, answered: Callable[[str], bool]) -> RowPlan:
    """A row whose questions were answered before is not asked about again."""
    if row.verdict not in (Verdict.ASKED, Verdict.REFUSED) or not answered(row.key):
        return row
    remarks = (
        *(one for one in row.remarks if one.level not in ("asked", "refused")),
        Remark("note", "answered"),
    )
    if row.writes:
        return replace(row, remarks=remarks, verdict=verdict_of(remarks))
    return replace(row, remarks=remarks, verdict=Verdict.UNCHANGED, changes={}, held=False)
