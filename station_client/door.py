"""The window's door into the station: enrolment, passphrase, login (see ui.program.Door)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from ledger.catalogue.records import Lang
from ledger.catalogue.texts import Texts
from ledger.core.act import Value
from ledger.core.faults import EnvironmentFault, Fault
from ledger.exchange.invitation import Invitation
from station_client.app import Declared, Station, enrol_station, open_station
from station_client.desk.cases import lapse_overdue
from station_client.desk.counter import Counter
from station_client.ui.program import Joining, Person, Stage
from station_client.vault.files import write_whole
from station_client.vault.home import Home
from station_client.vault.keyrings import KeyStore, system_keyring


class FileSettings:
    """Settings that are needed before the ledger is open, and are no secret: a small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Value] = {}
        if path.exists():
            try:
                self._values = dict(json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, OSError):
                # The look of the window is not worth a refusal to start.
                self._values = {}

    def get(self, key: str, default: Value = None) -> Value:
        """The value kept, or ``default``."""
        return self._values.get(key, default)

    def set(self, key: str, value: Value) -> None:
        """Keep a value."""
        self._values[key] = value
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(self._values, ensure_ascii=False, indent=1)
        write_whole(self._path, content.encode())


class StationDoor:
    """From the start of the program to a logged-in operator."""

    def __init__(
        self,
        home: Home,
        declared: Declared,
        *,
        store: KeyStore | None = None,
        opened: Callable[[Station], None] = lambda station: None,
        ask: Callable[[], str] | None = None,
    ) -> None:
        self._home = home
        self._declared = declared
        self._store = store or system_keyring()
        self._opened = opened
        self._ask = ask
        self._texts: dict[Lang, Texts] = {}
        self.station: Station | None = None
        self.settings = FileSettings(home.path / "window.json")

    def texts(self, language: Lang) -> Texts:
        """All texts of a language."""
        if language not in self._texts:
            self._texts[language] = self._declared.texts(language)
        return self._texts[language]

    def stage(self) -> Stage:
        """What is needed first."""
        if self.station is not None:
            return "login"
        if not self._home.exists():
            return "enrol"
        try:
            self._open(open_station(self._home, self._declared, ask=self._ask, store=self._store))
        except Fault as fault:
            if fault.code in ("vault.passphrase-needed", "vault.key-not-in-keyring"):
                return "unlock"
            raise
        return "login"

    def needs_passphrase(self) -> bool:
        """Whether a new enrolment must be given a passphrase."""
        return self._store is None

    def enrol(self, joining: Joining) -> str:
        """Join the office with its file."""
        try:
            content = joining.invitation.read_bytes()
        except OSError as error:
            raise EnvironmentFault("enrol.unreadable", detail=str(error)) from error
        station = enrol_station(
            self._home,
            self._declared,
            Invitation.from_bytes(content),
            operator=joining.name,
            password=joining.password,
            passphrase=joining.passphrase or None,
            store=self._store,
        )
        self._open(station)
        return station.identity.name

    def unlock(self, passphrase: str) -> None:
        """Open the ledger with its passphrase."""
        self._open(
            open_station(self._home, self._declared, ask=lambda: passphrase, store=self._store)
        )

    def people(self) -> Sequence[Person]:
        """Who may log in."""
        posts = self._declared.catalogue.posts
        lang = self._lang()
        return [
            Person(
                login.staff,
                login.name,
                " · ".join(posts[code].label(lang) for code in sorted(login.posts)),
            )
            for login in self._station.accounts.people()
        ]

    def sign_in(self, staff: str, password: str) -> Counter:
        """Let somebody in, and close what nobody brought the missing papers for."""
        station = self._station
        login = station.accounts.login(staff, password, station.ledger.clock.now())
        counter = station.counter(login, self._lang())
        lapse_overdue(counter)
        return counter

    def change_password(self, staff: str, old: str, new: str) -> None:
        """Another password."""
        station = self._station
        station.accounts.change_password(staff, old, new, station.ledger.clock.now())

    @property
    def _station(self) -> Station:
        if self.station is None:
            raise EnvironmentFault("store.not-enrolled")
        return self.station

    def _lang(self) -> Lang:
        return "en" if self.settings.get("ui.language") == "en" else "zh"

    def _open(self, station: Station) -> None:
        self.station = station
        self._opened(station)
