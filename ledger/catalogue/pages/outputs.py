"""The pages of ledgers, prints and reports."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.catalogue.model import Catalogue
from ledger.catalogue.outputs import Where
from ledger.catalogue.pages.markdown import table, yes


def ledgers_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page: every ledger with its columns and filters."""
    for ledger in catalogue.ledgers.values():
        yield f"## {ledger.code} {ledger.zh} {ledger.en}"
        yield ""
        sort = ", ".join(f"`{s.field}`{' ↓' if s.descending else ''}" for s in ledger.sort)
        yield f"Rows: `{ledger.kind}`. Sorted by {sort}."
        yield ""
        rows = [
            (f"`{c.field}`", c.zh, c.en, c.source, c.width, yes(c.first), yes(c.sortable))
            for c in ledger.columns
        ]
        heads = ["Column", "中文", "English", "Of", "Width", "Shown first", "Sortable"]
        yield from table(heads, rows)
        filters = [(f"`{f.field}`", f.zh, f.en, f.op, f.codes or "") for f in ledger.filters]
        yield from table(["Filter", "中文", "English", "Comparison", "Codes"], filters)


def outputs_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page: prints and reports."""
    yield "## 单据 Prints"
    yield ""
    prints = [
        (one.code, one.zh, one.en, one.of, one.paper, one.copies, ", ".join(one.after))
        for one in catalogue.prints.values()
    ]
    yield from table(["Code", "中文", "English", "Of", "Paper", "Copies", "In states"], prints)
    for report in catalogue.reports.values():
        yield f"## {report.code} {report.zh} {report.en}"
        yield ""
        yield f"Per {report.period}. Source: {report.source}."
        yield ""
        rows = [
            (f"`{line.key}`", line.zh, line.en, f"`{line.kind}`", _terms(line.where, line.unless))
            for line in report.lines
        ]
        yield from table(["Line", "中文", "English", "Counts", "Where"], rows)


def _terms(where: tuple[Where, ...], unless: tuple[Where, ...]) -> str:
    parts = [_term(term) for term in where] + [f"not {_term(term)}" for term in unless]
    return "; ".join(parts)


def _term(where: Where) -> str:
    value = ", ".join(where.among) if where.among else where.value
    return f"`{where.field}` {where.op} {value}"
