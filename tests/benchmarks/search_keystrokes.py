"""Search per keystroke among 50,000 people, for every kind of key, the worst ones apart."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import partial

from ledger.core.record import Record
from ledger.store.ledger import Ledger
from ledger.store.query import Query
from ledger.store.search import reading
from tests.benchmarks._ground import big_station
from tests.benchmarks._measure import Times, percentile, report

#: Common to a great part of all people: the area of every ID number, a letter, a surname.
WORST = ("9901", "990101", "9901011", "1", "19", "199", "w", "z", "l", "王", "李", "王 9901", "号")
WORDS = 60
ROUNDS = 20


def _typed(card: Record) -> Mapping[str, str]:
    """What somebody may type to find a card, whole."""
    data = card.data
    syllables = reading(str(data["name"]))
    return {
        "name": str(data["name"]),
        "part of a name": str(data["name"])[1:],
        "pinyin": "".join(syllables),
        "initials": "".join(syllable[0] for syllable in syllables),
        "identity number": str(data["id_no"]),
        "birth date": str(data["id_no"])[6:14],
        "end of identity number": str(data["id_no"])[-6:],
        "telephone": str(data.get("mobile", "19900000001")),
        "address": str(data["hukou_address"]),
        "household": str(data["household_no"]),
        "name and group": f"{data['name']} {data['group_no']}",
    }


def _keystrokes(cards: Sequence[Record]) -> list[str]:
    """Every beginning of every text, as the field sees them one after the other."""
    texts = [text for card in cards for text in _typed(card).values()]
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]


def _times(ledger: Ledger, keys: Sequence[str]) -> dict[str, Times]:
    found: dict[str, Times] = {}
    for key in keys:
        found.setdefault(key, Times()).time(partial(ledger.search, key))
    return found


def main() -> None:
    """All keystrokes once; then the worst keys again and again, beside a bare read of 50 rows."""
    chance = random.Random(4)
    with big_station() as (ledger, _):
        cards = chance.sample(ledger.find(Query("person", limit=50_000)).rows, WORDS)
        keys = _keystrokes(cards)
        ledger.search("王")
        usual = _times(ledger, keys)
        worst = _times(ledger, WORST * ROUNDS)
        bare = Times()
        for _ in range(200):
            bare.time(lambda: ledger.records([card.id for card in cards[:50]]))
    walls = [wall for times in usual.values() for wall in times.wall]
    cpus = [cpu for times in usual.values() for cpu in times.cpu]
    slowest = max(worst, key=lambda key: worst[key].ms())
    report(
        "search per keystroke, 50,000 people, any kind of key",
        percentile(walls, 0.99) * 1000,
        "ms, p99",
        5,
        bare.ms(),
        limit_unit="ms, the same 50 cards read by their ids, p50",
        keystrokes=len(keys),
        ms_p50=round(percentile(walls, 0.5) * 1000, 3),
        cpu_ms_p99=round(percentile(cpus, 0.99) * 1000, 3),
        ms_worst=round(max(walls) * 1000, 3),
        ms_worst_goal=16,
        worst_key=slowest,
        worst_key_ms_p50=worst[slowest].ms(),
        worst_key_cpu_ms=worst[slowest].cpu_ms(),
    )


if __name__ == "__main__":
    main()
