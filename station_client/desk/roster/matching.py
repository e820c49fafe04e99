"""Comparing rows with the cards that are already there. An import never overwrites a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from ledger.rules import identity
from ledger.store.query import Query
from station_client.desk.roster.verdicts import Remark, RowPlan, Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.store.history import Entry
    from ledger.store.query import Page

_AT_ONCE: Final = 400
#: How many characters of an identity number Excel leaves as they were.
_LEFT_BY_EXCEL: Final = 15
#: Remarks on a field that the row could not fill.
_OPEN_FIELD: Final = frozenset(
    {"phone-bad", "phone-two", "word-unknown", "value-unread", "birth-incomplete"}
)


class Known(Protocol):
    """The cards that are there already."""

    def by_number(self, numbers: Iterable[str]) -> Mapping[str, Record]:
        """Live cards by identity number, for those of the numbers that have one."""

    def by_beginning(self, digits: str, name: str) -> list[Record]:
        """Live cards of a name whose identity number begins so."""

    def had(self, record: str, field: str, value: Value) -> bool:
        """Whether a card had this value before somebody corrected it."""


class Asked(Protocol):
    """The part of the ledger that is asked."""

    def find(self, asked: Query) -> Page:
        """A page of records by their fields."""

    def history(self, record: str) -> list[Entry]:
        """Every act on a record, with what each changed."""


@dataclass(frozen=True)
class KnownCards:
    """The cards of a ledger, asked for in few queries."""

    ledger: Asked

    def by_number(self, numbers: Iterable[str]) -> Mapping[str, Record]:
        """See `Known`."""
        wanted = sorted(set(numbers))
        found: dict[str, Record] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            page = self.ledger.find(
                Query("person", where=(("id_no", "in", chunk),), limit=2 * _AT_ONCE)
            )
            for record in page.rows:
                if not record.data.get("void"):
                    found.setdefault(str(record.data["id_no"]), record)
        return found

    def by_beginning(self, digits: str, name: str) -> list[Record]:
        """See `Known`."""
        where = (("id_no", "prefix", digits), ("name", "eq", name))
        page = self.ledger.find(Query("person", where=where, limit=5))
        return [record for record in page.rows if not record.data.get("void")]

    def had(self, record: str, field: str, value: Value) -> bool:
        """See `Known`."""
        return any(
            changed == field and before == value
            for entry in self.ledger.history(record)
            for changed, before, _ in entry.changes
        )


def match(rows: Sequence[RowPlan], known: Known) -> list[RowPlan]:
    """The rows, each compared with its card where there is one."""
    numbers = (str(row.values["id_no"]) for row in rows if row.values.get("id_no"))
    cards = known.by_number(numbers)
    return [_match_row(row, cards, known) for row in rows]


def _match_row(row: RowPlan, cards: Mapping[str, Record], known: Known) -> RowPlan:
    if row.verdict is Verdict.SKIPPED:
        return row
    card = cards.get(str(row.values.get("id_no") or ""))
    if card is None:
        row, card = _mend_ruined(row, known)
    if card is None:
        return row if row.held else replace(row, changes=row.values)
    return compare(row, card, known)


def _mend_ruined(row: RowPlan, known: Known) -> tuple[RowPlan, Record | None]:
    """A number that Excel ruined has one reading again when a card of that name begins like it."""
    ruined = next((one for one in row.remarks if one.key == "id-ruined"), None)
    digits = str(ruined.params["text"])[:_LEFT_BY_EXCEL] if ruined else ""
    if not row.name or len(digits) < _LEFT_BY_EXCEL or not digits.isdigit():
        return row, None
    found = known.by_beginning(digits, row.name)
    if len(found) != 1:
        return row, None
    mended = Remark("repaired", "id-from-card", "id_no")
    remarks = tuple(mended if one is ruined else one for one in row.remarks)
    held = any(one.level == "refused" for one in remarks)
    return replace(row, remarks=remarks, held=held), found[0]


def compare(row: RowPlan, card: Record, known: Known) -> RowPlan:
    """What a row adds to its card: blanks are filled, differences are asked about, and a row that
    says nothing new is unchanged."""
    name = str(card.data.get("name") or "")
    if row.name and name and not same_name(row.name, name):
        remark = Remark("asked", "other-name", "name", {"card": name, "sheet": row.name})
        remarks = (*row.remarks, remark)
        return replace(row, record=card.id, held=True, remarks=remarks, verdict=Verdict.ASKED)
    said = [_against(one, card) for one in row.remarks if not _settled_by(one, card)]
    changes: dict[str, Value] = {}
    for field, value in row.values.items():
        standing = card.data.get(field)
        if standing in (None, "", []):
            changes[field] = value
        elif not _same(field, standing, value) and not known.had(card.id, field, value):
            said.append(Remark("asked", "differs", field, {"card": standing, "sheet": value}))
    verdict = verdict_of(tuple(said))
    if verdict in (Verdict.TAKEN, Verdict.REPAIRED) and not changes:
        verdict = Verdict.UNCHANGED
    return replace(
        row, record=card.id, remarks=tuple(said), verdict=verdict, changes=changes, held=False
    )


def same_name(one: str, other: str) -> bool:
    """Equal, where a private-use stand-in may be any character."""
    return len(one) == len(other) and all(
        a == b or identity.is_private_use(a) or identity.is_private_use(b)
        for a, b in zip(one, other, strict=True)
    )


def _settled_by(remark: Remark, card: Record) -> bool:
    """A question about a field that the card has an answer to is none."""
    if remark.level != "asked":
        return False
    if remark.key == "name-stand-in":
        return not any(identity.is_private_use(char) for char in str(card.data.get("name") or ""))
    return remark.key in _OPEN_FIELD and card.data.get(remark.field) not in (None, "", [])


def _against(remark: Remark, card: Record) -> Remark:
    """A row at odds with its own number, once there is a card: at odds with the card."""
    if remark.key not in ("birth-differs", "sex-differs"):
        return remark
    sheet = remark.params.get("sheet") or remark.params.get("text")
    params = {"card": card.data.get(remark.field), "sheet": sheet}
    return Remark("asked", "differs", remark.field, params)


def _same(field: str, standing: Value, value: Value) -> bool:
    if field == "name":
        return same_name(str(standing), str(value))
    if isinstance(standing, list) and isinstance(value, list):
        return set(value) <= set(standing)
    return bool(standing == value)
