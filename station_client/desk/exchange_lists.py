"""The lists of the exchange as somebody asked for them: searched, in either order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from station_client.desk.heads import text_of
from station_client.desk.refusals import refused_steps
from station_client.desk.wording import say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station_client.desk.counter import Counter
    from station_client.desk.refusals import Refused

#: So many rows of a list are shown; a search goes through all of it.
MOST_SHOWN: Final = 200


@dataclass(frozen=True)
class Asked:
    """What a list is searched for, and whether it begins with what is oldest."""

    text: str = ""
    oldest_first: bool = False


@dataclass(frozen=True)
class ListsAsked:
    """What is asked of each list."""

    diary: Asked = Asked()
    unsent: Asked = Asked()
    refused: Asked = Asked()


@dataclass(frozen=True)
class RefusedLine:
    """A step the office did not take over: whose, what, and why. `record` opens it."""

    record: str
    kind: str
    title: str  # 赵国强 · 改卡
    why: str
    at: datetime
    at_text: str

    @property
    def said(self) -> str:
        """All that it says."""
        return f"{self.title} {self.why}"


class Line(Protocol):
    """A line of any of the lists."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def at_text(self) -> str:
        """When, in words."""

    @property
    def said(self) -> str:
        """All that it says."""


T = TypeVar("T")
L = TypeVar("L", bound=Line)


@dataclass(frozen=True)
class Listed(Generic[L]):
    """The lines to show, and how many there are in all."""

    lines: tuple[L, ...]
    total: int


def listed(
    items: Sequence[T], make: Callable[[T], L], asked: Asked, most: int | None = None
) -> Listed[L]:
    """Those of some things (the oldest first) in whose line every word stands that was typed.

    Lines are made only where they are shown or searched.
    """
    words = asked.text.casefold().split()
    ordered = items if asked.oldest_first else items[::-1]
    if not words:
        return Listed(tuple(map(make, ordered[:most])), len(items))
    lines = (make(item) for item in ordered)
    found = [line for line in lines if all(word in _searched(line) for word in words)]
    return Listed(tuple(found[:most]), len(found))


def _searched(line: Line) -> str:
    return f"{line.at:%Y-%m-%d %H:%M} {line.at_text} {line.said}".casefold()


def refused_lines(counter: Counter, asked: Asked, most: int | None = None) -> Listed[RefusedLine]:
    """Everything of this PC that the office did not take over."""
    steps = refused_steps(counter, ever=True)[::-1]
    return listed(steps, lambda each: _refused_line(counter, each), asked, most)


def _refused_line(counter: Counter, refused: Refused) -> RefusedLine:
    record, say = refused.record, counter.say
    kind = counter.catalogue.kinds.get(record.kind)
    name = text_of(record.data, kind.title) if kind is not None else ""
    title = refused.deed
    if name:
        title = say("desk.exchange.refused-line", name=name, deed=refused.deed)
    at_text = say_moment(say, refused.at, counter.today())
    return RefusedLine(record.id, record.kind, title, refused.why, refused.at, at_text)
