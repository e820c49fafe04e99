"""Guests' cases at the office (同城通办): whose they are, and what is known of the applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import guests, rehoming
from ledger.store.query import Query
from sync_server.forms import Input
from sync_server.places import place_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from ledger.core.record import Record
    from ledger.rules.actor import Actor
    from sync_server.office import Office


def card_of(office: Office, case: Record) -> Record | None:
    """The applicant's card; of somebody who was not looked up that in his village, if any."""
    card = office.ledger.record(str(case.data.get("person") or ""))
    if card is not None or not guests.is_told(case):
        return card
    number, village = case.data.get("id_no"), guests.village_of(case)
    query = Query("person", where=(("id_no", "eq", number),), limit=10)
    same = office.ledger.find(query).rows
    return next((each for each in same if each.area == village and guests.is_live(each)), None)


def applicant_of(office: Office, case: Record) -> Mapping[str, Value]:
    """What the applicant's card says; of a guest without one what he told."""
    card = card_of(office, case)
    if card is not None:
        return card.data
    return guests.applicant(case.data) if guests.is_told(case) else case.data


def village_of(office: Office, say: Texts, case: Record) -> str:
    """The village that works on a case, and of a guest's case also the one he belongs to."""
    place, home = place_name(office, say, case.area), guests.home_of(case.area, case.data)
    if not home:
        return place
    return say("office.case.guest", place=place, home=place_name(office, say, home))


def villages_instead(office: Office, actor: Actor, say: Texts, case: Record) -> Input | None:
    """The villages a guest may belong to instead of the one named at the counter, that of the
    counter among them; None where that cannot be corrected, or not by this person."""
    item = office.catalogue.items.get(str(case.data.get("item") or ""))
    posts = office.catalogue.permissions[rehoming.PERMISSION].posts
    if item is None or not actor.holds(*posts):
        return None
    if not rehoming.may_rehome(case, office.catalogue.flows[item.flow]):
        return None
    home = office.catalogue.kinds["case"].fields["home"]
    named = case.data.get("home")
    offered = tuple(
        (code, division.label(say.lang))
        for code, division in office.catalogue.divisions.items()
        if division.level == "village" and code[:9] == office.facts.area[:9] and code != named
    )
    return Input("home", home.label(say.lang), "choice", options=offered)


def note(office: Office, say: Texts, case: Record) -> tuple[str, ...]:
    """What a bench says of a guest's case; nothing of any other."""
    home = guests.home_of(case.area, case.data)
    return (say("office.note.guest", home=place_name(office, say, home)),) if home else ()
