"""Scans and photos on a case or a card: chosen, looked at, declared void; and on their way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.core.faults import EnvironmentFault, RuleFault
from ledger.core.record import Change, New
from ledger.rules import guests as ledger_guests
from ledger.rules.attachments import KIND, Attachments, sized
from station_client.desk import draft_scans, drafts, guests, showing
from station_client.desk.cards import card_of, log_access, why_locked
from station_client.desk.case_lines import records_of
from station_client.desk.cases import case_of
from station_client.desk.draft_scans import DraftScan
from station_client.desk.heads import text_of
from station_client.desk.printing import placed
from station_client.desk.scan_words import say_size

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.store.compose import Tx
    from ledger.store.under_way import UnderWay
    from station_client.desk.counter import Counter
    from station_client.desk.drafts import OpenDraft

#: No camera makes more; what is larger is not read at all.
MOST_READ: Final = 100 << 20
_REASON_LIMIT: Final = 200


@dataclass(frozen=True)
class ScanLine:
    """One scan. `way`: 附件在途，… in words, "" = here and at the office; `here`: can be opened."""

    id: str
    paper: str
    title: str
    about: str  # 照片（JPEG） · 1.2 MB · 王秀英
    way: str
    here: bool
    media: str
    file: str
    of: str = ""  # 失业登记 300011 · 身份证: what it belongs to, where several things are listed


def read_file(path: Path) -> bytes:
    """The content of a chosen file. EnvironmentFault `scan.unreadable`, RuleFault `scan.huge`."""
    try:
        if path.stat().st_size > MOST_READ:
            raise RuleFault("scan.huge", file=path.name, most=MOST_READ >> 20)
        return path.read_bytes()
    except OSError as error:
        detail = error.strerror or ""
        raise EnvironmentFault("scan.unreadable", file=path.name, detail=detail) from error


def limits(counter: Counter) -> Attachments:
    """What may be attached."""
    return Attachments(counter.catalogue)


# In an application that is being filled


def draft_lines(counter: Counter, draft: str, paper: str) -> tuple[ScanLine, ...]:
    """The scans chosen for one paper of an application."""
    found = [scan for scan in draft_scans.scans_in(counter, draft) if scan.paper == paper]
    return tuple(
        ScanLine(
            scan.id,
            scan.paper,
            scan.title,
            _about(counter, scan.media, scan.size, ""),
            "",
            True,
            scan.media,
            scan.file,
        )
        for scan in found
    )


def add_to_draft(counter: Counter, draft: str, paper: str, title: str, content: bytes) -> None:
    """Keep a scan with an application, durable on return. RuleFault `attachment.*`."""
    media = limits(counter).judge(content)
    chosen = draft_scans.scans_in(counter, draft)
    held = [*(one.size for one in chosen), *_sizes_on_case(counter, draft)]
    too_much = limits(counter).fits(held, len(content), title)
    if too_much is not None:
        raise too_much
    file = counter.ledger.local.files.put(content, media)
    mine = [one for one in chosen if one.paper == paper]
    if any(one.file == file for one in mine):
        raise RuleFault("scan.twice", title=title)
    page = max((one.place for one in mine), default=0) + 1
    scan = DraftScan("", page, paper, title[:120], file, media, len(content))
    draft_scans.add(counter, draft, scan)


def _sizes_on_case(counter: Counter, draft: str) -> list[int]:
    """What the case has already that an application goes on with, after papers were missing."""
    case = drafts.open_draft(counter, draft).case
    return [sized(scan.data) for scan in scans_of(counter, case.id)] if case is not None else []


def drop_from_draft(counter: Counter, draft: str, scan: str) -> None:
    """Take a scan out of an application."""
    for one in draft_scans.scans_in(counter, draft):
        if one.id == scan:
            draft_scans.drop(counter, one)


def attached_with(counter: Counter, opened: OpenDraft, owner: str | New) -> list[Change]:
    """The scans of an application as records of its case, for the act that accepts it."""
    scans = draft_scans.scans_in(counter, opened.id)
    return [Change(KIND, _values(counter, opened.home, owner, scan)) for scan in scans]


# On a case or a card


def case_lines(counter: Counter, case: str, paper: str) -> tuple[ScanLine, ...]:
    """The scans of one paper of a case, the oldest first; void ones are left out."""
    way = counter.ledger.under_way()
    return tuple(
        _line(counter, record, way)
        for record in scans_of(counter, case)
        if text_of(record.data, "paper") == paper
    )


def card_lines(counter: Counter, person: str) -> tuple[ScanLine, ...]:
    """The scans that were added to a card itself, the oldest first; void ones are left out."""
    way = counter.ledger.under_way()
    return tuple(_line(counter, record, way) for record in scans_of(counter, person))


def lines_of_cases(counter: Counter, person: str) -> tuple[ScanLine, ...]:
    """The scans of all cases of a person, the newest case first, each with what it belongs to."""
    way = counter.ledger.under_way()
    return tuple(
        _line(counter, record, way, _belongs(counter, case, record))
        for case in records_of(counter, card_of(counter, person))
        for record in scans_of(counter, case.id)
    )


def scans_of(counter: Counter, owner: str) -> list[Record]:
    """The attachments of a case or a card that stand."""
    found = counter.ledger.owned(owner, KIND)
    return [record for record in found if not record.data.get("void")]


def add_to_case(counter: Counter, case: str, paper: str, title: str, content: bytes) -> None:
    """Attach a scan to a case, the content and the act that names it together.

    RuleFault `attachment.*`, `scan.twice`, `case.not-found`, `scan.closed`.
    """
    record = case_of(counter, case)
    if guests.is_elsewhere(counter, record):
        raise RuleFault("scan.closed", why=guests.say_why_closed(counter, record))
    _attach(counter, record, paper, title, content)


def add_to_card(counter: Counter, person: str, title: str, content: bytes) -> None:
    """Attach a scan to a card, as `add_to_case`. RuleFault `scan.closed` when it is read only."""
    card = card_of(counter, person)
    why = why_locked(counter, card)
    if why:
        raise RuleFault("scan.closed", why=why)
    _attach(counter, card, "", title, content)


def _attach(counter: Counter, owner: Record, paper: str, title: str, content: bytes) -> None:
    media = limits(counter).judge(content)

    def made(tx: Tx) -> list[Change]:
        name = tx.keep(content, media)
        standing = [one for one in tx.owned(owner.id, KIND) if not one.data.get("void")]
        mine = [one for one in standing if text_of(one.data, "paper") == paper]
        if any(one.data.get("file") == name for one in mine):
            raise RuleFault("scan.twice", title=title)
        scan = DraftScan("", len(mine) + 1, paper, title[:120], name, media, len(content))
        home = ledger_guests.home_of(owner.area, owner.data) if owner.kind == "case" else ""
        return [Change(KIND, _values(counter, home, owner.id, scan))]

    counter.ledger.commit(counter.operator, "scan.add", made)


def void_scan(counter: Counter, scan: str, reason: str) -> None:
    """Declare an attachment void; it stays in the history. RuleFault `scan.no-reason`."""
    words = reason.strip()[:_REASON_LIMIT]
    if not words:
        raise RuleFault("scan.no-reason")
    counter.ledger.commit(counter.operator, "scan.void", [Change(KIND, {"void": words}, scan)])


def open_scan(counter: Counter, line: ScanLine) -> bytes:
    """The content of a scan; the look is logged first (TZ-56). RuleFault `scan.on-the-way`."""
    content = counter.ledger.local.files.get(line.file)
    if content is None:
        raise RuleFault("scan.on-the-way", title=line.title)
    log_access(counter, "scan", line.id, fields=[line.title])
    return content


# Words


def _values(counter: Counter, home: str, owner: str | New, scan: DraftScan) -> Mapping[str, Value]:
    return {
        **placed(counter, home),
        "owner": owner,
        "title": scan.title,
        **({"paper": scan.paper} if scan.paper else {}),
        "page": scan.place,
        "file": scan.file,
        "media": scan.media,
        "size": scan.size,
        "added_at": counter.now().isoformat(timespec="seconds"),
        "added_by": counter.operator.id,
        "added_by_name": counter.operator.name,
    }


def _line(counter: Counter, record: Record, way: UnderWay, of: str = "") -> ScanLine:
    data, coming = record.data, record.id in way.coming
    here = not coming and counter.ledger.local.files.holds(text_of(data, "file"))
    key = "to-here" if coming else "not-here" if not here else ""
    if record.id in way.out:
        key = "to-office"
    media, size = text_of(data, "media"), int(data.get("size") or 0)
    return ScanLine(
        record.id,
        text_of(data, "paper"),
        text_of(data, "title"),
        _about(counter, media, size, text_of(data, "added_by_name")),
        counter.say(f"desk.scan.{key}") if key else "",
        here,
        media,
        text_of(data, "file"),
        of,
    )


def _belongs(counter: Counter, case: Record, scan: Record) -> str:
    """失业登记 300011 · 身份证: the case that a scan belongs to, and the paper it shows."""
    item = counter.catalogue.items.get(text_of(case.data, "item"))
    title = item.label(counter.say.lang) if item else text_of(case.data, "item")
    number, key = text_of(case.data, "case_no")[-6:], text_of(scan.data, "paper")
    paper = next((each for each in item.papers if each.key == key), None) if item else None
    shown = paper.label(counter.say.lang) if paper else ""
    return " · ".join(part for part in (f"{title} {number}".strip(), shown) if part)


def _about(counter: Counter, media: str, size: int, who: str) -> str:
    kind = showing.code_label(counter.catalogue, counter.say, "media", media)
    return " · ".join(part for part in (kind, say_size(size), who) if part)
