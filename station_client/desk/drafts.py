"""An application while it is being filled: autosaved, found again after a power cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.core.faults import RuleFault
from ledger.core.record import Record
from ledger.rules import acceptance, guests
from ledger.rules.findings import is_blank
from station_client.desk import draft_scans
from station_client.desk.card_checks import read_typed
from station_client.desk.cards import card_of, why_locked
from station_client.desk.guests import card_of as known_card
from station_client.desk.guests import listen
from station_client.desk.heads import text_of
from station_client.desk.lookups import exactly
from station_client.desk.recent import remember

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ledger.catalogue.items import Item
    from ledger.core.act import Value
    from ledger.store.local import Draft
    from station_client.desk.counter import Counter

KIND: Final = "application"
#: In a draft, fields of the card that the form asks for have this in front of their name.
CARD: Final = "card."
#: In the draft of a guest's application: what he told, and his village.
GUEST: Final = "guest"
_SEEN_ORIGINAL: Final = "3"
#: States in which a case still belongs to the draft it was begun with.
_UNFINISHED: Final = frozenset({"S00", "S10", "S11"})
_PAPER_KEYS: Final = frozenset({"got", "exempt", "returned", "count", "defect"})


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list."""

    id: str
    item: str
    title: str
    person: str
    name: str
    saved_at: datetime


@dataclass(frozen=True)
class OpenDraft:
    """A draft with what it is about. `case`: what was begun with it already, or None.

    `card` has no id when the applicant is a guest: then it holds what he told, and `home` names
    his village.
    """

    id: str
    item: Item
    card: Record
    case: Record | None
    data: Mapping[str, Any]
    saved_at: datetime

    def form(self) -> dict[str, Value]:
        """The values of the form: what was typed, and what the card or case already has."""
        typed = self.data["fields"]
        known: Mapping[str, Value] = self.case.data if self.case else {}
        values: dict[str, Value] = {}
        for name, field in self.item.fields.items():
            value = typed.get(name)
            if name not in typed and not is_blank(known.get(name)):
                value = known[name]
            elif name not in typed and field.fills:
                value = self.card.data.get(field.fills)
            values[name] = field.default if value is None and name not in typed else value
        return values

    @property
    def home(self) -> str:
        """The other village that the applicant belongs to, "" for a resident of this one."""
        return guests.home_of(self.case.area, self.case.data) if self.case else self._guest[1]

    @property
    def _guest(self) -> tuple[Mapping[str, Value], str]:
        told: tuple[Mapping[str, Value], str] = tuple(self.data.get("guest") or ({}, ""))
        return told

    def card_values(self) -> dict[str, Value]:
        """The card as it will be: what is on it, and what was typed here for it."""
        return {**self.card.data, **self.card_typed()}

    def card_typed(self) -> dict[str, Value]:
        """What was typed here for the card."""
        return {
            name.removeprefix(CARD): value
            for name, value in self.data["fields"].items()
            if name.startswith(CARD)
        }

    def paper(self, key: str) -> Mapping[str, Any]:
        """What was said about one paper of the checklist."""
        said: Mapping[str, Any] = self.data["papers"].get(key, {})
        return said


def start(counter: Counter, person: str, item: str) -> str:
    """A draft for a person and an item; an open draft of the same pair is opened again.

    A case of the same pair that is still open shows as a warning (see `application`), it does
    not stop. RuleFault `card.not-found`, `card.locked`, `item.not-found`, `item.not-open`.
    """
    card = card_of(counter, person)
    if why_locked(counter, card):
        raise RuleFault("card.locked", name=text_of(card.data, "name"))
    declared = _open_item(counter, item)
    draft = _begin(counter, f"{person} {item}", {"person": person}, declared)
    remember(counter, person)
    return draft


def start_for_guest(counter: Counter, typed: Mapping[str, Value], item: str) -> str:
    """A draft for a resident of another village, by what he tells (see `guests.listen`).

    RuleFault `card.findings` when that is not in order, `guest.lives-here` when his card is here,
    `flow.not-cross-town` when the item cannot be accepted for other villages; else as `start`.
    """
    declared = _open_item(counter, item)
    if not declared.flags.cross_town:
        raise RuleFault("flow.not-cross-town", item=declared.label(counter.say.lang))
    told = listen(counter, typed)
    if told.notices:
        raise RuleFault("card.findings", n=len(told.notices), first=told.notices[0].text)
    subject = f"{GUEST} {told.card['id_no']} {item}"
    about = {"person": "", GUEST: [dict(told.card), told.home], "channel": guests.CHANNEL}
    return _begin(counter, subject, about, declared)


def _open_item(counter: Counter, item: str) -> Item:
    declared = counter.catalogue.items.get(item)
    if declared is None:
        raise RuleFault("item.not-found", item=item)
    if not acceptance.open_on(declared, counter.today()):
        raise RuleFault("item.not-open", item=declared.label(counter.say.lang))
    return declared


