"""A guest's village that was chosen wrongly: corrected here, and told to the village that heard
of the case in vain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.core.act import Trust
from ledger.core.clock import stamp
from ledger.core.faults import RuleFault
from ledger.rules import rehoming
from ledger.store.query import Query
from station_client.desk import guests
from station_client.desk.case_lines import item_of
from station_client.desk.cases import Done, case_of
from station_client.desk.heads import text_of
from station_client.desk.standing import flow_of

if TYPE_CHECKING:
    from ledger.core.record import Change, Record
    from ledger.store.compose import Tx
    from station_client.desk.counter import Counter

#: How long the other village reads of it on its first screen.
_NEWS: Final = timedelta(days=7)
_MOST: Final = 20


def choices(counter: Counter, case: Record) -> tuple[tuple[str, str], ...]:
    """The villages that the applicant may belong to instead, this one first; none where it cannot
    be corrected."""
    posts = counter.catalogue.permissions[rehoming.PERMISSION].posts
    if guests.is_elsewhere(counter, case) or not counter.operator.holds(*posts):
        return ()
    if not rehoming.may_rehome(case, flow_of(counter, case)):
        return ()
    own = (counter.site.area, guests.say_village(counter, counter.site.area))
    others = (each for each in guests.villages(counter) if each[0] != case.data.get("home"))
    return (own, *others)


def rehome(counter: Counter, case: str, home: str) -> Done:
    """Set the village that a guest truly belongs to, on his case and its papers.

    RuleFault `guest.fixed` when the case is over, is no guest's, or his card is known by now;
    `act.home` for a village that it cannot be.
    """
    record = case_of(counter, case)

    def write(tx: Tx) -> list[Change]:
        now = tx.record(case)
        if now is None:
            raise RuleFault("case.not-found")
        return rehoming.rehomed(now, tx.owned(case), home, Trust.STATION)

    counter.ledger.commit(counter.operator, rehoming.REHOMING, write)
    say, number = counter.say, text_of(record.data, "case_no")
    text = say(
        "desk.done.rehome-own" if home == record.area else "desk.done.rehome",
        name=text_of(record.data, "name"),
        item=item_of(counter, record).label(say.lang),
        wrong=guests.say_village(counter, text_of(record.data, "home")),
        home=guests.say_village(counter, home),
    )
    return Done(case, number, text)


def told_in_vain(counter: Counter) -> list[Record]:
    """The cases that this village heard of by mistake, corrected within the last days."""
    since = stamp(int((counter.now() - _NEWS).timestamp() * 1000))
    wrong = (rehoming.WRONG, "eq", counter.site.area)
    query = Query("case", where=(wrong, ("time", "gt", since)), order=(("time", True),))
    found = counter.ledger.find(query).rows
    return [case for case in found if guests.is_mistaken(counter, case)][:_MOST]
