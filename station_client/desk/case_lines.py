"""A case in one line: number, whose turn, how long still, which of the three things is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.rules.days import Colour
from ledger.store.query import Query
from station_client.desk import guests
from station_client.desk.heads import text_of
from station_client.desk.scan_words import say_way
from station_client.desk.standing import is_known, standing_of_case, state_of
from station_client.desk.views import CaseLine, SlipLine
from station_client.desk.wording import read_day

if TYPE_CHECKING:
    from datetime import date

    from ledger.catalogue.flows import State
    from ledger.catalogue.items import Item, Unit
    from ledger.core.record import Record
    from ledger.store.journal import Held
    from ledger.store.under_way import UnderWay
    from station_client.desk.counter import Counter

TO_MEND: Final = "S32"
WAITING_FOR_PAPERS: Final = "S11"
_PER_PERSON: Final = 50


def item_of(counter: Counter, case: Record) -> Item:
    """The item of a case."""
    return counter.catalogue.items[text_of(case.data, "item")]


def case_line(
    counter: Counter, case: Record, held: Held | None = None, way: UnderWay | None = None
) -> CaseLine:
    """The line of a case, in lists and above its page. `held`: see `standing.is_received`; `way`:
    with it the attachments that are on their way are told."""
    if held is None:
        held = counter.ledger.held()
    if not is_known(counter, case):
        return _unknown_line(counter, case, held)
    state = state_of(counter, case, held)
    item = item_of(counter, case)
    due = deadline_of(case, state)
    colour, text = light_of(counter, case, state, due)
    label = state.label(counter.say.lang)
    if guests.is_mistaken(counter, case):
        # It goes on elsewhere, and nothing of that is told here.
        due, colour, text, label = None, "", "", counter.say("desk.guest.mistaken-state")
    return CaseLine(
        id=case.id,
        case_no=text_of(case.data, "case_no"),
        title=item.label(counter.say.lang),
        person=text_of(case.data, "person"),
        name=text_of(case.data, "name"),
        state=state.code,
        state_text=label,
        due=due.isoformat() if due else "",
        light=colour,
        light_text=text,
        standing=standing_of_case(counter, case, held),
        turn=turn_of(counter, state, case),
        place=guests.say_place(counter, case),
        way=say_way(counter, way, case.id) if way is not None else "",
    )


def _unknown_line(counter: Counter, case: Record, held: Held) -> CaseLine:
    """A case of which only a newer program knows what it is: there, and not to be worked on."""
    code = text_of(case.data, "item")
    item = counter.catalogue.items.get(code)
    return CaseLine(
        id=case.id,
        case_no=text_of(case.data, "case_no"),
        title=code if item is None else item.label(counter.say.lang),
        person=text_of(case.data, "person"),
        name=text_of(case.data, "name"),
        state=text_of(case.data, "state"),
        state_text=counter.say("desk.case.newer"),
        due=text_of(case.data, "due"),
        light="",
        light_text="",
        standing=standing_of_case(counter, case, held),
        turn="",
    )


def deadline_of(case: Record, state: State) -> date | None:
    """The day that matters now: to mend, to bring papers, or of the commitment."""
    if state.code == TO_MEND:
        return read_day(case.data.get("return_deadline")) or read_day(case.data.get("due"))
    if state.code == WAITING_FOR_PAPERS:
        return read_day(case.data.get("correction_deadline"))
    return read_day(case.data.get("due"))


def light_of(counter: Counter, case: Record, state: State, due: date | None) -> tuple[str, str]:
    """Colour and words of a deadline; ("", "") where no clock runs."""
    if due is None or state.final or state.decided or state.clock in ("none", "stopped"):
        return "", ""
    unit, days = _clock_of(counter, case, state)
    percent = counter.catalogue.profile.lights.yellow_percent
    light = counter.calendar.light(due, days, counter.today(), unit, percent)
    say = counter.say
    if light.colour is Colour.RED:
        return light.colour.value, say("desk.light.over", n=light.over)
    if due == counter.today():
        return light.colour.value, say("desk.light.today")
    return light.colour.value, say("desk.light.left", n=light.left)


def _clock_of(counter: Counter, case: Record, state: State) -> tuple[Unit, int]:
    """Unit and length of the time that runs in a state."""
    profile, item = counter.catalogue.profile, item_of(counter, case)
    if state.clock == "correction":
        return item.unit, profile.correction_days
    if state.clock == "village":
        return item.unit, profile.return_days
    days = case.data.get("days")
    return item.unit, days if isinstance(days, int) and days > 0 else item.days


def turn_of(counter: Counter, state: State, case: Record) -> str:
    """Whose turn it is: 该您, 等上传, 镇上在办, 待发放, 柳河村在办; "" when it is over."""
    if state.final or state.where == "S" or guests.is_mistaken(counter, case):
        return ""
    if guests.is_elsewhere(counter, case) and state.where == "V" and state.code not in WITH_OFFICE:
        return guests.say_turn(counter, case)
    if state.decided:
        return counter.say("desk.turn.to-hand-out")
    if state.code == WAITING_FOR_PAPERS:
        return counter.say("desk.turn.applicant")
    if state.code in WITH_OFFICE:
        return counter.say("desk.turn.to-send")
    return counter.say("desk.turn.yours" if state.where == "V" else "desk.turn.office")


#: Passed on by the village: nothing is left to do here but to send.
WITH_OFFICE: Final = frozenset({"S24", "S25"})


def cases_of(counter: Counter, card: Record) -> tuple[CaseLine, ...]:
    """The cases of a person, those at other counters included; the newest first."""
    held, way = counter.ledger.held(), counter.ledger.under_way()
    return tuple(case_line(counter, case, held, way) for case in records_of(counter, card))


def records_of(counter: Counter, card: Record) -> list[Record]:
    """The records of these cases, in the same order."""
    query = Query(
        "case", where=(("person", "eq", card.id),), order=(("time", True),), limit=_PER_PERSON
    )
    cases = counter.ledger.find(query).rows
    cases += guests.cases_of_number(counter, text_of(card.data, "id_no"))
    return sorted(cases, key=lambda case: case.time, reverse=True)


def slips_of(counter: Counter, owner: str) -> tuple[SlipLine, ...]:
    """The papers printed for a case or a person, the newest first."""
    slips = [slip for slip in counter.ledger.owned(owner, "slip") if not slip.data.get("void")]
    slips.sort(key=lambda slip: slip.time, reverse=True)
    return tuple(_slip_line(counter, slip) for slip in slips)


def _slip_line(counter: Counter, slip: Record) -> SlipLine:
    code = text_of(slip.data, "print")
    declared = counter.catalogue.prints.get(code)
    return SlipLine(
        id=slip.id,
        code=code,
        title=declared.label(counter.say.lang) if declared else code,
        number=text_of(slip.data, "number"),
        at=text_of(slip.data, "printed_at")[:16].replace("T", " "),
        count=int(slip.data.get("reprints") or 0) + 1,
        here=counter.ledger.local.files.holds(text_of(slip.data, "sha256")),
    )
