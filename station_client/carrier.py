"""The window's door to the office: exchanging by line and by stick (see ui.program.Carrier)."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ledger.catalogue.texts import Texts
from ledger.core.faults import EnvironmentFault
from ledger.store.ledger import Ledger
from station_client.app import Station
from station_client.desk.scan_words import say_size
from station_client.link.attempt import Attempt
from station_client.ui.program import LinkSettings

#: Where desktops mount sticks.
MOUNTS = ("/media", "/run/media")


class Token(Protocol):
    """What tells a deed that its operator no longer wants it."""

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""

    def progress(self, done: int, total: int, text: str = "") -> bool:
        """Tell the operator how far it is."""


class FilesMoving:
    """How far the attachments are that go over now; acts alone are too quick to be told."""

    def __init__(self, ledger: Ledger, say: Texts, token: Token, key: str) -> None:
        """``key``: of the sentence that tells it."""
        self._ledger = ledger
        self._say = say
        self._token = token
        self._key = key
        #: How it stood after the last round that went through.
        self.last: Attempt | None = None
        way = ledger.under_way()
        self._seen = way.out.keys() | way.coming.keys()
        self._to_write = way.bytes_out

    def tell(self, attempt: Attempt) -> None:
        """After each round over the line, and each file read from a stick."""
        self.last = attempt
        way = self._ledger.under_way()
        now = way.out.keys() | way.coming.keys()
        self._seen |= now
        if now:
            at = min(len(self._seen) - len(now) + 1, len(self._seen))
            self._say_it(attempt.attached, way.bytes, n=at, total=len(self._seen))

    def tell_written(self, attempt: Attempt) -> None:
        """After each file written onto a stick: what is on it counts as on its way as before."""
        self.last = attempt
        if attempt.attached:
            left = max(self._to_write - attempt.attached, 0)
            self._say_it(attempt.attached, left, n=len(attempt.files))

    def _say_it(self, moved: int, left: int, **numbers: int) -> None:
        sizes = {"moved": say_size(moved), "left": say_size(left)}
        self._token.progress(moved, moved + left, self._say(self._key, **sizes, **numbers))


class StationCarrier:
    """Carries for whatever station is open, and says what came of it in a sentence."""

    def __init__(self, station: Callable[[], Station | None], say: Callable[[], Texts]) -> None:
        self._current = station
        self._say = say

    def linked(self) -> bool | None:
        """What was last seen of the office's server."""
        station = self._current()
        return None if station is None else station.linked

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` when that changes."""
        return self._station.watch_link(moved)

    def send_now(self, token: Token) -> str:
        """Exchange now."""
        moving = self._moving(token, "link.files-moving")
        agent = self._station.agent
        with self._part_way(moving, "link.broke"):
            attempt = agent.send_now(progress=moving.tell, cancelled=lambda: token.cancelled)
        return self._told(attempt, "link.done")

    def write_stick(self, folder: Path, token: Token) -> str:
        """Write what is unsent onto a stick."""
        moving = self._moving(token, "link.files-writing")
        agent = self._station.agent
        with self._part_way(moving, "link.stick-broke"):
            attempt = agent.to_stick(folder, moving.tell_written, lambda: token.cancelled)
        say = self._say()
        key = "link.stick-stopped" if attempt.stopped else "link.stick-written"
        text = say(key, n=attempt.sent, file=" ".join(attempt.files))
        if attempt.attached:
            text += say("link.stick-files", size=say_size(attempt.attached))
        return text

    def read_stick(self, folder: Path, token: Token) -> str:
        """Read the office's answers from a stick."""
        moving = self._moving(token, "link.files-moving")
        agent = self._station.agent
        with self._part_way(moving, "link.broke"):
            attempt = agent.from_stick(folder, moving.tell, lambda: token.cancelled)
        return self._told(attempt, "link.stick-read")

    def _moving(self, token: Token, key: str) -> FilesMoving:
        return FilesMoving(self._station.ledger, self._say(), token, key)

    @contextmanager
    def _part_way(self, moving: FilesMoving, key: str) -> Iterator[None]:
        """A carrier that fails part-way says with its fault what had gone over and what waits."""
        try:
            yield
        except EnvironmentFault as fault:
            if moving.last is None or not moving.last.moved:
                raise
            say = self._say()
            why = say(f"fault.{fault.code}", **fault.params)
            raise EnvironmentFault(
                key, why=why, done=self._so_far(moving.last), rest=self._rest(),
                n=moving.last.sent, file=" ".join(moving.last.files),
            ) from fault  # fmt: skip

    def _so_far(self, attempt: Attempt) -> str:
        say = self._say()
        text = say("link.so-far", sent=attempt.confirmed, received=attempt.received)
        if attempt.attached:
            text += say("link.so-far-files", size=say_size(attempt.attached))
        return text

    def _rest(self) -> str:
        """What still waits, as far as this station knows it."""
        say, ledger = self._say(), self._station.ledger
        waiting, left = ledger.unsent().count, ledger.under_way().bytes
        parts = [say("link.waits-acts", n=waiting)] if waiting else []
        parts += [say("link.waits-files", left=say_size(left))] if left else []
        if not parts:
            return say("link.rest")
        return say("link.rest-of", what=say("desk.list-comma").join(parts))

    def _began(self, attempt: Attempt, key: str) -> str:
        say = self._say()
        if attempt.stopped:
            text = say("link.stopped", done=self._so_far(attempt), rest=self._rest())
            return text + say("link.unread") if attempt.direction == "in" else text
        text = say(
            key, sent=attempt.confirmed, received=attempt.received, seconds=f"{attempt.seconds:.1f}"
        )
        if attempt.attached_left:
            text += say("link.files-left", size=say_size(attempt.attached_left))
        return text

    def _told(self, attempt: Attempt, key: str) -> str:
        say = self._say()
        text = self._began(attempt, key)
        if attempt.refused:
            text += say("link.some-refused", n=attempt.refused)
        if attempt.bad:
            text += say("link.some-damaged", n=len(attempt.bad), files=" ".join(attempt.bad))
        if attempt.renewed:
            text += say("link.renewed", n=attempt.again)
        if attempt.recalled:
            text += say("link.recalled")
        if attempt.older:
            text += say("link.older")
        if attempt.mended:
            text += say("link.mended", n=attempt.mended)
        if attempt.digest_equal is not None:
            text += say("link.equal" if attempt.digest_equal else "link.unequal")
        return text

    def sticks(self) -> Sequence[Path]:
        """Sticks that are plugged in now."""
        return windows_sticks() if sys.platform == "win32" else mounted_sticks()

    def link_settings(self) -> LinkSettings:
        """The addresses and the night window in force."""
        from station_client.link.nights import night_limit

        station = self._station
        line, vpn = station.addresses()
        window = station.night_window()
        start, end = (moment.strftime("%H:%M") for moment in (window.start, window.end))
        return LinkSettings(line, vpn, start, end, night_limit(station.ledger))

    def set_link_settings(self, settings: LinkSettings) -> None:
        """Keep other ones."""
        from station_client.link.nights import limit_nights

        station = self._station
        limit_nights(station.ledger, settings.night_kbit)
        station.set_night_window(settings.night_from, settings.night_to)
        station.set_addresses(settings.line, settings.vpn)

    @property
    def _station(self) -> Station:
        station = self._current()
        if station is None:
            raise EnvironmentFault("store.not-enrolled")
        return station


def mounted_sticks(roots: Sequence[str] = MOUNTS) -> list[Path]:
    """Mounted removable media of a Linux desktop, one or two levels below the usual roots."""
    found = []
    for root in roots:
        for path in sorted([*Path(root).glob("*"), *Path(root).glob("*/*")]):
            if path.is_dir() and os.path.ismount(path):
                found.append(path)
    return found


def windows_sticks() -> list[Path]:
    """Removable drives of Windows."""
    import ctypes

    removable = 2
    kind = ctypes.windll.kernel32.GetDriveTypeW  # type: ignore[attr-defined]
    drives = (f"{letter}:\\" for letter in string.ascii_uppercase)
    return [Path(drive) for drive in drives if kind(drive) == removable]
