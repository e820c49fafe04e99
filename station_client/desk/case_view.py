"""Cases as lists, as one page, as a line of time."""

from __future__ import annotations

from collections import Counter as Counted
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.rules import flow
from ledger.rules.admission import MOVING
from ledger.rules.rehoming import WRONG
from ledger.store.query import Query
from station_client.desk import guests, rehoming, showing
from station_client.desk.case_lines import TO_MEND, case_line, item_of, slips_of
from station_client.desk.case_states import hand_over_states, open_states
from station_client.desk.cases import case_of
from station_client.desk.conflicts import conflict_views
from station_client.desk.guides import GuideStep
from station_client.desk.heads import field_view, person_head, text_of
from station_client.desk.places import place_of
from station_client.desk.refusals import say_deed, say_refusal
from station_client.desk.scans import scans_of
from station_client.desk.standing import flow_of, is_received, state_of
from station_client.desk.wording import read_day, say_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.store.history import Entry
    from ledger.store.journal import Held
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter
    from station_client.desk.views import CaseLine, ConflictView, FieldView, PersonHead, SlipLine

#: Steps a person takes from the page of a case, with the function that takes them.
_DEEDS: Final = {
    "begin_first_review": "first_review",
    "first_pass": "first_review",
    "resubmit": "resubmit",
    "hand_over": "hand_over",
    "withdraw": "withdraw",
}
#: What is told of a case besides its form, in this order.
_FACTS: Final = (
    "case_no",
    "accepted_at",
    "due",
    "channel",
    "identity_way",
    "accepted_by_name",
    "correction_deadline",
    "supplied_note",
    "first_reviewer_name",
    "first_opinion",
    "second_reviewer_name",
    "second_opinion",
    "fixed_note",
    "decision",
    "decision_no",
    "decided_at",
    "receiver",
    "receiver_check",
    "handed_at",
    "withdrawn_reason",
    "closed_at",
)
#: Fields whose new value says what an event was about.
_TELLING: Final = (
    "returned_note",
    "fixed_note",
    "second_opinion",
    "first_opinion",
    "supplied_note",
    "withdrawn_reason",
    "receiver",
    "due",
)
#: Lists of what this station has to do.
_TO_DO: Final = frozenset({"mine", "returned", "decided"})
_LEVELS: Final = {"V": 0, "T": 1, "X": 2}


@dataclass(frozen=True)
class CaseDeed:
    """Something that can be done with the case now.

    `key` names the function: first_review, resubmit, hand_over, withdraw (in `cases`), rehome (in
    `rehoming`), print_result, print_proof (in `printing`).
    """

    key: str
    label: str
    primary: bool


@dataclass(frozen=True)
class CasePaper:
    """A paper taken in with the case."""

    key: str
    name: str
    text: str  # 原件 1 · 已退还
    present: bool
    scans: int


@dataclass(frozen=True)
class CaseView:
    """One case, ready to draw."""

    id: str
    line: CaseLine
    person: PersonHead  # a guest's has no id: his card is not known here
    steps: tuple[GuideStep, ...]  # 受理 → 初审 → 镇复审 → 送达, each done, now or next
    deeds: tuple[CaseDeed, ...]
    papers: tuple[CasePaper, ...]
    fields: tuple[FieldView, ...]
    facts: tuple[tuple[str, str], ...]  # label, text: accepted, due, reviewers, decision …
    elsewhere: str  # sentence: which village works on it; "" = this station does
    returned: str  # sentence: why it came back and until when; "" = it did not
    waiting: str  # sentence: whose turn, and whether it has reached the office
    conflicts: tuple[ConflictView, ...]
    slips: tuple[SlipLine, ...]


@dataclass(frozen=True)
class Moment:
    """One event in the life of a case."""

    at: datetime
    title: str  # 受理
    who: str
    where: str
    text: str
    received: bool
    refused: str


@dataclass(frozen=True)
class Cases:
    """A page of cases."""

    rows: tuple[CaseLine, ...]
    total: int
    ms: float


