"""What happens to bundles: lines that drop, double, delay and reorder; sticks; spoiled bytes."""

from __future__ import annotations

import random

from ledger.core.faults import ForgedInput, Stranger
from ledger.exchange.bounds import LINE_BYTES
from tests.simulator.desk_steps import any_station
from tests.simulator.machine import Machine
from tests.simulator.town import Broken, Bundle, Town

Dice = random.Random
COPIED = ("node.forked", "node.restored")


def send(town: Town, dice: Dice) -> None:
    """A station makes a bundle, or a set for a stick; nobody knows when they arrive."""
    machine = any_station(town, dice)
    with town.enduring(machine, dice):
        limit = dice.choice([1, 600, 2000, LINE_BYTES])
        side = machine.station_side
        onto_stick = dice.random() < 0.4
        load = side.stick_load(max(limit, 2000)) if onto_stick else [side.outgoing(limit)]
        town.air += [Bundle(True, parcel.blob, machine.ledger.node) for parcel in load]


def deliver(town: Town, dice: Dice) -> None:
    """A bundle arrives: the newest, or any that is about; it may arrive again later."""
    if not town.air:
        return
    place = len(town.air) - 1 if dice.random() < 0.5 else dice.randrange(len(town.air))
    bundle = town.air[place]
    if dice.random() < 0.6:
        del town.air[place]
    carry(town, bundle, dice)


def lose(town: Town, dice: Dice) -> None:
    """A bundle, or a whole stick, never arrives."""
    if town.air:
        del town.air[dice.randrange(len(town.air))]


def spoil(town: Town, dice: Dice) -> None:
    """A bundle is cut short or one bit of it turns over."""
    left = [bundle for bundle in town.air if bundle.blob]  # one may have been cut to nothing
    if not left:
        return
    whole = dice.choice(left)
    blob = bytearray(whole.blob)
    if dice.random() < 0.5:
        del blob[dice.randrange(len(blob)) :]
    else:
        blob[dice.randrange(len(blob))] ^= 1 << dice.randrange(8)
    if bytes(blob) != whole.blob:
        town.air.append(Bundle(whole.up, bytes(blob), whole.node, spoiled=True))


def swap(town: Town, dice: Dice) -> None:
    """An answer is carried to the wrong station."""
    answers = [bundle for bundle in town.air if not bundle.up]
    if answers:
        machine, bundle = any_station(town, dice), dice.choice(answers)
        with town.enduring(machine, dice):
            take_in(town, machine, bundle)


def exchange(town: Town, dice: Dice) -> None:
    """A line holds for some rounds; the last request or answer may be lost on the way."""
    machine = any_station(town, dice)
    for _ in range(dice.choice([1, 1, 2, 5])):
        cut = dice.random()
        with town.enduring(machine, dice):
            parcel = machine.station_side.outgoing(dice.choice([400, LINE_BYTES]))
            request = Bundle(True, parcel.blob, machine.ledger.node)
            if cut < 0.1:
                return
            answer = answer_to(town, request, dice)
            if answer is None or cut < 0.2:
                return
            take_in(town, machine, answer)


def everybody(town: Town, dice: Dice) -> None:
    """A good night: every line holds, and everybody exchanges once or twice."""
    for machine in list(town.stations):
        for _ in range(dice.choice([1, 2])):
            with town.enduring(machine, dice):
                parcel = machine.station_side.outgoing()
                node = machine.ledger.node
                answer = answer_to(town, Bundle(True, parcel.blob, node), dice)
                if answer is not None:
                    take_in(town, machine, answer)


def answer_to(town: Town, request: Bundle, dice: Dice) -> Bundle | None:
    """The office takes a bundle in and answers; None when it did not live to answer."""
    office = town.office
    town.touched.add("office")
    acts = None
    live = dice.random() < 0.7
    with town.enduring(office, dice):
        try:
            answer = office.office_side.handle(request.blob, live=live)
        except ForgedInput as fault:
            forgotten = town.restored and fault.code == "node.unknown"
            if not (request.spoiled or forgotten):
                raise Broken(f"the office refused a sound bundle: {fault}") from fault
            return None
        if request.spoiled:
            raise Broken("the office believed a spoiled bundle")
        acts = Bundle(False, answer.blob, answer.sender)
    return acts


def carry(town: Town, bundle: Bundle, dice: Dice) -> None:
    """A bundle arrives where it is addressed to."""
    if bundle.up:
        answer = answer_to(town, bundle, dice)
        if answer is not None:
            town.air.append(answer)
        return
    for machine in town.stations:
        if machine.ledger.node == bundle.node:
            with town.enduring(machine, dice):
                take_in(town, machine, bundle)
            if dice.random() < 0.7:
                return


def take_in(town: Town, machine: Machine, bundle: Bundle) -> bool:
    """A station takes an answer in, and goes on under a new name if that shows it was copied; gives
    whether it wants to go on at once."""
    town.touched.add(machine.name)
    mine = bundle.node == machine.ledger.node
    try:
        outcome = machine.station_side.incoming(bundle.blob)
    except Stranger as fault:
        raise Broken(f"{machine.name} does not know its office: {fault}") from fault
    except ForgedInput as fault:
        if bundle.spoiled or not mine:
            return False
        if fault.code not in COPIED:
            raise Broken(f"{machine.name} refused a sound answer: {fault}") from fault
        town.renew(machine)
        return True
    if bundle.spoiled:
        raise Broken(f"{machine.name} believed a spoiled answer")
    if not mine:
        raise Broken(f"{machine.name} took an answer for somebody else")
    if outcome.retire:
        town.renew(machine)
    return outcome.more
