"""The acceptance screen's data: papers, form, everything that is missing, and what can be done."""

from __future__ import annotations

from collections import Counter as Counted
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.rules import acceptance, fields, numbers
from ledger.rules.findings import is_blank, sentence
from ledger.store.query import Query
from station_client.desk import guests, guides
from station_client.desk.card_checks import told
from station_client.desk.case_states import open_states
from station_client.desk.draft_scans import scans_in
from station_client.desk.drafts import CARD, OpenDraft, open_draft
from station_client.desk.heads import field_view, person_head, text_of
from station_client.desk.views import FieldView, Notice, PersonHead
from station_client.desk.wording import say_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from ledger.catalogue.items import Paper
    from ledger.core.act import Value
    from ledger.rules.findings import Finding
    from station_client.desk.counter import Counter

#: The finding that says a required field is empty (V-25).
BLANK: Final = "check.required"
_LETTERS: Final = {"original": "original", "copy": "copy", "either": "original"}


@dataclass(frozen=True)
class PaperLine:
    """One line of the checklist. `tone`: green, red, grey."""

    key: str
    label: str
    need: str  # 原件 1 / 复印件 1（系统可核验免交）
    note: str
    form: str  # original, copy, either, filled
    count: int
    required: bool
    exempt_by_check: bool
    got: bool  # ticked: shown or handed in
    exempt: bool  # checked in the system instead of handed in
    returned: bool  # the original went back to the applicant
    defect: str  # what is wrong with the paper, "" = nothing
    scans: int  # how many scans were chosen for it
    tag: str  # 已收 / 免交 / 缺 / 要改
    tone: str

    @property
    def lacking(self) -> bool:
        """Whether the application is not complete for want of this paper."""
        return bool(self.defect) or (self.required and not self.got and not self.exempt)


@dataclass(frozen=True)
class Application:
    """The acceptance screen: papers, form, what is missing, and what can be done now."""

    draft: str
    item: str
    item_title: str
    person: PersonHead
    case: str  # the case behind the draft when it was told once already, or ""
    case_no: str
    channel: str
    identity_way: str
    days: int
    due: date  # if accepted today
    promise: str  # 承诺 3 个工作日，11月25日前
    papers: tuple[PaperLine, ...]
    fields: tuple[FieldView, ...]  # of the form, then those the card lacks ("card.<name>")
    notices: tuple[Notice, ...]
    missing_papers: int
    to_mend: int
    summary: str  # 还缺 1 样材料、1 处填写要改
    can_accept: bool
    can_notify: bool
    notify_blocked: str  # why a notice needs a supervisor, "" = it does not
    told: int  # one-time notices given so far
    clock_back: str  # the question when the clock went back (V-28), "" = none
    refusal: str  # ground on which it cannot be accepted at all (V-21), "" = none
    guest_of: str  # 北沟村居民, "" = of this village
    saved_at: datetime
    saved_text: str  # 草稿已存 09:42:17


def application(counter: Counter, draft: str) -> Application:
    """The draft as the acceptance screen shows it. RuleFault `draft.gone`."""
    return view_of(counter, open_draft(counter, draft))


