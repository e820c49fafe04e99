"""The composition root of the station: the one place that builds ledgers, lines and threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Lang
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.clock import Clock
from ledger.core.faults import RuleFault
from ledger.core.keys import NodeKeys
from ledger.core.record import Change
from ledger.core.release import VERSION
from ledger.exchange import invitation as enrolment
from ledger.exchange.invitation import Invitation
from ledger.exchange.station import StationSide
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.store import renewal
from ledger.store.ledger import Ledger
from ledger.store.opening import (
    Identity,
    create_ledger,
    open_database,
    open_ledger,
    read_identity,
)
from station_client import vault
from station_client.desk.counter import Counter, Site
from station_client.vault import keys as vault_keys
from station_client.vault.accounts import Accounts, Login
from station_client.vault.home import Home
from station_client.vault.keyrings import KeyStore, system_keyring

if TYPE_CHECKING:
    from station_client.link.agent import Agent
    from station_client.link.courier import Courier
    from station_client.link.line import Line
    from station_client.link.timetable import NightWindow

#: The posts of a village's first operator: he is alone there (domain R99, SD-02).
FIRST_POSTS = ("V1", "V2")
NIGHT = "link.night"


@dataclass(frozen=True)
class Declared:
    """What is the same for everything in one process: the catalogue and the texts' folder."""

    root: Path
    catalogue: Catalogue

    @classmethod
    def load(cls) -> Declared:
        """Read the catalogue."""
        root = resources_root()
        return cls(root, Catalogue.load(root))

    def texts(self, lang: Lang) -> Texts:
        """All texts of a language."""
        return Texts.load(self.root, lang)

    def rules(self, identity: Identity, clock: Clock) -> Rulebook:
        """The rules that decide what an installation may write."""
        return Rulebook(self.catalogue, identity.keys.node, clock)


