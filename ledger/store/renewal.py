"""Going on under a new node id: after a restore from a backup, or when a disk was copied.

Two machines, or one machine before and after, must never write different acts under one name. The
installation takes fresh keys, which its former ones vouch for, and says again under the new name
what the office is not known to hold; records keep their ids. What had arrived all the same is
recognised by the office (``stands_for``) and left out as repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace as changed
from sqlalchemy.engine import Connection

from ledger.core.act import Act, ActId, Write, decode, encode
from ledger.core.journal import Mark, link, origin
from ledger.core.keys import NodeKeys, PublicKeys
from ledger.store import history, nodes, tables
from ledger.store.history import replay_record
from ledger.store.ledger import Ledger
from ledger.store.local import SERIES_BASE, read_setting, write_setting
from ledger.store.opening import read_identity, write_identity
from ledger.store.slots import Entry
from ledger.store.writing import Totals, write_acts

#: Setting: the names this installation had before, the newest first: the keys of each, and their
#: signature over the keys that came after. The office may know any one of them.
FORMERS = "renewal.formers"
#: Setting by which a restore asks for a renewal at the next start.
RESTORED = "restored"
#: The code of an act that was said again and had arrived before; nobody need be told of it.
REPEATED = history.REPEATED
#: How far running numbers jump: more than a station gives out between two backups.
SERIES_JUMP = 500


def vouched(keys: PublicKeys) -> bytes:
    """What a former node signs to vouch for its successor."""
    return b"czt-renew-1" + msgspec.msgpack.encode(keys)


def content(act: Act) -> tuple[object, ...]:
    """What an act says, whoever's name it is under and whatever it had seen by which name."""
    writes = [(w.kind, w.record, w.trust, w.set) for w in act.writes]
    return act.time, act.actor, act.action, act.note, act.forms, writes


def renew(ledger: Ledger, fresh: NodeKeys | None = None) -> int:
    """Take fresh keys (or those given) and say again what the office is not known to hold.

    Gives how many acts that is. Whole or not at all; afterwards the ledger writes under its new
    node id.
    """
    former = ledger.keys
    fresh = fresh or NodeKeys.generate()
    identity = replace(read_identity(ledger.database), keys=fresh)
    place = ledger.place
    with ledger.database.write() as connection:
        confirmed = ledger.confirmed_in(connection)
        acts = _withdraw(connection, ledger, confirmed)
        formers = read_setting(connection, place.office, FORMERS, [])
        voucher = [former.public, former.sign(vouched(fresh.public))]
        write_setting(connection, place.dialect, place.office, FORMERS, [voucher, *formers])
        write_setting(connection, place.dialect, place.office, RESTORED, None)
        write_identity(connection, place.dialect, identity)
        _jump_numbers(connection, ledger)
        connection.execute(sa.delete(tables.receipt).where(tables.receipt.c.office == place.office))
        again = _say_again(connection, ledger, acts, fresh.node)
    ledger.adopt(fresh)
    return again


def _withdraw(connection: Connection, ledger: Ledger, confirmed: int) -> list[Act]:
    """Take the acts that the office is not known to hold out of the former node's journal."""
    office, node = ledger.place.office, ledger.node
    act, touch = tables.act, tables.touch
    unsent = sa.and_(act.c.office == office, act.c.node == node, act.c.seq > confirmed)
    found = connection.execute(sa.select(act.c.bytes).where(unsent).order_by(act.c.seq)).scalars()
    acts = [decode(data) for data in found]
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


def _say_again(connection: Connection, ledger: Ledger, acts: list[Act], node: str) -> int:
    """Write the acts under the new name and work the records in them out anew."""
    place = replace(ledger.place, node=node)
    names = {act.id: ActId(node, number) for number, act in enumerate(acts, start=1)}
    mark = origin(node)
    entries, latest = [], {}
    for act in acts:
        new = _renamed(act, names)
        data = encode(new)
        mark = Mark(new.seq, link(mark.hash, data))
        entries.append(Entry(new, data, mark.hash))
        latest.update({write.record: new.seq for write in new.writes})
    record = tables.record
    connection.execute(sa.update(record).where(record.c.office == place.office).values(own_seq=0))
    write_acts(connection, place, entries, ledger.clock.now_ms())
    nodes.set_mark(connection, place.office, node, mark)
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


def _renamed(act: Act, names: Mapping[ActId, ActId]) -> Act:
    id_ = names[act.id]
    writes = tuple(changed(write, seen=_seen_as(act, write, names)) for write in act.writes)
    stands_for = act.stands_for or str(act.id)
    return changed(act, node=id_.node, seq=id_.seq, writes=writes, stands_for=stands_for)


def _seen_as(act: Act, write: Write, names: Mapping[ActId, ActId]) -> tuple[ActId, ...]:
    """Both names of what was seen, for the former one may have arrived at the office before, and
    the act's own former name: what is written next has seen that one too."""
    seen = [ActId(*act_id) for act_id in write.seen]
    both = {act.id, *seen, *(names[act_id] for act_id in seen if act_id in names)}
    return tuple(sorted(both))


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
    write_setting(connection, place.dialect, place.office, SERIES_BASE, base)
