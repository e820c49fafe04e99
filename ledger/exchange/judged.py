"""How far an office has judged a station's journal, in a form that it believes after a restore.

A receipt says that acts have arrived. With the last page of the feed the office says more: that it
has judged them, and that the station now holds every refusal there was. The station keeps that word
and shows it to an office that was put back and gets the acts a second time: what was let in then is
let in now, whoever comes first and whatever was handed back meanwhile. Nothing is judged twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from sqlalchemy.engine import Connection

from ledger.core.journal import Mark
from ledger.core.keys import NodeKeys
from ledger.exchange import following
from ledger.exchange.payload import Judged, MarkOf, PageOf, Payload
from ledger.exchange.segments import Cut, NewAct, Was, cut
from ledger.store import past
from ledger.store.ledger import Ledger
from ledger.store.local import read_setting, write_setting

#: As long as the seals on acts, and for the same reason (see handback).
SEAL_BYTES = 6
#: Setting of a station: [its node, [[seq, hash, seal], …]], the newest last.
WORDS = "office.judged"
#: How many of the newest words are kept one and all; of those before, every other goes each time.
RECENT = 16

# The office's side


def word(ledger: Ledger, payload: Payload, page: PageOf | None, mark: MarkOf) -> Judged | None:
    """The word that the sender's journal was judged up to a mark, with the last page of the feed.

    None where nothing is new: an exchange in which nobody has anything to say stays short.
    """
    if page is None or not (payload.segments or page.start != page.end):
        return None
    return Judged(mark.seq, mark.hash, _seal(ledger.keys, mark.node, Mark(mark.seq, mark.hash)))


def _seal(keys: NodeKeys, node: str, mark: Mark) -> bytes:
    key = hashlib.blake2b(keys.seed, digest_size=32, person=b"czt-judged").digest()
    said = msgspec.msgpack.encode([node, mark.seq, mark.hash])
    return hashlib.blake2b(said, digest_size=SEAL_BYTES, key=key).digest()


def believed(ledger: Ledger, payload: Payload, new: Sequence[NewAct]) -> list[NewAct]:
    """The acts of a sender's segments; those that this office once judged are marked as let in.

    What it refused of them is said by its refusals, which were handed back before. A word for
    another journal, or from another office, counts for nothing: then all is judged as ever.
    """
    word = payload.judged
    if word is None or len(ledger.journals) < 2:
        return list(new)
    chain = next((item.hash for item in new if item.act.seq == word.seq), None)
    mark = Mark(word.seq, word.hash)
    if chain != word.hash or word.seal != _seal(ledger.keys, payload.sender, mark):
        return list(new)
    return [replace(item, was=Was.TAKEN) if item.act.seq <= word.seq else item for item in new]


# The station's side


def keep(connection: Connection, ledger: Ledger, payload: Payload) -> None:
    """Keep the office's word, inside the transaction that read its feed to the end."""
    word, page = payload.judged, payload.page
    if word is None or page is None or following.standing(connection, ledger) != page.end:
        return
    if past.pending(connection, ledger.place.office) is not None:
        return  # refusals may still be among what is arriving
    words = kept(connection, ledger)
    if words and words[-1].seq >= word.seq:
        return
    words = [*words[:-RECENT:2], *words[-RECENT:], word]
    value = [ledger.node, [msgspec.structs.astuple(each) for each in words]]
    write_setting(connection, ledger.place.office, WORDS, value)


def kept(connection: Connection, ledger: Ledger) -> list[Judged]:
    """The words kept on this journal, in its order."""
    node, words = read_setting(connection, ledger.place.office, WORDS, ("", ()))
    return [Judged(*each) for each in words] if node == ledger.node else []


def cut_with_word(
    connection: Connection, ledger: Ledger, after: Mark, limit_bytes: int
) -> tuple[Cut, Judged | None]:
    """The own acts after a mark, up to a size, and the word that the office gave on them once.

    Where the first word lies beyond that size, the piece reaches up to it all the same: without a
    word, acts that were let in would be judged again.
    """
    piece = cut(connection, ledger, after, limit_bytes)
    if piece.segment is None:
        return piece, None
    words = [word for word in kept(connection, ledger) if word.seq > after.seq]
    within = [word for word in words if word.seq <= after.seq + piece.acts]
    if within or not words:
        return piece, within[-1] if within else None
    return cut(connection, ledger, after, limit_bytes, until=words[0].seq), words[0]