def view_of(counter: Counter, opened: OpenDraft) -> Application:
    """An opened draft as the acceptance screen shows it."""
    say, item = counter.say, opened.item
    form = opened.form()
    papers = paper_lines(counter, opened, form)
    notices, refusal = _notices(counter, opened, form)
    missing = sum(line.lacking for line in papers)
    confirmed = opened.data["confirmed"]
    open_ones = [note for note in notices if _is_open(note, confirmed)]
    to_mend = len({note.field for note in open_ones})
    blank = len({note.field for note in open_ones if note.key == f"{note.field}:{BLANK}"})
    due = counter.calendar.due(counter.today(), item.days, item.unit)
    case = opened.case
    told_before = int(case.data.get("notices") or 0) if case else 0
    blocked = ""
    if told_before >= counter.catalogue.profile.notices_per_case:
        blocked = say("desk.case.told-already", n=told_before)
    promise = say("desk.case.promise", days=guides.say_days(counter, item), day=say_day(say, due))
    return Application(
        draft=opened.id,
        item=item.code,
        item_title=item.label(say.lang),
        person=person_head(counter, opened.card),
        case=case.id if case else "",
        case_no=text_of(case.data, "case_no") if case else "",
        channel=str(opened.data["channel"]),
        identity_way=str(opened.data["identity_way"]),
        days=item.days,
        due=due,
        promise=promise,
        papers=papers,
        fields=_field_views(counter, opened, form),
        notices=tuple(notices),
        missing_papers=missing,
        to_mend=to_mend,
        summary=refusal or _summary(counter, missing, to_mend, blank),
        can_accept=not (missing or to_mend or refusal),
        can_notify=bool(missing or to_mend) and not refusal,
        notify_blocked=blocked,
        told=told_before,
        clock_back=_clock_question(counter),
        refusal=refusal,
        guest_of=guests.say_home(counter, opened.home),
        saved_at=opened.saved_at,
        saved_text=say("desk.case.draft-saved", time=f"{opened.saved_at:%H:%M:%S}"),
    )


def paper_lines(
    counter: Counter, opened: OpenDraft, form: Mapping[str, Value]
) -> tuple[PaperLine, ...]:
    """The checklist: the papers that this application asks for, and what is said about each."""
    scans = Counted(scan.paper for scan in scans_in(counter, opened.id))
    return tuple(
        _paper_line(counter, paper, opened.paper(paper.key), scans[paper.key])
        for paper in opened.item.papers
        if paper.asked(form)
    )


def _paper_line(counter: Counter, paper: Paper, said: Mapping[str, Value], scans: int) -> PaperLine:
    got, exempt = bool(said.get("got")), bool(said.get("exempt")) and paper.exempt_by_check
    defect = str(said.get("defect") or "").strip()
    tag, tone = "missing" if paper.required else "optional", "red" if paper.required else "grey"
    if defect:
        tag, tone = "defective", "red"
    elif got:
        tag, tone = "got", "green"
    elif exempt:
        tag, tone = "exempt", "green"
    return PaperLine(
        key=paper.key,
        label=paper.label(counter.say.lang),
        need=guides.say_need(counter, paper),
        note=paper.note(counter.say.lang),
        form=paper.form,
        count=int(said.get("count") or paper.count),
        required=paper.required,
        exempt_by_check=paper.exempt_by_check,
        got=got,
        exempt=exempt,
        returned=bool(said.get("returned", paper.returned)),
        defect=defect,
        scans=scans,
        tag=counter.say(f"desk.paper.tag-{tag}"),
        tone=tone,
    )


def _field_views(
    counter: Counter, opened: OpenDraft, form: Mapping[str, Value]
) -> tuple[FieldView, ...]:
    item = opened.item
    views = [
        field_view(counter, field, form) for field in item.fields.values() if field.visible(form)
    ]
    card = opened.card_values()
    for name in _asked_of_card(counter, opened):
        field = counter.catalogue.kinds["person"].fields[name]
        view = field_view(counter, field, card)
        views.append(replace(view, name=CARD + name, required=True))
    return tuple(views)


def _asked_of_card(counter: Counter, opened: OpenDraft) -> list[str]:
    """The card fields that the item needs and the card lacks or has wrong."""
    declared, card = counter.catalogue.kinds["person"].fields, opened.card.data
    return [
        name
        for name in opened.item.card_fields
        if not declared[name].locked
        and (
            is_blank(card.get(name))
            or CARD + name in opened.data["fields"]
            or any(
                finding.level == "block"
                for finding in fields.check(
                    counter.catalogue, declared[name], card.get(name), card, counter.today()
                )
            )
        )
    ]