class Station:
    """An open station: its ledger, its logins, and the way to its office.

    Made by `open_station` or `enrol_station`; `close` it when done.
    """

    def __init__(self, home: Home, declared: Declared, ledger: Ledger, identity: Identity) -> None:
        self.home = home
        self.declared = declared
        self.ledger = ledger
        self.identity = identity
        self.accounts = Accounts(ledger.local.accounts)
        self._agent: Agent | None = None
        self._making = threading.Lock()
        self._begin: threading.Timer | None = None
        self._watchers: list[Callable[[], None]] = []

    @cached_property
    def side(self) -> StationSide:
        """The station's side of an exchange."""
        return StationSide(self.ledger, VERSION)

    @cached_property
    def courier(self) -> Courier:
        """Carries bundles by line and by stick."""
        from station_client.link.courier import Courier
        from station_client.link.turn import Turn

        turn = Turn(self.home.path / "exchange.lock")
        return Courier(self.ledger, self.side, self._lines, self.renew, turn)

    @property
    def agent(self) -> Agent:
        """Keeps station and office in step in the background, once started.

        From any thread. What it needs of the network takes a while to load, so that whoever only
        wants to know or to be told asks `linked` and `watch_link`.
        """
        with self._making:
            if self._agent is None:
                from station_client.link.agent import Agent

                clock = self.ledger.clock
                self._agent = Agent(self.ledger, self.courier, clock.now, self.night_window)
                self._agent.watch(lambda _news: self._link_moved())
            return self._agent

    def begin_exchanging(self, seconds: float) -> None:
        """Start the agent in the background, so long from now: first comes the window."""
        self._begin = threading.Timer(seconds, self._begin_now)
        self._begin.daemon = True
        self._begin.start()

    def _begin_now(self) -> None:
        self.agent.start()

    @property
    def linked(self) -> bool | None:
        """What was last seen of the office's server; None before the first try."""
        return None if self._agent is None else self._agent.news.linked

    def watch_link(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` (on any thread) when that changes; gives what ends it."""
        self._watchers.append(moved)
        return lambda: self._watchers.remove(moved)

    def _link_moved(self) -> None:
        for moved in tuple(self._watchers):
            moved()

    def renew(self) -> int:
        """Go on under a new node id, after this PC was copied or restored from a backup."""
        again = renewal.renew(self.ledger)
        self.identity = read_identity(self.ledger.database)
        return again

    def _lines(self) -> list[Line]:
        """The office's addresses in the order in which they are tried: private line, then VPN."""
        from station_client.link.line import Line
        from station_client.link.nights import night_pace

        addresses = self.addresses()
        pace = night_pace(self.ledger, self.night_window())
        return [
            Line("vpn" if place else "line", address, pace=pace)
            for place, address in enumerate(addresses[:2])
            if address
        ]

    def addresses(self) -> list[str]:
        """Private line and VPN, "" where there is none."""
        kept = [str(item) for item in self.ledger.local.settings.get(enrolment.ADDRESSES, [])]
        return [*kept, "", ""][:2]

    def set_addresses(self, line: str, vpn: str) -> None:
        """Keep other addresses."""
        self.ledger.local.settings.set(enrolment.ADDRESSES, [line, vpn])

    def night_window(self) -> NightWindow:
        """The hours of the nightly upload."""
        from station_client.link.timetable import NightWindow

        start, end = self.ledger.local.settings.get(NIGHT, ["22:00", "05:00"])
        return NightWindow(time.fromisoformat(start), time.fromisoformat(end))

    def set_night_window(self, start: str, end: str) -> None:
        """Keep another window; RuleFault ``link.bad-time`` unless both are HH:MM."""
        try:
            time.fromisoformat(start), time.fromisoformat(end)
        except ValueError as error:
            raise RuleFault("link.bad-time", start=start, end=end) from error
        self.ledger.local.settings.set(NIGHT, [start, end])

    @property
    def office_name(self) -> str:
        """The office this station belongs to."""
        return str(self.ledger.local.settings.get(enrolment.OFFICE_NAME, ""))

    def operator(self, login: Login) -> Actor:
        """Somebody who logged in, as one who acts."""
        who = self.identity
        return Actor(login.staff, login.name, login.posts, "V", who.area, who.station)

    def counter(self, login: Login, lang: Lang) -> Counter:
        """The counter of somebody who logged in."""
        from station_client.slips.book import SlipBook

        say = self.declared.texts(lang)
        clock = self.ledger.clock
        return Counter(
            ledger=self.ledger,
            catalogue=self.declared.catalogue,
            operator=self.operator(login),
            say=say,
            today=lambda: clock.now().date(),
            now=clock.now,
            slips=SlipBook(self.declared.catalogue, self.declared.root, say),
            site=self.site(),
        )

    def site(self) -> Site:
        """The place the counter stands at, as its papers name it."""
        who = self.identity
        known = self.ledger.lookup("station", "station_code", who.station)
        facts = known[0].data if known else {}
        return Site(
            code=who.station,
            terminal=who.terminal,
            area=who.area,
            name=who.name,
            office=self.office_name,
            address=str(facts.get("address") or ""),
            phone=str(facts.get("phone") or ""),
        )

    def close(self) -> None:
        """Stop the agent if it runs, and close the database."""
        if self._begin is not None:
            self._begin.cancel()
            self._begin.join()
        if self._agent is not None:
            self._agent.stop()
        self.ledger.close()


def open_station(
    home: Home,
    declared: Declared,
    *,
    ask: Callable[[], str] | None = None,
    store: KeyStore | None = None,
    clock: Clock | None = None,
) -> Station:
    """Open the station in a home; ``ask`` gives the passphrase where the keyring does not.

    RuleFault ``vault.no-station`` when there is none; faults of `vault.unlock` and
    `open_database`.
    """
    if not home.exists():
        raise RuleFault("vault.no-station", path=str(home.path))
    source = vault_keys.passphrase_source(os.environ, ask)
    key = vault.open(home, store=store or system_keyring(), ask=source)
    return open_with_key(home, declared, key, clock)


def open_with_key(
    home: Home, declared: Declared, key: bytes, clock: Clock | None = None
) -> Station:
    """Open the station in a home with the key of its ledger."""
    database = open_database(home.ledger, key, declared.catalogue)
    identity = read_identity(database)
    clock = clock or Clock()
    rules = declared.rules(identity, clock)
    ledger = open_ledger(database, declared.catalogue, rules, clock)
    if renewal.is_due(ledger):
        renewal.renew(ledger)
        identity = read_identity(database)
    return Station(home, declared, ledger, identity)


def enrol_station(
    home: Home,
    declared: Declared,
    invitation: Invitation,
    *,
    operator: str,
    password: str,
    passphrase: str | None = None,
    store: KeyStore | None = None,
    clock: Clock | None = None,
) -> Station:
    """Make a station out of an enrolment file, with its first operator. Needs no line.

    Faults of `vault.create`; RuleFault ``account.weak-password``. Nothing is left behind by an
    enrolment that did not come about.
    """
    from station_client.vault.accounts import check_password

    check_password(password, operator)
    keyring = None if passphrase else store or system_keyring()
    key = vault.create(home, store=keyring, passphrase=passphrase)
    try:
        database = open_database(home.ledger, key, declared.catalogue)
        identity = invitation.identity(NodeKeys.generate())
        clock = clock or Clock()
        rules = declared.rules(identity, clock)
        ledger = create_ledger(database, identity, declared.catalogue, rules, clock)
        enrolment.remember(ledger, invitation)
        station = Station(home, declared, ledger, identity)
        add_operator(station, operator, password)
    except BaseException:
        _undo(home)
        raise
    return station


def add_operator(station: Station, name: str, password: str) -> Login:
    """A member of staff and his login at this PC."""
    who = station.identity
    installer = Actor("", "", frozenset({"A1"}), "V", who.area, who.station)
    written = station.ledger.commit(
        installer,
        "staff.create",
        [
            Change(
                "staff",
                {
                    "area": who.area,
                    "name": name,
                    "posts": list(FIRST_POSTS),
                    "level": "V",
                    "station": who.station,
                    "active": True,
                    # The office hands an enrolment file to somebody it has trained (SD-14).
                    "train_passed": station.ledger.clock.now().date().isoformat(),
                },
            )
        ],
    )
    return station.accounts.add(written.records[0], name, FIRST_POSTS, password)


def _undo(home: Home) -> None:
    for path in (home.key_file, *home.path.glob(f"{home.ledger.name}*")):
        path.unlink(missing_ok=True)
