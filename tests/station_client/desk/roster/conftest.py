"""Rosters as they are handed in, and the means to read them without a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.core.record import Record
from station_client.desk.roster import mapping, planning
from station_client.desk.roster.cells import Cell, RawSheet
from station_client.desk.roster.columns import Columns
from station_client.desk.roster.verdicts import Plan, RowPlan
from station_client.desk.roster.workbook import Workbook
from tests.helpers.world import catalogue

DATA = Path(__file__).parents[3] / "data"
LIUHE = DATA / "roster_liuhe.xlsx"
BEIGOU = DATA / "roster_beigou_gb18030.csv"
TODAY = date(2026, 11, 23)
HEAD: tuple[Cell, ...] = (
    "序号", "户编号", "姓名", "性别", "出生年月", "公民身份号码", "与户主关系", "联系电话",
    "文化程度",
)  # fmt: skip
ZHAO: tuple[Cell, ...] = (
    1.0, "0001", "赵一", "女", "1973-06-03", "990101197306036667", "户主", "19900007104", "文盲",
)  # fmt: skip
LIN: tuple[Cell, ...] = (
    2.0, "", "林磊", "男", "2012-03-07", "990101201203075793", "子", "19900004744", "小学",
)  # fmt: skip


class FakeMemory(dict[str, Any]):
    """Settings in a dictionary, as ``ledger.local.settings`` keeps them."""

    def set(self, key: str, value: Any) -> None:
        """Keep a value."""
        self[key] = value


class FakeCards:
    """Cards that are there already, and what they said before somebody corrected them."""

    def __init__(self, *cards: Record) -> None:
        self.cards = cards
        self.before: set[tuple[str, str, Any]] = set()

    def by_number(self, numbers: Iterable[str]) -> Mapping[str, Record]:
        """See `Known`."""
        wanted = set(numbers)
        return {c.data["id_no"]: c for c in self.cards if c.data["id_no"] in wanted}

    def by_beginning(self, digits: str, name: str) -> list[Record]:
        """See `Known`."""
        return [
            c
            for c in self.cards
            if c.data["id_no"].startswith(digits) and c.data.get("name") == name
        ]

    def had(self, record: str, field: str, value: Any) -> bool:
        """See `Known`."""
        return (record, field, value) in self.before


def card(**data: Any) -> Record:
    """A card with these fields."""
    return Record("n.1.0", "person", "990101001001", "", data)


def sheet(*rows: Sequence[Cell], head: Sequence[Cell] = HEAD, **more: Any) -> RawSheet:
    """A sheet with a heading and rows below it."""
    return RawSheet("柳河村", (tuple(head), *(tuple(row) for row in rows)), **more)


def varied(row: Sequence[Cell], **cells: Cell) -> tuple[Cell, ...]:
    """A row with some of its cells written otherwise: `varied(ZHAO, 联系电话="…")`."""
    changed = list(row)
    for heading, cell in cells.items():
        changed[HEAD.index(heading)] = cell
    return tuple(changed)


def columns() -> Columns:
    """The declared names."""
    return Columns.load(catalogue().kinds["person"])


def plan_of(
    *sheets: RawSheet, known: FakeCards | None = None, memory: FakeMemory | None = None
) -> Plan:
    """What would become of these sheets."""
    book = Workbook("roster.xlsx", "0" * 64, sheets)
    meaning = mapping.propose(book, columns(), memory if memory is not None else FakeMemory())
    return planning.plan(book, meaning, catalogue(), columns(), known or FakeCards(), TODAY)


def row_of(*cells: Cell, known: FakeCards | None = None, **more: Any) -> RowPlan:
    """What would become of one row."""
    return plan_of(sheet(cells, **more), known=known).rows[0]


def keys(row: RowPlan) -> list[str]:
    """The remarks on a row, by name."""
    return [remark.key for remark in row.remarks]


@pytest.fixture
def liuhe() -> Path:
    """3,000 people of Liuhe village, with faults."""
    return LIUHE
