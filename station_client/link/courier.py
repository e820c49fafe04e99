"""Running an exchange to its end: over the first line that answers, or on a stick."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput, Stranger
from ledger.exchange import stick
from ledger.exchange.bounds import STICK_BYTES
from ledger.exchange.invitation import OFFICE_NODE
from ledger.exchange.receipts import COPIED
from ledger.exchange.station import Outcome, Parcel, StationSide
from ledger.store.ledger import Ledger
from station_client.link.answers import Refused, TooLarge
from station_client.link.attempt import Attempt
from station_client.link.line import Line
from station_client.link.room import Room
from station_client.link.turn import Turn

#: A safety net: more rounds than a first load of a province's largest village needs.
MOST_ROUNDS = 2000

Progress = Callable[[Attempt], None]
Lines = Callable[[], Sequence[Line]]


class Courier:
    """Carries bundles; every attempt, whatever comes of it, is written into the diary."""

    def __init__(
        self,
        ledger: Ledger,
        side: StationSide,
        lines: Lines,
        renew: Callable[[], int],
        turn: Turn | None = None,
    ) -> None:
        """``renew`` makes the station go on under a new node id (see ledger.store.renewal);
        ``turn`` keeps other programs of this station from exchanging meanwhile."""
        self._ledger = ledger
        self._side = side
        self._lines = lines
        self._renew = renew
        self._turn = turn
        self._room = Room(ledger.local.settings)

    def by_line(
        self,
        *,
        night: bool = False,
        quiet: bool = False,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Exchange until neither side has anything new, over the first line that carries it.

        Raises the fault of an attempt that failed, after writing it down; what was taken before
        it failed stays taken. ``quiet`` leaves uneventful successes out of the diary. RuleFault
        ``link.under-way`` when another program of this station is exchanging.
        """
        attempt = Attempt(night=night)
        with self._alone(), self._written_down(attempt, quiet=quiet):
            self._over_a_line(
                attempt, lambda line: self._rounds(line, attempt, progress, cancelled), cancelled
            )
        return attempt

    def reachable(self) -> bool:
        """Whether the office answers at any address; nothing is written down."""
        try:
            self._over_a_line(Attempt(), lambda line: None)
        except Fault:
            return False
        return True

    def _over_a_line(
        self,
        attempt: Attempt,
        carry: Callable[[Line], None],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Carry over the first line at whose other end the office answers, and which does carry:
        one may let a greeting through and no bundle. What tells most is raised when none did."""
        faults: list[Fault] = [EnvironmentFault("link.no-address")]
        for line in self._lines():
            if attempt.tried and cancelled():
                break
            way = {"carrier": line.name, "address": line.address}
            attempt.tried.append(way)
            try:
                self._greet(line)
                attempt.carrier = line.name
                return carry(line)
            except Fault as fault:
                if attempt.carrier == line.name and not _is_the_lines(fault):
                    raise
                way["code"] = fault.code
                faults.append(fault)
            finally:
                line.close()
        raise max(faults, key=_tells)

    def _greet(self, line: Line) -> None:
        """Ask whether this station's own office is there: an address may be another's by now."""
        ours = self._ledger.local.settings.get(OFFICE_NODE)
        if line.ask().get("office", ours) != ours:
            raise EnvironmentFault("link.other-office", address=line.address)

    def _rounds(
        self, line: Line, attempt: Attempt, progress: Progress, cancelled: Callable[[], bool]
    ) -> None:
        for _ in range(MOST_ROUNDS):
            parcel = self._side.outgoing(self._room.bytes, ask_first=True)
            started = time.perf_counter()
            answer = self._hand_over(line, parcel)
            if answer is None:
                continue
            took = time.perf_counter() - started
            outcome = self._take(answer, attempt)
            if outcome is None:
                continue
            # An office that is too old for an act takes none of those behind it either.
            more = (parcel.more and not outcome.older) or outcome.more
            self._room.went(took, full=more)
            attempt.add(outcome)
            attempt.sent += outcome.confirmed if outcome.older else parcel.acts
            attempt.attached += parcel.files
            attempt.bytes_up += len(parcel.blob)
            attempt.bytes_down += len(answer)
            progress(attempt)
            if cancelled() or not more:
                attempt.stopped = more
                return
        raise EnvironmentFault("link.no-end", rounds=MOST_ROUNDS)

    def _hand_over(self, line: Line, parcel: Parcel) -> bytes | None:
        """The answer to a bundle; None when it is to be made again, smaller.

        A line that broke gets less the next time, until a bundle gets through.
        """
        try:
            return line.exchange(parcel.blob)
        except TooLarge:
            if (parcel.acts <= 1 and not parcel.files) or self._room.least:
                raise
            self._room.broke()
            return None
        except EnvironmentFault as fault:
            if _is_the_lines(fault):
                self._room.broke()
            raise

    def _take(self, blob: bytes, attempt: Attempt, *, live: bool = True) -> Outcome | None:
        """Take in an answer; None when it showed that this PC was copied or restored.

        Then the station has gone on under a new node id, and everything waits to be sent again. So
        it does without a word where the office was restored (see ledger.exchange.retiring).
        """
        try:
            outcome = self._side.incoming(blob, live=live)
        except ForgedInput as fault:
            if fault.code not in COPIED or attempt.renewed:
                raise
            attempt.renewed = True
            attempt.again = self._renew()
            return None
        if outcome.retire:
            self._renew()
        return outcome

    def to_stick(
        self,
        folder: Path,
        at: datetime,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Write what waits onto a stick, attachments in files behind the acts. All of it counts as
        unsent until the receipt is read back.

        This station's older files go when all that waits is in the new ones. ``cancelled`` is asked
        after each file: those before it are whole and count.
        """
        attempt = Attempt(carrier="usb", direction="out")
        with self._alone(), self._written_down(attempt):
            load, whole = self._side.stick_load(STICK_BYTES), True
            for place, parcel in enumerate(load):
                # The office reads them in the order of their names: a second apart each.
                moment = at + timedelta(seconds=place)
                path = stick.write(folder, self._ledger.node, "up", moment, parcel.blob)
                attempt.sent += parcel.acts
                attempt.attached += parcel.files
                attempt.bytes_up += len(parcel.blob)
                attempt.files.append(path.name)
                whole &= not parcel.more
                progress(attempt)
                if cancelled():
                    attempt.stopped = next(load, None) is not None
                    break
            if whole and not attempt.stopped:
                stick.clear(folder, "up", self._ledger.node, keep=attempt.files)
        return attempt

    def from_stick(
        self,
        folder: Path,
        progress: Progress = lambda attempt: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Read every answer for this station that lies on a stick; each may be late or twice.

        A file that is damaged, or not from this station's office, is passed over and named in
        ``bad``; what the others bring is taken. ForgedInput ``stick.damaged`` when none was sound,
        EnvironmentFault ``stick.nothing`` when there is none, ``stick.gone`` when the stick is
        pulled, or one of them cannot be read: what the others brought stays.
        """
        attempt = Attempt(carrier="usb", direction="in")
        unread: list[EnvironmentFault] = []
        with self._alone(), self._written_down(attempt):
            self._ledger.keep_up()  # files bear the name
            found = stick.bundles(folder, "down", self._ledger.node)
            files = (*found, *stick.strays(folder, "down"))
            for number, file in enumerate(files, 1):
                if not self._read_one(file, attempt, unread):
                    break  # what waits goes out again, under the new name, with the next bundle
                progress(attempt)
                if cancelled():
                    attempt.stopped = number < len(files)
                    break
            # A receipt that is news covers all there is: so it does what was written before it.
            if attempt.confirmed and not self._side.waits():
                stick.clear(folder, "up", self._ledger.node)
            if unread:
                raise unread[0]
            if not (attempt.files or attempt.bad or attempt.renewed):
                raise EnvironmentFault("stick.nothing", folder=str(folder))
            if attempt.bad and not (attempt.files or attempt.renewed):
                raise ForgedInput("stick.damaged", folder=str(folder), files=" ".join(attempt.bad))
        return attempt

    def _read_one(
        self, file: stick.StickFile, attempt: Attempt, unread: list[EnvironmentFault]
    ) -> bool:
        """Take in one file; False when the station went on under a new node id with it: files
        behind it are for the old one. One in a bad place of the stick keeps none away either."""
        try:
            blob = file.read()
        except EnvironmentFault as fault:
            unread.append(fault)
            return True
        except ForgedInput:
            attempt.bad.append(file.path.name)
            return True
        try:
            outcome = self._take(blob, attempt, live=False)
        except ForgedInput as fault:
            if fault.code in COPIED:
                raise
            if not file.is_not_ours(fault):
                attempt.bad.append(file.path.name)
            return True
        if outcome is None:
            return False
        attempt.add(outcome)
        attempt.bytes_down += len(blob)
        attempt.files.append(file.path.name)
        return not outcome.retire

    def _alone(self) -> AbstractContextManager[None]:
        return self._turn.taken() if self._turn else nullcontext()

    @contextmanager
    def _written_down(self, attempt: Attempt, *, quiet: bool = False) -> Iterator[None]:
        """Time an attempt and write it into the diary, with its fault if it had one."""
        started = time.perf_counter()
        try:
            yield
            attempt.result = "ok"
        except Fault as fault:
            attempt.code = fault.code
            attempt.params = {key: str(value) for key, value in fault.params.items()}
            raise
        finally:
            attempt.seconds = time.perf_counter() - started
            if attempt.moved or not (quiet and attempt.ok):
                self._ledger.local.diary.add("exchange", attempt.as_data())


def _is_the_lines(fault: Fault) -> bool:
    """Whether another line may carry what one did not: an office is as busy or in trouble, and this
    PC's disk as full, over any."""
    everywhere = ("link.busy", "link.office-in-trouble", "link.no-end")
    of_a_line = fault.code.startswith("link.") and fault.code not in everywhere
    return of_a_line or isinstance(fault, ForgedInput)


def _tells(fault: Fault) -> int:
    """How much a fault tells: the office's own word most, then that of somebody in between."""
    if isinstance(fault, Refused | Stranger):
        return 3
    silence = ("link.no-address", "link.no-answer")
    return silence.index(fault.code) if fault.code in silence else 2
