"""Going on under a new node id: after a restore from a backup, or when a disk was copied.

Two machines, or one machine before and after, must never write different acts under one name. The
installation takes fresh keys, which its former ones vouch for, and says again under the new name
what the office is not known to hold; records keep their ids. What had arrived all the same is
recognised by the office (``stands_for``) and left out as repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace as changed
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Write, creator_of, decode, encode
from ledger.core.faults import ForgedInput
from ledger.core.journal import Mark, link, origin
from ledger.core.keys import NodeKeys, PublicKeys
from ledger.store import feed, history, nodes, tables
from ledger.store.formers import FORMERS
from ledger.store.history import replay_record
from ledger.store.ledger import DRAWN, Ledger
from ledger.store.local import SERIES_BASE, read_setting, write_setting
from ledger.store.opening import identity_in, write_identity
from ledger.store.refusals import REFUSED_AHEAD
from ledger.store.slots import Entry
from ledger.store.writing import Totals, write_acts

#: Setting: somebody else has written other acts under the names of the acts beyond the receipt.
CONTESTED = "renewal.contested"
#: Setting: [node, number of the last act that still goes out under this name] (see retiring).
RETIRING = "renewal.retiring"
#: Setting by which a restore asks for a renewal at the next start.
RESTORED = "restored"
#: The code of an act that was said again and had arrived before; nobody need be told of it.
REPEATED = history.REPEATED
#: How far running numbers jump: more than a station gives out between two backups.
SERIES_JUMP = 500


class NewNames:
    """What acts, and the records they made, are called when they are said again.

    Uncontested, an act may have arrived under its former name: records keep their ids, and whoever
    saw one name has seen both. ``contested``, the former names belong to acts of somebody else, so
    nothing of them is kept, but for the staff who were hired meanwhile: they are at work.
    """

    def __init__(self, acts: list[Act], node: str, contested: bool) -> None:
        self.node = node
        self._contested = contested
        self._acts = {act.id: ActId(node, number) for number, act in enumerate(acts, start=1)}
        self._records = {
            write.record: write.record.replace(f"{act.id}.", f"{self._acts[act.id]}.", 1)
            for act in acts
            for write in act.writes
            if contested and write.record.startswith(f"{act.id}.") and not _is_at_work(write)
        }

    def act(self, act: Act) -> Act:
        """An act under its new name."""
        new = self._acts[act.id]
        writes = tuple(
            changed(
                write,
                record=self._records.get(write.record, write.record),
                seen=self._seen(act, write),
                set=self.value(write.set),
            )
            for write in act.writes
        )
        stands_for = act.stands_for or str(act.id)
        return changed(
            act,
            node=new.node,
            seq=new.seq,
            actor=self.value(act.actor),
            writes=writes,
            stands_for=stands_for,
        )

    def _seen(self, act: Act, write: Write) -> tuple[ActId, ...]:
        seen = [ActId(*act_id) for act_id in write.seen]
        if self._contested:
            return tuple(sorted(self._acts.get(act_id, act_id) for act_id in seen))
        both = {act.id, *seen, *(self._acts[act_id] for act_id in seen if act_id in self._acts)}
        return tuple(sorted(both))

    def value(self, value: Any) -> Any:
        """A value with every renamed record in it under its new id."""
        if isinstance(value, str):
            return self._records.get(value, value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value


def _is_at_work(write: Write) -> bool:
    """By the name of his record one of the staff is known to what he wrote, to his account, and to
    every window he is logged in at. Only older programs gave such a name on two PCs."""
    return write.kind == "staff" and int(write.record.rpartition(".")[2]) >= DRAWN


def vouched(keys: PublicKeys) -> bytes:
    """What a former node signs to vouch for its successor."""
    return b"czt-renew-1" + msgspec.msgpack.encode(keys)


def content(act: Act, stands_for: Callable[[ActId, str], str]) -> tuple[object, ...]:
    """What an act says, whoever's name it is under and whatever it had seen by which name.

    Records made by an act that was said again go by the name that its first one gave them:
    ``stands_for`` tells, of the act that made a record and of the record's name, of which.
    """

    def first(value: Any) -> Any:
        if isinstance(value, str):
            return _first_name(value, act, stands_for)
        if isinstance(value, list):
            return [first(item) for item in value]
        if isinstance(value, dict):
            return {key: first(item) for key, item in value.items()}
        return value

    writes = [(w.kind, first(w.record), w.trust, first(w.set)) for w in act.writes]
    return act.time, act.actor, act.action, act.note, act.forms, writes


def _first_name(text: str, act: Act, stands_for: Callable[[ActId, str], str]) -> str:
    made_by = creator(text)
    if made_by is None:
        return text
    known = act.stands_for if made_by == act.id else stands_for(made_by, text)
    return f"{known}.{text.rpartition('.')[2]}" if known else text


def creator(text: str) -> ActId | None:
    """The act that made a record of this name; None for a text that is no record's name."""
    if text.count(".") != 2:
        return None
    try:
        return creator_of(text)
    except ForgedInput:
        return None  # only a text with two points


