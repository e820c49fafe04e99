"""A new PC of a village that has been at work for years: the people first, then their past."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from ledger.core.act import Trust
from ledger.core.faults import ForgedInput
from ledger.core.record import Change
from ledger.exchange import firstload
from ledger.exchange.envelope import open_bundle, seal
from ledger.exchange.firstload import FirstLoads
from ledger.exchange.office import OfficeSide
from ledger.exchange.payload import Payload
from ledger.exchange.station import Outcome
from ledger.store.mending import mend
from ledger.store.query import Query
from ledger.store.renewal import renew
from tests.helpers.world import OTHER_VILLAGE, TOWN, VILLAGE, FakeStation, World

PEOPLE = 12


@pytest.fixture
def old(world: World) -> FakeStation:
    """The PC that the village has had so far, with twelve people, each edited once."""
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500), page_bytes=1500)
    station = world.station("old")
    world.sync(station)
    for number in range(1, PEOPLE + 1):
        card = station.create(number)
        station.edit(card, employer_name=f"第{number}砖厂")
    world.sync(station)
    return station


def people(station: FakeStation) -> int:
    return station.ledger.count(Query("person"))


def until_loaded(world: World, station: FakeStation) -> Outcome:
    """Exchange until the records are there, and no further."""
    for _ in range(20):
        _, outcome = world.once(station)
        if people(station):
            return outcome
    raise AssertionError("nothing came")


def test_people_are_found_before_their_past_has_come(world: World, old: FakeStation) -> None:
    new = world.station("new")
    outcome = until_loaded(world, new)
    assert outcome.more
    assert people(new) == PEOPLE
    found = new.ledger.search("居乙甲").rows
    assert [card.data["employer_name"] for card in found] == ["第1砖厂"]
    assert new.ledger.history(found[0].id) == []
    assert new.ledger.awaits_past(found[0].id)
    assert new.ledger.verify().ok
    assert new.ledger.verify().awaited >= PEOPLE


def test_the_past_follows_and_everything_is_as_if_read_act_by_act(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    outcome = world.sync(new)
    assert outcome.digest_equal is True
    report = new.ledger.verify()
    assert (report.ok, report.awaited) == (True, 0)
    card = new.ledger.search("居乙甲").rows[0]
    assert not new.ledger.awaits_past(card.id)
    assert [entry.act.action for entry in new.ledger.history(card.id)] == [
        "card.edit",
        "card.create",
    ]
    assert new.ledger.digest()[VILLAGE] == world.office.digest()[VILLAGE]


def test_a_pc_that_wrote_much_before_its_first_exchange_reads_act_by_act(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    for number in range(100, 100 + firstload.BARELY_USED):
        new.create(number)
    assert _answer(world, new).snapshot is None
    assert world.sync(new).digest_equal is True
    assert people(new) == PEOPLE + firstload.BARELY_USED


def test_a_small_village_is_read_act_by_act(world: World) -> None:
    first = world.station("old")
    first.create(1)
    world.sync(first)
    new = world.station("new")
    payload = _answer(world, new)
    assert payload.snapshot is None
    assert payload.page is not None


def test_a_line_that_breaks_goes_on_with_the_part_that_is_missing(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    first = _answer(world, new)
    assert first.snapshot is not None
    assert first.snapshot.parts > 1
    new.side.incoming(_sealed(world, new, first))
    world.side.handle(new.side.outgoing().blob)  # the line breaks: the answer never comes
    second = _answer(world, new)
    assert second.snapshot is not None
    assert (second.snapshot.part, second.snapshot.place) == (1, first.snapshot.place)
    assert people(new) == 0
    new.side.incoming(_sealed(world, new, second))
    new.side.incoming(_sealed(world, new, first))  # and comes late, when it is long there
    assert world.sync(new).digest_equal is True


def test_an_office_that_was_started_again_begins_the_first_load_anew(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    world.once(new)
    old.create(99)
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500), page_bytes=1500)
    world.sync(old)
    assert world.sync(new).digest_equal is True
    assert people(new) == PEOPLE + 1


def test_another_cut_of_the_same_snapshot_is_not_mixed_with_the_first(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    world.once(new)
    world.once(new)
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500), page_bytes=700)
    assert world.sync(new).digest_equal is True
    assert people(new) == PEOPLE
    assert new.ledger.verify().ok


def test_a_stick_brings_them_whole_where_a_line_had_begun(world: World, old: FakeStation) -> None:
    new = world.station("new")
    world.once(new)
    assert people(new) == 0
    answer = world.side.handle(new.side.outgoing().blob, live=False)
    new.side.incoming(answer.blob)
    assert people(new) == PEOPLE
    assert world.sync(new).digest_equal is True
    assert (new.ledger.verify().ok, new.ledger.verify().awaited) == (True, 0)


def test_a_stick_brings_the_people_and_their_past_at_once(world: World, old: FakeStation) -> None:
    new = world.station("new")
    up = new.side.outgoing().blob
    outcome = new.side.incoming(world.side.handle(up, live=False).blob)
    assert people(new) == PEOPLE
    assert outcome.received > PEOPLE
    assert new.ledger.verify().awaited == 0
    assert new.ledger.verify().ok


def test_what_was_written_before_the_first_exchange_stands_beside_what_comes(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    mine = new.create(77, name="自己建")
    until_loaded(world, new)
    later = new.edit(new.read(mine.id), mobile="19988887777")
    assert world.sync(new).digest_equal is True
    assert new.read(mine.id).data["mobile"] == "19988887777"
    assert later.data["name"] == "自己建"
    assert people(new) == PEOPLE + 1
    assert new.ledger.verify().ok


def test_what_is_written_while_the_past_arrives_stands(world: World, old: FakeStation) -> None:
    new = world.station("new")
    until_loaded(world, new)
    card = new.ledger.search("居丙甲").rows[0]
    new.edit(card, mobile="19911112222")
    old.edit(old.read(card.id), employer_name="镇上的厂")
    world.sync(old)
    world.once(new)
    assert new.read(card.id).data["employer_name"] == "镇上的厂"
    assert world.sync(new, old, new).digest_equal is True
    assert new.read(card.id).data["mobile"] == "19911112222"
    assert new.read(card.id).conflicts == ()
    assert new.ledger.verify().ok


def test_a_refused_act_in_the_past_is_refused_here_too(world: World, old: FakeStation) -> None:
    card = old.ledger.search("居乙甲").rows[0]
    stray = Change("person", {"name": "乱写"}, card.id, Trust.DECISION, seen=card.seen)
    rules = old.ledger.rules
    old.ledger.rules = _AnythingGoes()
    old.ledger.commit(old.operator, "card.edit", [stray])
    old.ledger.rules = rules
    world.sync(old)
    new = world.station("new")
    until_loaded(world, new)
    assert new.read(card.id).data["name"] == card.data["name"]
    assert world.sync(new).digest_equal is True
    assert new.read(card.id).data["name"] == card.data["name"]
    refused = [entry.refused for entry in new.ledger.history(card.id)]
    assert refused == ["act.trust", None, None]
    assert new.ledger.verify().ok


def test_somebody_who_moved_away_is_there_as_he_was_when_he_left(
    world: World, old: FakeStation
) -> None:
    gone = old.ledger.search("居乙甲").rows[0]
    clerk = world.hire(world.office, "张敏", ["T1", "T2"], TOWN, "T")
    moved = Change("person", {"area": OTHER_VILLAGE}, gone.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [moved])
    later = Change("person", {"mobile": "19900001111"}, gone.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [later])
    world.sync(old)
    new = world.station("new")
    until_loaded(world, new)
    assert new.ledger.record(gone.id) is None
    assert world.sync(new).digest_equal is True
    assert new.read(gone.id).area == OTHER_VILLAGE
    assert new.read(gone.id).data == old.read(gone.id).data


def test_somebody_who_moved_away_and_is_written_to_while_the_past_arrives_is_whole(
    world: World, old: FakeStation
) -> None:
    gone, stays = (old.ledger.search(name).rows[0] for name in ("居乙甲", "居乙乙"))
    clerk = world.hire(world.office, "张敏", ["T1", "T2"], TOWN, "T")
    moved = Change("person", {"area": OTHER_VILLAGE}, gone.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [moved])
    new = world.station("new")
    until_loaded(world, new)
    # One act about both: the village hears of it for the sake of the one who stays.
    phones = [
        Change("person", {"mobile": "19900001111"}, each.id, Trust.OFFICE) for each in (gone, stays)
    ]
    world.office.commit(clerk, "card.edit", phones)
    world.sync(old)
    assert world.sync(new).digest_equal is True
    assert new.read(gone.id).data == old.read(gone.id).data
    assert new.ledger.verify().ok


def test_a_piece_of_somebodys_past_that_came_before_the_first_load_is_made_whole(
    world: World, old: FakeStation
) -> None:
    gone = old.ledger.search("居乙甲").rows[0]
    clerk = world.hire(world.office, "张敏", ["T1", "T2"], TOWN, "T")
    new = world.station("new")
    twin = world.copy_of(new, "twin")
    world.sync(twin)
    phone = Change("person", {"mobile": "19900001111"}, gone.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [phone])
    new.side.incoming(world.side.handle(twin.side.outgoing().blob).blob)  # meant for the copy
    assert dict(new.read(gone.id).data) == {"mobile": "19900001111"}
    moved = Change("person", {"area": OTHER_VILLAGE}, gone.id, Trust.OFFICE)
    world.office.commit(clerk, "card.edit", [moved])
    world.side = OfficeSide(world.office, FirstLoads(3, largest=500), page_bytes=1500)
    world.sync(new, old)
    assert new.read(gone.id).data == old.read(gone.id).data
    assert new.ledger.verify().ok


def test_a_card_whose_pc_was_renewed_before_it_was_heard_is_awaited_like_any_other(
    world: World, old: FakeStation
) -> None:
    card = old.create(40)
    renew(old.ledger)
    world.sync(old)
    new = world.station("new")
    until_loaded(world, new)
    while new.ledger.record(card.id) is None:
        world.once(new)
    assert new.ledger.awaits_past(card.id)
    assert new.ledger.verify().ok
    assert world.sync(new).digest_equal is True
    assert new.ledger.verify().ok


def test_nothing_is_mended_while_the_past_arrives(world: World, old: FakeStation) -> None:
    new = world.station("new")
    until_loaded(world, new)
    assert mend(new.ledger) == []
    assert people(new) == PEOPLE


def test_an_office_restored_meanwhile_loses_the_past_and_not_the_people(
    world: World, old: FakeStation
) -> None:
    new = world.station("new")
    until_loaded(world, new)
    world.office.new_epoch()
    assert world.sync(new).digest_equal is True
    assert new.ledger.verify().ok
    assert new.ledger.verify().awaited == 0
    assert people(new) == PEOPLE


@pytest.mark.parametrize(
    "spoiled",
    [
        {"lines": b"not a frame"},
        {"part": 7, "parts": 3},
        {"parts": 10**9},
        {"lines": firstload.zstandard.compress(msgspec.msgpack.encode([[], [], []]))},
        {"parts": 1, "lines": firstload.zstandard.compress(
            msgspec.msgpack.encode([["x.1.0"], ["person"], ["[]"], [b"?"]])
        )},
    ],
)  # fmt: skip
def test_a_spoiled_first_load_leaves_everything_as_it_was(
    world: World, old: FakeStation, spoiled: dict[str, object]
) -> None:
    new = world.station("new")
    payload = _answer(world, new)
    assert payload.snapshot is not None
    part = replace(payload.snapshot, **{"parts": 1, **spoiled})
    with pytest.raises(ForgedInput) as caught:
        new.side.incoming(_sealed(world, new, replace(payload, snapshot=part)))
    assert caught.value.code == "bundle.unreadable"
    assert people(new) == 0
    assert world.sync(new).digest_equal is True


class _AnythingGoes:
    """A PC whose program was tampered with."""

    def check(self, act: object, view: object, author: object) -> None:
        return None

    def adopt(self, home: str) -> None: ...


def _answer(world: World, station: FakeStation) -> Payload:
    """What the office answers, opened."""
    answer = world.side.handle(station.side.outgoing().blob)
    office = world.office.keys.public
    return open_bundle(answer.blob, station.ledger.keys, lambda sender, payload: office)


def _sealed(world: World, station: FakeStation, payload: Payload) -> bytes:
    return seal(payload, world.office.keys, station.ledger.keys.public)
