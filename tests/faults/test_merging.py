"""Fault cases 1 to 10: convergence and merge, between real ledgers."""

from __future__ import annotations

import random

import pytest

from ledger.core.act import Trust, encode
from ledger.core.record import Change
from ledger.store.query import Query
from tests.faults.hands import clerk, office_edit, same_everywhere, settle_down, tampered
from tests.helpers.fakes import FakeWall
from tests.helpers.world import OTHER_VILLAGE, World, person
from tests.simulator.disk import Disk
from tests.simulator.machine import Machine
from tests.simulator.town import MORNING_MS, Town


@pytest.mark.parametrize("seed", range(4))
def test_fault_01_any_order_any_number_of_times_gives_one_state(world: World, seed: int) -> None:
    dice = random.Random(seed)
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    answers, requests = [], []
    for number in range(4):
        one.edit(one.read(card.id), mobile=f"1990000{number:04d}")
        two.edit(two.read(card.id), live_address=f"{number}号", mobile=f"1991111{number:04d}")
        requests += [(one, one.side.outgoing().blob), (two, two.side.outgoing().blob)]
    requests *= 2
    dice.shuffle(requests)
    for station, blob in requests:
        answer = world.side.handle(blob, live=dice.random() < 0.5)
        answers += [(station, answer.blob)] * dice.choice([1, 2])
    dice.shuffle(answers)
    for station, blob in answers:
        station.side.incoming(blob)
    settle_down(world, one, two)
    assert same_everywhere(one.ledger, two.ledger, world.office, record=card.id)


def test_fault_02_what_comes_by_way_of_the_office_keeps_its_author(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    entry = two.ledger.history(card.id)[0]
    assert (entry.act.node, entry.act.actor) == (one.ledger.node, one.operator.id)
    assert entry.who == "王秀英"
    two.edit(two.read(card.id), mobile="19900000002")
    world.sync(two, one)
    authors = [entry.act.node for entry in one.ledger.history(card.id)]
    assert authors == [two.ledger.node, one.ledger.node]


def test_fault_03_voided_edited_and_revived_at_once_keeps_every_word(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), void="重复建卡")
    two.edit(two.read(card.id), mobile="19900000022")
    who = clerk(world)
    office_edit(world, who, card.id, void="查无此人")
    settle_down(world, one, two)
    record = two.read(card.id)
    assert record.data["mobile"] == "19900000022"
    assert record.data["void"] == "查无此人"  # the office's word is better founded
    assert len(two.ledger.versions(card.id)["void"]) == 2
    office_edit(world, who, card.id, void=None)
    settle_down(world, one, two)
    assert one.read(card.id).data["void"] is None
    assert same_everywhere(one.ledger, two.ledger, world.office, record=card.id)


def test_fault_04_one_field_shows_both_values_two_fields_simply_meet(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), mobile="19900000011", live_address="1号")
    two.edit(two.read(card.id), mobile="19900000022", contact_name="亲属")
    settle_down(world, one, two)
    record = one.read(card.id)
    assert record.conflicts == ("mobile",)
    assert {head.value for head in one.ledger.versions(card.id)["mobile"]} == {
        "19900000011",
        "19900000022",
    }
    assert (record.data["live_address"], record.data["contact_name"]) == ("1号", "亲属")


def test_fault_05_settled_differently_in_two_places_is_a_conflict_again(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), mobile="19900000011")
    two.edit(two.read(card.id), mobile="19900000022")
    settle_down(world, one, two)
    one.edit(one.read(card.id), mobile="19900000011")
    two.edit(two.read(card.id), mobile="19900000022")
    third = Change("person", {"mobile": "19900000033"}, card.id)
    world.office.commit(clerk(world), "card.edit", [third])
    settle_down(world, one, two)
    assert one.read(card.id).conflicts == ("mobile",)
    assert len(one.ledger.versions(card.id)["mobile"]) == 3
    two.edit(two.read(card.id), mobile="19900000044")
    settle_down(world, one, two)
    assert one.read(card.id).conflicts == ()
    assert one.read(card.id).data["mobile"] == "19900000044"


