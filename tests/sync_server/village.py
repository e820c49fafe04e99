"""A village without a window: a real ledger that accepts, reviews and exchanges with an office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from ledger.catalogue.model import Catalogue
from ledger.core.act import Trust
from ledger.core.clock import Clock
from ledger.core.keys import NodeKeys
from ledger.core.record import Change, New
from ledger.exchange.invitation import Invitation, remember
from ledger.exchange.station import Outcome, StationSide
from ledger.rules import flow, numbers
from ledger.rules.actor import Actor
from ledger.rules.admission import Rulebook
from ledger.rules.people import check_character
from ledger.store.compose import Tx
from ledger.store.ledger import Ledger
from ledger.store.opening import create_ledger, open_database
from ledger.store.renewal import renew
from sync_server.exchanges import answer
from sync_server.office import Office

ITEM = "V-JY-02"


class Village:
    """One station, let in by an enrolment file; its operator accepts and first-reviews alone."""

    def __init__(
        self, catalogue: Catalogue, invitation: Invitation, wall: Callable[[], int], name: str
    ) -> None:
        self.catalogue = catalogue
        self.clock = Clock(wall)
        identity = invitation.identity(NodeKeys.generate())
        rules = Rulebook(catalogue, identity.keys.node)
        database = open_database(None, None, catalogue)
        self.ledger: Ledger = create_ledger(database, identity, catalogue, rules, self.clock)
        remember(self.ledger, invitation)
        self.side = StationSide(self.ledger, "0.1.0")
        self.area, self.station = invitation.area, invitation.station
        self.serial = 0
        self.operator = self._operator(name)

    def _operator(self, name: str) -> Actor:
        fields = {
            "name": name, "posts": ["V1", "V2"], "level": "V", "active": True, "area": self.area,
            "station": self.station, "train_passed": str(self.clock.now().date()),
        }  # fmt: skip
        nobody = Actor("", "", frozenset(), "V", self.area, self.station)
        staff = self.ledger.commit(nobody, "staff.add", [Change("staff", fields)]).records[0]
        posts = frozenset({"V1", "V2"})
        return Actor(staff, name, posts, "V", self.area, self.station)

    def person(self, name: str, born: date, sex: str = "2", **more: Any) -> str:
        """A resident's card."""
        self.serial += 1
        order = f"{self.serial:02}{1 if sex == '1' else 2}"
        head = f"990101{born:%Y%m%d}{order}"
        fields = {
            "name": name, "id_type": "01", "id_no": head + check_character(head), "sex": sex,
            "birth_date": born.isoformat(), "mobile": f"1990000{self.serial:04}",
            "live_address": "青石镇柳河村三组", "hukou_type": "10", "education": "70",
            "card_status": "2", "area": self.area, **more,
        }  # fmt: skip
        change = Change("person", fields)
        return self.ledger.commit(self.operator, "card.create", [change]).records[0]

    def case(self, person: str, *, opinion: str = "材料齐全，情况属实", **form: Any) -> str:
        """An accepted and first-reviewed case, in three acts as the counter makes them."""
        item = self.catalogue.items[ITEM]
        card = self.ledger.record(person)
        assert card is not None
        lost = self.clock.now().date() - timedelta(days=23)
        given = {
            "channel": "01", "identity_way": "01", "person": person, "name": card.data["name"],
            "id_no": card.data["id_no"], "phone": card.data["mobile"], "home_station": self.station,
            "terminal": "01", "unemp_date": lost.isoformat(), "unemp_reason": "02",
            "prev_employer": "青石砖厂", "able_to_work": "1", "want_work": True, "ui_claim": False,
            **form,
        }  # fmt: skip

        def accept(tx: Tx) -> list[Change]:
            today = self.clock.now().date()
            serial = tx.next_number(f"case.{today}")
            number = numbers.case_no(self.station, "01", today, serial)
            values = flow.walk(
                self.catalogue, item, ("start", "take_in", "accept"), {}, self.operator,
                {**given, "case_no": number}, self.clock.now(),
            )  # fmt: skip
            owned = {"area": self.area, "owner": person}
            paper = {
                "paper": "id_card", "name": "身份证或社保卡", "present": True, "form": "1",
                "count": 1, "area": self.area, "owner": New(0),
            }  # fmt: skip
            return [Change("case", {**owned, **values}), Change("paper", paper)]

        case = self.ledger.commit(self.operator, "case.accept", accept).records[0]
        self.step(case, "begin_first_review", "first_pass", first_opinion=opinion)
        return case

    def step(self, case: str, *keys: str, **inputs: Any) -> None:
        """Some steps of a case in one act."""
        item = self.catalogue.items[ITEM]

        def write(tx: Tx) -> list[Change]:
            record = tx.record(case)
            assert record is not None
            now = self.clock.now()
            values = flow.walk(self.catalogue, item, keys, record.data, self.operator, inputs, now)
            return [Change("case", values, record=case)]

        self.ledger.commit(self.operator, f"case.{keys[-1]}", write)

    def hand_out(self, case: str) -> None:
        """Give the result out and close, as the counter does for a resident of its own."""
        item = self.catalogue.items[ITEM]
        inputs = {"receiver": "本人", "receiver_check": "3"}

        def write(tx: Tx) -> list[Change]:
            record = tx.record(case)
            assert record is not None
            now, steps = self.clock.now(), ("hand_over", "close")
            values = flow.walk(self.catalogue, item, steps, record.data, self.operator, inputs, now)
            effects = flow.effects_on_close(item, {**record.data, **values}, case, now)
            new = {"area": self.area}
            written = [
                Change(each.kind, {**({} if each.record else new), **each.set}, each.record)
                for each in effects
            ]
            paper = {
                "area": self.area, "owner": case, "print": "PT-12", "number": "1",
                "printed_at": now.isoformat(), "printed_by": self.operator.id,
                "printed_by_name": self.operator.name,
            }  # fmt: skip
            return [Change("case", values, case), *written, Change("slip", paper)]

        self.ledger.commit(self.operator, "case.close", write)

    def edit(self, person: str, **values: Any) -> None:
        """Change fields of a card."""
        change = Change("person", values, record=person, trust=Trust.STATION)
        self.ledger.commit(self.operator, "card.edit", [change])

    def data(self, record: str) -> Mapping[str, Any]:
        """What a record says here."""
        found = self.ledger.record(record)
        assert found is not None
        return found.data

    def send_to(self, office: Office) -> Outcome:
        """Exchange by line until nothing is left on either side."""
        for _ in range(50):
            parcel = self.side.outgoing()
            outcome = self.side.incoming(answer(office, parcel.blob, "line").blob)
            if outcome.retire:
                renew(self.ledger)
            if not (parcel.more or outcome.more):
                return outcome
        raise AssertionError("the exchange does not come to an end")
