"""The home of an office: one folder, with its ledger in it and the answers to sticks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ledger.core.faults import EnvironmentFault, RuleFault

if TYPE_CHECKING:
    from ledger.store.local import Settings

_FACTS = "office.facts"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What an office is: its division (12 digits), its name, where stations reach it.

    ``secret`` signs the console's forms; it opens nothing else.
    """

    area: str
    name: str
    address: str = ""
    lang: str = "zh"
    secret: str

    @property
    def guarded(self) -> bool:
        """Whether the console is reached over TLS, so that its cookies may insist on it."""
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Home:
    """Where things lie below ``--home DIR``."""

    path: Path

    @property
    def ledger(self) -> Path:
        """The database."""
        return self.path / "office.db"

    @property
    def mark(self) -> Path:
        """How far the database is known to have gone (see highwater)."""
        return self.path / "office.mark"

    @property
    def answers(self) -> Path:
        """Answers to sticks, kept until they are fetched again."""
        return self.path / "answers"

    def make(self) -> None:
        """Make the folder; RuleFault ``office.exists`` when an office lives there already."""
        if self.ledger.exists():
            raise RuleFault("office.exists", path=str(self.path))
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.answers.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise EnvironmentFault(
                "office.no-folder", path=str(self.path), detail=error.strerror or ""
            ) from error

    def require(self) -> None:
        """EnvironmentFault ``office.not-here`` when no office lives in the folder."""
        if not self.ledger.exists():
            raise EnvironmentFault("office.not-here", path=str(self.path))


def new_facts(area: str, name: str, address: str, lang: str) -> Facts:
    """The facts of a new office; RuleFault ``office.bad-area`` unless the area has 12 digits."""
    if not (len(area) == 12 and area.isdecimal()):
        raise RuleFault("office.bad-area", area=area)
    return Facts(area=area, name=name, address=address, lang=lang, secret=secrets.token_hex(32))


def write_facts(settings: Settings, facts: Facts) -> None:
    """Keep the facts with the ledger, so that a backup has them too."""
    settings.set(_FACTS, msgspec.to_builtins(facts))


def read_facts(settings: Settings) -> Facts:
    """The facts of the office whose ledger this is."""
    return msgspec.convert(settings.get(_FACTS), Facts)
