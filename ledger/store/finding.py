"""Looking up a typed text: every word must match, and no keystroke may be felt.

How long a lookup takes must not depend on how many people share a beginning, so no word is followed
further than it needs to be: what a rare word finds is checked against the other words one by one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ledger.core.record import Record
from ledger.store import rows, search, tables
from ledger.store.prepared import Prepared, given
from ledger.store.query import Page
from ledger.store.slots import Place

#: Beyond this many hits a search says "more than", instead of counting a whole village.
COUNT_CAP = 200
#: When every word is a common one, so many hits of each are held against each other.
WORD_CAP = 4_000
_CHUNK = 100

_search = tables.search.c
_HITS = Prepared.of(
    sa.select(_search.record)
    .where(
        given(_search.office),
        given(_search.kind),
        _search.token >= sa.bindparam("start"),
        _search.token < sa.bindparam("end"),
    )
    .limit(sa.bindparam("limit")),
    "office",
    "kind",
    "start",
    "end",
    "limit",
)

#: A word as the beginnings of tokens that match it.
Word = Sequence[str]


def search_text(connection: Connection, place: Place, kind: str, typed: str, limit: int) -> Page:
    """The records of a kind that a typed text finds, the best match first."""
    started = time.perf_counter()
    words = search.beginnings(typed)
    if not words:
        return Page([], 0, 0.0)
    lookup = _Lookup(connection, place, kind)
    if len(words) == 1:
        hits = lookup.numbers(words[0], COUNT_CAP)
        found, total, capped = lookup.records(hits[:limit]), len(hits), len(hits) >= COUNT_CAP
    else:
        found, total, capped = lookup.matching_all(words, limit)
    first, title = search.fold(typed.split(maxsplit=1)[0]), place.schema.titles[kind]
    found.sort(key=lambda record: _rank(str(record.data.get(title) or ""), first))
    return Page(found, total, (time.perf_counter() - started) * 1000, capped)


def _rank(name: str, typed: str) -> tuple[int, int, str]:
    folded = search.fold(name)
    return (0 if folded == typed else 1 if folded.startswith(typed) else 2, len(folded), folded)


class _Lookup:
    """Lookups among the records of one kind."""

    def __init__(self, connection: Connection, place: Place, kind: str) -> None:
        self._connection = connection
        self._office = place.office
        self._kind = kind
        self._fields = place.schema.search[kind]

    def numbers(self, word: Word, cap: int) -> list[int]:
        """The numbers of the records that one word finds, no more than ``cap`` for each way in
        which it can be meant."""
        found: dict[int, None] = {}
        for start in word:
            end = start + "\U0010ffff"
            hits = _HITS.all(self._connection, self._office, self._kind, start, end, cap)
            found.update((number, None) for (number,) in hits)
        return list(found)

    def records(self, numbers: Iterable[int]) -> list[Record]:
        """Records by their numbers, in this order."""
        wanted = list(numbers)
        found = rows.by_number(self._connection, self._office, wanted)
        return [rows.to_record(found[number]) for number in wanted if number in found]

    def matching_all(self, words: Sequence[Word], limit: int) -> tuple[list[Record], int, bool]:
        """Records that match every word, how many there are, and whether there are more."""
        cap = COUNT_CAP
        hits = [self.numbers(word, cap) for word in words]
        if all(len(numbers) >= cap for numbers in hits):
            cap = WORD_CAP
            hits = [self.numbers(word, cap) for word in words]
        known = [set(numbers) for numbers in hits if len(numbers) < cap]
        common = [word for word, numbers in zip(words, hits, strict=True) if len(numbers) >= cap]
        rarest = min(hits, key=len)
        numbers = [number for number in rarest if all(number in other for other in known)]
        if not common:
            return self.records(numbers[:limit]), len(numbers), len(numbers) >= COUNT_CAP
        found: list[Record] = []
        for record in self._among(numbers, common):
            found.append(record)
            if len(found) == limit:
                return found, limit, True
        return found, len(found), len(rarest) >= cap

    def _among(self, numbers: Sequence[int], words: Sequence[Word]) -> Iterator[Record]:
        """Those of these records that match these words too, by what stands in them."""
        for start in range(0, len(numbers), _CHUNK):
            for record in self.records(numbers[start : start + _CHUNK]):
                tokens = search.tokens(record.data, self._fields)
                if all(any(token.startswith(tuple(word)) for token in tokens) for word in words):
                    yield record
