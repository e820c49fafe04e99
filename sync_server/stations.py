"""The villages' stations: letting one in, and how each of them is doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from ledger.core.act import Trust
from ledger.core.clock import CHINA
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.exchange.invitation import Invitation, former_names, invite
from ledger.exchange.put_back import DIARY as PUT_BACK
from ledger.store import nodes
from sync_server.exchanges import DIARY, RENEWED, held
from sync_server.places import place_name, stations
from sync_server.wording import ago

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.exchange.contacts import Contact
    from ledger.rules.actor import Actor
    from ledger.store.compose import Tx
    from ledger.store.nodes import KnownNode
    from sync_server.office import Office

#: A station unheard of for so long is shown red; one unheard of for a day, amber.
SILENT = timedelta(days=3)
LATE = timedelta(hours=26)
#: A clock off by more than this is worth saying.
CLOCK_BOUND_S = 120
NIGHT_FROM = time(18, 0)
#: How long it is told that a PC came back under a new name.
RENEWED_SHOWN = timedelta(days=14)
#: After a restore of the office every PC comes under a new name at once.
MOST_NAMES = 20_000
Left = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Health:
    """One station as the office sees it."""

    name: str
    code: str
    village: str
    tone: Literal["green", "amber", "red"]
    word: str
    seen: str
    unsent: int | None
    unsent_text: str
    short: str
    oldest: str
    version: str
    clock: str
    acts: int
    alert: str = ""


@dataclass(frozen=True)
class Night:
    """How last night's upload went: stations heard, brought by stick, not heard; acts taken."""

    sent: int
    stick: int
    silent: int
    acts: int


def add(office: Office, actor: Actor, name: str, area: str, addresses: Sequence[str]) -> Invitation:
    """Let a station's PC in: its record, and the enrolment file for exactly this PC.

    The same name in the same village is the same station with one more PC. RuleFaults:
    ``station.no-name``, ``station.bad-area`` (no village of this office), ``station.no-address``.
    """
    name = name.strip()
    ways = tuple(address.strip() for address in addresses if address.strip())
    if not name:
        raise RuleFault("station.no-name")
    if not (len(area) == 12 and area.isdecimal() and area[:9] == office.facts.area[:9]):
        raise RuleFault("station.bad-area", area=area, office=office.facts.area)
    if not ways or not all(way.startswith(("http://", "https://")) for way in ways):
        raise RuleFault("station.no-address")
    station, terminal = _place(office, actor, name, area)
    return invite(
        office.ledger,
        office.facts.name,
        name=name,
        area=area,
        station=station,
        terminal=f"{terminal:02}",
        addresses=ways,
    )


def _place(office: Office, actor: Actor, name: str, area: str) -> tuple[str, int]:
    """The code of the station (made when it is new) and the number of the PC."""
    same = [row for row in stations(office) if row.area == area]
    known = next((row for row in same if row.data.get("name") == name), None)
    if known is not None:
        code = str(known.data["station_code"])
        terminal = int(office.ledger.local.settings.get(f"station.terminals.{code}", 1)) + 1
    else:
        terminal = 1
        code = f"{area}{len(same) + 1:02}"

        def write(tx: Tx) -> Sequence[Change]:
            fields = {
                "station_code": code, "name": name, "level": "V", "active": True, "area": area,
                "office": office.facts.area,
            }  # fmt: skip
            return [Change("station", fields, trust=Trust.OFFICE)]

        office.ledger.commit(actor, "station.add", write)
    if terminal > 99 or not code[12:].isdecimal() or len(code) != 14:
        raise RuleFault("station.too-many", name=name)
    office.ledger.local.settings.set(f"station.terminals.{code}", terminal)
    return code, terminal


def health(office: Office, say: Texts) -> list[Health]:
    """Every station, those that need looking after first."""
    contacts, left = office.exchange.contacts.newest(), _left(office)
    over = superseded(office)
    by_code: dict[str, list[KnownNode]] = {}
    for known in known_nodes(office):
        by_code.setdefault(known.station, []).append(known)
    found = [
        _health(
            office,
            say,
            row,
            by_code.get(str(row.data.get("station_code")), []),
            contacts,
            left,
            over,
        )
        for row in stations(office)
    ]
    return sorted(found, key=lambda one: (["red", "amber", "green"].index(one.tone), one.code))


def last_night(office: Office) -> Night:
    """Last night's upload in numbers (from 18:00 the day before)."""
    start = datetime.combine(office.today() - timedelta(days=1), NIGHT_FROM, CHINA)
    entries = office.ledger.local.diary.recent(DIARY, limit=5000, since=start)
    acts = sum(int(entry.data.get("acts", 0)) for entry in entries)
    sticks = {entry.data.get("station") for entry in entries if entry.data.get("carrier") == "usb"}
    contacts = office.exchange.contacts.newest()
    start_ms = int(start.timestamp() * 1000)
    heard = {
        known.station
        for known in known_nodes(office)
        if known.id in contacts
        and contacts[known.id].at >= start_ms
        and contacts[known.id].offset_ms is not None
    }
    codes = {str(row.data.get("station_code")) for row in stations(office)}
    line = codes & heard
    stick = (codes & sticks) - line
    return Night(len(line), len(stick), len(codes - line - stick), acts)


def station_name(office: Office, code: str) -> str:
    """A station's name by its code."""
    rows = office.ledger.lookup("station", "station_code", code)
    return str(rows[0].data.get("name") or code) if rows else code


def known_nodes(office: Office) -> list[KnownNode]:
    """Every installation that enrolled here."""
    with office.ledger.database.read() as connection:
        return nodes.every(connection, office.ledger.place.office)