def act_named(text: Any) -> ActId | None:
    """The act that a text names; None for a text that names none."""
    try:
        return ActId.parse(text) if isinstance(text, str) else None
    except ForgedInput:
        return None


def is_due(ledger: Ledger) -> bool:
    """Whether a name is to be taken before anything else: this PC was restored from a backup; or
    two programs once each took one for the same name, which no office believes."""
    office = ledger.place.office
    with ledger.database.read() as connection:
        kept = read_setting(connection, office, FORMERS, [])
        return bool(read_setting(connection, office, RESTORED)) or kept != _chain(ledger, kept)


def _chain(ledger: Ledger, kept: list[Any]) -> list[Any]:
    """Of the former names those that vouch, one for the next, for the present one."""
    chain, keys = [], ledger.keys.public
    for voucher in kept:
        former = PublicKeys(*voucher[0])
        with suppress(ForgedInput):
            former.check(vouched(keys), voucher[1])
            chain.append(voucher)
            keys = former
    return chain


def renew(ledger: Ledger, fresh: NodeKeys | None = None) -> int:
    """Take fresh keys (or those given) and say again what the office is not known to hold.

    Gives how many acts that is. Whole or not at all; afterwards the ledger writes under its new
    node id. Records keep their ids, unless another PC has made others under the same names. Where
    another program on the same ledger has done it all already, only its name is taken over.
    """
    fresh = fresh or NodeKeys.generate()
    # A save that waits meanwhile must not begin before the new name is known.
    with ledger.database.alone():
        with ledger.database.write() as connection:
            if ledger.keep_up_in(connection):
                return 0
            again = _take_name(connection, ledger, fresh)
        ledger.adopt(fresh)
    return again


def _take_name(connection: Connection, ledger: Ledger, fresh: NodeKeys) -> int:
    """Give up the name for that of other keys, in the file alone; gives what `renew` gives."""
    former, place = ledger.keys, ledger.place
    kept = read_setting(connection, place.office, FORMERS, [])
    formers = _chain(ledger, kept)
    beside = _beside(connection, ledger, formers) if formers != kept else []
    acts = [act for node in beside for act in _withdraw(connection, place.office, node, 0)]
    acts += _withdraw(connection, place.office, former.node, ledger.confirmed_in(connection))
    retired = _is_retired(connection, place.office)
    voucher = [former.public, former.sign(vouched(fresh.public)), retired]
    write_setting(connection, place.office, FORMERS, [voucher, *formers])
    write_setting(connection, place.office, RESTORED, None)
    write_setting(connection, place.office, RETIRING, None)
    write_identity(connection, replace(identity_in(connection), keys=fresh))
    if not retired:
        _jump_numbers(connection, ledger)
    if acts and (retired or beside):
        _read_again(connection, place.office)
    connection.execute(sa.delete(tables.receipt).where(tables.receipt.c.office == place.office))
    contested = bool(read_setting(connection, place.office, CONTESTED))
    write_setting(connection, place.office, CONTESTED, None)
    names = NewNames(acts, fresh.node, contested)
    _rename_drafts(connection, place.office, names)
    _rename_accounts(connection, place.office, names)
    return _say_again(connection, ledger, acts, names)


def _is_retired(connection: Connection, office: int) -> bool:
    """Whether the name goes because the office was restored: nothing is wrong with this PC."""
    restored = read_setting(connection, office, RESTORED)
    return not restored and read_setting(connection, office, RETIRING) is not None


def _read_again(connection: Connection, office: int) -> None:
    """An act that is said again may have come to the office by somebody else, and was passed over
    in the pages read since as this PC's own: under the new name it is in them."""
    cursor = read_setting(connection, office, feed.CURSOR)
    if cursor is not None and cursor[1]:
        write_setting(connection, office, feed.CURSOR, feed.beginning(cursor[0]))


