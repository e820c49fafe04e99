"""Papers: make one, keep it, print it again (补打).

A paper's pages are kept before the act that names them is committed: a slip in the ledger whose
pages are missing would be worse than pages that no slip names. A paper that is only looked at
leaves nothing behind: it is handed out when a printer took it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ledger.core.faults import RuleFault
from ledger.core.record import Change, New
from ledger.rules import guests
from station_client.desk import slips_data
from station_client.desk.case_lines import item_of
from station_client.desk.guests import granted_to
from station_client.desk.heads import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.core.act import Value
    from ledger.core.record import Record
    from station_client.desk.counter import Counter
    from station_client.slips.book import Paper
    from station_client.slips.data import Slip

MEDIA: Final = "application/pdf"
_CLOSED: Final = "S60"


@dataclass(frozen=True)
class Printed:
    """A paper that was stored. `paper` draws the preview and the pages for the printer."""

    slip: str  # record id
    code: str
    title: str
    number: str
    count: int  # 1 = first print
    paper: Paper


@dataclass(frozen=True)
class Ready:
    """A paper to be looked at and printed, of which the ledger knows nothing yet.

    `hand_out` is called once it was printed: it names the paper in the ledger and gives what is
    now stored. It writes, so it runs on a worker thread.
    """

    code: str
    title: str
    number: str
    count: int  # 1 = first print
    paper: Paper
    hand_out: Callable[[], Printed]


@dataclass(frozen=True)
class Drawn:
    """A paper that was drawn, but that no act names yet."""

    code: str
    number: str
    lang: str
    data: Mapping[str, Any]
    paper: Paper


def draw(counter: Counter, code: str, data: Slip, number: str) -> Drawn:
    """Draw a paper. Faults of the slip book pass through."""
    lang = counter.say.lang
    paper = counter.slips.render(code, data, lang=lang)
    return Drawn(code, number, lang, msgspec.to_builtins(data, enc_hook=str), paper)


def keep(counter: Counter, drawn: Drawn) -> Drawn:
    """Keep the pages of a paper that is about to be handed out; before the act, not within it."""
    counter.ledger.local.files.put(drawn.paper.pdf, MEDIA)
    return drawn


def placed(counter: Counter, home: str) -> dict[str, Value]:
    """Where a record of a case lies: here, and it concerns the applicant's village too."""
    return {"area": counter.site.area, **({"home": home} if home else {})}


def slip_change(counter: Counter, drawn: Drawn, owner: str | New, home: str = "") -> Change:
    """The record that names a kept paper, as a change of the act that hands it out.

    `home`: the applicant's village where it is another one.
    """
    return Change(
        "slip",
        {
            **placed(counter, home),
            "owner": owner,
            "print": drawn.code,
            "number": drawn.number,
            "lang": drawn.lang,
            "data": dict(drawn.data),
            "sha256": drawn.paper.sha256,
            "pages": drawn.paper.pages,
            "printed_at": counter.now().isoformat(timespec="seconds"),
            "printed_by": counter.operator.id,
            "printed_by_name": counter.operator.name,
            "reprints": 0,
        },
    )


def printed(counter: Counter, slip: str, drawn: Drawn, count: int = 1) -> Printed:
    """What the preview gets of a paper."""
    title = counter.catalogue.prints[drawn.code].label(counter.say.lang)
    return Printed(slip, drawn.code, title, drawn.number, count, drawn.paper)


def print_card(counter: Counter, person: str, purpose: str = "") -> Ready:
    """PT-13, the card on paper. RuleFault `card.not-found`."""
    card = counter.ledger.record(person)
    if card is None or card.kind != "person":
        raise RuleFault("card.not-found")
    data = slips_data.person_card(counter, card, purpose)
    return _first(counter, draw(counter, "PT-13", data, text_of(card.data, "card_no")), person)


