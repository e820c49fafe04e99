"""A second implementation, written from docs/exchange.md alone, reads a bundle and agrees.

Nothing of `ledger` is used to read: only MessagePack, zstandard, age, Ed25519 and BLAKE2b.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
import nacl.signing
import pyrage
import zstandard

from tests.helpers.world import World

pack = msgspec.msgpack.encode
unpack = msgspec.msgpack.decode
Name = tuple[str, int]


def blake(data: bytes, size: int, person: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=size, person=person).digest()


class Reader:
    """Opens one bundle; ``identity`` is the receiver's age identity."""

    def __init__(self, blob: bytes, identity: str) -> None:
        opened = pyrage.decrypt(blob, [pyrage.x25519.Identity.from_str(identity)])
        self.sender, self.signature, self.body = unpack(opened)
        payload = unpack(zstandard.ZstdDecompressor().decompress(self.body))
        (self.format, self.sent_by, self.receiver, self.number, self.time, self.hello, self.marks,
         self.segments, self.pull, self.page, self.digests, self.report,
         *_, self.judged, self.holds) = payload  # fmt: skip

    def check(self, verify: bytes) -> None:
        """The signature, the sender's name, and every segment's chain and signature."""
        node = blake(verify, 10, b"czt-node")
        assert base64.b32encode(node).decode().lower() == self.sender == self.sent_by
        key = nacl.signing.VerifyKey(verify)
        key.verify(b"czt-bundle-1" + self.body, self.signature)
        for name, first, before, packed, signature, _ in self.segments:
            if first == 1:
                assert before == blake(name.encode(), 32, b"czt-origin")
            chain = before
            for act in acts_of(packed):
                chain = blake(chain + pack(act), 32, b"czt-chain")
            key.verify(b"czt-head-1" + chain, signature)

    def acts(self) -> list[list[Any]]:
        return [act for segment in self.segments for act in acts_of(segment[3])]


def acts_of(packed: bytes) -> Iterator[list[Any]]:
    count, columns, raw = unpack(packed)
    regular = regular_acts(columns)
    for place in range(count):
        yield unpack(raw[place]) if place in raw else next(regular)


def regular_acts(columns: list[Any]) -> Iterator[list[Any]]:
    (nodes, texts, shapes, node, seq, time, actor, action, note, forms, stands_for, writes,
     kind, trust, record_node, record_seq, record_number, seen, seen_node, seen_seq, shape,
     values) = columns  # fmt: skip
    at = number = moment = record_at = seen_at = 0
    used = [0] * len(shapes)
    for place in range(len(node)):
        number, moment = number + seq[place], moment + time[place]
        made = []
        for write in range(at, at + writes[place]):
            record_at += record_seq[write]
            where = nodes[record_node[write]]
            if seen[write] == -1:
                had = [[where, record_at]]
            else:
                span = range(seen_at, seen_at + seen[write])
                had = [[nodes[seen_node[each]], seen_seq[each]] for each in span]
                seen_at += seen[write]
            form, row = shape[write], used[shape[write]]
            used[form] += 1
            fields = {name: values[form][column][row] for column, name in enumerate(shapes[form])}
            record = f"{where}.{record_at}.{record_number[write]}"
            made.append([texts[kind[write]], record, trust[write], had, fields])
        at += writes[place]
        yield [
            nodes[node[place]], number, moment, texts[actor[place]], texts[action[place]],
            texts[note[place]], texts[forms[place]], made, texts[stands_for[place]],
        ]  # fmt: skip


def states(acts: list[list[Any]]) -> dict[str, dict[str, list[tuple[Name, Any]]]]:
    """Record → field → heads, by the definition: all writes less the superseded ones."""
    wrote: dict[tuple[str, str], list[tuple[Name, Any]]] = {}
    gone: dict[tuple[str, str], set[Name]] = {}
    for act in acts:
        for _, record, _, seen, fields in act[7]:
            for field, value in fields.items():
                key = (record, field)
                wrote.setdefault(key, []).append(((act[0], act[1]), value))
                gone.setdefault(key, set()).update((node, seq) for node, seq in seen)
    found: dict[str, dict[str, list[tuple[Name, Any]]]] = {}
    for (record, field), items in wrote.items():
        heads = [(name, value) for name, value in items if name not in gone[record, field]]
        found.setdefault(record, {})[field] = heads
    return found


def digest(record: str, fields: dict[str, list[tuple[Name, Any]]]) -> int:
    heads: list[Any] = []
    for field, items in sorted(fields.items()):
        if len(items) == 1:
            heads.append([field, *items[0][0], items[0][1]])
        else:
            heads.append([field, sorted([*name, value] for name, value in items)])
    content = msgspec.msgpack.encode([record, heads], order="sorted")
    return int.from_bytes(blake(content, 16, b"czt-record"), "big")


def whole(area: str, acts: list[list[Any]]) -> bytes:
    """One digest over all records of an area."""
    kinds = {write[1]: write[0] for act in acts for write in act[7]}
    found: dict[str, list[int]] = {}
    for record, fields in states(acts).items():
        found.setdefault(kinds[record], []).append(digest(record, fields))
    lines = [
        [kind, len(sums), (sum(sums) % (1 << 128)).to_bytes(16, "big")]
        for kind, sums in sorted(found.items())
    ]
    return blake(pack([area, lines]), 16, b"czt-whole")


def test_a_reader_written_from_the_page_rebuilds_the_state_and_its_digest(world: World) -> None:
    station = world.station()
    first = station.create(1, name="赵国强")
    for number in range(2, 9):
        station.create(number)
    station.edit(first, mobile="19900000011")
    station.edit(first, mobile="19900000022")
    reader = Reader(station.side.outgoing().blob, world.office.keys.identity)
    reader.check(station.ledger.keys.public.verify)
    assert reader.receiver == world.office.node
    assert reader.report["unsent"] == len(reader.acts()) == 11

    found = states(reader.acts())
    people = {name: fields for name, fields in found.items() if "id_no" in fields}
    assert [value for _, value in people[first.id]["name"]] == ["赵国强"]
    assert {value for _, value in people[first.id]["mobile"]} == {"19900000011", "19900000022"}

    total = sum(digest(name, fields) for name, fields in people.items()) % (1 << 128)
    kept = station.ledger.digest()["990101001001"]["person"]
    assert kept == (8, f"{total:032x}")
    assert reader.holds == whole("990101001001", reader.acts())


def test_the_offices_answer_can_be_read_from_the_page_too(world: World) -> None:
    station = world.station()
    station.create(1)
    sent = station.side.outgoing().blob
    asked = Reader(sent, world.office.keys.identity)
    reader = Reader(world.side.handle(sent).blob, station.ledger.keys.identity)
    reader.check(world.office.keys.public.verify)
    assert reader.marks == [[station.ledger.node, 2, reader.marks[0][2]]]
    assert reader.holds == whole("990101001001", asked.acts())
