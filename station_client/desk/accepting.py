"""From a draft to a case: told what is missing, or accepted; each in one act with its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.core.faults import RuleFault
from ledger.core.record import Change, New
from ledger.rules import guests, numbers
from ledger.store.local import next_number
from station_client.desk import slips_data
from station_client.desk.application import view_of
from station_client.desk.cases import Done, done, take_steps
from station_client.desk.drafts import end_draft, open_draft, put
from station_client.desk.heads import text_of
from station_client.desk.printing import draw, keep, placed, printed, slip_change
from station_client.desk.scans import attached_with
from station_client.desk.wording import say_day
from station_client.slips import data as paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.core.act import Value
    from ledger.rules.actor import Actor
    from station_client.desk.application import Application, PaperLine
    from station_client.desk.cases import Steps
    from station_client.desk.counter import Counter
    from station_client.desk.drafts import OpenDraft

#: CT-26: missing, not in legal form, contradicting.
_LACKING, _DEFECTIVE, _WRONG = "01", "02", "03"
#: CT-69 by what the checklist says of a paper.
_FORMS: Final = {"original": "1", "either": "1", "filled": "1", "copy": "2"}
_LOOKED_UP: Final = "3"
_WAITING: Final = "S11"


def notify_missing(
    counter: Counter, draft: str, note: str = "", supervisor: Actor | None = None, cause: str = ""
) -> Done:
    """Tell everything that is missing, once, in writing (PT-02); the case waits for papers.

    A second notice needs a `supervisor` (head of the station, who logged in for it) and his
    `cause` (J13): RuleFault `flow.second-notice` without them; `case.nothing-missing` when all is
    there; `case.not-eligible` when it could never be accepted. The draft stays open.
    """
    opened = open_draft(counter, draft)
    seen = view_of(counter, opened)
    if seen.refusal:
        raise RuleFault("case.not-eligible", why=seen.refusal)
    if not (seen.missing_papers or seen.to_mend):
        raise RuleFault("case.nothing-missing", name=seen.person.name)
    case_no = _reserve(counter, opened)
    given = {"cause": cause.strip()} if cause.strip() else {}
    step = ("notify_missing", {**_told(opened), **given})
    steps = [*_to_papers(counter, opened, seen, case_no), step]
    before = opened.case.data if opened.case else {}
    values = take_steps(counter, opened.item, before, steps, supervisor)
    after = {**before, **values}
    missing = _missing(counter, seen)
    slip = slips_data.one_time_notice(
        counter, opened.item, after, missing, int(after["notices"]), cause.strip()
    )
    drawn = keep(counter, draw(counter, "PT-02", slip, case_no))
    owner: str | New = opened.case.id if opened.case else New(0)
    changes = [
        _case_change(counter, opened, values),
        *_paper_changes(counter, opened, seen.papers, owner),
        _notice_change(counter, after, seen, owner, note.strip(), supervisor, cause.strip()),
        slip_change(counter, drawn, owner, opened.home),
    ]
    committed = counter.ledger.commit(counter.operator, "case.notify_missing", changes)
    printed_paper = printed(counter, committed.records[-1], drawn)
    return done(counter, committed.records[0], after, "notify_missing", printed_paper)


def accept(counter: Counter, draft: str, confirm_clock: bool = False) -> Done:
    """Take in and accept in one act: number, due date, PT-01. The draft ends.

    RuleFault `case.incomplete` (params summary), `case.not-eligible` (V-21; params why),
    `case.clock-back` (V-28; ask, then call again with `confirm_clock`).
    """
    opened = open_draft(counter, draft)
    seen = view_of(counter, opened)
    if seen.refusal:
        raise RuleFault("case.not-eligible", why=seen.refusal)
    if not seen.can_accept:
        raise RuleFault("case.incomplete", summary=seen.summary)
    if seen.clock_back and not confirm_clock:
        raise RuleFault("case.clock-back", day=say_day(counter.say, counter.today()))
    case_no = _reserve(counter, opened)
    form = {name: value for name, value in opened.form().items() if value is not None}
    accepting = {**form, **_told(opened), "clock_confirmed": confirm_clock}
    steps = [*_to_papers(counter, opened, seen, case_no), ("accept", accepting)]
    before = opened.case.data if opened.case else {}
    values = take_steps(counter, opened.item, before, steps)
    after = {**before, **values}
    slip = slips_data.acceptance(counter, opened.item, after, seen.papers)
    drawn = keep(counter, draw(counter, "PT-01", slip, case_no))
    owner: str | New = opened.case.id if opened.case else New(0)
    changes = [
        _case_change(counter, opened, values),
        *_paper_changes(counter, opened, seen.papers, owner),
        *_card_change(opened),
        *attached_with(counter, opened, owner),
        slip_change(counter, drawn, owner, opened.home),
    ]
    committed = counter.ledger.commit(counter.operator, "case.accept", changes)
    end_draft(counter, draft)
    printed_paper = printed(counter, committed.records[-1], drawn)
    return done(counter, committed.records[0], after, "accept", printed_paper)


def _reserve(counter: Counter, opened: OpenDraft) -> str:
    """The number of the case, written into the draft before the act that uses it.

    It is the thread by which a draft finds its case again after a power cut. A number reserved on
    an earlier day and never used is let go: the number carries the day.
    """
    number = str(opened.data["number"])
    if opened.case is not None:
        return number
    day, site, ledger = counter.today(), counter.site, counter.ledger
    known = numbers.read_case_no(number)
    if known is not None and known.day == day:
        return number
    with ledger.database.write() as connection:
        serial = next_number(connection, ledger.place.office, f"case {day.isoformat()}")
    number = numbers.case_no(site.code, site.terminal, day, serial)
    put(counter, opened, {**opened.data, "number": number})
    return number


def _to_papers(counter: Counter, opened: OpenDraft, seen: Application, case_no: str) -> Steps:
    """The steps up to "papers taken in": from nothing, or after what was missing was brought."""
    if opened.case is not None:
        waiting = text_of(opened.case.data, "state") == _WAITING
        return [("supply", {"supplied_note": _supplied(counter, seen)})] if waiting else []
    card = opened.card_values()
    taking = {
        "channel": str(opened.data["channel"]),
        "identity_way": str(opened.data["identity_way"]),
        "case_no": case_no,
        "name": text_of(card, "name"),
        "id_no": text_of(card, "id_no"),
        "phone": text_of(opened.form(), "phone") or text_of(card, "mobile"),
        "terminal": counter.site.terminal,
    }
    if opened.home:
        taking["home"] = opened.home
    else:
        taking |= {"person": opened.card.id, "home_station": counter.site.code}
    return [("start", {}), ("take_in", taking)]


def _told(opened: OpenDraft) -> dict[str, Value]:
    """What a guest told of himself, which the case keeps: his card lies in another village."""
    if not opened.home or opened.card.id:
        return {}
    return {"applicant": {k: v for k, v in opened.card_values().items() if v is not None}}


def _supplied(counter: Counter, seen: Application) -> str:
    names = [line.label for line in seen.papers if line.got or line.exempt]
    return counter.say("desk.list-comma").join(names) or counter.say("desk.case.came-again")


def _case_change(counter: Counter, opened: OpenDraft, values: Mapping[str, Value]) -> Change:
    if opened.case is not None:
        return Change("case", values, record=opened.case.id)
    placed = {"area": counter.site.area, **values}
    return Change("case", placed if opened.home else {"owner": opened.card.id, **placed})


def _card_change(opened: OpenDraft) -> list[Change]:
    """What the application made known about the person goes onto the card, in the same act."""
    typed = {
        name: value
        for name, value in opened.card_typed().items()
        if value is not None and opened.card.data.get(name) != value and not opened.home
    }
    return [Change("person", typed, record=opened.card.id)] if typed else []


def _paper_changes(
    counter: Counter, opened: OpenDraft, lines: Sequence[PaperLine], owner: str | New
) -> list[Change]:
    """The checklist as records of the case: new lines, and lines that changed."""
    held = {}
    if opened.case is not None:
        held = {
            text_of(each.data, "paper"): each
            for each in counter.ledger.owned(opened.case.id, "paper")
        }
    changes = []
    for line in lines:
        values = _paper_values(counter, line)
        earlier = held.get(line.key)
        if earlier is None:
            made = {**placed(counter, opened.home), "owner": owner, **values}
            changes.append(Change("paper", {**made, **_taken(counter)}))
            continue
        new = {name: value for name, value in values.items() if earlier.data.get(name) != value}
        if new:
            changes.append(Change("paper", {**new, **_taken(counter)}, record=earlier.id))
    return changes


def _paper_values(counter: Counter, line: PaperLine) -> dict[str, Value]:
    reason = _DEFECTIVE if line.defect else _LACKING if line.lacking else None
    return {
        "paper": line.key,
        "name": line.label,
        "present": line.got,
        "form": _LOOKED_UP if line.exempt else _FORMS[line.form],
        "count": line.count if line.got else 0,
        "returned": line.got and line.returned,
        "exempt": line.exempt,
        "reason": reason,
        "note": line.defect or None,
    }


def _taken(counter: Counter) -> dict[str, Value]:
    return {
        "taken_at": counter.now().isoformat(timespec="seconds"),
        "taken_by": counter.operator.id,
        "taken_by_name": counter.operator.name,
    }


def _missing(counter: Counter, seen: Application) -> list[paper.Missing]:
    """Everything to tell: papers that are not there or not in order, then what is filled wrong."""
    told = [
        paper.Missing(
            name=line.label,
            kind="defective" if line.defect else "missing",
            reason=line.defect or _bring(counter, line),
            sample=line.note,
        )
        for line in seen.papers
        if line.lacking
    ]
    labels = {field.name: field.label for field in seen.fields}
    wrong: dict[str, str] = {}
    for note in seen.notices:
        if note.level != "warn":
            wrong.setdefault(note.field, note.text)
    told += [
        paper.Missing(name=labels.get(field, field), kind="defective", reason=text)
        for field, text in wrong.items()
    ]
    return told


def _bring(counter: Counter, line: PaperLine) -> str:
    """What the applicant is asked to do about a missing paper."""
    if line.form == "filled":
        return counter.say("desk.paper.fill-in-here")
    return counter.say("desk.paper.bring", need=line.need)


def _notice_change(
    counter: Counter,
    case: Mapping[str, Value],
    seen: Application,
    owner: str | New,
    note: str,
    supervisor: Actor | None,
    cause: str,
) -> Change:
    rows: list[Value] = [
        {
            "paper": line.key,
            "name": line.label,
            "note": line.defect or note,
            "reason": _DEFECTIVE if line.defect else _LACKING,
        }
        for line in seen.papers
        if line.lacking
    ]
    labels = {field.name: field.label for field in seen.fields}
    for field in dict.fromkeys(each.field for each in seen.notices if each.level != "warn"):
        text = next(each.text for each in seen.notices if each.field == field)
        rows.append(
            {"paper": field, "name": labels.get(field, field), "reason": _WRONG, "note": text[:200]}
        )
    values: dict[str, Value] = {
        **placed(counter, guests.home_of(counter.site.area, case)),
        "owner": owner,
        "number": int(case["notices"]),
        "missing": rows,
        "deadline": case["correction_deadline"],
        "issued_at": counter.now().isoformat(timespec="seconds"),
        "issued_by": counter.operator.id,
        "issued_by_name": counter.operator.name,
    }
    if cause and supervisor is not None:
        values |= {"cause": cause, "cause_by": supervisor.id, "cause_by_name": supervisor.name}
    return Change("notice", values)
