"""What a table shows and where it gets it from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from station_client.ui.theme.tokens import Tone

Align = Literal["left", "right", "center"]
Sort = tuple[tuple[str, bool], ...]
Filters = Mapping[str, object]


@dataclass(frozen=True)
class Column:
    """A column: ``width`` in pixels at normal type; ``digits`` for the digits' face.

    ``badge`` draws the cell's text on the ground of the row's tone.
    """

    key: str
    title: str
    width: int = 120
    align: Align = "left"
    sortable: bool = True
    digits: bool = False
    strong: bool = False
    badge: bool = False


@dataclass(frozen=True)
class Line:
    """One row: the id signals carry, a text per column, and tones by column key."""

    id: str
    cells: tuple[str, ...]
    tones: Mapping[str, Tone] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some rows, how many there are in all, and how long it took."""

    lines: tuple[Line, ...]
    total: int
    ms: float


Fetch = Callable[[int, int, Sort, Filters], Page]
"""``fetch(offset, limit, sort, filters)``; runs on a worker thread."""
