"""Enrolment: the file by which an office lets a new station in, and what each side makes of it.

The file carries a one-time secret, so it is as good as a key until it is used once. The station
can work from it at once, with no line; its first bundle, on any carrier, registers it.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.faults import ForgedInput, Stranger
from ledger.core.keys import NodeKeys, PublicKeys
from ledger.exchange.payload import Credential, Hello
from ledger.store import nodes, renewal, tables
from ledger.store.ledger import Ledger
from ledger.store.local import read_settings, write_setting
from ledger.store.opening import Identity

MAGIC = "czt-enrol-1"
MAX_FILE_BYTES = 64 * 1024
#: How many former names of one installation are looked at.
MOST_FORMERS = 50
#: Setting of an office, per node: the names it had before, the newest first, as it said itself.
NAMES = "names."


class Invitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An enrolment file: the station it is for, the office's keys and addresses, the secret.

    ``area`` is the village's 12-digit division, ``station`` the station's 14-digit code,
    ``terminal`` the two digits of this PC, ``addresses`` are tried in their order (line, VPN),
    ``word`` is the office's signature by which it knows the file again after a restore.
    """

    magic: str
    office_name: str
    office_area: str
    office_keys: PublicKeys
    name: str
    area: str
    station: str
    terminal: str
    addresses: tuple[str, ...]
    secret: bytes
    word: bytes

    @classmethod
    def from_bytes(cls, data: bytes) -> Invitation:
        """Read an enrolment file; ForgedInput ``enrol.unreadable`` when it is not one."""
        if len(data) > MAX_FILE_BYTES:
            raise ForgedInput("enrol.unreadable", detail="size")
        try:
            found = msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ForgedInput("enrol.unreadable", detail=str(error)) from error
        if found.magic != MAGIC:
            raise ForgedInput("enrol.unreadable", detail=found.magic)
        return found

    def to_bytes(self) -> bytes:
        """The file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1)

    def identity(self, keys: NodeKeys) -> Identity:
        """Who the new station is, with its own fresh keys."""
        return Identity(keys, "V", self.area, self.station, self.name, self.terminal)


def invite(
    office: Ledger,
    office_name: str,
    *,
    name: str,
    area: str,
    station: str,
    terminal: str,
    addresses: tuple[str, ...],
) -> Invitation:
    """Make an enrolment file for one PC of a station; only the secret's hash is kept here."""
    secret = secrets.token_bytes(24)
    row = {
        "office": office.place.office,
        "secret_hash": nodes.secret_hash(secret),
        "station": station,
        "area": area,
        "made": office.clock.now_ms(),
        "used_by": None,
    }
    with office.database.write() as connection:
        connection.execute(sa.insert(tables.invitation), [row])
    return Invitation(
        magic=MAGIC,
        office_name=office_name,
        office_area=office.author.area,
        office_keys=office.keys.public,
        name=name,
        area=area,
        station=station,
        terminal=terminal,
        addresses=addresses,
        secret=secret,
        word=office.keys.sign(_invited_text(secret, area, station)),
    )


def _invited_text(secret: bytes, area: str, station: str) -> bytes:
    return b"czt-invite-1" + msgspec.msgpack.encode([nodes.secret_hash(secret), area, station])


def register(connection: Connection, office: Ledger, hello: Hello, now_ms: int) -> nodes.KnownNode:
    """Let an installation in: by the word of a node it was before, by the office's own word from
    before it was restored, or by the secret of its enrolment file.

    Stranger when the secret is unknown or used, or a former node is revoked.
    """
    names = _names(hello)
    known = (
        _succeed(connection, office, hello, names, now_ms)
        or _vouched(office, hello, names, now_ms)
        or _by_secret(connection, office, hello, names, now_ms)
    )
    place = office.place
    nodes.put(connection, place.office, known)
    if len(names) > 1:
        write_setting(connection, place.office, NAMES + known.id, names[1:])
    for former in hello.formers[:MOST_FORMERS]:
        # A copy of the disk may still go by a former name, and has the same right to be here.
        if nodes.get(connection, place.office, former.keys.node) is None:
            same = replace(known, keys=former.keys)
            nodes.put(connection, place.office, same)
    return known


def former_names(connection: Connection, office: int) -> dict[str, list[str]]:
    """Of every installation that came under a new name: those it had before, the newest first."""
    kept = read_settings(connection, office, NAMES)
    return {key.removeprefix(NAMES): names for key, names in kept.items()}


