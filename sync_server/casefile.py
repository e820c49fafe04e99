"""One case as its page shows it: the applicant, the papers, the opinions, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.core.faults import RuleFault
from ledger.rules import duties, flow
from ledger.rules.masking import mask
from sync_server.benches import BENCHES
from sync_server.case_deeds import found
from sync_server.faults import sentence
from sync_server.forms import Input, input_for
from sync_server.guests import applicant_of, village_of, villages_instead
from sync_server.moments import Moment, moments_of
from sync_server.scans import Scan, scans_of, scans_of_card
from sync_server.wording import Deadline, deadline, shown

if TYPE_CHECKING:
    from ledger.catalogue.items import Item
    from ledger.catalogue.texts import Texts
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from sync_server.office import Office

#: What the reviewer sees of the card; the rest stays in the village.
EXTRACT = (
    "name", "sex", "id_no", "birth_date", "mobile", "education", "hukou_type", "hukou_address",
    "live_address", "emp_status", "unemp_reg_state",
)  # fmt: skip
#: Posts that may see covered numbers in clear, with a purpose (domain 6.4).
CLEAR_POSTS = ("T1", "T2", "T3", "T4", "T7")
PURPOSES = ("review", "contact", "check", "issue")
#: Correcting a guest's village: no step of a flow.
REHOME = "rehome"
#: Steps with their key and look on the page; other open steps belong to other places.
SHOWN_DEEDS: Mapping[str, tuple[str, str]] = {
    "take": ("F10", "main"),
    "pass": ("F10", "main"),
    "return": ("F9", ""),
    "fail": ("", "danger"),
    "hand_over": ("F10", "main"),
    "withdraw": ("", ""),
    REHOME: ("", ""),
}


@dataclass(frozen=True)
class Fact:
    """One line of the extract; ``covered`` when part of the value is hidden."""

    label: str
    value: str
    covered: bool = False
    number: bool = False


@dataclass(frozen=True)
class PaperLine:
    """One paper of the application."""

    name: str
    text: str
    there: bool
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """What one reviewer wrote."""

    title: str
    text: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Deed:
    """Something this person may do now."""

    key: str
    label: str
    shortcut: str
    look: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class CaseFile:
    """Everything the page of a case shows."""

    id: str
    mark: str
    name: str
    item: str
    case_no: str
    state: str
    sign: str
    deadline: Deadline
    village: str
    bench: str
    person: tuple[Fact, ...]
    form: tuple[Fact, ...]
    papers: tuple[PaperLine, ...]
    card_scans: tuple[Scan, ...]
    opinions: tuple[Opinion, ...]
    moments: tuple[Moment, ...]
    deeds: tuple[Deed, ...]
    why_none: str
    may_clear: bool
    conflicts: tuple[str, ...]

    @property
    def on_the_way(self) -> int:
        """How many scans of the case have not arrived yet."""
        return sum(not scan.here for paper in self.papers for scan in paper.scans)

    @property
    def card_on_the_way(self) -> int:
        """How many scans of the applicant's card have not arrived yet."""
        return sum(not scan.here for scan in self.card_scans)


def may_look(actor: Actor) -> None:
    """RuleFault ``office.not-your-post`` unless the person works on some bench."""
    if not any(actor.holds(*bench.posts) for bench in BENCHES.values()):
        raise RuleFault("office.not-your-post")


def open_case(office: Office, actor: Actor, say: Texts, case: str) -> CaseFile:
    """One case for one person. RuleFault ``case.not-found``, ``office.not-your-post``."""
    record, item = found(office, case)
    may_look(actor)
    state = office.catalogue.flows[item.flow].shown(str(record.data.get("state") or ""), True)
    deeds = _deeds(office, actor, say, item, record)
    return CaseFile(
        record.id,
        format(record.time, "x"),
        str(record.data.get("name") or ""),
        item.label(say.lang),
        str(record.data.get("case_no") or ""),
        state.label(say.lang),
        state.sign,
        deadline(office, say, record),
        village_of(office, say, record),
        _bench_of(actor, record),
        _person(office, say, record, clear=False),
        _form(office, say, item, record),
        _papers(office, say, item, record),
        scans_of_card(office, say, record),
        _opinions(say, record),
        tuple(moments_of(office, say, item, record)),
        deeds,
        "" if deeds else _why_none(office, actor, say, item, record),
        actor.holds(*CLEAR_POSTS),
        _conflicts(office, say, record),
    )


def reveal(office: Office, actor: Actor, say: Texts, case: str, purpose: str) -> tuple[Fact, ...]:
    """The extract with every number in clear; who, what for and which fields goes into TZ-56."""
    record, _ = found(office, case)
    if not actor.holds(*CLEAR_POSTS):
        raise RuleFault("office.not-your-post")
    if purpose not in PURPOSES:
        raise RuleFault("office.no-purpose")
    fields = office.catalogue.kinds["person"].fields
    office.ledger.local.diary.add(
        "access",
        {
            "actor": actor.id,
            "name": actor.name,
            "action": "reveal",
            "object": str(record.data.get("case_no") or record.id),
            "purpose": purpose,
            "fields": [name for name in EXTRACT if name in fields and fields[name].mask],
        },
    )
    return _person(office, say, record, clear=True)


