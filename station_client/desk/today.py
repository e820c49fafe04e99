"""The first screen: what to do now, what came back, routine work, the last seven nights."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ledger.core.clock import when
from ledger.rules import guests
from ledger.store.query import Query
from station_client.desk import showing
from station_client.desk.case_lines import TO_MEND, WITH_OFFICE, case_line
from station_client.desk.case_states import hand_over_states, open_states
from station_client.desk.drafts import DraftLine, list_drafts
from station_client.desk.exchange_view import last_contact, say_older
from station_client.desk.guests import not_elsewhere, say_village
from station_client.desk.heads import text_of
from station_client.desk.nights import Night, nights
from station_client.desk.refusals import refused_steps
from station_client.desk.rehoming import told_in_vain
from station_client.desk.routine import Routine, routine_work
from station_client.desk.standing import is_known
from station_client.desk.views import CaseLine
from station_client.desk.wording import say_day_time, say_moment

if TYPE_CHECKING:
    from ledger.core.record import Record
    from ledger.store.journal import Held
    from station_client.desk.counter import Counter

_MOST_ROWS: Final = 50


@dataclass(frozen=True)
class DueRow:
    """A case to do. `chip`: 超 1 天, 退回, 今天到期, 剩 3 天; `tone`: red, amber, green, grey."""

    case: CaseLine
    chip: str
    tone: str
    text: str  # 失业登记 · 缺解除合同证明
    mine: bool


@dataclass(frozen=True)
class BackRow:
    """A result that came back, an act that did not count, or a case told here by mistake.

    `deed`: print_result, hand_over, open. `tone`: blue (granted), red (declined or refused), grey.
    """

    case: CaseLine
    chip: str  # 准予 / 不予
    tone: str
    text: str
    deed: str
    at: str


@dataclass(frozen=True)
class Today:
    """Everything the first screen shows."""

    title: str  # 今天先办这 6 件
    subtitle: str  # 3 件该您，1 件被退回
    due: tuple[DueRow, ...]
    due_total: int
    back: tuple[BackRow, ...]
    back_text: str  # 上次交换 11月20日 21:40
    drafts: tuple[DraftLine, ...]
    routine: tuple[Routine, ...]
    nights: tuple[Night, ...]
    night_window: str  # 22:00—05:00
    night_text: str
    night_tone: str  # amber, green, grey
    calendar: str  # sentence: due dates that are worked out by a guess; "" = none
    older: str  # sentence: what waits until the office's program is updated; "" = nothing
    unsent: int
    oldest: datetime | None
    badge: int  # number on the place in the side bar
    ms: float


def today(counter: Counter) -> Today:
    """Everything of the first screen in one call."""
    started = time.perf_counter()
    say = counter.say
    held = counter.ledger.held()
    due, total = _due(counter, held)
    back = (*_not_taken(counter, held), *_back(counter, held), *_mistaken(counter, held))
    unsent = counter.ledger.unsent()
    slept = nights(counter, unsent)
    contact = last_contact(counter)
    mine = sum(row.mine for row in due)
    returned = sum(row.case.state == TO_MEND for row in due)
    contact_text = say("desk.today.no-contact")
    if contact is not None:
        contact_text = say("desk.today.contact", at=say_day_time(say, contact.at))
    return Today(
        title=_title(counter, total, len(back)),
        subtitle=_subtitle(counter, mine, returned),
        due=due,
        due_total=total,
        back=back,
        back_text=contact_text,
        drafts=tuple(list_drafts(counter)),
        routine=routine_work(counter),
        nights=slept.nights,
        night_window=slept.window,
        night_text=slept.text,
        night_tone=slept.tone,
        calendar=_calendar(counter),
        older=say_older(counter),
        unsent=unsent.count,
        oldest=unsent.oldest,
        badge=mine + len(back),
        ms=(time.perf_counter() - started) * 1000,
    )


def _calendar(counter: Counter) -> str:
    """Said while due dates fall into a year whose days off the program does not know yet."""
    profile = counter.catalogue.profile
    year = counter.calendar.missing_year(counter.today(), profile.calendar_warning_days)
    return counter.say("desk.today.calendar", year=year) if year else ""


def _title(counter: Counter, due: int, back: int) -> str:
    if due:
        return counter.say("desk.today.title", n=due)
    return (
        counter.say("desk.today.title-back", n=back)
        if back
        else counter.say("desk.today.title-none")
    )


def _subtitle(counter: Counter, mine: int, returned: int) -> str:
    say, parts = counter.say, []
    if mine:
        parts.append(say("desk.today.mine", n=mine))
    if returned:
        parts.append(say("desk.today.returned", n=returned))
    return say("desk.list-stop").join(parts)


def _due(counter: Counter, held: Held) -> tuple[tuple[DueRow, ...], int]:
    here = not_elsewhere(counter)
    query = Query(
        "case",
        where=(("void", "empty", None), ("state", "in", open_states(counter)), *here),
        order=(("due", False),),
        limit=_MOST_ROWS,
    )
    found = counter.ledger.find(query)
    rows = [_due_row(counter, case, held) for case in found.rows]
    rows.sort(key=lambda row: (not row.mine, row.case.due or "9999", row.case.case_no))
    return tuple(rows), found.total


def _due_row(counter: Counter, case: Record, held: Held) -> DueRow:
    line = case_line(counter, case, held)
    mine = _is_mine(counter, case)
    if line.state == TO_MEND:
        reason = showing.code_label(
            counter.catalogue, counter.say, "CT-26", text_of(case.data, "returned_reason")
        )
        why = text_of(case.data, "returned_note") or reason
        chip, tone = counter.say("desk.today.chip-returned"), "red"
        return DueRow(
            line, chip, tone, " · ".join(part for part in (line.title, why) if part), mine
        )
    tone = {"red": "red", "yellow": "amber", "green": "green"}.get(line.light, "grey")
    chip = line.light_text or line.state_text
    parts = (line.title, line.place, line.state_text)
    return DueRow(line, chip, tone, " · ".join(part for part in parts if part), mine)


def _is_mine(counter: Counter, case: Record) -> bool:
    """Whether the village has something to do, and not the applicant or the office."""
    if not is_known(counter, case):
        return False
    state = text_of(case.data, "state")
    flow = counter.catalogue.flows[counter.catalogue.items[text_of(case.data, "item")].flow]
    return flow.states[state].where == "V" and state not in WITH_OFFICE and state != "S11"


def _not_taken(counter: Counter, held: Held) -> tuple[BackRow, ...]:
    """Cases of which the office did not take a step over: they stand where they stood before."""
    rows = []
    for refused in refused_steps(counter):
        if refused.record.kind != "case":
            continue
        line = case_line(counter, refused.record, held)
        text = counter.say(
            "desk.today.not-taken", item=line.title, deed=refused.deed, why=refused.why
        )
        at = say_moment(counter.say, refused.at, counter.today())
        chip = counter.say("desk.today.chip-not-taken")
        rows.append(BackRow(line, chip, "red", text, "open", at))
    return tuple(rows)


def _mistaken(counter: Counter, held: Held) -> tuple[BackRow, ...]:
    """Cases that were told to this village by mistake: somebody may have acted on it."""
    say, rows = counter.say, []
    for case in told_in_vain(counter):
        line = case_line(counter, case, held)
        text = say(
            "desk.today.mistaken", place=say_village(counter, case.area), item=line.title,
            home=say_village(counter, guests.village_of(case)),
        )  # fmt: skip
        at = say_moment(say, when(case.time), counter.today())
        rows.append(BackRow(line, say("desk.today.chip-mistaken"), "grey", text, "open", at))
    return tuple(rows)


def _back(counter: Counter, held: Held) -> tuple[BackRow, ...]:
    query = Query(
        "case",
        where=(
            ("void", "empty", None),
            ("state", "in", hand_over_states(counter)),
            *not_elsewhere(counter),
        ),
        order=(("time", True),),
        limit=_MOST_ROWS,
    )
    return tuple(_back_row(counter, case, held) for case in counter.ledger.find(query).rows)


def _back_row(counter: Counter, case: Record, held: Held) -> BackRow:
    line, say = case_line(counter, case, held), counter.say
    decision = text_of(case.data, "decision")
    chip = showing.code_label(counter.catalogue, say, "CT-24", decision) or line.state_text
    printed = any(
        slip.data.get("print") == "PT-11" for slip in counter.ledger.owned(case.id, "slip")
    )
    decided_at = text_of(case.data, "decided_at")
    at = datetime.fromisoformat(decided_at) if decided_at else None
    return BackRow(
        case=line,
        chip=chip,
        tone="blue" if decision == "1" else "red",
        text=say(
            "desk.today.back-hand-over" if printed else "desk.today.back-print", item=line.title
        ),
        deed="hand_over" if printed else "print_result",
        at=say_moment(say, at, counter.today()) if at else "",
    )
