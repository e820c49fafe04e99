"""Fault cases of records that concern two villages: guests' cases, and what the office does for
them when they are closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ledger.core.record import Change, Record
from ledger.store import tables
from station_client.desk import cases
from tests.faults.hands import back_up, restore, same_everywhere, settle_down, tampered
from tests.helpers.world import VILLAGE
from tests.station_client.desk.conftest import Desk, desk
from tests.station_client.desk.neighbours import Town, neighbours

__all__ = ["desk"]


@pytest.fixture
def town(desk: Desk) -> Iterator[Town]:
    both = neighbours(desk)
    yield both
    both.beigou.ledger.close()


def settled(town: Town) -> None:
    """Everybody holds the same, and every digest says so."""
    town.desk.wall.advance(seconds=1)
    settle_down(town.desk.world, town.desk.station, town.beigou)


def registrations(town: Town) -> list[Record]:
    """The rows of TZ-05 at the office."""
    (card,) = town.cards_at_office()
    return town.desk.world.office.owned(card.id, "tz05")


def test_fault_09_a_guests_acceptance_arrives_whole_in_both_villages(town: Town) -> None:
    case = town.accepted()
    settled(town)
    here, there = town.desk.station.ledger, town.beigou.ledger
    assert {each.id for each in here.owned(case)} == {each.id for each in there.owned(case)}
    for record in (case, *(each.id for each in here.owned(case))):
        assert same_everywhere(here, there, town.desk.world.office, record=record)


@pytest.mark.parametrize("known", [True, False])
def test_fault_14_the_answer_to_a_guests_closing_is_lost_and_it_counts_once(
    town: Town, known: bool
) -> None:
    if known:
        town.card()
    case = town.granted()
    cases.hand_over(town.desk.counter, case, "赵国强", "3")
    world, station = town.desk.world, town.desk.station
    for _ in range(3):
        world.side.handle(station.side.outgoing().blob)  # the answer never arrives
    settled(town)
    (row,) = registrations(town)
    assert same_everywhere(town.beigou.ledger, world.office, record=row.id)


def test_fault_15_a_refused_step_of_a_guests_case_is_known_in_both_villages(town: Town) -> None:
    case = town.accepted()
    settled(town)
    ledger, who = town.desk.station.ledger, town.desk.station.operator
    with tampered(ledger):  # what it writes next, by the rules, has seen this
        stray = Change("case", {"phone": "19900000666", "decision": "1"}, case)
        ledger.commit(who, "case.edit", [stray])
    ledger.commit(who, "case.edit", [Change("case", {"phone": "19900000777"}, case)])
    settled(town)
    office = town.desk.world.office
    assert same_everywhere(ledger, town.beigou.ledger, office, record=case)
    assert town.beigou.read(case).data["phone"] == "19900000777"
    assert "decision" not in town.beigou.read(case).data


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("first", ["beigou", "liuhe"])
def test_fault_21_a_restored_office_carries_a_guests_closing_out_once(
    town: Town, first: str, known: bool
) -> None:
    if known:
        town.card()
    case = town.granted()
    backup = back_up(town.desk.world)
    cases.hand_over(town.desk.counter, case, "赵国强", "3")
    town.sync()
    before = registrations(town)
    restore(town.desk.world, backup)
    order = [town.desk.station, town.beigou]
    settle_down(town.desk.world, *(order if first == "liuhe" else reversed(order)))
    assert [row.id for row in registrations(town)] == [row.id for row in before]
    (card,) = town.cards_at_office()
    assert card.data["unemp_reg_state"] == "1"
    assert not card.conflicts
    assert not registrations(town)[0].conflicts


def test_fault_30_a_guests_case_changed_behind_the_journal_is_mended_at_his_village(
    town: Town,
) -> None:
    case = town.accepted()
    settled(town)
    there = town.beigou
    before = there.read(case).data
    data, record = tables.record.c.data, tables.record.c.id
    with there.ledger.database.write() as connection:
        old = connection.execute(sa.select(data).where(record == case)).scalar_one()
        connection.execute(
            sa.update(tables.record).where(record == case).values(data=old.replace("国强", "国弱"))
        )
        count = tables.digest.c.kind == "case"
        connection.execute(sa.update(tables.digest).where(count).values(records=9))
    outcome = town.desk.world.sync(there)
    assert outcome.digest_equal is True
    assert there.read(case).data == before
    assert there.read(case).area == VILLAGE
    assert there.ledger.verify().ok
