"""The lists of the exchange as somebody asked for them: searched, in the order of a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Generic, Literal, Protocol, TypeVar

from station_client.desk.heads import text_of
from station_client.desk.refusals import refused_steps
from station_client.desk.wording import say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station_client.desk.counter import Counter
    from station_client.desk.refusals import Refused

Name = Literal["diary", "unsent", "refused"]
AT: Final = "at"
#: Per list the columns with their width in characters: parts of its lines.
COLUMNS: Final[Mapping[Name, tuple[tuple[str, int], ...]]] = {
    "diary": ((AT, 18), ("way", 10), ("outcome", 10), ("text", 80)),
    "unsent": ((AT, 18), ("title", 80)),
    "refused": ((AT, 18), ("title", 40), ("why", 60)),
}


@dataclass(frozen=True)
class Asked:
    """What a list is searched for, and the columns it is sorted by, each with whether descending;
    without one the newest come first."""

    text: str = ""
    sort: tuple[tuple[str, bool], ...] = ()


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


#: The whole of a list.
ALL: Final = slice(None)

T = TypeVar("T")
L = TypeVar("L", bound=Line)
L_co = TypeVar("L_co", bound=Line, covariant=True)


@dataclass(frozen=True)
class Listed(Generic[L_co]):
    """The lines to show, and how many there are in all."""

    lines: tuple[L_co, ...]
    total: int


def listed(
    items: Sequence[T], make: Callable[[T], L], asked: Asked, part: slice = ALL
) -> Listed[L]:
    """Of some things (the oldest first) those in whose line every word stands that was typed.

    Lines are made only where they are shown, searched or sorted by what they say.
    """
    words = asked.text.casefold().split()
    by_time = not asked.sort or asked.sort[0][0] == AT
    ordered = items if asked.sort == ((AT, False),) else items[::-1]
    if not words and by_time:
        return Listed(tuple(map(make, ordered[part])), len(items))
    lines = (make(item) for item in ordered)
    found = [line for line in lines if all(word in _searched(line) for word in words)]
    if not by_time:
        ((key, descending),) = asked.sort
        found.sort(key=attrgetter(key), reverse=descending)
    return Listed(tuple(found[part]), len(found))


def cells_of(name: Name, line: Line, *, on_paper: bool) -> tuple[str, ...]:
    """What stands in the columns; the time in words on the screen, in figures on paper."""
    at = f"{line.at:%Y-%m-%d %H:%M}" if on_paper else line.at_text
    return (at, *(str(getattr(line, key)) for key, _ in COLUMNS[name] if key != AT))


def _searched(line: Line) -> str:
    return f"{line.at:%Y-%m-%d %H:%M} {line.at_text} {line.said}".casefold()


def refused_lines(counter: Counter, asked: Asked, part: slice = ALL) -> Listed[RefusedLine]:
    """Everything of this PC that the office did not take over."""
    steps = refused_steps(counter, ever=True)[::-1]
    return listed(steps, lambda each: _refused_line(counter, each), asked, part)


def _refused_line(counter: Counter, refused: Refused) -> RefusedLine:
    record, say = refused.record, counter.say
    kind = counter.catalogue.kinds.get(record.kind)
    name = text_of(record.data, kind.title) if kind is not None else ""
    title = refused.deed
    if name:
        title = say("desk.exchange.refused-line", name=name, deed=refused.deed)
    at_text = say_moment(say, refused.at, counter.today())
    return RefusedLine(record.id, record.kind, title, refused.why, refused.at, at_text)
