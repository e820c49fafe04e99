"""Who works at the office: staff records in the ledger, passwords kept here only (Argon2id)."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import argon2

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import EVERYBODY, Change
from ledger.rules.actor import Actor
from ledger.store.local import Account

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.store.ledger import Ledger

SHORTEST_PASSWORD = 8
FREE_TRIES = 3
LONGEST_WAIT_SECONDS = 900
#: Posts that run the machinery and keep their hands off cases (SD-07, SD-08).
APART_POSTS = frozenset({"A1", "A2", "A3", "T7"})


@dataclass(frozen=True)
class Member:
    """One member of the office's staff, as the settings page lists them."""

    id: str
    name: str
    posts: tuple[str, ...]
    active: bool
    last_login: datetime | None


class _Delays:
    """After some wrong passwords the next try has to wait, each time twice as long."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wrong: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def check(self, name: str) -> None:
        with self._lock:
            tries, last = self._wrong.get(name, (0, self._now()))
        if tries < FREE_TRIES:
            return
        wait = min(5 * 2 ** (tries - FREE_TRIES), LONGEST_WAIT_SECONDS)
        left = (last + timedelta(seconds=wait) - self._now()).total_seconds()
        if left > 0:
            raise RuleFault("account.wait", seconds=math.ceil(left))

    def wrong(self, name: str) -> None:
        with self._lock:
            tries, _ = self._wrong.get(name, (0, self._now()))
            self._wrong[name] = (tries + 1, self._now())

    def right(self, name: str) -> None:
        with self._lock:
            self._wrong.pop(name, None)


class Accounts:
    """Adds, checks and stops the accounts of an office.

    ``area`` is the office's division. Texts of its faults: ``fault.account.*``.
    """

    def __init__(
        self,
        ledger: Ledger,
        catalogue: Catalogue,
        area: str,
        now: Callable[[], datetime],
        hasher: argon2.PasswordHasher | None = None,
    ) -> None:
        self._ledger = ledger
        self._catalogue = catalogue
        self._area = area
        self._now = now
        self._hasher = hasher or argon2.PasswordHasher()
        self._delays = _Delays(now)

    @cached_property
    def _nobody(self) -> str:
        """What the password of an unknown name is checked against, for it to take as long."""
        return self._hasher.hash("nobody has this password")

    def add(self, by: Actor, name: str, posts: Iterable[str], password: str) -> str:
        """Add a member of staff who may log in; returns the staff id.

        RuleFaults: account.no-name, account.taken, account.no-posts, account.unknown-post,
        account.posts-apart, account.short-password.
        """
        name = name.strip()
        wanted = self._checked_posts(posts)
        if not name:
            raise RuleFault("account.no-name")
        if any(account.name == name for account in self._ledger.local.accounts.list()):
            raise RuleFault("account.taken", name=name)
        secret = self._hashed(password)
        today = self._now().date().isoformat()
        fields = {
            "name": name,
            "posts": list(wanted),
            "level": "T",
            "active": True,
            # So that every station can say who of the office wrote something.
            "area": EVERYBODY,
            # Whoever gets an account has passed the training (SD-14): the administrator says so.
            "train_passed": today,
            "on_post_since": today,
        }
        change = Change("staff", fields, trust=Trust.OFFICE)
        done = self._ledger.commit(by, "staff.add", [change])
        data = {"hash": secret, "posts": list(wanted), "active": True}
        self._ledger.local.accounts.put(Account(done.records[0], name, data))
        return done.records[0]

    def sign_in(self, name: str, password: str) -> Actor:
        """The person behind a name and password.

        RuleFault account.wrong (the same for an unknown name), account.wait (seconds),
        account.stopped.
        """
        name = name.strip()
        self._delays.check(name)
        nobody = self._nobody
        account = next(
            (item for item in self._ledger.local.accounts.list() if item.name == name), None
        )
        stored = str(account.data["hash"]) if account else nobody
        try:
            self._hasher.verify(stored, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError) as error:
            self._delays.wrong(name)
            raise RuleFault("account.wrong") from error
        if account is None:
            self._delays.wrong(name)
            raise RuleFault("account.wrong")
        if not account.data.get("active", True):
            raise RuleFault("account.stopped", name=name)
        self._delays.right(name)
        self._keep(account, last_login=self._now().isoformat())
        return self._actor(account)

    def actor(self, staff: str) -> Actor | None:
        """The person with a staff id, or None when the account was stopped or is unknown."""
        account = self._ledger.local.accounts.get(staff)
        if account is None or not account.data.get("active", True):
            return None
        return self._actor(account)

    def members(self) -> list[Member]:
        """Everybody who has, or had, an account here."""
        found = []
        for account in self._ledger.local.accounts.list():
            last = account.data.get("last_login")
            found.append(
                Member(
                    account.staff,
                    account.name,
                    tuple(account.data["posts"]),
                    bool(account.data.get("active", True)),
                    datetime.fromisoformat(last) if last else None,
                )
            )
        return found

    def set_password(self, staff: str, password: str, old: str | None = None) -> None:
        """Give an account another password; with ``old`` that one is checked first."""
        account = self._account(staff)
        if old is not None:
            self.sign_in(account.name, old)
        self._keep(account, hash=self._hashed(password))

    def set_active(self, by: Actor, staff: str, active: bool) -> None:
        """Stop an account, or let it in again. Nobody stops their own (``account.own``)."""
        if by.id == staff:
            raise RuleFault("account.own")
        account = self._account(staff)
        change = Change("staff", {"active": active}, record=staff, trust=Trust.OFFICE)
        self._ledger.commit(by, "staff.start" if active else "staff.stop", [change])
        self._keep(account, active=active)

    def office_itself(self) -> Actor:
        """The actor of what is done on the command line, before anybody has an account."""
        return Actor("office", "", frozenset({"A1", "T8"}), "T", self._area)

    def _account(self, staff: str) -> Account:
        account = self._ledger.local.accounts.get(staff)
        if account is None:
            raise RuleFault("account.unknown")
        return account

    def _actor(self, account: Account) -> Actor:
        posts = frozenset(str(post) for post in account.data["posts"])
        return Actor(account.staff, account.name, posts, "T", self._area)

    def _keep(self, account: Account, **values: Any) -> None:
        self._ledger.local.accounts.put(
            Account(account.staff, account.name, {**account.data, **values})
        )

    def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise RuleFault("account.short-password", least=SHORTEST_PASSWORD)
        return self._hasher.hash(password)

    def _checked_posts(self, posts: Iterable[str]) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(post.strip().upper() for post in posts if post.strip()))
        if not wanted:
            raise RuleFault("account.no-posts")
        for post in wanted:
            declared = self._catalogue.posts.get(post)
            if declared is None or "T" not in declared.level:
                raise RuleFault("account.unknown-post", post=post)
        if APART_POSTS.intersection(wanted) and not APART_POSTS.issuperset(wanted):
            raise RuleFault("account.posts-apart")
        return wanted
