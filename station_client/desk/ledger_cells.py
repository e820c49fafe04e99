"""The cells of a ledger: own fields, those of the person or case behind the row, computed ones."""

from __future__ import annotations

from collections import Counter as Tally
from typing import TYPE_CHECKING

from ledger.rules import derived, guests
from ledger.store.query import Query
from station_client.desk import case_lines, showing
from station_client.desk.guests import card_of
from station_client.desk.heads import text_of
from station_client.desk.standing import is_known, state_of
from station_client.desk.wording import read_day, read_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.catalogue.outputs import Column, LedgerDef
    from ledger.core.act import Value
    from ledger.core.record import Record
    from station_client.desk.counter import Counter


class Cells:
    """Texts for the rows of one page; what stands behind the rows is fetched once for all."""

    def __init__(
        self, counter: Counter, declared: LedgerDef, rows: Sequence[Record], *, covered: bool
    ) -> None:
        self._counter = counter
        self._covered = covered
        self._derived: dict[str, Mapping[str, Value]] = {}
        self._behind = self._fetch(rows)
        self._held = counter.ledger.held()
        wants = {column.field for column in declared.columns}
        self._services = self._count_services(rows) if "service_count" in wants else Tally[str]()
        self._made: Mapping[str, Callable[[Record], str]] = {
            "light": self._light,
            "overdue_days": self._overdue,
            "offline_wait_h": self._waited,
            "service_count": lambda row: str(self._services[self._person_id(row)]),
        }

    def person_of(self, row: Record) -> Record | None:
        """The card behind a row: the row itself, its owner, or the applicant of its case."""
        if row.kind == "person":
            return row
        known = self._behind.get(self._person_id(row))
        if known is None and row.kind == "case" and guests.is_told(row):
            return card_of(self._counter, row)
        return known

    def case_of(self, row: Record) -> Record | None:
        """The case behind a row."""
        return row if row.kind == "case" else self._behind.get(text_of(row.data, "case"))

    def text(self, row: Record, column: Column, number: int) -> str:
        """One cell."""
        if column.source == "made" and column.field == "seq":
            return str(number)
        if column.field in self._made:
            return self._made[column.field](row)
        sources: dict[str, Callable[[Record], Record | None]] = {
            "own": lambda each: each,
            "owner": self.person_of,
            "case": self.case_of,
        }
        source = sources[column.source](row)
        return "" if source is None else self._field(source, column.field)

    def _field(self, record: Record, name: str) -> str:
        counter = self._counter
        field = counter.catalogue.kinds[record.kind].fields[name]
        if record.kind == "case" and name == "state":
            if not is_known(counter, record):
                return counter.say("desk.case.newer")
            return state_of(counter, record, self._held).label(counter.say.lang)
        value = record.data.get(name)
        if field.derived:
            value = self._derived_of(record).get(name)
        return showing.show(
            counter.catalogue, counter.say, field, value, covered=self._covered, table=True
        )

    def _derived_of(self, record: Record) -> Mapping[str, Value]:
        """The computed fields of a record, worked out once for all its columns."""
        if record.id not in self._derived:
            counter = self._counter
            self._derived[record.id] = derived.derive(
                counter.catalogue, record.kind, record.data, counter.today()
            )
        return self._derived[record.id]

    def _fetch(self, rows: Sequence[Record]) -> dict[str, Record]:
        wanted = dict.fromkeys(self._person_id(row) for row in rows)
        wanted.update(dict.fromkeys(text_of(row.data, "case") for row in rows))
        wanted.pop("", None)
        return {record.id: record for record in self._counter.ledger.records(list(wanted))}

    def _person_id(self, row: Record) -> str:
        if row.kind == "person":
            return row.id
        return text_of(row.data, "person") or row.owner

    def _count_services(self, rows: Sequence[Record]) -> Tally[str]:
        people = [self._person_id(row) for row in rows]
        if not people:
            return Tally()
        query = Query("case", where=(("person", "in", people),), limit=10 * len(people))
        return Tally(text_of(case.data, "person") for case in self._counter.ledger.find(query).rows)

    def _light(self, row: Record) -> str:
        case = self.case_of(row)
        if case is None:
            return ""
        return case_lines.case_line(self._counter, case, self._held).light_text

    def _overdue(self, row: Record) -> str:
        case = self.case_of(row)
        due = read_day(case.data.get("due")) if case else None
        if case is None or due is None or not is_known(self._counter, case):
            return ""
        ended = read_day(case.data.get("decided_at")) or read_day(case.data.get("closed_at"))
        day = ended or self._counter.today()
        unit = case_lines.item_of(self._counter, case).unit
        return str(self._counter.calendar.between(due, day, unit)) if day > due else "0"

    def _waited(self, row: Record) -> str:
        """Hours from the first review to now, while the office does not have it."""
        case = self.case_of(row)
        if case is None or case.data.get("state") not in case_lines.WITH_OFFICE:
            return ""
        since = read_moment(case.data.get("first_at"))
        if since is None or self._held.has(case):
            return ""
        return f"{max((self._counter.now() - since).total_seconds(), 0) / 3600:.1f}"
