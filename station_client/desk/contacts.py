"""The monthly word with those registered as unemployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.core.faults import RuleFault
from ledger.core.record import Change
from station_client.desk import showing
from station_client.desk.cards import card_of
from station_client.desk.heads import text_of
from station_client.desk.views import Saved

if TYPE_CHECKING:
    from ledger.store.compose import Tx
    from station_client.desk.counter import Counter

_RESULTS: Final = "CT-47"


def record_contact(counter: Counter, person: str, result: str) -> Saved:
    """Write down that somebody was spoken to today, and what came of it (CT-47).

    His registration in TZ-05 and his card change in one act. RuleFault `case.wrong-contact` for
    an unknown result, `ledger.row-not-found` when he is not registered.
    """
    if result not in counter.catalogue.codes[_RESULTS].by_code:
        raise RuleFault("case.wrong-contact")
    card = card_of(counter, person)
    today = counter.today().isoformat()

    def write(tx: Tx) -> list[Change]:
        rows = [
            row
            for row in tx.owned(person, "tz05")
            if not row.data.get("cancel_date") and not row.data.get("void")
        ]
        if not rows:
            raise RuleFault("ledger.row-not-found")
        told = {"last_contact": today, "contact_result": result}
        changes = [Change("tz05", told, record=row.id) for row in rows]
        return [*changes, Change("person", {"last_contact": today}, record=person)]

    done = counter.ledger.commit(counter.operator, "tz05.contact", write)
    text = counter.say(
        "desk.routine.contacted",
        name=text_of(card.data, "name"),
        result=showing.code_label(counter.catalogue, counter.say, _RESULTS, result),
    )
    return Saved(person, done.act.id, text)
