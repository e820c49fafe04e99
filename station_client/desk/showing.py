"""Stored values as people read them: codes as words, days as days, secrets covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.rules import masking
from station_client.desk.wording import read_day, read_moment, say_full_day

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue, Field
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value

#: How much of an ID number a list shows: region, year of birth, last four.
_ID_LENGTH: Final = 18
#: What is covered at the counter (V-26); names and addresses of the own village are not.
_COVERED: Final = frozenset({"id", "phone", "account", "all"})


def label_of(field: Field, say: Texts) -> str:
    """The field's name in the language set."""
    return field.zh if say.lang == "zh" else field.en


def show(
    catalogue: Catalogue,
    say: Texts,
    field: Field,
    value: Value,
    *,
    covered: bool = True,
    table: bool = False,
) -> str:
    """A value as it is read: "" for none, codes by their label, masked when `covered`.

    `table`: days as 2026-11-22 instead of 2026年11月22日.
    """
    if value is None or value == "" or value == []:
        return ""
    text = _plain(catalogue, say, field, value, table)
    if covered and field.mask in _COVERED:
        return masking.mask(field.mask, text)
    return text


def is_covered(field: Field, value: Value) -> bool:
    """Whether `show` hides part of this value."""
    return field.mask in _COVERED and value not in (None, "", [])


def _plain(catalogue: Catalogue, say: Texts, field: Field, value: Value, table: bool) -> str:
    kind = str(field.type)
    if kind in ("code", "codes") and field.codes:
        codes = value if isinstance(value, list) else [value]
        labels = [code_label(catalogue, say, field.codes, str(code)) for code in codes]
        return say("desk.list-comma").join(labels)
    if kind == "bool":
        return say("desk.yes") if value else say("desk.no")
    if kind == "money" and isinstance(value, int):
        return say("desk.money", amount=f"{value / 100:,.2f}")
    if kind == "date":
        day = read_day(value)
        if day is not None:
            return day.isoformat() if table else say_full_day(say, day)
    if kind == "datetime":
        at = read_moment(value)
        if at is not None:
            return f"{at:%Y-%m-%d %H:%M}"
    return str(value)


def code_label(catalogue: Catalogue, say: Texts, table: str, code: str) -> str:
    """The words of a code; the code itself where the table does not know it."""
    if table == "division":
        return catalogue.division_name(code, say.lang, full=True)
    if table == "item" and code in catalogue.items:
        return catalogue.items[code].label(say.lang)
    codes = catalogue.codes.get(table)
    if codes is None or not code:
        return code
    return codes.label(code, say.lang)


def short_id(number: str) -> str:
    """An ID number in a list: 9901…1982****1511; other papers by their mask."""
    if len(number) == _ID_LENGTH:
        return f"{number[:4]}…{number[6:10]}****{number[-4:]}"
    return masking.mask("id", number) if number else ""


def short_address(address: str) -> str:
    """The part of an address that tells neighbours apart: what follows the village."""
    for mark in ("村", "社区"):
        head, found, tail = address.partition(mark)
        if found and tail and head:
            return tail
    return address
