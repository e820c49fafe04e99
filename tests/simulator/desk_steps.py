"""What people do: cards made, changed, moved, settled; cases taken in, reviewed, handed over."""

from __future__ import annotations

import random

from ledger.core.act import Trust, Value
from ledger.core.record import Change, New, Record
from ledger.rules import flow, numbers
from ledger.store.query import Query
from tests.helpers.world import OTHER_VILLAGE, TOWN, catalogue, person, picture
from tests.simulator.machine import Machine
from tests.simulator.town import VILLAGES, Town, trust_of

Dice = random.Random
_OVER = ("S12", "S13", "S60")
_TAKE_IN: dict[str, Value] = {
    "channel": "01", "identity_way": "3", "unemp_date": "2026-09-01", "unemp_reason": "02",
    "ui_claim": False, "job_intent": "木工", "able_to_work": "1", "want_work": True,
}  # fmt: skip


def any_station(town: Town, dice: Dice) -> Machine:
    return dice.choice(town.stations)


def any_machine(town: Town, dice: Dice) -> Machine:
    return dice.choice([*town.stations, *town.stations, town.office])


def _own(town: Town, machine: Machine, dice: Dice) -> Record | None:
    """A card that may be worked on here; often the first, so that people meet."""
    area = machine.ledger.author.area
    cards = [card for card in town.cards(machine) if area in (TOWN, card.area)]
    if not cards:
        return None
    return cards[0] if dice.random() < 0.6 else dice.choice(cards)


def _values(town: Town, dice: Dice) -> dict[str, Value]:
    """One or two fields with values that differ every time."""
    number = len(town.said)
    values: dict[str, Value] = {
        "mobile": f"199{number:08d}",
        "live_address": f"{number}号",
        "name": f"居{number}",
        "contact_name": None if dice.random() < 0.3 else f"亲{number}",
    }
    return {name: values[name] for name in dice.sample(sorted(values), dice.choice([1, 1, 2]))}


def hire(town: Town, dice: Dice) -> None:
    """Somebody new works at a station from now on."""
    machine = any_station(town, dice)
    with town.enduring(machine, dice):
        name, area = f"操作员{len(town.said)}", machine.ledger.author.area
        machine.operator = town.hire(machine, name, ["V1", "V2"], area, "V")


def create(town: Town, dice: Dice) -> None:
    """Somebody new."""
    machine = any_machine(town, dice)
    area = machine.ledger.author.area
    fields = town.new_person(dice.choice(VILLAGES) if area == TOWN else area)
    with town.enduring(machine, dice):
        change = Change("person", fields, trust=trust_of(machine, dice))
        town.commit(machine, "card.create", [change])


def edit(town: Town, dice: Dice) -> None:
    """One card changed, as it stands."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is not None:
            trust = trust_of(machine, dice)
            change = Change("person", _values(town, dice), card.id, trust, card.seen)
            town.commit(machine, "card.edit", [change])


def edit_two(town: Town, dice: Dice) -> None:
    """Two cards and a new one in a single act, of two villages when the office does it."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        cards = {card.id: card for card in (_own(town, machine, dice) for _ in range(2)) if card}
        trust = trust_of(machine, dice)
        changes = [Change("person", _values(town, dice), name, trust) for name in sorted(cards)]
        area = machine.ledger.author.area
        fields = town.new_person(dice.choice(VILLAGES) if area == TOWN else area)
        town.commit(machine, "card.edit", [*changes, Change("person", fields, trust=trust)])


def open_form(town: Town, dice: Dice) -> None:
    """A form is opened, and stays open while others go on."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is not None:
            tuple(card.seen)
            town.forms.append((machine, card))


def save_form(town: Town, dice: Dice) -> None:
    """A form that was opened some time ago is saved over what has changed since."""
    open_here = [form for form in town.forms if form[0] in town.everybody()]
    if not open_here:
        return
    machine, card = dice.choice(open_here)
    with town.enduring(machine, dice):
        change = Change("person", _values(town, dice), card.id, trust_of(machine, dice), card.seen)
        if machine.ledger.record(card.id) is not None:
            town.commit(machine, "card.edit", [change])


def move(town: Town, dice: Dice) -> None:
    """The office moves somebody to another village: what is over goes along, the rest stays."""
    machine = town.office
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is None:
            return
        area = dice.choice(VILLAGES)
        changes = [Change("person", {"area": area}, card.id, seen=card.seen)]
        for case in machine.ledger.owned(card.id, "case"):
            over = case.data.get("state") in _OVER and case.area == card.area
            home = area if case.area != area else None
            place = {"area": area, "home": None} if over else {"home": home}
            changes += [Change("case", place, case.id)]
            changes += [
                Change(each.kind, place, each.id)
                for each in machine.ledger.owned(case.id)
                if each.kind in ("paper", "attachment")
            ]
        for scan in machine.ledger.owned(card.id, "attachment"):
            if scan.area == card.area:
                changes.append(Change("attachment", {"area": area}, scan.id))
        town.commit(machine, "card.move", changes)


def settle(town: Town, dice: Dice) -> None:
    """Somebody who sees both values decides for one, or for a third."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        torn = sorted(machine.ledger.conflicts("person"), key=lambda record: record.id)
        if not torn:
            return
        card = dice.choice(torn)
        field = dice.choice(card.conflicts)
        heads = machine.ledger.versions(card.id)[field]
        values = [head.value for head in heads]
        third = [] if field == "area" else [f"第三{len(town.said)}"]
        value = dice.choice([*values, *third])
        trust = trust_of(machine, dice)
        change = Change("person", {field: value}, card.id, trust, card.seen)
        town.commit(machine, "card.settle", [change])


