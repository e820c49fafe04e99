"""The names that this installation had before (see renewal), and what became of their journals."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.keys import PublicKeys
from ledger.store import nodes, tables
from ledger.store.local import read_setting

#: Setting: the names this installation had before, the newest first: the keys of each, their
#: signature over the keys that came after, and whether the name was retired because the office was
#: restored. The office may know any one of them.
FORMERS = "renewal.formers"
#: Setting of a station: what a restored office said it holds, by node, and how far was handed back
#: since (see exchange.handback).
RECALL = "office.recall"


def lost(connection: Connection, office: int) -> frozenset[str]:
    """The records that hold acts written here under a former name which a restored office has lost
    and did not yet get back."""
    recall = read_setting(connection, office, RECALL)
    if recall is None:
        return frozenset()
    touch, found = tables.touch.c, set[str]()
    for keys, *_ in read_setting(connection, office, FORMERS, []):
        node = PublicKeys(*keys).node
        beyond = sa.select(touch.record).where(
            touch.office == office, touch.node == node, touch.seq > int(recall[0].get(node, 0))
        )
        found.update(connection.execute(beyond).scalars())
    return frozenset(found)


def received(connection: Connection, office: int) -> int:
    """How many acts the office holds that were written here under former names.

    A name is given up when all it sent was confirmed; what a restored office has lost of that does
    not count until it was handed back.
    """
    recall = read_setting(connection, office, RECALL)
    total = 0
    for keys, *_ in read_setting(connection, office, FORMERS, []):
        node = PublicKeys(*keys).node
        sent = nodes.mark_of(connection, office, node).seq
        total += sent if recall is None else min(sent, int(recall[0].get(node, 0)))
    return total
