"""One door to background work.

**The threading contract.**

* ``func`` runs on a worker thread.  It may call the desk, the ledger, the link and the slips; it
  may not touch a widget, a pixmap, a model or anything else of Qt (save QImage, which Qt gives to
  any thread), and it gets all it needs as arguments that were read on the main thread beforehand.
* ``on_done``, ``on_failed`` and ``progress`` are called on the main thread, in that order of
  events, never at the same time, and never after ``owner`` has been destroyed.
* Exactly one of ``on_done`` and ``on_failed`` is called, unless the work was cancelled or
  superseded: then neither is.  Cancelling asks; the function stops where it next looks at its
  :class:`Token`.  A deed that was committed before that is not undone.  Work that was given with
  ``to_the_end`` has a word to say about how far it came: once begun, it is heard also when it was
  asked to stop.
* Work with the same ``key`` supersedes the earlier one: only the last answer is delivered.  That
  is for questions (search as you type); a deed that writes has no key.
* A failure nobody handles goes to :attr:`Work.failed`, which the shell shows as a sentence.
* Nothing waits: there is no way to block the main thread on a piece of work.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Signal, SignalInstance
from shiboken6 import isValid

_log = logging.getLogger(__name__)

THREADS = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is: ``done`` of ``total`` (0 = unknown), and a sentence."""

    done: int
    total: int
    text: str = ""


class Cancelled(Exception):
    """Raised inside the worker by :meth:`Token.check` after a cancel."""


class Token:
    """Held by the worker and by whoever may cancel it; safe from any thread."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._cancelled = threading.Event()
        self._report = report

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise :class:`Cancelled` when asked to stop."""
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int, text: str = "") -> bool:
        """Tell how far it is; False means: stop."""
        self._report(Progress(done, total, text))
        return not self.cancelled


@dataclass
class _Job:
    """A piece of work under way, known by its number on both threads."""

    number: int
    call: Callable[[Token], object]
    token: Token
    key: str
    label: str
    on_done: Callable[[object], object] | None
    on_failed: Callable[[Exception], object] | None
    on_progress: Callable[[Progress], object] | None
    owner: QObject | None
    to_the_end: bool

    @property
    def there(self) -> bool:
        """Whether somebody is still there to be told."""
        return self.owner is None or isValid(self.owner)

    @property
    def heard(self) -> bool:
        """Whether how far it is still matters to somebody."""
        return self.there and not self.token.cancelled


class _Crew:
    """A few worker threads, started when first needed.

    Python's threads, not Qt's pool: the pool's destructor waits for its workers while it holds
    the interpreter, which a worker that is just ending needs too.
    """

    def __init__(self, most: int, work: Callable[[_Job], None]) -> None:
        self._most = most
        self._work = work
        self._waiting: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def give(self, job: _Job) -> None:
        """Queue a job."""
        self._waiting.put(job)
        if len(self._threads) < self._most:
            thread = threading.Thread(target=self._serve, name="work", daemon=True)
            self._threads.append(thread)
            thread.start()

    def dismiss(self, seconds: float) -> bool:
        """Let every worker end after its job; whether all did within ``seconds``."""
        for _ in self._threads:
            self._waiting.put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while (job := self._waiting.get()) is not None:
            self._work(job)


