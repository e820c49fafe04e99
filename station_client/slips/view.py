"""Paper data as the templates read it: plain values, dates in words, numbers masked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ledger.catalogue.records import Lang
from station_client.slips.data import Applicant, CardField, LedgerSheet, PersonCard, Place, Slip
from station_client.slips.faces import GETA, printable
from station_client.slips.masked import MaskedId, mask_ids_in, mask_mobile

_CHINA = timezone(timedelta(hours=8))
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_AROUND = 6


class View:
    """Turns one paper's data into plain values and collects the characters in it.

    Identity numbers that stand in free texts are masked unless the paper is `unmasked`.
    """

    def __init__(self, data: Slip, lang: Lang) -> None:
        self._lang = lang
        self._open = isinstance(data, PersonCard | LedgerSheet) and data.unmasked
        self._characters: set[str] = set()
        self.values = self._struct(data)

    @property
    def characters(self) -> frozenset[str]:
        """All characters that will be drawn."""
        return frozenset(self._characters)

    def _struct(self, data: Slip) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in data.__struct_fields__:
            value = getattr(data, name)
            if isinstance(value, datetime) and name.endswith("_at"):
                values[name.removesuffix("_at") + "_date"] = day_in_words(value, self._lang)
            values[name] = self._value(value, self._masker(data))
        return values

    def _masker(self, data: Slip) -> Callable[[str], str]:
        if self._open or isinstance(data, Place):
            return _as_is
        if isinstance(data, Applicant | CardField | LedgerSheet):
            return _mask_both
        return mask_ids_in

    def _value(self, value: object, mask: Callable[[str], str]) -> Any:
        if isinstance(value, Slip):
            return self._struct(value)
        if isinstance(value, tuple):
            return [self._value(each, mask) for each in value]
        if isinstance(value, str):
            text = printable(str(value) if isinstance(value, MaskedId) else mask(value))
            self._characters.update(text)
            return text
        if isinstance(value, datetime):
            return moment_in_words(value, self._lang)
        if isinstance(value, date):
            return day_in_words(value, self._lang)
        if isinstance(value, bytes):
            return list(value)
        return value


def _as_is(text: str) -> str:
    return text


def _mask_both(text: str) -> str:
    return mask_mobile(mask_ids_in(text))


def day_in_words(day: date, lang: Lang) -> str:
    """A day as it stands on a paper: 2026年11月22日, or 22 November 2026."""
    if isinstance(day, datetime):
        day = _local(day)
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime, lang: Lang) -> str:
    """A day and the time to the minute, as the clock in China shows it."""
    local = _local(moment)
    gap = " " if lang == "zh" else ", "
    return f"{day_in_words(local, lang)}{gap}{local:%H:%M}"


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(_CHINA)


def mark_lacking(values: Any, lacking: frozenset[str]) -> tuple[Any, list[dict[str, str]]]:
    """Replace characters that no font draws by 〓 and say which they were and where they stood."""
    found: dict[tuple[str, str], None] = {}

    def mark(value: Any) -> Any:
        if isinstance(value, str) and not lacking.isdisjoint(value):
            marked = "".join(GETA if each in lacking else each for each in value)
            for at, each in enumerate(value):
                if each in lacking:
                    where = marked[max(0, at - _AROUND) : at + _AROUND + 1].replace("\n", " ")
                    found[where, f"U+{ord(each):04X}"] = None
            return marked
        if isinstance(value, list):
            return [mark(each) for each in value]
        if isinstance(value, dict):
            return {name: mark(each) for name, each in value.items()}
        return value

    marked = mark(values) if lacking else values
    return marked, [{"where": where, "points": points} for where, points in found]