def _beside(connection: Connection, ledger: Ledger, formers: list[Any]) -> list[str]:
    """The names under which another program wrote in this ledger that vouch for nobody, and whose
    keys are gone: of own acts alone the whole chain hash is kept."""
    act = tables.act.c
    own = sa.func.length(act.hash) == len(origin(ledger.node).hash)
    query = sa.select(act.node).where(act.office == ledger.place.office, own).distinct()
    known = {ledger.node, *(PublicKeys(*keys).node for keys, *_ in formers)}
    return sorted(set(connection.execute(query).scalars()) - known)


def _withdraw(connection: Connection, office: int, node: str, confirmed: int) -> list[Act]:
    """Take the acts that the office is not known to hold out of a former node's journal."""
    act, touch = tables.act, tables.touch
    unsent = sa.and_(act.c.office == office, act.c.node == node, act.c.seq > confirmed)
    query = sa.select(act.c.seq, act.c.bytes, act.c.refused).where(unsent).order_by(act.c.seq)
    found = connection.execute(query).all()
    acts = [decode(row.bytes) for row in found]
    refused = {f"{node}.{row.seq}": row.refused for row in found if row.refused is not None}
    if refused:
        # The refusals stay, and may be meant for acts of the same names that are still to come.
        ahead = read_setting(connection, office, REFUSED_AHEAD, {}) | refused
        write_setting(connection, office, REFUSED_AHEAD, ahead)
    connection.execute(sa.delete(act).where(unsent))
    connection.execute(
        sa.delete(touch).where(
            touch.c.office == office, touch.c.node == node, touch.c.seq > confirmed
        )
    )
    hash_ = nodes.hash_at(connection, office, node, confirmed)
    if hash_ is not None:
        nodes.set_mark(connection, office, node, Mark(confirmed, hash_))
    return acts


def _say_again(connection: Connection, ledger: Ledger, acts: list[Act], names: NewNames) -> int:
    """Write the acts under the new name and work the records in them out anew."""
    place = replace(ledger.place, node=names.node)
    mark = origin(names.node)
    entries = []
    latest = dict.fromkeys((write.record for act in acts for write in act.writes), 0)
    for act in acts:
        new = names.act(act)
        data = encode(new)
        mark = Mark(new.seq, link(mark.hash, data))
        entries.append(Entry(new, data, mark.hash))
        latest.update({write.record: new.seq for write in new.writes})
    record = tables.record
    late = sa.and_(record.c.office == place.office, record.c.own_seq > 0)
    connection.execute(sa.update(record).where(late).values(own_seq=0))
    write_acts(connection, place, entries, ledger.clock.now_ms())
    nodes.set_mark(connection, place.office, names.node, mark)
    totals = Totals(connection, place)
    for name, seq in latest.items():
        replay_record(connection, place, name, totals)
        connection.execute(
            sa.update(record)
            .where(record.c.office == place.office, record.c.id == name)
            .values(own_seq=seq)
        )
    totals.write()
    return len(entries)


def _rename_drafts(connection: Connection, office: int, names: NewNames) -> None:
    """What is being typed about a record goes on about it."""
    table = tables.draft
    for row in connection.execute(sa.select(table).where(table.c.office == office)).all():
        data = msgspec.json.encode(names.value(msgspec.json.decode(row.data))).decode()
        subject, operator = names.value(row.subject), names.value(row.operator)
        if (data, subject, operator) != (row.data, row.subject, row.operator):
            connection.execute(
                sa.update(table)
                .where(table.c.office == office, table.c.id == row.id)
                .values(data=data, subject=subject, operator=operator)
            )


def _rename_accounts(connection: Connection, office: int, names: NewNames) -> None:
    """Whoever was hired by an older program logs in again, as who he is now."""
    table = tables.account
    for row in connection.execute(sa.select(table.c.staff).where(table.c.office == office)).all():
        staff = names.value(row.staff)
        if staff != row.staff:
            connection.execute(
                sa.update(table)
                .where(table.c.office == office, table.c.staff == row.staff)
                .values(staff=staff)
            )


def _jump_numbers(connection: Connection, ledger: Ledger) -> None:
    """Case and card numbers given out since the backup must not be given out again."""
    place = ledger.place
    series = tables.series
    connection.execute(
        sa.update(series)
        .where(series.c.office == place.office, series.c.name != "diary")
        .values(last=series.c.last + SERIES_JUMP)
    )
    base = read_setting(connection, place.office, SERIES_BASE, 0) + SERIES_JUMP
    write_setting(connection, place.office, SERIES_BASE, base)
