"""Which characters a font file can draw: reads the `cmap` table of TTF, OTF and TTC files.

Only what is needed for that is read (formats 4 and 12, which every font for Chinese carries), so
that a rare name costs a few milliseconds and no further library.
"""

from __future__ import annotations

import bisect
import struct
from dataclasses import dataclass
from pathlib import Path

_UNICODE_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_MOST_RANGES = 100_000


@dataclass(frozen=True)
class Coverage:
    """The code points that a font draws, as sorted, closed ranges."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, point: object) -> bool:
        if not isinstance(point, int):
            return False
        at = bisect.bisect_right(self.starts, point) - 1
        return at >= 0 and point <= self.ends[at]

    @classmethod
    def of(cls, ranges: list[tuple[int, int]]) -> Coverage:
        """Build from ranges in any order; ranges that touch are joined."""
        joined: list[list[int]] = []
        for first, last in sorted(ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1][1] = max(joined[-1][1], last)
            else:
                joined.append([first, last])
        return cls(tuple(pair[0] for pair in joined), tuple(pair[1] for pair in joined))


def read_coverage(path: Path, index: int = 0) -> Coverage:
    """Read what a font draws; `index` is its place in a collection.

    Raises:
        ValueError: the file is no font, or has no Unicode table.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            start = _font_offset(file.read(12 + 4 * (index + 1)), index)
            file.seek(start)
            table_count = struct.unpack(">4xH6x", file.read(12))[0]
            directory = file.read(16 * table_count)
            offset, length = _find_table(directory, b"cmap")
            file.seek(offset)
            return Coverage.of(_ranges(file.read(length)))
        except (struct.error, IndexError) as broken:
            raise ValueError(f"{path.name} is not a whole font file") from broken


def _font_offset(head: bytes, index: int) -> int:
    if head[:4] != b"ttcf":
        return 0
    offset: int = struct.unpack_from(">I", head, 12 + 4 * index)[0]
    return offset


def _find_table(directory: bytes, wanted: bytes) -> tuple[int, int]:
    for at in range(0, len(directory), 16):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", directory, at)
        if tag == wanted:
            return offset, length
    raise ValueError(f"the font has no {wanted.decode()} table")


def _ranges(cmap: bytes) -> list[tuple[int, int]]:
    offsets: dict[tuple[int, int], int] = {}
    for number in range(struct.unpack_from(">H", cmap, 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        offsets[platform, encoding] = offset
    for wanted in _UNICODE_TABLES:
        if wanted not in offsets:
            continue
        at = offsets[wanted]
        shape = struct.unpack_from(">H", cmap, at)[0]
        if shape == 12:
            return _format_12(cmap, at)
        if shape == 4:
            return _format_4(cmap, at)
    raise ValueError("the font has no Unicode table that can be read")


def _format_12(cmap: bytes, at: int) -> list[tuple[int, int]]:
    groups = min(struct.unpack_from(">I", cmap, at + 12)[0], _MOST_RANGES)
    found = []
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * number)
        # Glyph 0 is the empty box: a group that starts there draws nothing for its first point.
        found.append((first + (glyph == 0), last))
    return [(first, last) for first, last in found if first <= last]


def _format_4(cmap: bytes, at: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">H", cmap, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + 2 * count)
    shifts = struct.unpack_from(f">{count}H", cmap, at + 16 + 4 * count)
    places_at = at + 16 + 6 * count
    places = struct.unpack_from(f">{count}H", cmap, places_at)
    found: list[tuple[int, int]] = []
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if first == 0xFFFF:
            continue
        if places[number] == 0:
            found.append((first, last))
            continue
        base = places_at + 2 * number + places[number]
        for point in range(first, last + 1):
            glyph = struct.unpack_from(">H", cmap, base + 2 * (point - first))[0]
            if glyph and (glyph + shifts[number]) & 0xFFFF:
                found.append((point, point))
    return found
