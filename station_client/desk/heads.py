"""A person in one line, a card in groups: what is drawn of a record of kind `person`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.rules import masking
from ledger.rules.derived import age as derived_age
from ledger.rules.derived import derive
from station_client.desk import showing
from station_client.desk.standing import Sign, say_sign, standing_of
from station_client.desk.views import Badge, FieldView, GroupView, PersonHead, PersonRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.records import Field, Group
    from ledger.core.act import Value
    from ledger.core.record import Record
    from station_client.desk.counter import Counter

_SHORT_SEX: Final = {"1": "desk.card.male", "2": "desk.card.female"}
_RURAL: Final = frozenset({"20", "40"})
_REGISTERED: Final = "21"
_OUT_OF_WORK: Final = frozenset({"21", "22"})
#: 4050: women from 40, men from 50, while out of work.
_FROM_AGE: Final = {"1": 50, "2": 40}
#: Cards in these states are closed books: moved away, dead, cancelled, merged.
CLOSED_CARD: Final = frozenset({"2", "3", "4", "5"})
UNVERIFIED_CARD: Final = "6"


def text_of(data: Mapping[str, Value], name: str) -> str:
    """A field as text, "" when empty."""
    value = data.get(name)
    return "" if value is None else str(value)


def person_head(counter: Counter, card: Record) -> PersonHead:
    """What is said of a person in one line, masked."""
    data = card.data
    catalogue, say = counter.catalogue, counter.say
    sex = short_sex(counter, data)
    ethnic = showing.code_label(catalogue, say, "GB/T 3304", text_of(data, "ethnic"))
    age = derived_age(data, counter.today())
    number, phone = text_of(data, "id_no"), text_of(data, "mobile")
    address = text_of(data, "live_address") or text_of(data, "hukou_address")
    age_text = "" if age is None else say("desk.card.age", n=age)
    return PersonHead(
        id=card.id,
        name=text_of(data, "name"),
        sex=sex,
        age=age,
        ethnic=ethnic,
        id_shown=masking.mask("id", number) if number else "",
        phone_shown=masking.mask("phone", phone) if phone else "",
        address=showing.short_address(address),
        badges=_badges(counter, data, age),
        standing=standing_of(counter, card) if card.id else say_sign(counter, Sign.SAVED),
        line=" · ".join(part for part in (sex, age_text, ethnic) if part),
    )


def short_sex(counter: Counter, data: Mapping[str, Value]) -> str:
    """男 or 女, as people say it; the standard's own word for anything else."""
    code = text_of(data, "sex")
    key = _SHORT_SEX.get(code)
    if key is not None:
        return counter.say(key)
    return showing.code_label(counter.catalogue, counter.say, "GB/T 2261.1", code)


def _badges(counter: Counter, data: Mapping[str, Value], age: int | None) -> tuple[Badge, ...]:
    catalogue, say = counter.catalogue, counter.say
    badges = []
    card_status, work = text_of(data, "card_status"), text_of(data, "emp_status")
    if card_status in CLOSED_CARD or card_status == UNVERIFIED_CARD:
        tone = "amber" if card_status == UNVERIFIED_CARD else "red"
        badges.append(Badge(showing.code_label(catalogue, say, "CT-43", card_status), tone))
    if work:
        tone = "brand" if work == _REGISTERED else "grey"
        badges.append(Badge(showing.code_label(catalogue, say, "CT-03", work), tone))
    older = age is not None and age >= _FROM_AGE.get(text_of(data, "sex"), 200)
    if older and work in _OUT_OF_WORK:
        badges.append(Badge("4050", "amber"))
    if text_of(data, "hukou_type") in _RURAL:
        badges.append(Badge(say("desk.card.rural"), "grey"))
    return tuple(badges)


def person_row(counter: Counter, card: Record) -> PersonRow:
    """A line of the list of people."""
    data = card.data
    sex = short_sex(counter, data)
    age = derived_age(data, counter.today())
    address = showing.short_address(text_of(data, "live_address") or text_of(data, "hukou_address"))
    if card.area != counter.site.area:
        # Moved to another village: where he lived here tells nothing any more.
        village = counter.catalogue.division_name(card.area, counter.say.lang)
        address = counter.say("desk.card.moved-short", place=village)
    return PersonRow(
        id=card.id,
        name=text_of(data, "name"),
        sex_age=sex if age is None else f"{sex} {age}",
        id_shown=showing.short_id(text_of(data, "id_no")),
        address=address,
        conflict=bool(card.conflicts),
    )


def group_views(
    counter: Counter,
    groups: tuple[Group, ...],
    data: Mapping[str, Value],
    conflicts: tuple[str, ...] = (),
    *,
    locked: bool = False,
) -> tuple[GroupView, ...]:
    """Declared groups with the values of a record, those computed for showing included."""
    data = {**data, **derive(counter.catalogue, "person", data, counter.today())}
    views = []
    for group in groups:
        fields = tuple(
            field_view(counter, field, data, conflicts, locked=locked)
            for field in group.fields
            if field.visible(data)
        )
        views.append(GroupView(group.code, group.label(counter.say.lang), fields))
    return tuple(views)


def field_view(
    counter: Counter,
    field: Field,
    data: Mapping[str, Value],
    conflicts: tuple[str, ...] = (),
    *,
    locked: bool = False,
) -> FieldView:
    """One declared field with its value in a record."""
    lang = counter.say.lang
    value = data.get(field.name)
    return FieldView(
        name=field.name,
        label=field.label(lang),
        type=field.type,
        value=value,
        shown=showing.show(counter.catalogue, counter.say, field, value),
        masked=showing.is_covered(field, value),
        required=field.needed(data),
        editable=not (locked or field.derived or field.locked),
        conflict=field.name in conflicts,
        help=field.help(lang),
        codes=field.codes or "",
        span=field.span,
        first=field.first,
    )
