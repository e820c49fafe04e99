"""The ledger of one installation: the one door to everything it holds.

Any thread may call any method; writing happens in one lane, one short transaction per call, and
what changed is announced after it is durable, on the thread that did it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.engine import Connection

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act
from ledger.core.clock import Clock
from ledger.core.faults import RuleFault
from ledger.core.journal import Mark, link
from ledger.core.keys import NodeKeys, node_id
from ledger.core.record import Author, Change
from ledger.store import nodes
from ledger.store.batch import Batch
from ledger.store.compose import Tx, compose
from ledger.store.database import Database
from ledger.store.local import Local, read_setting, write_setting
from ledger.store.reading import Reading
from ledger.store.schema import Schema
from ledger.store.slots import Changed, Place

#: Setting: who this installation is (see opening).
IDENTITY = "identity"
#: Setting of an office: the names of the journals it began after restores, the present one last.
JOURNALS = "journals"
#: Setting of an office: the histories of its feed that it left for newer ones.
LEFT = "feed.left"

#: A database holds one office's ledger.
_OFFICE = 1
#: How many records one act makes at most, how many starts of the program are told apart, and where
#: they begin: below are the records that an office makes for a case (see rules.guests).
_BIRTHS = 1000
_STARTS = 1 << 20
_FIRST = 1000
#: A record of this number or a higher one is the only one of its name, on whatever PC it was made.
DRAWN = _FIRST * _BIRTHS


class Rules(Protocol):
    """What the ledger asks before it lets an act in (see ledger.rules.admission)."""

    def check(self, act: Act, view: Batch, author: Author) -> RuleFault | None:
        """The reason why an act must not be let in, or None."""

    def follow_up(self, act: Act, view: Batch) -> Sequence[Change]:
        """What an office writes by itself after it let an act of somebody else in."""

    def adopt(self, home: str) -> None:
        """The installation goes on under another node id."""


class Person(Protocol):
    """Whoever acts: only the staff id is written into the journal."""

    @property
    def id(self) -> str:
        """The staff id."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A durable act, and the record each change of it was written to."""

    act: Act
    records: tuple[str, ...]