def print_result(counter: Counter, case: str) -> Ready:
    """PT-11. RuleFault `case.no-decision` until the office's decision is here."""
    record = counter.ledger.record(case)
    if record is None or record.kind != "case":
        raise RuleFault("case.not-found")
    if not text_of(record.data, "decision"):
        raise RuleFault("case.no-decision", name=text_of(record.data, "name"))
    earlier = _latest(counter, case, "PT-11")
    if earlier is not None:
        return reprint(counter, earlier.id)
    data = slips_data.result(counter, record)
    return _first(counter, draw(counter, "PT-11", data, text_of(record.data, "case_no")), case)


def print_proof(counter: Counter, case: str) -> Ready:
    """PT-35, the registration on paper. RuleFault `case.not-closed` before the case is closed."""
    record = counter.ledger.record(case)
    if record is None or record.kind != "case":
        raise RuleFault("case.not-found")
    earlier = _latest(counter, case, "PT-35")
    if earlier is not None:
        return reprint(counter, earlier.id)
    card, row = _registered(counter, record)
    data = slips_data.registration_proof(counter, record, card, row)
    return _first(counter, draw(counter, "PT-35", data, text_of(row.data, "reg_no")), case)


def _registered(counter: Counter, case: Record) -> tuple[Record, Record]:
    """Card and TZ-05 row that closing a case wrote. RuleFault `case.not-closed`."""
    if guests.is_told(case) and text_of(case.data, "state") == _CLOSED:
        return granted_to(counter, item_of(counter, case), case)
    person = text_of(case.data, "person")
    card = counter.ledger.record(person)
    row = next(
        (row for row in counter.ledger.owned(person, "tz05") if row.data.get("case") == case.id),
        None,
    )
    if card is None or row is None:
        raise RuleFault("case.not-closed", name=text_of(case.data, "name"))
    return card, row


def reprint(counter: Counter, slip: str) -> Ready:
    """The same paper again, marked 补打 n. RuleFault `slip.not-found`.

    It is drawn from the content that was kept with the first print, not from what the records say
    today.
    """
    record = counter.ledger.record(slip)
    if record is None or record.kind != "slip":
        raise RuleFault("slip.not-found")
    code, lang = text_of(record.data, "print"), text_of(record.data, "lang")
    again = int(record.data.get("reprints") or 0) + 1
    data: Mapping[str, Any] = record.data["data"]
    paper = counter.slips.render(code, data, lang="en" if lang == "en" else "zh", reprint=again)
    drawn = Drawn(code, text_of(record.data, "number"), lang, data, paper)

    def hand_out() -> Printed:
        change = Change("slip", {"reprints": again}, record=slip)
        counter.ledger.commit(counter.operator, "slip.reprint", [change])
        return printed(counter, slip, drawn, again + 1)

    return ready(counter, drawn, hand_out, again + 1)


def show_slip(counter: Counter, slip: str) -> bytes | None:
    """The pages of a paper as they were first printed; None when they are on another PC."""
    record = counter.ledger.record(slip)
    if record is None or record.kind != "slip":
        raise RuleFault("slip.not-found")
    return counter.ledger.local.files.get(text_of(record.data, "sha256"))


def ready(counter: Counter, drawn: Drawn, hand_out: Callable[[], Printed], count: int = 1) -> Ready:
    """What is looked at of a paper that is not handed out yet."""
    title = counter.catalogue.prints[drawn.code].label(counter.say.lang)
    return Ready(drawn.code, title, drawn.number, count, drawn.paper, hand_out)


def _first(counter: Counter, drawn: Drawn, owner: str) -> Ready:
    """A paper whose handing out is an act of its own."""

    def hand_out() -> Printed:
        about = counter.ledger.record(owner)
        home = guests.home_of(about.area, about.data) if about is not None else ""
        change = slip_change(counter, keep(counter, drawn), owner, home)
        done = counter.ledger.commit(counter.operator, "slip.print", [change])
        return printed(counter, done.records[0], drawn)

    return ready(counter, drawn, hand_out)


def _latest(counter: Counter, owner: str, code: str) -> Record | None:
    slips = [slip for slip in counter.ledger.owned(owner, "slip") if slip.data.get("print") == code]
    return max(slips, key=lambda slip: slip.time, default=None)
