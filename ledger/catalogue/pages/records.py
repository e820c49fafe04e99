"""The pages of the card and of the other records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages.markdown import table
from ledger.catalogue.records import Condition, Field, Kind

_HEADS = ["Field", "中文", "English", "Type", "Req", "Sens", "Rules", "Search", "Alias"]


def card_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page of the resident card."""
    yield "M required, C required under a condition, O optional; P personal, S sensitive."
    yield ""
    yield from _kind_blocks(catalogue.kinds["person"], "##")


def records_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page of all other records."""
    for code, kind in catalogue.kinds.items():
        if code == "person":
            continue
        yield f"## `{code}` {kind.zh} {kind.en}"
        yield ""
        if kind.owner:
            yield f"Belongs to: {', '.join(f'`{owner}`' for owner in kind.owner)}."
            yield ""
        if kind.share:
            share = kind.share
            yield f"At most {share.most} for each, with `{share.sum}` {share.most_sum} in all."
            yield ""
        yield from _kind_blocks(kind, "###")
    yield "## Every record"
    yield ""
    yield from field_table(catalogue.kinds["person"].system)


def _kind_blocks(kind: Kind, level: str) -> Iterator[str]:
    for group in kind.groups:
        yield f"{level} {group.code} {group.zh} {group.en}"
        yield ""
        yield from field_table(group.fields)


def field_table(fields: Iterable[Field]) -> list[str]:
    """Return the table of a block of fields."""
    rows = [
        (
            f"`{field.name}`",
            field.zh,
            field.en,
            type_of(field),
            _required(field),
            field.sensitive,
            ", ".join(field.rules),
            field.search or "",
            field.alias,
        )
        for field in fields
    ]
    return table(_HEADS, rows)


def type_of(field: Field) -> str:
    """Return the type in words, with its code table, target, length or rows."""
    text: str = field.type
    if field.codes:
        text += f" {field.codes}"
    elif field.ref:
        text += f" `{field.ref}`"
    elif field.limit:
        text += f" ≤{field.limit}"
    elif field.rows:
        text += " (" + ", ".join(f"`{row.name}`" for row in field.rows) + ")"
    if field.derived:
        text += ", derived"
    elif field.locked:
        text += ", set by the program"
    return text


def condition_text(condition: Condition) -> str:
    """Return a condition in words."""
    if not condition.among:
        return f"`{condition.field}` filled"
    values = ", ".join("yes" if value is True else str(value) for value in condition.among)
    return f"`{condition.field}` = {values}"


def _required(field: Field) -> str:
    if isinstance(field.required, Condition):
        return f"C: {condition_text(field.required)}"
    return "M" if field.required else "O"
