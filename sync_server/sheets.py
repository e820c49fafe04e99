"""Lists as Excel files, marked with who took them and when (domain 6.4)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.texts import Texts
    from ledger.rules.actor import Actor
    from sync_server.bench_list import Row
    from sync_server.office import Office

_COLUMNS = (
    ("due", 12),
    ("name", 12),
    ("case_no", 32),
    ("item", 24),
    ("step", 18),
    ("village", 14),
    ("operator", 12),
    ("notes", 36),
)


def bench_sheet(office: Office, say: Texts, actor: Actor, title: str, rows: Sequence[Row]) -> bytes:
    """A bench as xlsx, one line a case. Logged (TZ-56)."""
    columns = [(say(f"office.column.{key}"), width) for key, width in _COLUMNS]
    return list_sheet(office, say, actor, title, columns, [_cells(row) for row in rows])


def list_sheet(
    office: Office,
    say: Texts,
    actor: Actor,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
) -> bytes:
    """A list as xlsx: a heading, the mark of who took it, columns with their width in characters.

    Logged (TZ-56).
    """
    office.ledger.local.diary.add(
        "access",
        {"actor": actor.id, "name": actor.name, "action": "export", "object": title,
         "records": len(rows)},
    )  # fmt: skip
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1})
    mark = say("office.sheet.mark", who=actor.name, at=f"{office.clock():%Y-%m-%d %H:%M}")
    sheet.write_string(0, 0, f"{office.facts.name} · {title}", bold)
    sheet.write_string(1, 0, mark)
    for column, (label, width) in enumerate(columns):
        sheet.write_string(3, column, label, head)
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, start=4):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    sheet.freeze_panes(4, 0)
    sheet.set_footer(f"&L{mark}&R&P / &N")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.deadline, row.name, row.case_no, row.item, row.step, row.village, row.operator,
        " · ".join(row.notes),
    )  # fmt: skip
