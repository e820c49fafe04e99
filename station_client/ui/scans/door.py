"""Where scans are kept: with an application that is being filled, on a case, or on a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.desk.scans import ScanLine


class ScanSource(Protocol):
    """Scans to look at; every method runs on a worker thread."""

    def lines(self) -> tuple[ScanLine, ...]:
        """What there is."""


class ScanDoor(ScanSource, Protocol):
    """The scans of one paper or card, to be added to."""

    @property
    def asks_reason(self) -> bool:
        """Whether taking one away is an act that needs a reason."""

    def add(self, title: str, content: bytes) -> None:
        """One more."""

    def take_away(self, line: ScanLine, reason: str) -> None:
        """One less."""


@dataclass(frozen=True)
class DraftDoor:
    """The scans of a paper of an application."""

    counter: Counter
    draft: str
    paper: str
    asks_reason: bool = False

    def lines(self) -> tuple[ScanLine, ...]:
        from station_client.desk import scans

        return scans.draft_lines(self.counter, self.draft, self.paper)

    def add(self, title: str, content: bytes) -> None:
        from station_client.desk import scans

        scans.add_to_draft(self.counter, self.draft, self.paper, title, content)

    def take_away(self, line: ScanLine, reason: str) -> None:
        from station_client.desk import scans

        scans.drop_from_draft(self.counter, self.draft, line.id)


@dataclass(frozen=True)
class CaseDoor:
    """The scans of a paper of a case."""

    counter: Counter
    case: str
    paper: str
    asks_reason: bool = True

    def lines(self) -> tuple[ScanLine, ...]:
        from station_client.desk import scans

        return scans.case_lines(self.counter, self.case, self.paper)

    def add(self, title: str, content: bytes) -> None:
        from station_client.desk import scans

        scans.add_to_case(self.counter, self.case, self.paper, title, content)

    def take_away(self, line: ScanLine, reason: str) -> None:
        from station_client.desk import scans

        scans.void_scan(self.counter, line.id, reason)


@dataclass(frozen=True)
class CardDoor:
    """The scans that were added to a card itself."""

    counter: Counter
    person: str
    asks_reason: bool = True

    def lines(self) -> tuple[ScanLine, ...]:
        from station_client.desk import scans

        return scans.card_lines(self.counter, self.person)

    def add(self, title: str, content: bytes) -> None:
        from station_client.desk import scans

        scans.add_to_card(self.counter, self.person, title, content)

    def take_away(self, line: ScanLine, reason: str) -> None:
        from station_client.desk import scans

        scans.void_scan(self.counter, line.id, reason)


@dataclass(frozen=True)
class ScansOfCases:
    """The scans of all cases of a person: looked at from his card, changed on the case."""

    counter: Counter
    person: str

    def lines(self) -> tuple[ScanLine, ...]:
        from station_client.desk import scans

        return scans.lines_of_cases(self.counter, self.person)
