"""Writing a plan into the ledger: batches of one act each, with progress, cancel and resumption.

A run that was cancelled or cut off is simply started again: rows that are in the ledger by then
are found there and unchanged, so nothing is written twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Protocol

from ledger.core.act import Trust
from ledger.core.faults import RuleFault
from ledger.core.record import Change
from ledger.rules import numbers
from station_client.desk.roster import questions
from station_client.desk.roster.verdicts import Plan, Remark, RowPlan, Verdict

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from ledger.rules.actor import Actor
    from ledger.store.compose import Tx
    from ledger.store.ledger import Ledger
    from station_client.desk.counter import Site

BATCH: Final = 500
#: When so many rows are refused and none was written, the cause is not in the rows.
_GIVE_UP: Final = 12
_PROGRESS: Final = "roster.progress."
#: Numbers of cards given by one terminal; the terminal is in front, so two never meet.
CARDS_PER_TERMINAL: Final = 1_000_000
_BLOCK: Final = 1000
_BLOCKS: Final = 500

Progress = Callable[[int, int], None]


class Work(Protocol):
    """Who imports where: a `Counter` is one."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def operator(self) -> Actor: ...
    @property
    def site(self) -> Site: ...
    @property
    def today(self) -> Callable[[], date]: ...
    @property
    def now(self) -> Callable[[], datetime]: ...
    @property
    def say(self) -> Texts: ...


@dataclass(frozen=True)
class Report:
    """What a run did. The five fates add up to ``rows``; ``skipped`` rows are about nobody.

    ``final`` is the plan's rows as they ended, ``created`` and ``filled`` count cards,
    ``left`` the rows that a cancelled run did not come to.
    """

    rows: int
    taken: int
    repaired: int
    asked: int
    refused: int
    unchanged: int
    skipped: int
    created: int
    filled: int
    left: int
    cancelled: bool
    seconds: float
    final: tuple[RowPlan, ...]


@dataclass(frozen=True)
class Resumable:
    """A file that was not finished: how far it had come, and when."""

    name: str
    done: int
    total: int
    at: str


def run(
    work: Work,
    plan: Plan,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    batch: int = BATCH,
) -> Report:
    """Write what the plan says, one act per batch of rows.

    `progress` hears (rows done, rows to write) after each batch; `cancelled` is asked before each:
    what has been written by then stays. Thread: any; the ledger serialises. RuleFault when the
    cause is not in the rows (wrong post, wrong area).
    """
    started = time.monotonic()
    run = _Run(work, plan, list(plan.rows), _new_card(work))
    todo = [number for number, row in enumerate(plan.rows) if row.writes]
    waiting = [n for n, row in enumerate(plan.rows) if row.questions and not row.writes]
    progress(0, len(todo))
    done = 0
    while done < len(todo) and not cancelled():
        chunk = todo[done : done + batch]
        run.write(chunk)
        done += len(chunk)
        run.remember(done, len(todo))
        progress(done, len(todo))
    stopped = done < len(todo)
    for number in [*waiting, *todo[:done]]:
        if run.rows[number].questions:
            questions.keep(work.ledger.local, plan, run.rows[number])
    questions.drop_settled(work.ledger.local, run.rows)
    if not stopped:
        run.remember(len(todo), len(todo))
    return run.report(len(todo) - done, stopped, time.monotonic() - started)


def resumable(ledger: Ledger, sha256: str) -> Resumable | None:
    """How far an earlier run of the same file came; None when it was finished, or never begun."""
    said = ledger.local.settings.get(_PROGRESS + sha256)
    if not isinstance(said, dict) or said["done"] >= said["total"]:
        return None
    return Resumable(said["name"], said["done"], said["total"], said["at"])


def card_numbers(site: Site, tx: Tx, count: int) -> list[str]:
    """Numbers for so many new cards, unique without a server.

    The lower half of a terminal's numbers is given one by one at the counter, the upper half in
    blocks, one per batch: a number of its own for each row would take as long as writing it.
    """
    if not count:
        return []
    block = tx.next_number("card.block")
    if count <= _BLOCK and block <= _BLOCKS:
        first = CARDS_PER_TERMINAL // 2 + (block - 1) * _BLOCK
        serials = range(first, first + count)
    else:
        one_by_one = [tx.next_number("card") for _ in range(count)]
        serials = range(one_by_one[0], one_by_one[-1] + 1)
    base = int(site.terminal) * CARDS_PER_TERMINAL
    return [numbers.card_no(site.code, base + serial) for serial in serials]


