"""Fault case 49: one side's declared business knows more than the other's.

What an older office cannot judge waits at the station and is taken once the office is updated; what
a newer office writes is held whole by an older station and shown once that is updated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Field, Group, Kind
from ledger.core.act import Trust
from ledger.core.record import Change, Record
from ledger.exchange import stick
from ledger.exchange.envelope import seal
from ledger.exchange.office import OfficeSide
from ledger.exchange.older import office_is_older
from ledger.exchange.station import StationSide
from ledger.rules.admission import Rulebook
from ledger.store.ledger import Ledger
from ledger.store.opening import open_database, open_ledger
from ledger.store.query import Query
from tests.faults.forging import opened
from tests.faults.hands import clerk, settle_down, tampered
from tests.helpers.world import KEY, VILLAGE, FakeStation, World, catalogue, person
from tests.station_client.link.carrying import FakeLine, courier, diary

replace = msgspec.structs.replace


def newer() -> Catalogue:
    """The next release: a kind of record and a field of the card more."""
    now = catalogue()
    card = now.kinds["person"]
    blood = Field(name="blood_type", zh="血型", en="blood type", type="text", search="address")
    sort = Field(name="kind_of_tree", zh="树种", en="sort", type="text", search="address")
    group = Group(code="tree", zh="树", en="tree", fields=(sort,))
    kinds = {
        **now.kinds,
        "person": replace(card, groups=(replace(group, fields=(blood,)), *card.groups)),
        "tree": Kind(
            code="tree",
            zh="树",
            en="tree",
            groups=(group,),
            system=card.system,
            title="kind_of_tree",
            indexes=("kind_of_tree",),
        ),
    }
    return replace(now, version=now.version + 1, kinds=kinds)


def reopen(ledger: Ledger, file: Path, declared: Catalogue, key: bytes | None) -> Ledger:
    """The same database, opened by a program with another catalogue."""
    ledger.close()
    database = open_database(file, key, declared)
    rules = Rulebook(declared, ledger.keys.node)
    feeds = ledger.place.feeds
    return open_ledger(database, declared, rules, ledger.clock, feeds=feeds)


def updated(world: World, declared: Catalogue) -> None:
    """The office's program is updated: stopped, and started again with the new catalogue."""
    world.office = reopen(world.office, world.folder / "office.db", declared, None)
    world.side = OfficeSide(world.office)


def station_updated(station: FakeStation, file: Path, declared: Catalogue) -> None:
    """The same at a station."""
    station.ledger = reopen(station.ledger, file, declared, KEY)
    station.side = StationSide(station.ledger, "0.2.0")


@pytest.fixture
def ahead(world: World) -> FakeStation:
    """A station that was updated before its office."""
    station = world.station("ahead")
    settle_down(world, station)
    station_updated(station, world.folder / "ahead.db", newer())
    return station


def plant(station: FakeStation, sort: str = "柳") -> str:
    """Something that only the newer catalogue declares."""
    tree = Change("tree", {"area": VILLAGE, "kind_of_tree": sort})
    done = station.ledger.commit(station.operator, "tree.plant", [tree])
    return done.records[0]


WRITES: Mapping[str, Callable[[FakeStation], object]] = {
    "field": lambda station: station.create(50, blood_type="A"),
    "kind": plant,
}


@pytest.mark.parametrize("unknown", WRITES)
def test_fault_49_what_an_older_office_does_not_know_waits_for_its_update(
    world: World, ahead: FakeStation, unknown: str
) -> None:
    known = ahead.create(1)
    WRITES[unknown](ahead)
    behind = ahead.create(2)
    answer, outcome = world.once(ahead)
    assert (answer.acts, answer.refused, answer.waits) == (1, 0, 2)
    assert (outcome.confirmed, outcome.older, outcome.refused) == (1, True, 0)
    assert world.office.record(known.id) is not None
    assert world.office.record(behind.id) is None
    assert office_is_older(ahead.ledger)
    assert ahead.ledger.unsent().count == 2
    assert world.side.contacts.newest()[ahead.ledger.node].report["waits"] == 2
    updated(world, newer())
    settle_down(world, ahead)
    assert world.office.record(behind.id) is not None
    assert not office_is_older(ahead.ledger)
    assert ahead.ledger.find(Query("refusal")).total == 0
    assert "waits" not in world.side.contacts.newest()[ahead.ledger.node].report


def test_fault_49_waiting_costs_one_act_at_a_time_and_no_line_in_the_diary(
    world: World, ahead: FakeStation
) -> None:
    plant(ahead)
    for number in range(20):
        ahead.create(number)
    run = courier(ahead, FakeLine(world, "line"))
    first = run.by_line(quiet=True)
    assert (first.older, first.sent, first.confirmed) == (True, 0, 0)
    written = len(diary(ahead))
    again = run.by_line(quiet=True)
    assert again.bytes_up < first.bytes_up * 0.75
    assert len(diary(ahead)) == written
    updated(world, newer())
    assert run.by_line().confirmed == 21
    assert ahead.ledger.unsent().count == 0


def test_fault_49_news_of_others_still_comes_while_own_acts_wait(
    world: World, ahead: FakeStation
) -> None:
    neighbour = world.station("neighbour")
    plant(ahead)
    world.once(ahead)
    card = neighbour.create(7)
    settle_down(world, neighbour)
    courier(ahead, FakeLine(world, "line")).by_line()
    assert ahead.read(card.id).data["name"] == card.data["name"]
    assert ahead.ledger.unsent().count == 1


