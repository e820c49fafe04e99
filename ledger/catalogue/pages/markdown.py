"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made from resources/ by `python -m ledger.catalogue.reference`. Do not edit. -->"


def page(title: str, blocks: Iterable[str]) -> str:
    """Join blocks into a page with its title and the note that it is generated."""
    return "\n".join([NOTE, "", f"# {title}", "", *blocks]).rstrip() + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table, followed by an empty one."""
    lines = [_row(heads), _row(["---"] * len(heads))]
    return [*lines, *(_row(row) for row in rows), ""]


def yes(value: bool) -> str:
    """Return a tick or nothing."""
    return "●" if value else ""


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