def _new_card(work: Work) -> dict[str, Value]:
    """What an imported card has besides its row: declared defaults, place, date, source."""
    stored = work.catalogue.kinds["person"].stored
    declared = {one.name: one.default for one in stored.values() if one.default is not None}
    made: dict[str, Value] = {
        "area": work.site.area,
        "hukou_division": work.site.area,
        "live_division": work.site.area,
        "built_date": work.today().isoformat(),
        "built_by": work.operator.id,
        "source": questions.IMPORTED,
        "card_status": "1",
    }
    return declared | {name: value for name, value in made.items() if name in stored}


@dataclass
class _Run:
    """One run under way: the rows as they end, and what was written."""

    work: Work
    plan: Plan
    rows: list[RowPlan]
    defaults: Mapping[str, Value]
    created: int = 0
    filled: int = 0
    refused: int = 0

    def write(self, chunk: Sequence[int]) -> None:
        """Write some rows as one act; when a rule says no, find the row it says no to."""
        done = self._commit(chunk)
        if isinstance(done, RuleFault):
            if len(chunk) == 1:
                self._refuse(chunk[0], done)
                return
            middle = len(chunk) // 2
            self.write(chunk[:middle])
            self.write(chunk[middle:])
            return
        for number, record in zip(chunk, done, strict=True):
            row = self.rows[number]
            self.created += row.record is None
            self.filled += row.record is not None
            self.rows[number] = replace(row, record=record)

    def _commit(self, chunk: Sequence[int]) -> tuple[str, ...] | RuleFault:
        try:
            return self.work.ledger.commit_each(
                self.work.operator, "card.import", lambda tx: self._changes(chunk, tx)
            )
        except RuleFault as fault:
            return fault

    def _changes(self, chunk: Sequence[int], tx: Tx) -> list[Change]:
        rows = [self.rows[number] for number in chunk]
        new = sum(1 for row in rows if row.record is None)
        cards = iter(card_numbers(self.work.site, tx, new))
        changes = []
        for row in rows:
            values = dict(row.changes)
            if row.record is None:
                values = {**self.defaults, **values, "card_no": next(cards)}
            changes.append(Change("person", values, row.record, Trust.IMPORT))
        return changes

    def _refuse(self, number: int, fault: RuleFault) -> None:
        self.refused += 1
        if self.refused >= _GIVE_UP and not (self.created or self.filled):
            raise fault
        row = self.rows[number]
        given = {name: str(value) for name, value in fault.params.items()}
        remark = Remark("refused", "rule", params={"code": fault.code, "given": given})
        remarks = (*row.remarks, remark)
        self.rows[number] = replace(
            row, remarks=remarks, verdict=Verdict.REFUSED, changes={}, held=True
        )

    def remember(self, done: int, total: int) -> None:
        """Keep how far the file has come, by its content."""
        said = {
            "name": self.plan.workbook.name,
            "done": done,
            "total": total,
            "at": self.work.now().isoformat(timespec="seconds"),
        }
        self.work.ledger.local.settings.set(_PROGRESS + self.plan.workbook.sha256, said)

    def report(self, left: int, cancelled: bool, seconds: float) -> Report:
        """The counts of everything, rows that were not come to included as planned."""
        final = replace(self.plan, rows=tuple(self.rows))
        tally = final.tally
        return Report(
            rows=final.people,
            taken=tally[Verdict.TAKEN],
            repaired=tally[Verdict.REPAIRED],
            asked=tally[Verdict.ASKED],
            refused=tally[Verdict.REFUSED],
            unchanged=tally[Verdict.UNCHANGED],
            skipped=tally[Verdict.SKIPPED],
            created=self.created,
            filled=self.filled,
            left=left,
            cancelled=cancelled,
            seconds=seconds,
            final=final.rows,
        )
