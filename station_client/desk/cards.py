"""Resident cards: find, open, create, edit, settle, reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.core.faults import RuleFault
from ledger.core.record import Change, Record
from ledger.rules import masking, numbers
from ledger.rules.attachments import KIND as ATTACHMENT
from ledger.store.query import Query
from station_client.desk import card_checks, heads, showing
from station_client.desk.case_lines import cases_of, slips_of
from station_client.desk.conflicts import conflict_views
from station_client.desk.histories import card_history
from station_client.desk.recent import is_ours, recent_people, remember
from station_client.desk.scan_words import say_way
from station_client.desk.views import CardView, HistoryLine, Notice, People, Saved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.core.act import ActId, Value
    from ledger.store.compose import Tx
    from station_client.desk.counter import Counter

#: Numbers of cards given by one terminal; the terminal is in front, so two never meet.
_CARDS_PER_TERMINAL: Final = 1_000_000


def find_people(counter: Counter, text: str, limit: int = 50) -> People:
    """People by any part of name, pinyin, initials, ID number, phone, address.

    An empty text gives the people the operator dealt with last, then others by name.
    """
    if not text.strip():
        return recent_people(counter, limit)
    found = counter.ledger.search(text, kind="person", limit=limit)
    ours = [card for card in found.rows if is_ours(counter, card)]
    rows = tuple(heads.person_row(counter, card) for card in ours)
    return People(rows, found.total - len(found.rows) + len(ours), found.ms)


def open_card(counter: Counter, person: str) -> CardView:
    """The card of a person. RuleFault `card.not-found`."""
    card = card_of(counter, person)
    locked = why_locked(counter, card)
    kind = counter.catalogue.kinds["person"]
    cases = cases_of(counter, card)
    owners = (card.id, *(case.id for case in cases))
    return CardView(
        id=card.id,
        head=heads.person_head(counter, card),
        groups=heads.group_views(
            counter, kind.groups, card.data, card.conflicts, locked=bool(locked)
        ),
        conflicts=conflict_views(counter, card),
        cases=cases,
        slips=slips_of(counter, card.id),
        locked=locked,
        seen=tuple(card.seen),
        scans=_count_scans(counter, owners),
        way=say_way(counter, counter.ledger.under_way(), *owners),
    )


def _count_scans(counter: Counter, owners: Sequence[str]) -> int:
    standing = (("owner", "in", owners), ("owner", "filled", None), ("void", "empty", None))
    return counter.ledger.count(Query(ATTACHMENT, where=standing))


def blank_card(counter: Counter, start: Mapping[str, Value] | None = None) -> CardView:
    """An empty card with the station's defaults, for the form of a new one (id "")."""
    data = {**_defaults(counter), **(start or {})}
    card = Record("", "person", counter.site.area, "", data)
    kind = counter.catalogue.kinds["person"]
    return CardView(
        id="",
        head=heads.person_head(counter, card),
        groups=heads.group_views(counter, kind.groups, data),
        conflicts=(),
        cases=(),
        slips=(),
        locked="",
        seen=(),
    )


def check_card(
    counter: Counter, data: Mapping[str, Value], person: str | None = None
) -> list[Notice]:
    """Everything wrong with these values, at once: fields, duplicate ID, same-name hints.

    `data`: what was typed; on an existing card, only what changed.
    """
    before = card_of(counter, person).data if person else _defaults(counter)
    return card_checks.check(counter, data, before, person)


def create_card(
    counter: Counter, data: Mapping[str, Value], confirmed: Sequence[str] = (), reason: str = ""
) -> Saved:
    """Save a new card. `confirmed`: keys of `ask` notices the operator said yes to.

    RuleFault `card.duplicate` (params record, name, id_no masked) when a live card has the
    number (decided inside the transaction); `card.findings` (params n, first) when something
    blocks or still asks.
    """
    values = {**_defaults(counter), **card_checks.tidy(counter, data)}
    card_checks.insist(card_checks.check(counter, values, {}, None), confirmed)

    def write(tx: Tx) -> list[Change]:
        refuse_twin(tx, values, None)
        return [Change("person", {**values, "card_no": _card_no(counter, tx)})]

    done = counter.ledger.commit(counter.operator, "card.create", write, note=reason)
    remember(counter, done.records[0])
    text = counter.say("desk.card.created", name=heads.text_of(values, "name"))
    return Saved(done.records[0], done.act.id, text)


def edit_card(
    counter: Counter,
    person: str,
    data: Mapping[str, Value],
    seen: Sequence[ActId],
    reason: str = "",
    confirmed: Sequence[str] = (),
) -> Saved:
    """Save changed fields. Faults as `create_card`, and `card.locked`, `card.not-found`."""
    card = card_of(counter, person)
    if why_locked(counter, card):
        raise RuleFault("card.locked", name=heads.text_of(card.data, "name"))
    tidied = card_checks.tidy(counter, data)
    changed = {name: value for name, value in tidied.items() if card.data.get(name) != value}
    if not changed:
        raise RuleFault("card.nothing-changed", name=heads.text_of(card.data, "name"))
    card_checks.insist(card_checks.check(counter, changed, card.data, person), confirmed)
    changed |= _status_dates(counter, changed)

    def write(tx: Tx) -> list[Change]:
        refuse_twin(tx, {**card.data, **changed}, person)
        return [Change("person", changed, record=person, seen=tuple(seen))]

    done = counter.ledger.commit(counter.operator, "card.edit", write, note=reason)
    remember(counter, person)
    fields = counter.catalogue.kinds["person"].fields
    labels = [showing.label_of(fields[name], counter.say) for name in data if name in changed]
    text = counter.say(
        "desk.card.edited",
        name=heads.text_of({**card.data, **changed}, "name"),
        fields=counter.say("desk.list-comma").join(labels),
    )
    return Saved(person, done.act.id, text)


