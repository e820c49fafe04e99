"""Checks of ledgers, prints and reports against the records they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ledger.catalogue.checks.fields import value_fault
from ledger.catalogue.model import Catalogue
from ledger.catalogue.outputs import Column, Filter, LedgerDef, Where
from ledger.catalogue.problems import Problem
from ledger.catalogue.records import Field

_MADE_COLUMNS = frozenset({"seq", "light"})
_PERIOD = frozenset({"$from", "$to", "$year_before"})
_PRINTED_FROM = frozenset({"ledger", "exchange"})


def check_ledgers(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``ledgers/*.toml``."""
    for ledger in catalogue.ledgers.values():
        file = f"ledgers/{ledger.code}.toml"
        kind = catalogue.kinds[ledger.kind]
        for column in ledger.columns:
            for fault in _column_faults(catalogue, ledger, column):
                yield Problem(file, f"columns[{column.field}]", fault)
        for one in ledger.filters:
            for fault in _filter_faults(kind.stored, one):
                yield Problem(file, f"filters[{one.field}]", fault)
        for sort in ledger.sort:
            if sort.field not in kind.indexes:
                yield Problem(file, f"sort[{sort.field}]", f"is not indexed in {kind.code}")
        for where in ledger.where:
            for fault in _where_faults(catalogue, kind.stored, where):
                yield Problem(file, f"where[{where.field}]", fault)


def _column_faults(catalogue: Catalogue, ledger: LedgerDef, column: Column) -> Iterator[str]:
    kind = catalogue.kinds[ledger.kind]
    if column.source == "made":
        if column.field not in _MADE_COLUMNS:
            yield "is not a computed column"
        return
    homes = {"own": [kind], "owner": [catalogue.kinds[o] for o in kind.owner]}
    homes["case"] = [catalogue.kinds["case"]]
    if column.source == "case" and "case" not in kind.fields:
        yield f"{kind.code} has no field that points to a case"
    if not any(column.field in home.fields for home in homes[column.source]):
        yield f"is not a field of the row's {column.source}"
    if column.sortable and (column.source != "own" or column.field not in kind.indexes):
        yield f"is offered for sorting and not indexed in {kind.code}"


def _filter_faults(fields: Mapping[str, Field], one: Filter) -> Iterator[str]:
    field = fields.get(one.field)
    if field is None:
        yield "is not a stored field"
    elif one.codes != (field.codes if one.op == "in" else None):
        yield f"offers {one.codes}, the field has {field.codes}"


def _where_faults(catalogue: Catalogue, fields: Mapping[str, Field], where: Where) -> Iterator[str]:
    field = fields.get(where.field)
    if field is None:
        yield "is not a stored field"
        return
    if (where.op == "in") != bool(where.among):
        yield "lists values exactly when the comparison is in"
    for value in (*where.among, *([where.value] if where.value is not None else [])):
        if value not in _PERIOD and (fault := value_fault(catalogue, field, value)):
            yield fault


def check_prints(catalogue: Catalogue, root: Path) -> Iterator[Problem]:
    """Yield the faults of ``prints.toml``; each template must be there, and each must be used."""
    states = {code for flow in catalogue.flows.values() for code in flow.states}
    for one in catalogue.prints.values():
        key = f"prints[{one.code}]"
        if not (root / "prints" / one.template).is_file():
            yield Problem("prints.toml", key, f"prints/{one.template} is missing")
        if one.of not in catalogue.kinds and one.of not in _PRINTED_FROM:
            yield Problem("prints.toml", key, f"{one.of} is not a kind")
        for state in one.after:
            if state not in states:
                yield Problem("prints.toml", key, f"{state} is not a state")
    used = {one.template for one in catalogue.prints.values()}
    for path in sorted((root / "prints").glob("pt*.typ")):
        if path.name not in used:
            yield Problem("prints.toml", "", f"prints/{path.name} belongs to no print")


def check_reports(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``reports/*.toml``."""
    for report in catalogue.reports.values():
        file = f"reports/{report.code}.toml"
        for line in report.lines:
            key = f"lines[{line.key}]"
            kind = catalogue.kinds.get(line.kind)
            if kind is None:
                yield Problem(file, key, f"{line.kind} is not a kind")
                continue
            for where in (*line.where, *line.unless):
                for fault in _where_faults(catalogue, kind.stored, where):
                    yield Problem(file, f"{key}.{where.field}", fault)
            if line.by and (line.by not in kind.stored or kind.stored[line.by].type != "code"):
                yield Problem(file, key, f"{line.by} is not a coded field")
        balance = report.balance
        for name in (
            (balance.opening, *balance.into, *balance.out, balance.closing) if balance else ()
        ):
            if name not in report.by_key:
                yield Problem(file, "balance", f"{name} is not a line")