def _begin(counter: Counter, subject: str, about: Mapping[str, Any], item: Item) -> str:
    """A new draft, or the one that was begun for the same before."""
    for draft in counter.ledger.local.drafts.list(counter.operator.id, KIND):
        if draft.subject == subject and not _is_finished(counter, draft):
            return draft.id
    data = {
        "item": item.code,
        "item_version": item.version,
        "fields": {},
        "papers": {},
        "channel": guests.AT_WINDOW,
        "identity_way": _SEEN_ORIGINAL,
        "confirmed": [],
        "number": "",
        **about,
    }
    return counter.ledger.local.drafts.put(None, counter.operator.id, KIND, subject, data)


def save_draft(
    counter: Counter,
    draft: str,
    *,
    fields: Mapping[str, Value] | None = None,
    papers: Mapping[str, Mapping[str, Value]] | None = None,
    identity_way: str | None = None,
    channel: str | None = None,
    confirmed: Sequence[str] | None = None,
) -> datetime:
    """Keep what was typed, durable on return. Only what is given changes.

    `fields`: typed texts or values by field name, those of the card as "card.<name>".
    `papers`: {paper key: {"got": bool, "exempt": bool, "returned": bool, "count": int,
    "defect": str}}. `confirmed`: keys of `ask` notices the operator said yes to.
    RuleFault `draft.gone`, `draft.unknown-field`.
    """
    opened = open_draft(counter, draft)
    data = {
        **opened.data,
        "fields": dict(opened.data["fields"]),
        "papers": dict(opened.data["papers"]),
    }
    for name, value in (fields or {}).items():
        data["fields"][name] = _read(counter, opened.item, name, value)
    for key, said in (papers or {}).items():
        if key not in {paper.key for paper in opened.item.papers} or set(said) - _PAPER_KEYS:
            raise RuleFault("draft.unknown-field", field=key)
        data["papers"][key] = {**data["papers"].get(key, {}), **said}
    given = {
        "identity_way": identity_way,
        "channel": channel,
        "confirmed": None if confirmed is None else list(confirmed),
    }
    data.update({name: value for name, value in given.items() if value is not None})
    put(counter, opened, data)
    return counter.ledger.local.drafts.get(draft).updated


def put(counter: Counter, opened: OpenDraft, data: Mapping[str, Any]) -> None:
    """Write a draft anew."""
    subject = counter.ledger.local.drafts.get(opened.id).subject
    counter.ledger.local.drafts.put(opened.id, counter.operator.id, KIND, subject, data)


def open_draft(counter: Counter, draft: str) -> OpenDraft:
    """A draft with its person, item and case. RuleFault `draft.gone` when it is finished."""
    kept = counter.ledger.local.drafts.get(draft)
    if _is_finished(counter, kept):
        end_draft(counter, draft)
        raise RuleFault("draft.gone", draft=draft)
    item = counter.catalogue.items[str(kept.data["item"])]
    case = case_begun(counter, str(kept.data["number"]))
    card = _card_behind(counter, kept, case)
    return OpenDraft(draft, item, card, case, kept.data, kept.updated)


def _card_behind(counter: Counter, draft: Draft, case: Record | None) -> Record:
    """The applicant's card; of a guest, what he told, the case's word being the newer one."""
    told = draft.data.get(GUEST)
    if not told:
        return card_of(counter, str(draft.data["person"]))
    if case is not None:
        return known_card(counter, case)
    return Record("", "person", str(told[1]), "", told[0])


def drop_draft(counter: Counter, draft: str) -> None:
    """Throw a draft away, because the operator said so. What was told already stays a case."""
    end_draft(counter, draft)


def end_draft(counter: Counter, draft: str) -> None:
    """A draft is over, with the scans chosen for it; what a case names of them stays."""
    counter.ledger.local.drafts.drop(draft)
    draft_scans.drop_all(counter, draft)


def list_drafts(counter: Counter) -> list[DraftLine]:
    """The operator's drafts, newest first."""
    lines = []
    for draft in counter.ledger.local.drafts.list(counter.operator.id, KIND):
        if _is_finished(counter, draft):
            continue
        item = counter.catalogue.items.get(str(draft.data["item"]))
        if item is None or not (draft.data.get(GUEST) or _is_known(counter, draft)):
            continue
        card = _card_behind(counter, draft, None)
        title, name = item.label(counter.say.lang), text_of(card.data, "name")
        lines.append(DraftLine(draft.id, item.code, title, card.id, name, draft.updated))
    return lines


def _is_known(counter: Counter, draft: Draft) -> bool:
    return counter.ledger.record(str(draft.data["person"])) is not None


def case_begun(counter: Counter, number: str) -> Record | None:
    """The case that a draft was turned into, by the number reserved for it; None before that."""
    if not number:
        return None
    return next(iter(exactly(counter, "case", "case_no", number)), None)


def _is_finished(counter: Counter, draft: Draft) -> bool:
    """Whether the draft's case went on without it.

    The number is written into the draft before the act is committed, so a power cut between the
    act and the end of the draft cannot make anybody accept twice.
    """
    case = case_begun(counter, str(draft.data.get("number") or ""))
    return case is not None and text_of(case.data, "state") not in _UNFINISHED


def _read(counter: Counter, item: Item, name: str, value: Value) -> Value:
    fields = item.fields
    if name.startswith(CARD):
        fields, name = counter.catalogue.kinds["person"].stored, name.removeprefix(CARD)
    if name not in fields:
        raise RuleFault("draft.unknown-field", field=name)
    return read_typed(counter, fields[name], value)