class Work(QObject):
    """The door.  See the module for the contract.

    Signals:
        busy(str, object): A labelled piece of work began or moved: its label and
            :class:`Progress`.
        idle(): No labelled work is left.
        failed(object): An exception nobody else handles.
        ended(int, object, object): Internal: a worker is through.
    """

    busy = Signal(str, object)
    idle = Signal()
    failed = Signal(object)
    ended = Signal(int, object, object)
    _moved = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crew = _Crew(THREADS, self._carry_out)
        self._closed = False
        self._jobs: dict[int, _Job] = {}
        self._next = 0
        self.ended.connect(self._on_ended)
        self._moved.connect(self._on_moved)

    @property
    def running(self) -> int:
        """How many pieces of work are under way or waiting for a thread."""
        return len(self._jobs)

    def run(
        self,
        func: Callable[[], T],
        on_done: Callable[[T], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
        *,
        progress: Callable[[Progress], object] | None = None,
        label: str = "",
        key: str = "",
        owner: QObject | None = None,
    ) -> Token:
        """Run ``func()`` on a worker thread; ``on_done(result)`` follows on the main thread.

        Args:
            label: What the progress strip says meanwhile; "" for work too short to mention.
            key: Supersedes earlier work of the same key.
            owner: Callbacks are dropped once this object is gone.

        Returns:
            The token to cancel it with.
        """
        return self.run_long(
            lambda _token: func(),
            on_done,
            on_failed,
            progress=progress,
            label=label,
            key=key,
            owner=owner,
        )

    def run_long(
        self,
        func: Callable[[Token], T],
        on_done: Callable[[T], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
        *,
        progress: Callable[[Progress], object] | None = None,
        label: str = "",
        key: str = "",
        owner: QObject | None = None,
        to_the_end: bool = False,
    ) -> Token:
        """As :meth:`run`, for work that reports progress and can be stopped part-way.

        ``func`` gets the token: it calls ``token.progress(done, total)`` now and then and stops
        when that is False.  With ``to_the_end`` what it then gives is delivered as ever.
        """
        if key:
            self.cancel(key)
        self._next += 1
        number = self._next
        token = Token(lambda step: self._tell(self._moved, number, step))
        job = _Job(
            number,
            func,
            token,
            key,
            label,
            cast("Callable[[object], object] | None", on_done),
            on_failed,
            progress,
            owner,
            to_the_end,
        )
        if self._closed:
            token.cancel()
            return token
        self._jobs[number] = job
        if label:
            self.busy.emit(label, Progress(0, 0))
        self._crew.give(job)
        return token

    def cancel(self, key: str) -> None:
        """Cancel the work of this key, if any."""
        for job in self._jobs.values():
            if job.key == key:
                job.token.cancel()

    def cancel_labelled(self) -> None:
        """Cancel all work the progress strip shows."""
        for job in self._jobs.values():
            if job.label:
                job.token.cancel()

    def close(self, wait_ms: int = 5000) -> bool:
        """Cancel everything and let the workers end; no work is taken after that.

        Returns:
            False when a worker is still at it after ``wait_ms``.
        """
        self._closed = True
        for job in self._jobs.values():
            job.token.cancel()
        self._jobs.clear()
        return self._crew.dismiss(wait_ms / 1000)

    def _carry_out(self, job: _Job) -> None:
        """On a worker thread: run a job and send its outcome to the main thread."""
        try:
            job.token.check()
            result = job.call(job.token)
        except Cancelled as stop:
            self._tell(self.ended, job.number, None, stop)
        except Exception as fault:  # noqa: BLE001 (handed on to the main thread, whole)
            self._tell(self.ended, job.number, None, fault)
        else:
            self._tell(self.ended, job.number, result, None)

    def _tell(self, signal: SignalInstance, *what: object) -> None:
        """On a worker thread: emit, unless the window is gone already."""
        if isValid(self):
            with contextlib.suppress(RuntimeError):
                signal.emit(*what)

    def _on_moved(self, number: int, step: Progress) -> None:
        job = self._jobs.get(number)
        if job is None or not job.heard:
            return
        if job.label:
            self.busy.emit(job.label, step)
        if job.on_progress is not None:
            job.on_progress(step)

    def _on_ended(self, number: int, result: object, fault: Exception | None) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if job.label and not any(other.label for other in self._jobs.values()):
            self.idle.emit()
        if isinstance(fault, Cancelled) or not (job.heard or (job.to_the_end and job.there)):
            return
        if fault is None:
            if job.on_done is not None:
                job.on_done(result)
        elif job.on_failed is not None:
            job.on_failed(fault)
        else:
            _log.error("background work failed", exc_info=fault)
            self.failed.emit(fault)
