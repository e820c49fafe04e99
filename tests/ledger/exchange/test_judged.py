"""What a restored office had judged before: let in again, and not judged a second time."""

from __future__ import annotations

import pytest

from ledger.core.act import Trust
from ledger.core.record import Change, Record
from ledger.exchange import judged
from ledger.store.query import Query
from tests.faults.hands import back_up, clerk, restore, same_everywhere, settle_down
from tests.helpers.fakes import FakeWall
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World

THIN = 1  # bytes of acts: one piece at a time
HOUR_MS = 3_600_000


@pytest.fixture
def here(world: World, wall: FakeWall) -> FakeStation:
    """A village whose people move. Its clock is ahead: what it wrote before a move looks later."""
    world.wall = lambda: wall() + HOUR_MS
    station = world.station()
    world.wall = wall
    return station


@pytest.fixture
def there(world: World) -> FakeStation:
    """The village that they move to."""
    return world.station("beigou", OTHER_VILLAGE)


def _edited_then_moved(world: World, here: FakeStation, there: FakeStation) -> Record:
    """A card edited in one village, taken, and moved to another; the office then forgets both."""
    who = clerk(world)
    card = here.create(1)
    world.sync(here, there)
    backup = back_up(world)
    here.edit(here.read(card.id), mobile="19900000077")
    world.sync(here)
    move = Change("person", {"area": OTHER_VILLAGE}, card.id, Trust.OFFICE)
    world.office.commit(who, "card.edit", [move])
    world.sync(here, there)
    restore(world, backup)
    return card


def test_an_edit_taken_before_a_restore_is_taken_again_behind_a_move(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    card = _edited_then_moved(world, here, there)
    settle_down(world, here, there)
    assert world.office.find(Query("refusal")).total == 0
    assert there.read(card.id).data["mobile"] == "19900000077"
    assert same_everywhere(here.ledger, there.ledger, world.office, record=card.id)


def test_an_edit_without_the_offices_word_is_refused_and_the_new_village_hears_of_it(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    card = _edited_then_moved(world, here, there)
    here.ledger.local.settings.set(judged.WORDS, ("", ()))
    settle_down(world, here, there)
    refusal = here.ledger.find(Query("refusal")).rows[0]
    assert refusal.data["code"] == "act.area"
    assert there.read(card.id).data["mobile"] == card.data["mobile"]
    assert same_everywhere(here.ledger, there.ledger, world.office, record=card.id)


@pytest.mark.parametrize("wrong", ["seal", "hash"])
def test_a_word_that_the_office_did_not_give_on_this_journal_counts_for_nothing(
    world: World, here: FakeStation, there: FakeStation, wrong: str
) -> None:
    _edited_then_moved(world, here, there)
    node, words = here.ledger.local.settings.get(judged.WORDS)
    place = ("seq", "hash", "seal").index(wrong)
    words = [[*word[:place], bytes(len(word[place])), *word[place + 1 :]] for word in words]
    here.ledger.local.settings.set(judged.WORDS, (node, words))
    world.sync(here)
    assert here.ledger.find(Query("refusal")).rows[0].data["code"] == "act.area"


def test_what_was_refused_before_a_restore_stays_refused(
    world: World, here: FakeStation, there: FakeStation
) -> None:
    who = clerk(world)
    card = here.create(1)
    world.sync(here)
    backup = back_up(world)
    move = Change("person", {"area": OTHER_VILLAGE}, card.id, Trust.OFFICE)
    world.office.commit(who, "card.edit", [move])
    here.edit(here.read(card.id), mobile="19900000077")
    world.sync(here, there)
    refused = here.ledger.find(Query("refusal")).rows
    assert [row.data["code"] for row in refused] == ["act.area"]
    restore(world, backup)
    settle_down(world, here, there)
    again = world.office.find(Query("refusal")).rows
    assert [row.id for row in again] == [row.id for row in refused]
    found = world.office.record(card.id)
    assert found is not None
    assert found.data["mobile"] == card.data["mobile"]


def test_the_word_is_kept_only_when_the_feed_was_read_to_its_end(
    world: World, here: FakeStation
) -> None:
    here.create(1)
    early = world.side.handle(here.side.outgoing().blob)
    here.create(2)
    late = world.side.handle(here.side.outgoing().blob)
    end = here.ledger.unsent().count
    here.side.incoming(late.blob)
    here.side.incoming(early.blob)
    with here.ledger.database.read() as connection:
        assert [word.seq for word in judged.kept(connection, here.ledger)] == [end]


def test_a_piece_reaches_up_to_the_first_word_however_thin_the_line(
    world: World, here: FakeStation
) -> None:
    world.sync(here)
    backup = back_up(world)
    for number in range(6):
        here.create(number)
    world.sync(here)
    restore(world, backup)
    world.once(here)  # it is told how far back the office is
    parcel = here.side.outgoing(THIN)
    assert parcel.acts == 6
    assert not parcel.more


def test_few_words_are_kept_of_many_exchanges_the_newest_one_and_all(
    world: World, here: FakeStation
) -> None:
    for number in range(40):
        here.create(number)
        world.sync(here)
    with here.ledger.database.read() as connection:
        words = [word.seq for word in judged.kept(connection, here.ledger)]
    assert words[-judged.RECENT :] == list(range(41 - judged.RECENT + 1, 42))
    assert words == sorted(words)
    assert len(words) <= 2 * judged.RECENT
