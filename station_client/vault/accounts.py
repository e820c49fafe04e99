"""Who may sit down at this counter: offline logins with growing waits after wrong passwords.

The password never leaves this installation; what is kept of it is an Argon2id hash inside the
encrypted ledger. Wrong tries are counted there too, so that a restart forgives nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

import argon2
import argon2.exceptions

from ledger.core.faults import RuleFault
from ledger.store.local import Account

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORTEST_PASSWORD: Final = 8
FREE_TRIES: Final = 3
FIRST_WAIT: Final = 5
LONGEST_WAIT: Final = 900


class AccountBook(Protocol):
    """Where accounts are kept: ``ledger.local.accounts``."""

    def put(self, account: Account) -> None:
        """Add or replace an account."""

    def get(self, staff: str) -> Account | None:
        """The account of a staff id."""

    def list(self) -> list[Account]:
        """Every account, by name."""


@dataclass(frozen=True)
class Login:
    """Somebody who has shown that he is who he says."""

    staff: str
    name: str
    posts: frozenset[str]
    must_change: bool = False


class Accounts:
    """The logins of one installation.

    `book`: where they are kept; `hasher`: the cost of one try (tests take a cheap one).
    """

    def __init__(self, book: AccountBook, hasher: argon2.PasswordHasher | None = None) -> None:
        self._book = book
        self._hasher = hasher or argon2.PasswordHasher()

    def add(
        self, staff: str, name: str, posts: Sequence[str], password: str, *, first: bool = False
    ) -> Login:
        """A new account. `first`: the password was given by somebody else and is to be changed.

        RuleFault `login.exists`, `login.weak-password`.
        """
        if self._book.get(staff) is not None:
            raise RuleFault("login.exists", name=name)
        check_password(password, name)
        data = {
            "posts": sorted(posts),
            "hash": self._hash(password),
            "wrong": 0,
            "until": 0,
            "first": first,
            "closed": False,
        }
        self._book.put(Account(staff, name, data))
        return Login(staff, name, frozenset(posts), first)

    def people(self) -> list[Login]:
        """Who may log in, by name, for the list at the door."""
        return [_login(one) for one in self._book.list() if not one.data.get("closed")]

    def login(self, staff: str, password: str, now: datetime) -> Login:
        """Let somebody in.

        RuleFault `login.wrong-password` (params `wait`: seconds until the next try, 0 = at
        once), `login.wait` (params `seconds`, `minutes`), `login.unknown`.
        """
        account = self._book.get(staff)
        if account is None or account.data.get("closed"):
            raise RuleFault("login.unknown")
        moment = int(now.timestamp())
        wait = _still_to_wait(account.data, moment)
        if wait:
            raise RuleFault("login.wait", seconds=wait, minutes=-(-wait // 60), name=account.name)
        if not self._holds(account, password):
            raise self._count_wrong(account, moment)
        changes: dict[str, object] = {"wrong": 0, "until": 0}
        if self._hasher.check_needs_rehash(str(account.data["hash"])):
            changes["hash"] = self._hash(password)
        if any(account.data.get(key) != value for key, value in changes.items()):
            self._change(account, changes)
        return _login(account)

    def change_password(self, staff: str, old: str, new: str, now: datetime) -> None:
        """Another password, by the person himself. Faults as `login`, `login.weak-password`,
        and `login.same-password`."""
        login = self.login(staff, old, now)
        if old == new:
            raise RuleFault("login.same-password")
        self._set_password(staff, new, login.name, first=False)

    def reset_password(self, staff: str, new: str) -> None:
        """Another password, by somebody with the right to give one; to be changed at first use.

        RuleFault `login.unknown`, `login.weak-password`.
        """
        account = self._book.get(staff)
        if account is None:
            raise RuleFault("login.unknown")
        self._set_password(staff, new, account.name, first=True)

    def set_posts(self, staff: str, posts: Sequence[str]) -> None:
        """What the person may do from now on. RuleFault `login.unknown`."""
        account = self._book.get(staff)
        if account is None:
            raise RuleFault("login.unknown")
        self._change(account, {"posts": sorted(posts)})

    def close(self, staff: str) -> None:
        """Nobody logs in under this account from now on. RuleFault `login.unknown`."""
        account = self._book.get(staff)
        if account is None:
            raise RuleFault("login.unknown")
        self._change(account, {"closed": True})

    def _set_password(self, staff: str, new: str, name: str, *, first: bool) -> None:
        check_password(new, name)
        account = self._book.get(staff)
        if account is None:
            raise RuleFault("login.unknown")
        self._change(account, {"hash": self._hash(new), "wrong": 0, "until": 0, "first": first})

    def _count_wrong(self, account: Account, moment: int) -> RuleFault:
        wrong = int(account.data.get("wrong", 0)) + 1
        wait = wait_after(wrong)
        self._change(account, {"wrong": wrong, "until": moment + wait if wait else 0})
        return RuleFault("login.wrong-password", wait=wait, wrong=wrong, name=account.name)

    def _holds(self, account: Account, password: str) -> bool:
        try:
            return self._hasher.verify(str(account.data["hash"]), _plain(password))
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def _hash(self, password: str) -> str:
        return self._hasher.hash(_plain(password))

    def _change(self, account: Account, changes: Mapping[str, object]) -> None:
        self._book.put(Account(account.staff, account.name, {**account.data, **changes}))


def check_password(password: str, name: str = "") -> None:
    """RuleFault `login.weak-password` unless it has 8 characters, not all the same, and is not
    the name."""
    plain = _plain(password)
    weak = len(plain) < SHORTEST_PASSWORD or len(set(plain)) < 3
    if weak or (name and plain.casefold() == _plain(name).casefold()):
        raise RuleFault("login.weak-password", n=SHORTEST_PASSWORD)


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong tries: none for three, then 5, 10, 20 … up to 15 min."""
    if wrong < FREE_TRIES:
        return 0
    return min(FIRST_WAIT << min(wrong - FREE_TRIES, 20), LONGEST_WAIT)


def _still_to_wait(data: Mapping[str, object], moment: int) -> int:
    until = data.get("until", 0)
    left = (until if isinstance(until, int) else 0) - moment
    # A clock set back must not lock somebody out for years: no wait is longer than the longest.
    return min(max(left, 0), LONGEST_WAIT)


def _login(account: Account) -> Login:
    posts = account.data.get("posts", ())
    return Login(account.staff, account.name, frozenset(posts), bool(account.data.get("first")))


def _plain(password: str) -> str:
    return unicodedata.normalize("NFC", password)
