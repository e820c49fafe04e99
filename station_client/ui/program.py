"""What the window asks of the rest of the program; the composition root gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.catalogue.texts import Texts
    from station_client.desk.counter import Counter
    from station_client.ui.prefs import Language, SettingsStore
    from station_client.ui.work import Token

Stage = Literal["enrol", "unlock", "login"]


@dataclass(frozen=True)
class Person:
    """Somebody who may log in: id of the staff record, name, posts in words."""

    staff: str
    name: str
    posts: str


@dataclass(frozen=True)
class LinkSettings:
    """Where the office is and when the night window is; times as HH:MM, and how many kbit/s the
    night's upload may take (0: no bound)."""

    line: str
    vpn: str
    night_from: str
    night_to: str
    night_kbit: int = 0


@dataclass(frozen=True)
class Joining:
    """What the first page asks for: the office's file, the first operator, a passphrase.

    ``passphrase`` is "" where the PC's own keyring keeps the key.
    """

    invitation: Path
    name: str
    password: str
    passphrase: str


class Door(Protocol):
    """From start to a logged-in operator.  All but the first two run on a worker thread.

    Failures are ``Fault`` with a text under ``fault.<code>``.
    """

    @property
    def settings(self) -> SettingsStore:
        """Settings of this PC that are no secret (language, look), readable before login."""
        ...

    def texts(self, language: Language) -> Texts:
        """All texts of a language."""
        ...

    def stage(self) -> Stage:
        """What is needed first: an enrolment, the passphrase of the ledger, or a login."""
        ...

    def needs_passphrase(self) -> bool:
        """Whether a new enrolment must be given a passphrase (no keyring on this PC)."""
        ...

    def enrol(self, joining: Joining) -> str:
        """Join the office with its file; gives the name of the station."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the ledger."""
        ...

    def people(self) -> Sequence[Person]:
        """Who may log in."""
        ...

    def sign_in(self, staff: str, password: str) -> Counter:
        """Let somebody in; the counter is theirs."""
        ...

    def change_password(self, staff: str, old: str, new: str) -> None:
        """Another password."""
        ...


class Carrier(Protocol):
    """Carrying to the office and back.  All but ``linked`` and ``watch`` run on a worker thread.

    The three deeds give the sentence for the line at the bottom.
    """

    def linked(self) -> bool | None:
        """What was last seen of the office's server; None before the first try."""
        ...

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` (on any thread) when that changes; gives what ends it."""
        ...

    def send_now(self, token: Token) -> str:
        """Exchange now, by line or VPN."""
        ...

    def write_stick(self, folder: Path, token: Token) -> str:
        """Write what is unsent into a folder of a stick."""
        ...

    def read_stick(self, folder: Path, token: Token) -> str:
        """Read the office's answer from a folder of a stick."""
        ...

    def sticks(self) -> Sequence[Path]:
        """Sticks that are plugged in now."""
        ...

    def link_settings(self) -> LinkSettings:
        """The addresses and the night window in force."""
        ...

    def set_link_settings(self, settings: LinkSettings) -> None:
        """Keep other ones."""
        ...


@dataclass(frozen=True)
class Program:
    """The doors of the rest of the program."""

    door: Door
    carrier: Carrier
    resources: Path
