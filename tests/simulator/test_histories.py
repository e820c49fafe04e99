"""A few hundred histories of a simulated town, and every one that ever failed.

``python -m tests.simulator --seconds N`` tries fresh ones for as long as one likes.
"""

from __future__ import annotations

import random

import pytest

from ledger.core.record import Change
from tests.simulator.checks import look_at
from tests.simulator.disk import Disk
from tests.simulator.driver import FILE
from tests.simulator.found import FOUND, Found
from tests.simulator.machine import Machine
from tests.simulator.run import MENUS, STEPS, Move, failure, history, moves_of, shrink
from tests.simulator.town import MORNING_MS, Broken, Town

CHUNK = 10
CHUNKS = 20


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_histories_hold_every_invariant(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        reason = failure(seed, history(seed))
        assert reason is None, (
            f"seed {seed}: {reason}\nreplay with: python -m tests.simulator --seed {seed}"
        )


@pytest.mark.parametrize("found", FOUND, ids=lambda found: str(found.seed))
def test_what_once_failed_holds_now(found: Found) -> None:
    reason = failure(found.seed, moves_of(found.steps))
    assert reason is None, f"{found.was}: {reason}"


def test_a_seed_is_the_same_history_every_time() -> None:
    def notes(seed: int) -> list[str]:
        town = Town(seed)
        for move in history(seed)[:25]:
            STEPS[move.step](town, random.Random(move.dice))
        names = [f"{act_id} {act.note}" for act_id, (act, _) in town.office.acts().items()]
        town.close()
        return sorted(names)

    assert history(11) == history(11)
    assert notes(11) == notes(11)


def test_the_seeds_of_the_suite_know_every_kind_of_trouble() -> None:
    tried = {move.step for seed in range(CHUNK * CHUNKS) for move in history(seed)}
    assert tried == {step for menu in MENUS for step in menu}


def test_shrinking_leaves_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(seed: int, moves: list[Move]) -> str | None:
        names = [move.step for move in moves]
        return "both" if "move" in names and "crash" in names else None

    monkeypatch.setattr("tests.simulator.run.failure", fails)
    long = [Move(name, 1) for name in ("create", "move", "edit", "edit", "crash", "wait", "edit")]
    assert [move.step for move in shrink(1, long)] == ["move", "crash"]


def test_power_loss_drops_what_was_not_flushed_and_nothing_else() -> None:
    disk = Disk()
    file = disk.open(FILE)
    file.write(0, b"durable")
    file.undone.clear()
    outcomes = set()
    for seed in range(20):
        file.write(0, b"changed")
        file.write(7, b" and more")
        file.lose_power(random.Random(seed))
        outcomes.add(bytes(file.content))
        file.content[:] = b"durable"
    assert b"durable" in outcomes
    assert b"changed and more" in outcomes
    assert len(outcomes) >= 3


def test_a_town_sees_a_lost_act() -> None:
    """The checks themselves: an act taken out of a disk is noticed."""
    town = Town(5)
    station: Machine = town.stations[0]
    before = station.disk.image()
    look_at(town, station)
    assert town.now == MORNING_MS
    with town.enduring(station, random.Random(1)):
        change = Change("person", town.new_person(station.ledger.author.area))
        town.commit(station, "card.create", [change])
    look_at(town, station)
    old = town.copy(station, before, "old")
    old.held = station.held
    with pytest.raises(Broken, match="I1"):
        look_at(town, old)
    old.halt()
    town.close()
