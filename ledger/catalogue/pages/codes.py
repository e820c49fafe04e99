"""The page of code tables."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages.markdown import table


def codes_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page: every table with its codes, labels and synonyms."""
    for code in sorted(catalogue.codes):
        one = catalogue.codes[code]
        yield f"## {one.code} {one.zh} {one.en}"
        yield ""
        if one.standard:
            yield f"{one.standard}."
            yield ""
        rows = [(item.code, item.zh, item.en, "、".join(item.also)) for item in one.items]
        yield from table(["Code", "中文", "English", "Also written"], rows)
