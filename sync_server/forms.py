"""Fields of the catalogue as inputs of a page, and what was typed back into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value

#: Free text longer than this is refused before it reaches a record.
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Input:
    """One input: `type` is text, long, date, number, choice or bool."""

    name: str
    label: str
    type: str
    value: str = ""
    help: str = ""
    limit: int = LONGEST_TEXT
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True


_TYPES = {
    "text": "text",
    "long": "long",
    "date": "date",
    "int": "number",
    "code": "choice",
    "bool": "bool",
}


def input_for(catalogue: Catalogue, say: Texts, field: Field, value: str = "") -> Input:
    """How a field is asked for."""
    options: tuple[tuple[str, str], ...] = ()
    if field.type == "code" and field.codes:
        table = catalogue.codes[field.codes]
        options = tuple((item.code, item.label(say.lang)) for item in table.items)
    return Input(
        field.name,
        field.label(say.lang),
        _TYPES.get(field.type, "text"),
        value,
        field.help(say.lang),
        field.limit or LONGEST_TEXT,
        options,
    )


def typed(field: Field, form: Mapping[str, str]) -> Value:
    """What somebody typed for a field, as a value; None when it was left empty.

    RuleFault ``office.bad-field`` when it cannot be read as what the field holds.
    """
    text = str(form.get(field.name, "")).strip()
    if field.type == "bool":
        return text in ("1", "on", "true")
    if not text:
        return None
    if len(text) > (field.limit or LONGEST_TEXT):
        raise RuleFault("office.long-field", field=field.zh, most=field.limit or LONGEST_TEXT)
    try:
        if field.type == "date":
            return date.fromisoformat(text).isoformat()
        if field.type == "int":
            return int(text)
    except ValueError as error:
        raise RuleFault("office.bad-field", field=field.zh, text=text[:40]) from error
    return text
