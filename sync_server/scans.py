"""The scans of a case and of its applicant's card: those that have arrived are opened, the others
are said to be on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.rules.attachments import KIND
from sync_server.guests import card_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from sync_server.office import Office


@dataclass(frozen=True)
class Scan:
    """One scan as the page of a case shows it; ``here`` when it can be opened."""

    id: str
    title: str
    about: str
    here: bool


@dataclass(frozen=True)
class Content:
    """What a scan holds."""

    bytes: bytes
    media: str


def scans_of(office: Office, say: Texts, case: str) -> Mapping[str, tuple[Scan, ...]]:
    """The scans of a case, by the paper each shows."""
    found: dict[str, tuple[Scan, ...]] = {}
    records = _standing(office, case)
    for record, one in zip(records, _shown(office, say, records), strict=True):
        paper = str(record.data.get("paper") or "")
        found[paper] = (*found.get(paper, ()), one)
    return found


def scans_of_card(office: Office, say: Texts, case: Record) -> tuple[Scan, ...]:
    """The scans of the card of a case's applicant."""
    card = card_of(office, case)
    return () if card is None else _shown(office, say, _standing(office, card.id))


def _shown(office: Office, say: Texts, records: Sequence[Record]) -> tuple[Scan, ...]:
    awaited = office.ledger.under_way().coming if records else {}
    kinds = office.catalogue.codes["media"]
    found = []
    for record in records:
        data = record.data
        kind = kinds.label(str(data.get("media")), say.lang)
        about = f"{kind} · {max(int(data.get('size') or 0) >> 10, 1)} KB"
        found.append(Scan(record.id, str(data.get("title") or ""), about, record.id not in awaited))
    return tuple(found)


def open_scan(office: Office, actor: Actor, case: Record, scan: str) -> Content:
    """The content of a scan of a case or of its applicant's card; who looked at it goes into TZ-56
    first.

    RuleFault ``office.no-scan`` when neither has one of this name, ``office.scan-on-the-way``.
    """
    card = card_of(office, case)
    owners = (case.id, card.id) if card is not None else (case.id,)
    standing = (one for owner in owners for one in _standing(office, owner))
    record = next((one for one in standing if one.id == scan), None)
    if record is None:
        raise RuleFault("office.no-scan")
    content = office.ledger.local.files.get(str(record.data.get("file")))
    if content is None:
        raise RuleFault("office.scan-on-the-way", title=str(record.data.get("title") or ""))
    office.ledger.local.diary.add(
        "access",
        {
            "actor": actor.id,
            "name": actor.name,
            "action": "scan",
            "object": str(case.data.get("case_no") or case.id),
            "purpose": "review",
            "fields": [str(record.data.get("title") or "")],
        },
    )
    return Content(content, str(record.data.get("media")))


def _standing(office: Office, owner: str) -> list[Record]:
    found = office.ledger.owned(owner, KIND)
    return [record for record in found if not record.data.get("void")]
