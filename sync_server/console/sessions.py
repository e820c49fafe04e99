"""Who is signed in: kept on the server, named in the browser by one random cookie.

A new name is given at every sign-in, so a cookie planted beforehand opens nothing; only hashes
of the names are stored. Sessions outlive a restart of the server.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ledger.rules.actor import Actor
    from ledger.store.local import Settings
    from sync_server.accounts import Accounts

COOKIE = "office"
LONGEST = timedelta(hours=10)
_SETTING = "console.sessions"

Tone = Literal["good", "bad", "wait", "plain"]


@dataclass(frozen=True)
class Said:
    """A sentence for the next page."""

    text: str
    tone: Tone = "good"
    link: str = ""


@dataclass
class Session:
    """One signed-in browser."""

    key: str
    staff: str
    until: datetime
    said: list[Said] = field(default_factory=list)


class Sessions:
    """All signed-in browsers of this office."""

    def __init__(self, accounts: Accounts, settings: Settings, now: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._settings = settings
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}
        for key, (staff, until) in settings.get(_SETTING, {}).items():
            self._open[key] = Session(key, staff, datetime.fromisoformat(until))

    def open(self, staff: str) -> str:
        """Sign somebody in; returns what the cookie carries."""
        token = secrets.token_urlsafe(32)
        key = _key(token)
        with self._lock:
            self._open[key] = Session(key, staff, self._now() + LONGEST)
            self._store()
        return token

    def find(self, token: str | None) -> tuple[Session, Actor] | None:
        """The session and person a cookie stands for, if it still holds."""
        if not token:
            return None
        session = self._open.get(_key(token))
        if session is None or session.until <= self._now():
            return None
        actor = self._accounts.actor(session.staff)
        return None if actor is None else (session, actor)

    def close(self, session: Session) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(session.key, None)
            self._store()

    def close_all(self, staff: str, but: Session | None = None) -> None:
        """Sign a person out everywhere, as when the account is stopped or the password changes."""
        with self._lock:
            kept = {
                key: item for key, item in self._open.items() if item.staff != staff or item is but
            }
            self._open = kept
            self._store()

    def _store(self) -> None:
        now = self._now()
        self._open = {key: item for key, item in self._open.items() if item.until > now}
        rows = {key: [item.staff, item.until.isoformat()] for key, item in self._open.items()}
        self._settings.set(_SETTING, rows)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