def _health(
    office: Office,
    say: Texts,
    row: Record,
    known: Sequence[KnownNode],
    contacts: Mapping[str, Contact],
    left: Left,
    over: Mapping[str, int],
) -> Health:
    in_use = [node for node in known if node.revoked is None]
    heard = [contacts[node.id] for node in in_use if node.id in contacts]
    name, code = str(row.data.get("name") or ""), str(row.data.get("station_code") or "")
    village = place_name(office, say, row.area)
    if not heard:
        word = say("office.health.never" if in_use or not known else "office.health.shut")
        unknown = say("office.health.unknown")
        return Health(name, code, village, "amber", word, word, None, unknown, word, "", "", "", 0)
    last = max(heard, key=lambda contact: contact.at)
    at = datetime.fromtimestamp(last.at / 1000, CHINA)
    quiet = office.clock() - at
    unsent = _unsent(last_names(in_use, contacts, over), contacts, left)
    clock = _clock(say, last.offset_ms)
    tone: Literal["green", "amber", "red"] = "green"
    word = ""
    if quiet > SILENT:
        tone, word = "red", say("office.health.silent", n=quiet.days)
    elif quiet > LATE or unsent or clock:
        tone = "amber"
    shown = str(unsent) if quiet <= SILENT else say("office.health.unknown")
    return Health(
        name,
        code,
        village,
        tone,
        word,
        ago(say, at, office.clock()),
        unsent,
        shown,
        ago(say, at, office.clock(), short=True),
        _oldest(office, say, heard) if unsent else "",
        str(last.report.get("version") or ""),
        clock or say("office.health.clock-right"),
        _acts(office, known),
        _older(say, heard) or _renewed(office, say, code),
    )


def _older(say: Texts, heard: Sequence[Contact]) -> str:
    """A sentence while this office's program is too old for what a station brings."""
    waits = sum(int(contact.report.get("waits") or 0) for contact in heard)
    return say("office.health.older", n=waits) if waits else ""


def _renewed(office: Office, say: Texts, code: str) -> str:
    """A sentence for as long as somebody should look after a PC that was restored or copied."""
    since = office.clock() - RENEWED_SHOWN
    for entry in office.ledger.local.diary.recent(RENEWED, limit=1000, since=since):
        if entry.data.get("station") == code and not entry.data.get("retired"):
            return say("office.health.renewed", ago=ago(say, entry.at, office.clock()))
    return ""


def put_back(office: Office, say: Texts) -> str:
    """A sentence for as long as somebody should ask who put this office's database back."""
    since = office.clock() - RENEWED_SHOWN
    found = office.ledger.local.diary.recent(PUT_BACK, limit=1, since=since)
    return say("office.health.put-back", ago=ago(say, found[0].at, office.clock())) if found else ""


def superseded(office: Office) -> dict[str, int]:
    """The former names of PCs, each with the moment (ms) at which its PC came under a later one."""
    over = {
        str(entry.data.get("former")): round(entry.at.timestamp() * 1000)
        for entry in office.ledger.local.diary.recent(RENEWED, limit=MOST_NAMES)
    }
    with office.ledger.database.read() as connection:
        names = former_names(connection, office.ledger.place.office)
    came = {known.id: known.registered for known in known_nodes(office)}
    for node, formers in names.items():
        over |= {name: max(over.get(name, 0), came.get(node, 0)) for name in formers}
    return over


def last_names(
    known: Sequence[KnownNode], contacts: Mapping[str, Contact], over: Mapping[str, int]
) -> list[KnownNode]:
    """The installations without the former names (`superseded`) of those heard under a later one;
    a copy that still goes by one is heard after that."""
    return [
        node
        for node in known
        if node.id not in over or (node.id in contacts and contacts[node.id].at > over[node.id])
    ]


def _unsent(known: Sequence[KnownNode], contacts: Mapping[str, Contact], left: Left) -> int:
    """How much the station's PCs still had when last heard, less what that contact brought."""
    total = 0
    for node in known:
        contact = contacts.get(node.id)
        if contact is None:
            continue
        at_ms, remaining = left.get(node.id, (0, 0))
        # A report counts what its own bundle carries; the diary knows how much was left after it.
        total += remaining if at_ms >= contact.at else int(contact.report.get("unsent") or 0)
    return total


def _left(office: Office) -> Left:
    """Per node: when it last brought something (ms since 1970), and how much it had left then."""
    found: dict[str, tuple[int, int]] = {}
    for entry in office.ledger.local.diary.recent(DIARY, limit=1000):
        at_ms = round(entry.at.timestamp() * 1000)
        found.setdefault(str(entry.data.get("node")), (at_ms, int(entry.data.get("left", 0))))
    return found


def _clock(say: Texts, offset_ms: int | None) -> str:
    """How far a station's clock is off, in words; "" when it is right or was never measured."""
    if offset_ms is None or abs(offset_ms) < CLOCK_BOUND_S * 1000:
        return ""
    key = "ahead" if offset_ms > 0 else "behind"
    seconds = abs(offset_ms) // 1000
    if seconds < 7200:
        return say(f"office.health.clock-{key}", n=seconds // 60)
    if seconds < 172800:
        return say(f"office.health.clock-{key}-hours", n=seconds // 3600)
    return say(f"office.health.clock-{key}-days", n=seconds // 86400)


def _oldest(office: Office, say: Texts, heard: Sequence[Contact]) -> str:
    stamps: list[Any] = [one.report.get("oldest") for one in heard if one.report.get("unsent")]
    known = [int(stamp) for stamp in stamps if stamp]
    if not known:
        return ""
    at = datetime.fromtimestamp(min(known) / 1000, CHINA)
    return ago(say, at, office.clock())


def _acts(office: Office, known: Sequence[KnownNode]) -> int:
    return sum(held(office, node.id) for node in known)
