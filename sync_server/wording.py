"""Values, moments and deadlines in the words people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledger.core.clock import CHINA

if TYPE_CHECKING:
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from sync_server.office import Office


class Deadline(NamedTuple):
    """A deadline as a sign: its tone (red, amber, green, plain) and its words."""

    tone: str
    text: str


_TONES = {"red": "red", "yellow": "amber", "green": "green"}
#: Which field holds the day that counts, by the clock the state runs on.
_DUE_FIELDS = {"correction": "correction_deadline", "village": "return_deadline", "runs": "due"}


def moment(text: object) -> datetime | None:
    """Read a stored date-time; None when it is empty."""
    if not isinstance(text, str) or not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def day(text: object) -> date | None:
    """Read a stored date (or the date of a stored moment); None when it is empty."""
    if not isinstance(text, str) or not text:
        return None
    return date.fromisoformat(text[:10])


def ago(say: Texts, at: datetime | None, now: datetime, *, short: bool = False) -> str:
    """How long ago: within two days in words, earlier with the date (unless it is to be short)."""
    if at is None:
        return say("office.time.never")
    at = at.astimezone(CHINA)
    span = now - at
    if span < timedelta(minutes=2):
        return say("office.time.now")
    if span < timedelta(hours=1):
        return say("office.time.minutes", n=int(span.total_seconds() // 60))
    clock = f"{at:%H:%M}"
    days = (now.astimezone(CHINA).date() - at.date()).days
    if days == 0:
        return say("office.time.today", clock=clock)
    if days == 1:
        return say("office.time.yesterday", clock=clock)
    if days < 30 and short:
        return say("office.time.days-short", n=days)
    if days < 30:
        return say("office.time.days", n=days, date=f"{at:%m-%d} {clock}")
    return f"{at:%Y-%m-%d}"


def deadline(office: Office, say: Texts, case: Record) -> Deadline:
    """The deadline of a case in its present state, as a sign."""
    data = case.data
    item = office.catalogue.items.get(str(data.get("item") or ""))
    if item is None:
        return Deadline("plain", "")
    state = office.catalogue.flows[item.flow].states.get(str(data.get("state") or ""))
    field = _DUE_FIELDS.get(state.clock) if state else None
    due = day(data.get(field)) if field else None
    if due is None:
        return Deadline("plain", say("office.due.stopped") if state else "")
    light = office.calendar.light(
        due,
        int(data.get("days") or item.days),
        office.today(),
        item.unit,
        office.catalogue.profile.lights.yellow_percent,
    )
    tone = _TONES[light.colour.value]
    if light.over:
        return Deadline(tone, say("office.due.over", n=light.over))
    if light.left == 0:
        return Deadline("amber", say("office.due.today"))
    return Deadline(tone, say("office.due.left", n=light.left))


def shown(office: Office, say: Texts, field: Field, value: object) -> str:
    """A stored value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if field.type == "bool":
        return say("office.yes" if value else "office.no")
    if field.codes == "division":
        return office.catalogue.division_name(str(value), say.lang)
    if field.type in ("code", "codes") and field.codes:
        table = office.catalogue.codes[field.codes]
        codes = value if isinstance(value, list) else [value]
        join = "、" if say.lang == "zh" else ", "
        return join.join(table.label(str(code), say.lang) for code in codes)
    if field.type == "money" and isinstance(value, int):
        return f"{value / 100:,.2f}"
    if field.type == "datetime":
        return str(value)[:16].replace("T", " ")
    return str(value)