class Ledger(Reading):
    """A replicated ledger on a database.

    ``author`` is this installation as others see it; ``feeds`` is on at an office, whose commit
    order its stations read. ``journals`` are the names under which it writes or has written acts:
    an office that was restored keeps its keys and goes on in a journal of another name.
    """

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        rules: Rules,
        keys: NodeKeys,
        author: Author,
        clock: Clock,
        *,
        feeds: bool = False,
        births: int | None = None,
    ) -> None:
        """``births``: see `Place`; a random number that no other start of the program has."""
        self.database = database
        self.catalogue = catalogue
        self.rules = rules
        self.keys = keys
        self.author = author
        self.journals = frozenset([author.node])
        self.clock = clock
        self.local = Local(database, _OFFICE, clock)
        schema, area = Schema.of(catalogue), "" if feeds else author.area
        if births is None:
            births = (_FIRST + secrets.randbelow(_STARTS)) * _BIRTHS
        self.place = Place(
            author.node, _OFFICE, database.dialect, schema, feeds, area, births=births
        )
        self._watchers: list[Callable[[Changed], None]] = []

    def adopt(self, keys: NodeKeys) -> None:
        """Go on under another node id (see renewal); the former one counts as somebody else's."""
        self.keys = keys
        self.journals = frozenset()
        self.write_under(keys.node)

    def keep_up(self) -> None:
        """Go by the name that another program on this database has taken: before an exchange, as
        before every act."""
        with self.database.read() as connection:
            behind = self._is_behind(connection)
        if behind:  # else whoever writes just now need not be waited for
            with self.database.alone(), self.database.read() as connection:
                self.keep_up_in(connection)

    def keep_up_in(self, connection: Connection) -> bool:
        """The same, inside somebody's transaction, while no other thread writes; gives whether
        there was one.

        A station takes a name with its keys (see renewal); an office begins a journal of another
        name and keeps those before (see `new_epoch`).
        """
        behind = self._is_behind(connection)
        if behind and self.place.feeds:
            self.write_under(*read_setting(connection, self.place.office, JOURNALS))
        elif behind:
            self.adopt(self._kept_keys(connection))
        return behind

    def _is_behind(self, connection: Connection) -> bool:
        if not self.place.feeds:
            return self._kept_keys(connection) != self.keys
        names = read_setting(connection, self.place.office, JOURNALS, [])
        return bool(names) and (names[-1] != self.node or not self.journals >= set(names))

    def _kept_keys(self, connection: Connection) -> NodeKeys:
        return NodeKeys.from_bytes(read_setting(connection, self.place.office, IDENTITY)["keys"])

    def write_under(self, *journals: str) -> None:
        """Write acts under the last of these names; the others are this installation's as well."""
        self.journals |= set(journals)
        self.author = replace(self.author, node=journals[-1])
        restored = self.place.feeds and len(self.journals) > 1
        self.place = replace(self.place, node=journals[-1], restored=restored)
        self.rules.adopt(journals[-1])

    def own_again(self, connection: Connection, journal: str) -> None:
        """A journal this office kept and forgot, because it was restored from before it began."""
        if journal not in self.journals:
            office = self.place.office
            first, *rest = read_setting(connection, office, JOURNALS, [self.node])
            write_setting(connection, office, JOURNALS, [journal, first, *rest])
            self.journals |= {journal}

    @property
    def level(self) -> str:
        """This installation's level: "V", "T" or "X"."""
        return self.author.level

    # Writing

    def commit(
        self,
        actor: Person,
        action: str,
        changes: Sequence[Change] | Callable[[Tx], Sequence[Change]],
        *,
        note: str = "",
        forms: str = "",
    ) -> Committed:
        """Write one act, whole or not at all; it is durable when this returns.

        ``changes`` may be a function: it is called inside the transaction, sees nothing half done,
        and what it returns is written before anybody else writes. RuleFault when a rule says no.
        """
        with self.writing() as (connection, batch):
            tx = Tx(connection, batch, self.place, self.clock.now_ms())
            wanted = changes(tx) if callable(changes) else changes
            mark = nodes.mark_of(connection, self.place.office, self.node)
            header = (self.node, mark.seq + 1, self.clock.tick(), actor.id, action, note, forms)
            act, data = compose(header, wanted, batch, self.place.births)
            fault = self.rules.check(act, batch, self.author)
            if fault is not None:
                raise fault
            self.append(connection, batch, mark, act, data)
        return Committed(act, tuple(write.record for write in act.writes))

    def commit_each(
        self, actor: Person, action: str, changes: Callable[[Tx], Sequence[Change]]
    ) -> tuple[str, ...]:
        """Write an act for each change, all of them or none; gives the records written.

        For a list of people: each has an act of his own, so that whoever follows one of them to
        another village does not read of the others, and a refusal hits one card. RuleFault when a
        rule says no to one of them.
        """
        with self.writing() as (connection, batch):
            mark = nodes.mark_of(connection, self.place.office, self.node)
            wanted = changes(Tx(connection, batch, self.place, self.clock.now_ms()))
            records: list[str] = []
            for change in wanted:
                header = (self.node, mark.seq + 1, self.clock.tick(), actor.id, action, "", "")
                act, data = compose(header, [change], batch, self.place.births)
                fault = self.rules.check(act, batch, self.author)
                if fault is not None:
                    raise fault
                mark = self.append(connection, batch, mark, act, data)
                records.append(act.writes[0].record)
        return tuple(records)

    def append(
        self, connection: Connection, batch: Batch, mark: Mark, act: Act, data: bytes
    ) -> Mark:
        """Put an act of this node at the end of its journal, inside a `writing` block."""
        new = Mark(act.seq, link(mark.hash, data))
        batch.put(act, data, new.hash, own=True)
        nodes.set_mark(connection, self.place.office, self.node, new)
        return new

    @contextmanager
    def writing(self, source: str = "local") -> Iterator[tuple[Connection, Batch]]:
        """A write transaction with an empty batch; flushed, committed and announced at its end."""
        with self.database.write() as connection:
            self.keep_up_in(connection)
            batch = Batch(connection, self.place, self.clock.now_ms())
            yield connection, batch
            changed = batch.flush()
        if changed.records:
            self.announce(replace(changed, source=source))

    def watch(self, callback: Callable[[Changed], None]) -> Callable[[], None]:
        """Be told of every change, after it is durable; call the result to stop."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def announce(self, changed: Changed) -> None:
        """Tell everybody who watches of a change that is durable."""
        for callback in tuple(self._watchers):
            callback(changed)

    def new_epoch(self, journal: str = "", *, instead_of: str | None = None, lost: str = "") -> str:
        """Begin a new history of the feed: after a restore, readers start from its beginning.

        What this office wrote since the backup is out there under its old name, so it goes on in a
        journal of another name (``journal``, or a random one). With ``instead_of``, only where that
        is the present history still; "" where it is not. The ``lost`` one counts as left, too.
        """
        epoch, office = secrets.token_hex(8), self.place.office
        journal = journal or node_id(secrets.token_bytes(32))
        # Nobody writes between the new name in the file and the new name in the program.
        with self.database.alone():
            with self.database.write() as connection:
                before = self.epoch_in(connection)
                if instead_of is not None and instead_of != before:
                    return ""
                write_setting(connection, office, "feed.epoch", epoch)
                if before:
                    kept = read_setting(connection, office, JOURNALS, [])
                    write_setting(connection, office, JOURNALS, [*kept, journal])
                    left = {*read_setting(connection, office, LEFT, []), before, lost} - {""}
                    write_setting(connection, office, LEFT, sorted(left))
            if before:
                self.write_under(journal)
        return epoch

    def epoch(self) -> str:
        """The present history of the feed."""
        with self.database.read() as connection:
            return self.epoch_in(connection)

    def epoch_in(self, connection: Connection) -> str:
        """The present history of the feed, inside somebody's transaction."""
        return str(read_setting(connection, self.place.office, "feed.epoch", ""))

    def close(self) -> None:
        """Close the database."""
        self.database.close()