def _bench_of(actor: Actor, record: Record) -> str:
    state = record.data.get("state")
    own = [bench for bench in BENCHES.values() if actor.holds(*bench.posts)]
    lying = [bench for bench in own if state in bench.states]
    return (lying or own)[0].code


def _person(office: Office, say: Texts, case: Record, *, clear: bool) -> tuple[Fact, ...]:
    source = applicant_of(office, case)
    fields = office.catalogue.kinds["person"].fields
    facts = []
    for name in EXTRACT:
        field = fields.get(name)
        if field is None:
            continue
        value = shown(office, say, field, source.get(name))
        if not value:
            continue
        covered = bool(field.mask) and not clear and field.mask in ("id", "phone", "account")
        text = mask(field.mask, value) if covered and field.mask else value
        facts.append(Fact(field.label(say.lang), text, covered, field.mask in ("id", "phone")))
    return tuple(facts)


def _form(office: Office, say: Texts, item: Item, case: Record) -> tuple[Fact, ...]:
    facts = []
    declared = office.catalogue.kinds["case"].fields
    for field in item.fields.values():
        value = shown(office, say, field, case.data.get(field.name))
        own = declared.get(field.name)
        cover = field.mask or (own.mask if own else None)
        if value and field.visible(case.data):
            text = mask(cover, value) if cover else value
            facts.append(Fact(field.label(say.lang), text, bool(cover), bool(cover)))
    return tuple(facts)


def _papers(office: Office, say: Texts, item: Item, case: Record) -> tuple[PaperLine, ...]:
    got = {str(row.data.get("paper")): row.data for row in office.ledger.owned(case.id, "paper")}
    fields = office.catalogue.kinds["paper"].fields
    scans = scans_of(office, say, case.id)
    lines = []
    for paper in item.papers:
        data = got.get(paper.key, {})
        if not data and not paper.asked(case.data):
            continue
        there = bool(data.get("present"))
        word = say("office.paper.none")
        if there:
            form = shown(office, say, fields["form"], data.get("form"))
            word = say("office.paper.here", form=form, n=data.get("count") or 1)
        elif data.get("exempt"):
            there, word = True, say("office.paper.exempt")
        elif data.get("reason"):
            word = shown(office, say, fields["reason"], data["reason"])
        elif not paper.required:
            word = say("office.paper.optional")
        lines.append(PaperLine(paper.label(say.lang), word, there, scans.get(paper.key, ())))
    return tuple(lines)


def _opinions(say: Texts, case: Record) -> tuple[Opinion, ...]:
    data = case.data
    found = []
    for step in ("first", "second"):
        text, who = data.get(f"{step}_opinion"), data.get(f"{step}_reviewer_name")
        at = data.get(f"{step}_at")
        if text or at:
            when = datetime.fromisoformat(str(at)) if at else None
            title = say(f"office.case.{step}_opinion")
            found.append(Opinion(title, str(text or ""), str(who or ""), when))
    return tuple(found)


def _deeds(office: Office, actor: Actor, say: Texts, item: Item, case: Record) -> tuple[Deed, ...]:
    fields = office.catalogue.kinds["case"].fields
    chain = office.catalogue.flows[item.flow]
    deeds = []
    for step in flow.open_transitions(chain, case.data, actor):
        if step.key not in SHOWN_DEEDS:
            continue
        shortcut, look = SHOWN_DEEDS[step.key]
        inputs = tuple(
            input_for(office.catalogue, say, fields[name], _offered(office, name))
            for name in step.needs
        )
        deeds.append(Deed(step.key, say(f"office.deed.{step.key}"), shortcut, look, inputs))
    villages = villages_instead(office, actor, say, case)
    if villages:
        deeds.append(Deed(REHOME, say("office.deed.rehome"), "", "", (villages,)))
    order = list(SHOWN_DEEDS)
    return tuple(sorted(deeds, key=lambda deed: order.index(deed.key)))


def _offered(office: Office, name: str) -> str:
    """What a form starts with: a deadline some working days from now, nothing else."""
    if name == "return_deadline":
        days = office.catalogue.profile.return_days
        return office.calendar.add_working(office.today(), days).isoformat()
    return ""


def _why_none(office: Office, actor: Actor, say: Texts, item: Item, case: Record) -> str:
    """Why this person has no button here, in one sentence."""
    data = case.data
    state = office.catalogue.flows[item.flow].states[str(data.get("state") or "S00")]
    if state.final:
        return say("office.why.over")
    barred = _barred(office, actor, item, case)
    if barred:
        return sentence(say, barred)
    if data.get("state") in BENCHES["review"].states:
        return say("office.why.review")
    if data.get("state") in BENCHES["issue"].states:
        return say("office.why.issue")
    return say("office.why.village")


def _barred(office: Office, actor: Actor, item: Item, case: Record) -> RuleFault | None:
    """The separation of duties that keeps this person from the next step, if it is one."""
    chain = office.catalogue.flows[item.flow]
    for step in chain.transition:
        if actor.holds(*step.posts) and flow.starts_here(chain, step, case.data):
            fault = duties.apart(step, case.data, actor.id, actor.level)
            if fault is not None:
                return fault
    return None


def _conflicts(office: Office, say: Texts, case: Record) -> tuple[str, ...]:
    fields = office.catalogue.kinds["case"].fields
    return tuple(
        fields[name].label(say.lang) if name in fields else name for name in case.conflicts
    )