def _names(hello: Hello) -> list[str]:
    """The names it had, its present one first; ForgedInput unless each vouches for the next, and
    unless it can be answered."""
    keys = hello.keys
    keys.address()
    names = [keys.node]
    for former in hello.formers[:MOST_FORMERS]:
        former.keys.check(renewal.vouched(keys), former.proof)
        keys = former.keys
        names.append(keys.node)
    return names


def _succeed(
    connection: Connection, office: Ledger, hello: Hello, names: list[str], now_ms: int
) -> nodes.KnownNode | None:
    for name in names[1:]:
        former = nodes.get(connection, office.place.office, name)
        if former is not None and former.revoked is not None:
            raise Stranger("node.revoked", node=name)
        if former is not None:
            return nodes.KnownNode(hello.keys, former.level, former.area, former.station, now_ms)
    return None


def credential_of(office: Ledger, known: nodes.KnownNode) -> Credential:
    """The office's word that it enrolled a node."""
    signature = office.keys.sign(_credential_text(known.id, known.level, known.area, known.station))
    return Credential(known.id, known.level, known.area, known.station, signature)


def _credential_text(node: str, level: str, area: str, station: str) -> bytes:
    return b"czt-known-1" + msgspec.msgpack.encode([node, level, area, station])


def _vouched(office: Ledger, hello: Hello, names: list[str], now_ms: int) -> nodes.KnownNode | None:
    found = hello.credential
    if found is None or found.node not in names or not _may_have_forgotten(office):
        return None
    text = _credential_text(found.node, found.level, found.area, found.station)
    office.keys.public.check(text, found.signature)
    return nodes.KnownNode(hello.keys, found.level, found.area, found.station, now_ms)


def _by_secret(
    connection: Connection, office: Ledger, hello: Hello, names: list[str], now_ms: int
) -> nodes.KnownNode:
    table = tables.invitation
    wanted = sa.and_(
        table.c.office == office.place.office,
        table.c.secret_hash == nodes.secret_hash(hello.secret),
    )
    row = connection.execute(sa.select(table).where(wanted)).first()
    node = hello.keys.node
    if row is None:
        return _forgotten(connection, office, hello, now_ms)
    if row.used_by not in (None, *names):
        raise Stranger("enrol.used", node=node, station=row.station)
    connection.execute(sa.update(table).where(wanted).values(used_by=node))
    return nodes.KnownNode(hello.keys, "V", row.area, row.station, now_ms)


def _may_have_forgotten(office: Ledger) -> bool:
    """Whether the office was ever restored; if not, whom it does not know it never let in."""
    return office.place.restored


def _forgotten(
    connection: Connection, office: Ledger, hello: Hello, now_ms: int
) -> nodes.KnownNode:
    """A file that this office made and, restored from a backup, knows no more."""
    invited, node = hello.invited, hello.keys.node
    if invited is None or not _may_have_forgotten(office):
        raise Stranger("enrol.unknown-secret", node=node)
    text = _invited_text(hello.secret, invited.area, invited.station)
    try:
        office.keys.public.check(text, invited.signature)
    except ForgedInput as fault:
        raise Stranger("enrol.unknown-secret", node=node) from fault
    row = {
        "office": office.place.office,
        "secret_hash": nodes.secret_hash(hello.secret),
        "station": invited.station,
        "area": invited.area,
        "made": now_ms,
        "used_by": node,
    }
    connection.execute(sa.insert(tables.invitation), [row])
    return nodes.KnownNode(hello.keys, "V", invited.area, invited.station, now_ms)


#: Settings of a station that come from its enrolment file.
OFFICE_NODE = "office.node"
SECRET = "enrol.secret"
ADDRESSES = "link.addresses"
OFFICE_NAME = "office.name"
#: The office's word that it enrolled this station.
CREDENTIAL = "enrol.credential"
#: What the enrolment file was good for, with the office's signature.
INVITED = "enrol.invited"


def remember(station: Ledger, invitation: Invitation) -> None:
    """Keep, at the station, what its enrolment file said of the office."""
    settings = station.local.settings
    settings.set(SECRET, invitation.secret)
    settings.set(INVITED, [invitation.area, invitation.station, invitation.word])
    settings.set(ADDRESSES, list(invitation.addresses))
    settings.set(OFFICE_NAME, invitation.office_name)
    settings.set(OFFICE_NODE, invitation.office_keys.node)
    known = nodes.KnownNode(
        invitation.office_keys, "T", invitation.office_area, "", station.clock.now_ms()
    )
    with station.database.write() as connection:
        nodes.put(connection, station.place.office, known)
