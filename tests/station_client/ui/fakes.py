"""A program, a counter and a day's work that stand still, for drawing the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.faults import Locked, RuleFault
from ledger.rules.actor import Actor
from ledger.store.journal import Held
from station_client.desk.counter import Site
from station_client.ui.prefs import Language
from station_client.ui.program import Joining, LinkSettings, Person, Program, Stage
from station_client.ui.work import Token
from tests.helpers.world import texts

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 22, 9, 45, tzinfo=SHANGHAI)


class MemorySettings:
    """Settings in a dictionary."""

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self.kept: dict[str, Any] = dict(kept or {})

    def get(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self.kept[key] = value


@dataclass(frozen=True)
class ChangedRecords:
    """What ``Ledger.watch`` tells."""

    kinds: frozenset[str]
    records: frozenset[str]
    source: str = "local"


class StillLedger:
    """A ledger in which nothing happens unless a test says so."""

    def __init__(self) -> None:
        self.local = SimpleNamespace(settings=MemorySettings())
        self.watchers: list[Callable[[ChangedRecords], None]] = []
        self.received = 0

    def watch(self, callback: Callable[[ChangedRecords], None]) -> Callable[[], None]:
        self.watchers.append(callback)
        return lambda: self.watchers.remove(callback)

    def held(self) -> Held:
        """What the office holds."""
        return Held(self.received)

    def change(self, kinds: Iterable[str], records: Iterable[str] = ("x",)) -> None:
        """Announce a change."""
        for watcher in list(self.watchers):
            watcher(ChangedRecords(frozenset(kinds), frozenset(records)))


OPERATOR = Actor("1.1.0", "王秀英", frozenset({"V1"}), "V", "990101001001", "")
SITE = Site(
    "99010100100101",
    "01",
    "990101001001",
    "柳河村人社服务站",
    "青石镇人社事务所",
    "青石镇柳河村",
    "19900000000",
)


@dataclass(frozen=True)
class StillCounter:
    """A counter on a still ledger, on one morning."""

    say: Texts
    ledger: StillLedger = field(default_factory=StillLedger)
    operator: Actor = OPERATOR
    catalogue: Any = field(default_factory=lambda: SimpleNamespace(posts={}))
    site: Site = SITE

    def today(self) -> date:
        return NOW.date()

    def now(self) -> datetime:
        return NOW


class FakeDoor:
    """One operator, whose password is ``right``; or whatever stage a test begins at."""

    def __init__(self, counter: Callable[[], Any], stage: Stage = "login") -> None:
        self._counter = counter
        self.first = stage
        self.settings = MemorySettings()
        self.joined: list[Joining] = []
        self.changed: list[tuple[str, str, str]] = []
        self.keyring = False

    def texts(self, language: Language) -> Texts:
        return texts(language)

    def stage(self) -> Stage:
        return self.first

    def needs_passphrase(self) -> bool:
        return not self.keyring

    def enrol(self, joining: Joining) -> str:
        self.joined.append(joining)
        self.first = "login"
        return "柳河村人社服务站"

    def unlock(self, passphrase: str) -> None:
        if passphrase != "right":
            raise Locked("vault.wrong-passphrase")
        self.first = "login"

    def people(self) -> Sequence[Person]:
        return (
            Person("1.1.0", "王秀英", "综合受理岗"),
            Person("1.1.1", "赵国庆", "初审岗"),
        )

    def sign_in(self, staff: str, password: str) -> Any:
        if password != "right":
            raise RuleFault("login.wrong-password", wait=0)
        return self._counter()

    def change_password(self, staff: str, old: str, new: str) -> None:
        self.changed.append((staff, old, new))


class FakeCarrier:
    """Carries nothing, and remembers what it was asked."""

    def __init__(self, folder: Path | None = None) -> None:
        self.asked: list[str] = []
        self.folder = folder
        self.kept = LinkSettings("https://10.20.1.5", "https://10.8.0.1", "22:00", "05:00")

    def linked(self) -> bool | None:
        return False

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def send_now(self, token: Token) -> str:
        self.asked.append("send")
        return "经专线送出 7 条、收到 3 条，双方核对一致。"

    def write_stick(self, folder: Path, token: Token) -> str:
        self.asked.append(f"write {folder.name}")
        return "写到U盘 7 条。"

    def read_stick(self, folder: Path, token: Token) -> str:
        self.asked.append(f"read {folder.name}")
        return "U盘回执已读入。"

    def sticks(self) -> Sequence[Path]:
        return () if self.folder is None else (self.folder,)

    def link_settings(self) -> LinkSettings:
        return self.kept

    def set_link_settings(self, settings: LinkSettings) -> None:
        self.kept = settings


def fake_program(stage: Stage = "login", folder: Path | None = None) -> Program:
    """A program around the still counter."""
    door = FakeDoor(lambda: StillCounter(texts()), stage)
    return Program(door=door, carrier=FakeCarrier(folder), resources=resources_root())