def test_fault_49_a_stick_carries_everything_and_can_be_read_again_after_the_update(
    world: World, ahead: FakeStation, tmp_path: Path
) -> None:
    plant(ahead)
    ahead.create(1)
    courier(ahead).to_stick(tmp_path, ahead.ledger.clock.now())
    (file,) = stick.bundles(tmp_path, "up")
    answer = world.side.handle(file.read(), live=False)
    assert (answer.acts, answer.waits) == (0, 2)
    assert ahead.side.incoming(answer.blob).older
    assert courier(ahead).to_stick(tmp_path, ahead.ledger.clock.now()).sent == 2
    updated(world, newer())
    (file,) = stick.bundles(tmp_path, "up")  # the newer one, in place of the first
    answer = world.side.handle(file.read(), live=False)
    assert (answer.acts, answer.waits) == (2, 0)
    assert ahead.side.incoming(answer.blob).confirmed == 2
    settle_down(world, ahead)


def test_fault_49_a_newer_catalogue_is_no_leave_to_do_what_one_may_not(
    world: World, ahead: FakeStation
) -> None:
    """Another village's card, and a field nobody declares: the first is refused at once."""
    with tampered(ahead.ledger):
        ahead.create(1, area="990101001002")
        ahead.create(2, no_such_field="x")
    answer, outcome = world.once(ahead)
    assert (answer.acts, answer.refused, answer.waits) == (1, 1, 1)
    assert outcome.older
    updated(world, newer())
    settle_down(world, ahead)
    codes = [str(row.data["code"]) for row in ahead.ledger.find(Query("refusal")).rows]
    assert sorted(codes) == ["act.area", "act.unknown-field"]


def test_fault_49_who_says_nothing_sound_of_his_catalogue_is_judged_as_always(
    world: World,
) -> None:
    station = world.station()
    settle_down(world, station)
    for number, claim in enumerate((None, "9", True, -1, catalogue().version)):
        with tampered(station.ledger):
            station.create(number, no_such_field="x")
        payload = opened(world, station)
        forged = replace(payload, report={**payload.report, "catalogue": claim})
        blob = seal(forged, station.ledger.keys, world.office.keys.public)
        answer = world.side.handle(blob)
        assert (answer.acts, answer.refused, answer.waits) == (1, 1, 0), claim
        station.side.incoming(answer.blob)


def test_fault_49_what_a_newer_office_writes_is_held_whole_and_found_after_the_update(
    world: World,
) -> None:
    """A field, a kind and a code that this program does not know yet."""
    station = world.station("behind")
    settle_down(world, station)
    updated(world, newer())
    who = clerk(world)
    fields = {**person(7), "blood_type": "甲型", "id_type": "ZZ"}
    with tampered(world.office):
        card = world.office.commit(who, "x", [Change("person", fields, trust=Trust.OFFICE)])
        tree = {"area": VILLAGE, "kind_of_tree": "垂柳"}
        new = world.office.commit(who, "x", [Change("tree", tree, trust=Trust.OFFICE)])
    settle_down(world, station)
    assert station.read(card.records[0]).data["blood_type"] == "甲型"
    assert station.read(new.records[0]).data["kind_of_tree"] == "垂柳"
    edited = station.edit(station.read(card.records[0]), mobile="19900000049")
    assert edited.data["blood_type"] == "甲型"
    settle_down(world, station)
    station_updated(station, world.folder / "behind.db", newer())
    assert station.ledger.search("垂柳", "tree").total == 1
    assert station.ledger.search("甲型").total == 1
    by_sort = Query("tree", where=(("kind_of_tree", "eq", "垂柳"),))
    assert station.ledger.find(by_sort).total == 1
    settle_down(world, station)


def test_fault_49_a_state_known_only_after_the_update_takes_its_place_then(world: World) -> None:
    """Two steps taken at once, one of them to a state that wins by the newer flow only."""
    here, there = world.station("here"), world.station("there")
    fields: dict[str, Any] = {"area": VILLAGE, "item": "V-JY-02", "state": "S20"}
    with tampered(here.ledger), tampered(there.ledger), tampered(world.office):
        made = here.ledger.commit(here.operator, "x", [Change("case", fields)]).records[0]
        settle_down(world, here, there)
        for station, state in ((here, "S24"), (there, "S24N")):
            _step(station, station.read(made), state)
        settle_down(world, here, there)
    assert here.read(made).data["state"] == "S24"
    station_updated(here, world.folder / "here.db", _with_a_state("S24N"))
    assert here.read(made).data["state"] == "S24N"
    assert here.ledger.find(Query("case", where=(("state", "eq", "S24N"),))).total == 1
    assert here.ledger.verify().ok
    assert world.once(here)[1].digest_equal is True


def _step(station: FakeStation, case: Record, state: str) -> None:
    change = Change("case", {"state": state}, record=case.id, seen=case.seen)
    station.ledger.commit(station.operator, "x", [change])


def _with_a_state(code: str) -> Catalogue:
    now = catalogue()
    name, flow = next(iter(now.flows.items()))
    best = max(flow.state, key=lambda state: state.precedence)
    added = replace(best, code=code, precedence=best.precedence + 1)
    flows = {**now.flows, name: replace(flow, state=(*flow.state, added))}
    return replace(now, version=now.version + 1, flows=flows)