def list_cases(
    counter: Counter,
    show: str = "open",
    text: str = "",
    limit: int = 100,
    offset: int = 0,
    sort: Sequence[tuple[str, bool]] = (),
) -> Cases:
    """Cases of the station by deadline. `show`: open, mine, returned, decided, closed, all.

    `text`: case number (from either end), name, ID number; then `show` is left aside.
    `sort`: fields of the case and whether descending, instead of the deadline.
    """
    held = counter.ledger.held()
    if text.strip():
        found = counter.ledger.search(text, kind="case", limit=limit)
    else:
        where: tuple[Condition, ...] = (("void", "empty", None), *_shown(counter, show))
        ended = show in ("closed", "all")
        order = tuple(sort) or ((("time", True),) if ended else (("due", False),))
        found = counter.ledger.find(Query("case", where, order, limit, offset))
    way = counter.ledger.under_way()
    rows = tuple(case_line(counter, case, held, way) for case in found.rows)
    return Cases(rows, found.total, found.ms)


def _shown(counter: Counter, show: str) -> tuple[Condition, ...]:
    open_ones, results = open_states(counter), hand_over_states(counter)
    wanted = {
        "open": [*open_ones, *results],
        "mine": ["S10", "S20", "S21", TO_MEND, *results],
        "returned": [TO_MEND],
        "decided": results,
        "closed": ["S12", "S13", "S60"],
    }
    if show not in wanted:
        return ()
    states = ("state", "in", wanted[show])
    # What lies with another village is looked at here, not worked on.
    if show in _TO_DO:
        return (states, *guests.not_elsewhere(counter))
    return (states, guests.not_mistaken(counter))


def open_case(counter: Counter, case: str) -> CaseView:
    """One case. RuleFault `case.not-found`."""
    record = case_of(counter, case)
    item = item_of(counter, record)
    elsewhere = guests.say_why_closed(counter, record)
    held = counter.ledger.held()
    line = case_line(counter, record, held, counter.ledger.under_way())
    locked = line.state != TO_MEND or bool(elsewhere)
    return CaseView(
        id=record.id,
        line=line,
        person=person_head(counter, guests.card_of(counter, record)),
        steps=_steps(counter, record),
        deeds=_deeds(counter, record),
        papers=_papers(counter, record),
        fields=tuple(
            field_view(counter, field, record.data, record.conflicts, locked=locked)
            for field in item.fields.values()
            if field.visible(record.data)
        ),
        facts=_facts(counter, record),
        elsewhere=elsewhere,
        returned="" if elsewhere else _returned(counter, record),
        waiting=_waiting(counter, record, held),
        conflicts=conflict_views(counter, record),
        slips=slips_of(counter, record.id),
    )


def timeline(counter: Counter, case: str) -> list[Moment]:
    """Everything that happened to a case, oldest first."""
    record = case_of(counter, case)
    entries = counter.ledger.history(record.id)
    return [_moment(counter, entry, record.area) for entry in reversed(entries)]


def _moment(counter: Counter, entry: Entry, area: str) -> Moment:
    fields = counter.catalogue.kinds["case"].fields
    after = {name: value for name, _, value in entry.changes}
    told = [
        showing.show(counter.catalogue, counter.say, fields[name], after[name])
        for name in _TELLING
        if after.get(name)
    ]
    moves = entry.act.action == MOVING
    return Moment(
        at=entry.at,
        title=say_deed(counter, entry.act.action),
        who=_who(entry, after),
        where=place_of(counter, entry.act.node, area),
        text=_say_other_village(counter, after, area, moves=moves) or (told[0] if told else ""),
        received=entry.received,
        refused=say_refusal(counter, entry.refused, {}),
    )


def _say_other_village(
    counter: Counter, after: Mapping[str, Value], area: str, *, moves: bool
) -> str:
    """Which village a case concerns from an event on; "" for any other event."""
    wrong, home = text_of(after, WRONG), text_of(after, guests.HOME)
    name = guests.say_village(counter, home or area)
    if wrong:
        before = guests.say_village(counter, wrong)
        return counter.say("desk.case.rehomed", wrong=before, home=name)
    return counter.say("desk.case.follows", home=name) if moves and home else ""


def _who(entry: Entry, after: Mapping[str, Value]) -> str:
    """The name of who did it; a clerk of the office is known here only by what he wrote."""
    if entry.who:
        return entry.who
    signed = (str(value) for name, value in after.items() if name.endswith("_name") and value)
    return next(signed, "")


