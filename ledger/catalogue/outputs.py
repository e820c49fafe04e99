"""What comes out of the records: ledgers, prints and reports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from ledger.catalogue.records import Declared, Labelled, Scalar

Op = Literal["eq", "ne", "in", "lt", "le", "gt", "ge", "prefix", "contains", "empty", "filled"]


class Column(Labelled, frozen=True, kw_only=True):
    """One column of a ledger.

    Attributes:
        field: name of the field shown.
        source: whose field: the row's ``own``, the record that owns it (``owner``), the record its
            ``case`` field points to (``case``), or computed (``made``, see `LedgerDef`).
        width: in characters; a Chinese character counts two.
        first: shown unless the person chooses otherwise.
        sortable: SQL can sort by it.
    """

    field: str
    source: Literal["own", "owner", "case", "made"] = "own"
    width: int = 12
    align: Literal["left", "right", "center"] = "left"
    first: bool = True
    sortable: bool = False


class Filter(Labelled, frozen=True, kw_only=True):
    """A filter offered above the ledger: a field of the row and how it is compared."""

    field: str
    op: Op
    codes: str | None = None


class Sort(Declared, frozen=True, kw_only=True):
    """One sort key."""

    field: str
    descending: bool = False


class Where(Declared, frozen=True, kw_only=True):
    """One fixed condition of a ledger or report line.

    A value ``$from``, ``$to``, ``$year_before`` stands for the first and last day of the report's
    period and the day one year before its end.
    """

    field: str
    op: Op
    value: Scalar = None
    among: tuple[str, ...] = ()


class LedgerDef(Labelled, frozen=True, kw_only=True):
    """A ledger (TZ-…): a view on records of one kind.

    Columns with ``source = "made"``: ``seq``, the row's number in the list, and ``light``, the
    deadline light. Derived fields (``age``, ``overdue_days`` …) are columns like any other.
    """

    code: str
    kind: str
    where: tuple[Where, ...] = ()
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    sort: tuple[Sort, ...]


class PrintDef(Labelled, frozen=True, kw_only=True):
    """A printed paper (PT-…).

    Attributes:
        template: file name under ``resources/prints``.
        of: kind of record it is printed for and kept with.
        copies: usual number of copies.
        public: only for posting in public; masked fields stay masked (V-27).
        after: states in which it may be printed; empty for any.
    """

    code: str
    template: str
    paper: Literal["A4", "A4-landscape", "A5"] = "A4"
    of: str
    copies: int = 1
    public: bool = False
    after: tuple[str, ...] = ()


class ReportLine(Labelled, frozen=True, kw_only=True):
    """One counted line of a report.

    Counts the records of `kind` that meet all of `where` and none of `unless`; voided records never
    count. `by` counts per value of that code field instead of one total.
    """

    key: str
    kind: str
    where: tuple[Where, ...]
    unless: tuple[Where, ...] = ()
    by: str | None = None


class Balance(Declared, frozen=True, kw_only=True):
    """A line that must hold: opening + into - out = closing, by line keys."""

    opening: str
    into: tuple[str, ...]
    out: tuple[str, ...]
    closing: str


class Report(Labelled, frozen=True, kw_only=True):
    """A statistical report (RP-…): counts over records, by declaration."""

    code: str
    period: Literal["month", "quarter", "year"]
    lines: tuple[ReportLine, ...]
    balance: Balance | None = None
    source: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, ReportLine]:
        """The lines by key."""
        return {line.key: line for line in self.lines}