def void(town: Town, dice: Dice) -> None:
    """A card is declared void, or holds again."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is not None:
            reason = None if card.data.get("void") else "重复建卡"
            town.commit(machine, "card.edit", [Change("person", {"void": reason}, card.id)])


def stray(town: Town, dice: Dice) -> None:
    """A tampered PC writes what no rule allows; sometimes others build on it."""
    machine = any_station(town, dice)
    with town.enduring(machine, dice), town.beyond_the_rules(machine):
        card = _own(town, machine, dice)
        area = machine.ledger.author.area
        if card is None or dice.random() < 0.4:
            fields = town.new_person(OTHER_VILLAGE if area != OTHER_VILLAGE else VILLAGES[0])
            town.commit(machine, "card.create", [Change("person", fields)])
        else:
            # No station may decide; what it writes next, by the rules, has seen this.
            change = Change("person", _values(town, dice), card.id, Trust.DECISION, card.seen)
            town.commit(machine, "card.edit", [change])


def attach(town: Town, dice: Dice) -> None:
    """A paper is scanned to a card; sometimes the same one twice."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is not None:
            seed = len(town.said) if dice.random() < 0.8 else 0
            content = picture(dice.choice([300, 5000, 9000]), seed)
            town.attach(machine, card, content)


def void_scan(town: Town, dice: Dice) -> None:
    """Somebody finds that the wrong paper was scanned, or that it was the right one after all."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        scans = machine.ledger.find(Query("attachment", limit=500)).rows
        if scans:
            scan = dice.choice(sorted(scans, key=lambda record: record.id))
            reason = None if scan.data.get("void") else "传错了"
            change = Change("attachment", {"void": reason}, scan.id, seen=scan.seen)
            town.commit(machine, "scan.void", [change])


# Cases


def accept_case(town: Town, dice: Dice) -> None:
    """An application is taken in and accepted."""
    machine = any_station(town, dice)
    with town.enduring(machine, dice):
        card = _own(town, machine, dice)
        if card is None:
            return
        who, now = machine.operator, machine.ledger.clock.now()
        inputs = _TAKE_IN | {
            "case_no": numbers.case_no(who.station, "01", now.date(), len(town.said)),
            "person": card.id, "name": card.data["name"], "id_no": card.data["id_no"],
            "phone": card.data.get("mobile"), "terminal": "01",
        }  # fmt: skip
        item = catalogue().items["V-JY-02"]
        steps = ["start", "take_in", "accept"]
        values = flow.walk(catalogue(), item, steps, {}, who, inputs, now)
        fields = {**values, "area": card.area, "owner": card.id}
        town.commit(machine, "case.accept", [Change("case", fields)])


def accept_guest(town: Town, dice: Dice) -> None:
    """A resident of another village applies here, by what he tells."""
    machine = any_station(town, dice)
    with town.enduring(machine, dice):
        area = machine.ledger.author.area
        home = dice.choice([village for village in VILLAGES if village != area])
        told = person(dice.randint(1, max(1, town.persons)), area=home)
        who, now = machine.operator, machine.ledger.clock.now()
        inputs = _TAKE_IN | {
            "case_no": numbers.case_no(who.station, "01", now.date(), len(town.said)),
            "name": told["name"], "id_no": told["id_no"], "phone": told.get("mobile"),
            "terminal": "01", "channel": "10", "home": home,
            "applicant": {"id_type": "01", "education": "70"},
        }  # fmt: skip
        item = catalogue().items["V-JY-02"]
        values = flow.walk(catalogue(), item, ["start", "take_in", "accept"], {}, who, inputs, now)
        paper = {
            "area": area, "home": home, "owner": New(0), "paper": "id_card", "name": "身份证",
            "present": True,
        }  # fmt: skip
        changes = [Change("case", {**values, "area": area}), Change("paper", paper)]
        town.commit(machine, "case.accept", changes)


_NEXT: dict[str, tuple[tuple[str, dict[str, Value]], ...]] = {
    "S20": (("begin_first_review first_pass", {"first_opinion": "属实"}),),
    "S24": (
        ("take pass", {"second_opinion": "同意"}),
        ("take return", {"returned_reason": "01", "returned_note": "请补签字"}),
    ),
    "S32": (("resubmit", {"fixed_note": "已补"}),),
    "S50": (("hand_over close", {"receiver": "本人", "receiver_check": "3"}),),
}


def next_step(town: Town, dice: Dice) -> None:
    """A case is taken one step further, by whoever comes first."""
    machine = any_machine(town, dice)
    with town.enduring(machine, dice):
        found = machine.ledger.find(Query("case", limit=100)).rows
        cases = sorted((c for c in found if c.data.get("state") in _NEXT), key=lambda c: c.id)
        if not cases:
            return
        case = dice.choice(cases)
        keys, inputs = dice.choice(_NEXT[str(case.data["state"])])
        item, who = catalogue().items["V-JY-02"], machine.operator
        now = machine.ledger.clock.now()
        try:
            values = flow.walk(catalogue(), item, keys.split(), case.data, who, inputs, now)
        except flow.RuleFault:
            return
        action = f"case.{keys.rsplit(maxsplit=1)[-1]}"
        town.commit(machine, action, [Change("case", values, case.id, seen=case.seen)])