def test_fault_06_an_edit_on_an_older_state_meets_what_came_between(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    stale = two.read(card.id)
    one.edit(one.read(card.id), mobile="19900000011")
    world.sync(one, two)
    two.edit(stale, mobile="19900000022")
    settle_down(world, one, two)
    assert one.read(card.id).conflicts == ("mobile",)


def test_fault_06_an_edit_that_comes_before_its_creation_waits_for_it(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    two.edit(two.read(card.id), mobile="19900000022")
    acts = {act.seq: act for act in two.ledger.unsent_acts()}
    edit = acts[max(acts)]
    fresh = world.station("fresh")
    with fresh.ledger.writing("exchange") as (_, batch):
        batch.put(edit, encode(edit), None)
    assert fresh.read(card.id).data == {"mobile": "19900000022"}
    settle_down(world, two, one, fresh)
    assert same_everywhere(fresh.ledger, world.office, record=card.id)
    assert fresh.read(card.id).conflicts == ()


def test_fault_07_same_moment_same_counter_still_has_one_answer(
    world: World, wall: FakeWall
) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    latest = max(one.ledger.clock.tick(), two.ledger.clock.tick())
    one.ledger.clock.resume(latest)
    two.ledger.clock.resume(latest)
    one.edit(one.read(card.id), mobile="19900000011", live_address="1号")
    two.edit(two.read(card.id), mobile="19900000022", live_address="1号")
    settle_down(world, one, two)
    assert same_everywhere(one.ledger, two.ledger, world.office, record=card.id)
    assert one.read(card.id).conflicts == ("mobile",)
    assert one.read(card.id).data["mobile"] == two.read(card.id).data["mobile"]


def test_fault_07_a_counter_that_runs_over_goes_on_growing(world: World) -> None:
    one = world.station("one")
    one.ledger.clock.resume((MORNING_MS << 16) + 0xFFFF)
    values = [one.ledger.clock.tick() for _ in range(0x10002)]
    assert values == sorted(set(values))
    assert one.create(1).time > values[-1]


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "null",
        "a\0b",
        "é",
        "e\u0301",
        "😀👨‍👩‍👧",
        "'; DROP TABLE act;--",
        "𠮷" * 2000,
        None,
    ],
    ids=["empty", "space", "null", "nul", "nfc", "nfd", "emoji", "sql", "huge", "none"],
)
def test_fault_08_a_text_comes_back_exactly_as_it_was_typed(world: World, value: str) -> None:
    one, two = world.station("one"), world.station("two")
    with tampered(one.ledger), tampered(two.ledger):
        card = one.create(1, live_address=value)
        rules, world.office.rules = world.office.rules, one.ledger.rules
        settle_down(world, one, two)
        world.office.rules = rules
    assert two.read(card.id).data["live_address"] == value
    assert same_everywhere(one.ledger, two.ledger, world.office, record=card.id)


@pytest.mark.parametrize(
    "value", [0.1, -0.0, 1e308, 2**62, -(2**63), True, 0, [], {}, {"b": [1, None], "a": {"c": 2.5}}]
)
def test_fault_08_numbers_and_lists_come_back_as_they_were(world: World, value: object) -> None:
    one = world.station("one")
    with tampered(one.ledger):
        card = one.create(1, wage=value)
        rules, world.office.rules = world.office.rules, one.ledger.rules
        settle_down(world, one)
        world.office.rules = rules
    found = world.office.record(card.id)
    assert found is not None
    back = found.data["wage"]
    assert (back, type(back), repr(back)) == (value, type(value), repr(value))


def test_fault_09_a_stopped_machine_shows_all_of_an_act_or_nothing() -> None:
    """The machine stops at every single write of an act that makes three cards."""
    town = Town(9)
    station = town.stations[0]
    image = station.disk.image()
    fields = [person(number, area=station.ledger.author.area) for number in (1, 2, 3)]
    changes = [Change("person", one) for one in fields]
    seen = set()
    for fuse in range(500):
        machine = Machine("again", lambda: MORNING_MS, Disk(image))
        machine.operator = station.operator
        machine.boot()
        machine.disk.fuse = fuse
        finished = False
        with town.enduring(machine, random.Random(fuse)):
            finished = town.commit(machine, "card.create", changes) is not None
        reached_the_end = machine.disk.fuse is not None
        machine.crash(None)
        count = machine.ledger.find(Query("person")).total
        assert count in (0, 3)
        assert machine.ledger.verify().ok
        assert count == 3 or not finished
        seen.add(count)
        machine.halt()
        if reached_the_end:
            break
    town.close()
    assert reached_the_end
    assert seen == {0, 3}


def test_fault_09_an_act_on_two_villages_arrives_whole_at_each(world: World) -> None:
    here, there = world.station("here"), world.station("there", OTHER_VILLAGE)
    one, other = here.create(1), there.create(2)
    world.sync(here, there)
    who = clerk(world)
    changes = [
        Change("person", {"mobile": "19900000077"}, card.id, Trust.OFFICE) for card in (one, other)
    ]
    world.office.commit(who, "card.edit", changes)
    world.sync(here, there)
    assert here.read(one.id).data["mobile"] == "19900000077"
    assert there.read(other.id).data["mobile"] == "19900000077"
    assert here.ledger.verify().ok
    assert there.ledger.verify().ok


def test_fault_10_what_was_just_typed_stays_in_sight_while_news_comes_in(world: World) -> None:
    one, two = world.station("one"), world.station("two")
    card = one.create(1)
    world.sync(one, two)
    one.edit(one.read(card.id), live_address="1号")
    world.sync(one)
    typed = two.edit(two.read(card.id), mobile="19900000022")
    answer = world.side.handle(two.side.outgoing(limit_bytes=1).blob)
    also = two.create(2)
    two.side.incoming(answer.blob)
    record = two.read(card.id)
    assert record.data["mobile"] == typed.data["mobile"]
    assert record.data["live_address"] == "1号"
    assert two.read(also.id) == also
