"""Scans of somebody who moved to another village."""

from __future__ import annotations

from ledger.core.record import Change, Record
from ledger.store.renewal import renew
from tests.helpers.world import OTHER_VILLAGE, FakeStation, World, picture
from tests.ledger.exchange.test_files import content_at


def test_files_of_somebody_who_moved_follow_to_the_new_village(world: World) -> None:
    here, there = world.station("liuhe"), world.station("beigou", OTHER_VILLAGE)
    world.sync(here, there)
    card = here.create(1)
    scan = here.attach(card, picture())
    world.sync(here, there)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    world.office.commit(
        clerk, "card.edit", [Change("person", {"area": OTHER_VILLAGE}, record=card.id)]
    )
    world.sync(here, there)
    assert content_at(there.ledger, scan) == picture()


def test_so_do_files_whose_act_was_said_again_under_a_new_name(world: World) -> None:
    here, there = world.station("liuhe"), world.station("beigou", OTHER_VILLAGE)
    world.sync(here, there)
    card = here.create(1)
    scan = here.attach(card, picture())
    renew(here.ledger)  # the PC was restored, and the office has heard of neither
    world.sync(here, there)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    place = Change("person", {"area": OTHER_VILLAGE}, record=card.id)
    world.office.commit(clerk, "card.edit", [place])
    world.sync(here, there)
    assert there.read(scan.id).id == scan.id
    assert content_at(there.ledger, scan) == picture()


def _moved(world: World, station: FakeStation, card: Record) -> Record:
    """A card with a scan that the office moved, the card alone, to the other village."""
    scan = station.attach(card, picture())
    world.sync(station)
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    place = Change("person", {"area": OTHER_VILLAGE}, record=card.id)
    world.office.commit(clerk, "card.edit", [place])
    return scan


def test_a_scan_declared_void_after_the_move_is_void_in_the_new_village(world: World) -> None:
    here, there = world.station("liuhe"), world.station("beigou", OTHER_VILLAGE)
    world.sync(here, there)
    scan = _moved(world, here, here.create(1))
    world.sync(there)
    assert content_at(there.ledger, scan) == picture()
    here.ledger.commit(
        here.operator, "scan.void", [Change("attachment", {"void": "扫错了人"}, scan.id)]
    )
    world.sync(here, there)
    assert there.read(scan.id).data["void"] == "扫错了人"
    assert there.read(scan.id).data["title"] == "身份证"


def test_a_scan_whose_content_was_still_at_the_old_village_follows_the_move(world: World) -> None:
    here, there = world.station("liuhe"), world.station("beigou", OTHER_VILLAGE)
    world.sync(here, there)
    card = here.create(1)
    scan = here.attach(card, picture())
    world.once(here)
    assert content_at(world.office, scan) is None
    clerk = world.hire(world.office, "张敏", ["T1"], "990101001000", "T")
    places = [
        Change("person", {"area": OTHER_VILLAGE}, record=card.id),
        Change("attachment", {"area": OTHER_VILLAGE}, record=scan.id),
    ]
    world.office.commit(clerk, "card.move", places)
    world.sync(here, there)
    assert content_at(world.office, scan) == picture()
    assert content_at(there.ledger, scan) == picture()