def _notices(
    counter: Counter, opened: OpenDraft, form: Mapping[str, Value]
) -> tuple[list[Notice], str]:
    """What is wrong with the form and the card, and the ground for not accepting at all."""
    item, catalogue = opened.item, counter.catalogue
    card, today = opened.card_values(), counter.today()
    shown = [field for field in item.fields.values() if field.visible(form)]
    found = [
        told(counter, item.fields.get(finding.field), finding)
        for finding in (
            *fields.check_all(catalogue, shown, form, today),
            *fields.missing(catalogue, shown, form),
        )
    ]
    found += [_of_card(counter, finding) for finding in _card_findings(counter, opened, card)]
    grounds = []
    for obstacle in acceptance.obstacles(catalogue, item, form, card, today):
        finding = obstacle.finding
        declared = item.fields if obstacle.requirement.of == "form" else None
        field = (declared or catalogue.kinds["person"].fields).get(finding.field)
        if finding.level == "block":
            grounds.append(sentence(finding, field, counter.say))
        else:
            found.append(told(counter, field, finding))
    found += _twins(counter, opened)
    unique = {(note.field, note.text): note for note in found}
    ground = (
        counter.say(
            "desk.case.refusal", why=counter.say("desk.list-stop").join(dict.fromkeys(grounds))
        )
        if grounds
        else ""
    )
    return list(unique.values()), ground


def _card_findings(
    counter: Counter, opened: OpenDraft, card: Mapping[str, Value]
) -> Iterator[Finding]:
    catalogue, today = counter.catalogue, counter.today()
    wanted = [catalogue.kinds["person"].fields[name] for name in opened.item.card_fields]
    yield from fields.missing(catalogue, wanted, card, also=opened.item.card_fields)
    for finding in fields.check_all(catalogue, wanted, card, today):
        # What may be asked about a card was asked when it was saved; here only faults stop.
        if finding.level == "block" or CARD + finding.field in opened.data["fields"]:
            yield finding


def _of_card(counter: Counter, finding: Finding) -> Notice:
    note = told(counter, counter.catalogue.kinds["person"].fields.get(finding.field), finding)
    return replace(note, field=CARD + note.field, key=CARD + note.key)


def _twins(counter: Counter, opened: OpenDraft) -> list[Notice]:
    """An open case of the same person and item: told, never a bar (domain 5.4.5)."""
    states = [*open_states(counter), "S50", "S51"]
    query = Query(
        "case",
        where=(
            ("person", "eq", opened.card.id),
            ("item", "eq", opened.item.code),
            ("state", "in", states),
        ),
        limit=3,
    )
    same = counter.ledger.find(query).rows if opened.card.id else []
    same += [
        case
        for case in guests.cases_of_number(counter, text_of(opened.card.data, "id_no"))
        if case.data.get("item") == opened.item.code and case.data.get("state") in states
    ]
    own = opened.case.id if opened.case else ""
    return [
        Notice(
            "item",
            "item:twin",
            "warn",
            counter.say("desk.case.twin", number=numbers.spoken(text_of(case.data, "case_no"))),
            existing=case.id,
        )
        for case in same
        if case.id != own
    ]


def _is_open(note: Notice, confirmed: list[str]) -> bool:
    return note.level == "block" or (note.level == "ask" and note.key not in confirmed)


def _summary(counter: Counter, missing: int, to_mend: int, blank: int) -> str:
    """What still lacks, in words; ``blank`` of those ``to_mend`` are empty rather than wrong."""
    say, parts = counter.say, []
    if missing:
        parts.append(say("desk.case.missing-papers", n=missing))
    if blank:
        parts.append(say("desk.case.blank", n=blank))
    if to_mend > blank:
        parts.append(say("desk.case.to-mend", n=to_mend - blank))
    return say("desk.list-comma").join(parts) if parts else say("desk.case.complete")


def _clock_question(counter: Counter) -> str:
    """V-28: a clock that went back blocks nothing, but the operator looks at the date."""
    if not counter.ledger.clock.went_back():
        return ""
    return counter.say("desk.case.clock-back", day=say_day(counter.say, counter.today()))