def _steps(counter: Counter, case: Record) -> tuple[GuideStep, ...]:
    """The steps of the guide, with those that are over and the one that is on."""
    item, data = item_of(counter, case), case.data
    passed = (
        bool(data.get("accepted_at")),
        bool(data.get("first_at")),
        bool(data.get("decided_at")),
        bool(data.get("handed_at")),
    )
    at = next((number for number, over in enumerate(passed) if not over), len(passed))
    if text_of(data, "state") == TO_MEND:
        at = 1
    lang, final = counter.say.lang, state_of(counter, case).final
    return tuple(
        GuideStep(
            step.label(lang),
            step.output_zh if lang == "zh" else step.output_en,
            step.days,
            "done" if number < at else "now" if number == at and not final else "next",
        )
        for number, step in enumerate(item.steps)
    )


def _deeds(counter: Counter, case: Record) -> tuple[CaseDeed, ...]:
    if guests.is_elsewhere(counter, case):
        return ()
    say, found = counter.say, {}
    for step in flow.open_transitions(flow_of(counter, case), case.data, counter.operator):
        key = _DEEDS.get(step.key)
        if key is not None and key not in found:
            found[key] = CaseDeed(
                key, say(f"desk.case.deed-{key.replace('_', '-')}"), primary=key != "withdraw"
            )
    deeds = list(found.values())
    if rehoming.choices(counter, case):
        deeds.append(CaseDeed("rehome", say("desk.case.deed-rehome"), primary=False))
    if text_of(case.data, "state") in hand_over_states(counter):
        deeds.insert(0, CaseDeed("print_result", say("desk.case.deed-print-result"), primary=False))
    if text_of(case.data, "state") == "S60" and "PT-35" in item_of(counter, case).prints:
        deeds.append(CaseDeed("print_proof", say("desk.case.deed-print-proof"), primary=True))
    return tuple(deeds)


def _papers(counter: Counter, case: Record) -> tuple[CasePaper, ...]:
    lines = []
    scans = Counted(text_of(scan.data, "paper") for scan in scans_of(counter, case.id))
    for each in counter.ledger.owned(case.id, "paper"):
        data, say = each.data, counter.say
        form = showing.code_label(counter.catalogue, say, "CT-69", text_of(data, "form"))
        present = bool(data.get("present")) or bool(data.get("exempt"))
        parts = [
            f"{form} {data.get('count') or ''}".strip()
            if present
            else say("desk.paper.tag-missing")
        ]
        if data.get("returned"):
            parts.append(say("desk.paper.returned"))
        if text_of(data, "note"):
            parts.append(text_of(data, "note"))
        key = text_of(data, "paper")
        text = " · ".join(parts)
        lines.append(CasePaper(key, text_of(data, "name"), text, present, scans[key]))
    return tuple(lines)


def _facts(counter: Counter, case: Record) -> tuple[tuple[str, str], ...]:
    fields = counter.catalogue.kinds["case"].fields
    facts = []
    for name in _FACTS:
        shown = showing.show(counter.catalogue, counter.say, fields[name], case.data.get(name))
        if shown:
            facts.append((showing.label_of(fields[name], counter.say), shown))
    return tuple(facts)


def _returned(counter: Counter, case: Record) -> str:
    if text_of(case.data, "state") != TO_MEND:
        return ""
    say = counter.say
    reason = showing.code_label(
        counter.catalogue, say, "CT-26", text_of(case.data, "returned_reason")
    )
    until = read_day(case.data.get("return_deadline"))
    return say(
        "desk.case.returned",
        who=text_of(case.data, "second_reviewer_name"),
        reason=reason,
        note=_sentence(say, text_of(case.data, "returned_note")),
        until=say_day(say, until) if until else "",
    )


def _sentence(say: Texts, words: str) -> str:
    """What somebody typed, closed like a sentence, for others to follow it."""
    closed = not words or words[-1] in "。！？；….!?;"
    return words if closed else words + say("desk.full-stop")


def _waiting(counter: Counter, case: Record, held: Held) -> str:
    """Where the case is now; for what was passed on, whether the office has it."""
    say, line = counter.say, case_line(counter, case, held)
    state = text_of(case.data, "state")
    if state in ("S24", "S25"):
        return say(
            "desk.case.waiting-office"
            if is_received(counter, case, held)
            else "desk.case.waiting-upload"
        )
    return line.turn and say("desk.case.waiting", state=line.state_text, turn=line.turn)