def settle(counter: Counter, person: str, field: str, value: Value) -> Saved:
    """End a conflict: the value the operator chose, having seen them all."""
    card = card_of(counter, person)
    if field not in card.conflicts:
        raise RuleFault("card.no-conflict", name=heads.text_of(card.data, "name"))
    versions = counter.ledger.versions(person)[field]
    seen = tuple({head.act: None for head in versions})
    change = Change("person", {field: value}, record=person, seen=seen)
    done = counter.ledger.commit(counter.operator, "card.settle", [change])
    label = showing.label_of(counter.catalogue.kinds["person"].fields[field], counter.say)
    name = heads.text_of(card.data, "name")
    return Saved(person, done.act.id, counter.say("desk.card.settled", name=name, field=label))


def history(counter: Counter, person: str, limit: int = 200) -> list[HistoryLine]:
    """Every changed field: who, when, where, before, after, received, refused. Newest first."""
    return card_history(counter, card_of(counter, person), limit)


def awaits_past(counter: Counter, person: str) -> bool:
    """Whether older changes of a card are still on their way from the office (a new PC)."""
    return counter.ledger.awaits_past(person)


def reveal(counter: Counter, person: str, field: str, purpose: str) -> str:
    """The whole of a masked value; the look is logged first (TZ-56).

    RuleFault `card.reveal-purpose` without a purpose, `card.reveal-post` without the post.
    """
    card = card_of(counter, person)
    declared = counter.catalogue.kinds["person"].fields[field]
    look_at(counter, person, field, purpose)
    return showing.show(
        counter.catalogue, counter.say, declared, card.data.get(field), covered=False
    )


def look_at(counter: Counter, target: str, field: str, purpose: str) -> None:
    """Log that a covered field of a card or a case is looked at. Faults as `reveal`."""
    if not purpose.strip():
        raise RuleFault("card.reveal-purpose")
    may_reveal(counter)
    log_access(counter, "show", target, purpose=purpose.strip(), fields=[field])


def may_reveal(counter: Counter) -> None:
    """RuleFault `card.reveal-post` unless the operator may see covered values in clear (6.4)."""
    if not counter.operator.holds(*counter.catalogue.permissions["card.reveal"].posts):
        raise RuleFault("card.reveal-post")


def log_access(counter: Counter, action: str, target: str, **more: object) -> None:
    """One line of the access ledger TZ-56."""
    entry = {
        "actor": counter.operator.id,
        "name": counter.operator.name,
        "action": action,
        "object": target,
        "device": counter.site.terminal,
        **more,
    }
    counter.ledger.local.diary.add("access", entry)


def card_of(counter: Counter, person: str) -> Record:
    """The record of a person. RuleFault `card.not-found`."""
    card = counter.ledger.record(person)
    if card is None or card.kind != "person":
        raise RuleFault("card.not-found")
    return card


def refuse_twin(tx: Tx, data: Mapping[str, Value], person: str | None) -> None:
    """RuleFault `card.duplicate` when another live card has this number (V-19, J02)."""
    number = data.get("id_no")
    if not number:
        return
    for twin in tx.lookup("person", "id_no", number):
        if card_checks.is_twin(twin, data, person):
            raise RuleFault(
                "card.duplicate",
                record=twin.id,
                name=heads.text_of(twin.data, "name"),
                id_no=masking.mask("id", str(number)),
            )


def _card_no(counter: Counter, tx: Tx) -> str:
    serial = tx.next_number("card") + int(counter.site.terminal) * _CARDS_PER_TERMINAL
    return numbers.card_no(counter.site.code, serial)


def _defaults(counter: Counter) -> dict[str, Value]:
    """What a new card has before anything is typed: declared defaults, place, date, maker."""
    kind = counter.catalogue.kinds["person"]
    data: dict[str, Value] = {
        field.name: field.default for field in kind.stored.values() if field.default is not None
    }
    today = counter.today().isoformat()
    made = {
        "area": counter.site.area,
        "hukou_division": counter.site.area,
        "live_division": counter.site.area,
        "built_date": today,
        "built_by": counter.operator.id,
        "verified_at": today,
        "verify_at": counter.now().isoformat(timespec="seconds"),
        "source": "01",
        "card_status": "1",
        "verify_way": "3",
    }
    return data | {name: value for name, value in made.items() if name in kind.stored}


def _status_dates(counter: Counter, changed: Mapping[str, Value]) -> dict[str, Value]:
    """A new employment status starts today unless its date was typed with it."""
    if "emp_status" in changed and "emp_status_date" not in changed:
        return {"emp_status_date": counter.today().isoformat()}
    return {}


def why_locked(counter: Counter, card: Record) -> str:
    """Why a card is closed for changes, in words; "" when it is open."""
    if card.id and card.area != counter.site.area:
        village = counter.catalogue.divisions.get(card.area)
        place = village.label(counter.say.lang) if village else counter.say("desk.place.elsewhere")
        return counter.say("desk.card.moved", place=place)
    status = heads.text_of(card.data, "card_status")
    if status not in heads.CLOSED_CARD:
        return ""
    label = showing.code_label(counter.catalogue, counter.say, "CT-43", status)
    return counter.say("desk.card.locked", status=label)
