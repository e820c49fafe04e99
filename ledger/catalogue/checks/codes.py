"""Checks of code tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledger.catalogue.codes import CodeTable, fold
from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import Problem

MADE = frozenset({"CT-23", "CT-29", "division", "item"})


def check_codes(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``codes/*.toml``."""
    for table in catalogue.codes.values():
        if table.code not in MADE:
            yield from _check_table(table, f"codes/{slug(table.code)}.toml")


def slug(code: str) -> str:
    """Return the file stem that belongs to a table's code: ``GB/T 2261.1`` → ``gb-t-2261-1``."""
    return code.lower().translate(str.maketrans("/ .", "---"))


def _check_table(table: CodeTable, file: str) -> Iterator[Problem]:
    for code, count in Counter(item.code for item in table.items).items():
        if count > 1:
            yield Problem(file, f"items[{code}]", f"declared {count} times")
    seen: dict[str, str] = {}
    for item in table.items:
        if not item.zh.strip() or not item.en.strip():
            yield Problem(file, f"items[{item.code}]", "a label is empty")
        if item.heading:
            continue
        for word in (item.zh, item.en, *item.also):
            first = seen.setdefault(fold(word), item.code)
            if first != item.code:
                yield Problem(file, f"items[{item.code}]", f"{word} also stands for {first}")
        if table.find(item.zh) != item.code:
            yield Problem(file, f"items[{item.code}]", "is not found by its own name")
