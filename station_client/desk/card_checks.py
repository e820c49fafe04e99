"""What is wrong with a card before it is saved: single fields, twins, people of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.core.faults import RuleFault
from ledger.rules import entry, fields, masking, people
from ledger.rules.findings import is_blank, sentence
from station_client.desk.heads import text_of
from station_client.desk.lookups import exactly
from station_client.desk.views import Notice
from station_client.desk.wording import read_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ledger.catalogue.records import Field
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.rules.findings import Finding
    from ledger.store.query import Condition
    from station_client.desk.counter import Counter

DUPLICATE: Final = "id_no:duplicate"
_RESIDENT: Final = "01"
_HINTS: Final = 5
#: CT-43 cancelled and merged: such a card no longer holds its number.
_NOT_LIVE: Final = frozenset({"4", "5"})


def tidy(counter: Counter, data: Mapping[str, Value]) -> dict[str, Value]:
    """What was typed, as it is stored: texts are read by the type of their field.

    An ID number brings birth date and sex with it where these were left empty. RuleFault
    `card.unknown-field` for a field that the card does not have.
    """
    stored = counter.catalogue.kinds["person"].stored
    values: dict[str, Value] = {}
    for name, value in data.items():
        if name not in stored:
            raise RuleFault("card.unknown-field", field=name)
        values[name] = read_typed(counter, stored[name], value)
    number = text_of(values, "id_no")
    if people.has_shape(number) and people.checksum_holds(number):
        born, sex = people.birth_of(number), people.sex_of(number)
        if is_blank(values.get("birth_date")) and "birth_date" in data and born is not None:
            values["birth_date"] = born.isoformat()
        if is_blank(values.get("sex")) and "sex" in data and sex is not None:
            values["sex"] = sex
    return values


def read_typed(counter: Counter, field: Field, value: Value) -> Value:
    """One value as it is stored; what is no text stays as it is."""
    return entry.typed(counter.catalogue, field, value) if isinstance(value, str) else value


def check(
    counter: Counter, data: Mapping[str, Value], before: Mapping[str, Value], person: str | None
) -> list[Notice]:
    """Everything to tell about the change of a card from `before` by `data`.

    Old faults in fields that were not touched are left in peace, unless the change made them.
    """
    data = tidy(counter, data)
    after = {**before, **data}
    kind = counter.catalogue.kinds["person"]
    today = counter.today()
    known = {
        (finding.field, finding.key)
        for finding in fields.check_card(counter.catalogue, "person", before, today)
    }
    found = [
        finding
        for finding in fields.check_card(counter.catalogue, "person", after, today)
        if finding.field in data or (finding.field, finding.key) not in known
    ]
    notices = list(_twins(counter, after, person)) if _touches(data, "id_no", "id_type") else []
    if _touches(data, "name", "birth_date", "sex", "mobile"):
        notices += _namesakes(counter, after, person)
    if _touches(data, "mobile"):
        notices += _shared_phone(counter, after, person)
    return notices + [told(counter, kind.fields.get(finding.field), finding) for finding in found]


def told(counter: Counter, field: Field | None, finding: Finding) -> Notice:
    """A finding in words."""
    return Notice(
        field=finding.field,
        key=f"{finding.field}:{finding.key}",
        level=finding.level,
        text=sentence(finding, field, counter.say),
        suggest=finding.proposal,
    )


def insist(notices: Iterable[Notice], confirmed: Collection[str]) -> None:
    """RuleFault `card.findings` when something blocks, or asks and was not confirmed."""
    open_ones = [
        notice
        for notice in notices
        if notice.level == "block" or (notice.level == "ask" and notice.key not in confirmed)
    ]
    twin = next((notice for notice in open_ones if notice.key == DUPLICATE), None)
    if twin is not None:
        raise RuleFault("card.duplicate", record=twin.existing, name=twin.suggest)
    if open_ones:
        raise RuleFault("card.findings", n=len(open_ones), first=open_ones[0].text)


def is_twin(other: Record, data: Mapping[str, Value], person: str | None) -> bool:
    """Whether another record is a live card with the same kind and number of paper (V-19)."""
    return (
        other.id != person
        and not other.data.get("void")
        and text_of(other.data, "card_status") not in _NOT_LIVE
        and text_of(other.data, "id_no") == text_of(data, "id_no")
        and (text_of(other.data, "id_type") or _RESIDENT) == (text_of(data, "id_type") or _RESIDENT)
    )


def _touches(data: Mapping[str, Value], *names: str) -> bool:
    return any(name in data for name in names)


def _twins(counter: Counter, after: Mapping[str, Value], person: str | None) -> Iterable[Notice]:
    number = text_of(after, "id_no")
    if not number:
        return
    for other in exactly(counter, "person", "id_no", number):
        if is_twin(other, after, person):
            text = counter.say(
                "desk.card.twin",
                name=text_of(other.data, "name"),
                id_no=masking.mask("id", number),
            )
            name = text_of(other.data, "name")
            yield Notice("id_no", DUPLICATE, "block", text, existing=other.id, suggest=name)
            return


def _namesakes(counter: Counter, after: Mapping[str, Value], person: str | None) -> list[Notice]:
    """People of the same name: alike in birth and sex, or reached under the same number."""
    name = text_of(after, "name")
    if not name:
        return []
    found: dict[str, Record] = {}
    for more in (("birth_date", "sex"), ("mobile",)):
        if any(is_blank(after.get(key)) for key in more):
            continue
        alike: tuple[Condition, ...] = tuple((key, "eq", after[key]) for key in more)
        same = exactly(counter, "person", "name", name, _HINTS, alike)
        found |= {card.id: card for card in same if card.id != person}
    return [_namesake(counter, other) for other in found.values() if not other.data.get("void")]


def _namesake(counter: Counter, other: Record) -> Notice:
    born = read_day(other.data.get("birth_date"))
    text = counter.say(
        "desk.card.namesake",
        name=text_of(other.data, "name"),
        born=born.isoformat() if born else "",
        address=text_of(other.data, "live_address") or text_of(other.data, "hukou_address"),
    )
    return Notice("name", "name:namesake", "warn", text, existing=other.id)


def _shared_phone(counter: Counter, after: Mapping[str, Value], person: str | None) -> list[Notice]:
    """V-12: one number on many cards is often an agent's."""
    phone, most = text_of(after, "mobile"), counter.catalogue.profile.mobile_per_cards
    if not phone:
        return []
    same = exactly(counter, "person", "mobile", phone, limit=100)
    others = [card for card in same if card.id != person and not card.data.get("void")]
    if len(others) < most:
        return []
    text = counter.say("desk.card.shared-phone", n=len(others))
    return [Notice("mobile", "mobile:shared", "warn", text)]
