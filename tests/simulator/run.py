"""One history: made from a seed, run, judged, and shrunk when it fails."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ledger.core.faults import Fault
from tests.simulator import desk_steps, driver, machine_steps, road_steps
from tests.simulator.checks import all_held, look_at, look_at_all
from tests.simulator.town import Broken, Town

Step = Callable[[Town, random.Random], None]

_DESK = {
    "create": 5, "edit": 10, "edit_two": 2, "open_form": 4, "save_form": 4, "move": 3, "settle": 4,
    "void": 1, "stray": 2, "accept_case": 2, "accept_guest": 2, "next_step": 7,
    "attach": 3, "void_scan": 1, "hire": 1,
}  # fmt: skip
_ROAD = {"send": 6, "deliver": 10, "lose": 3, "spoil": 2, "swap": 1, "exchange": 9, "everybody": 4}
_MACHINE = {
    "wait": 4, "crash": 2, "light_fuse": 2, "fill_disk": 1, "mend_disk": 2, "set_clock": 2,
    "enrol": 1, "damage": 1,
}  # fmt: skip
_COPIES = {"back_up": 2, "restore": 2, "restore_unknowing": 1, "clone": 1, "scrap": 1}
_OFFICE = {"back_up_office": 2, "restore_office": 2}

#: Which troubles a history knows; a seed picks one.
MENUS: tuple[dict[str, int], ...] = (
    _DESK | _ROAD,
    _DESK | _ROAD | _MACHINE,
    _DESK | _ROAD | _MACHINE | _COPIES,
    _DESK | _ROAD | _MACHINE | _OFFICE,
    _DESK | _ROAD | _MACHINE | _COPIES | _OFFICE,
)
#: Everybody knows some people before things go wrong.
_COMMON_GROUND = (
    "create",
    "create",
    "create",
    "accept_case",
    "accept_guest",
    "everybody",
    "everybody",
)
STEPS: dict[str, Step] = {
    name: getattr(module, name)
    for module, names in (
        (desk_steps, _DESK),
        (road_steps, _ROAD),
        (machine_steps, _MACHINE | _COPIES | _OFFICE),
    )
    for name in names
}
#: What counts as a failure: a broken invariant, a fault nobody expected, a bug of any kind.
WRONG = (
    Broken, Fault, AssertionError, ArithmeticError, AttributeError, LookupError, RuntimeError,
    TypeError, ValueError, sa.exc.SQLAlchemyError, driver.Error,
)  # fmt: skip
#: How many rounds over all stations everything may take to be whole again.
MOST_ROUNDS = 12


@dataclass(frozen=True)
class Move:
    """One step of a history, with the seed of its own dice: leaving others out changes nothing."""

    step: str
    dice: int

    def __str__(self) -> str:
        return f"{self.step}({self.dice})"


def history(seed: int) -> list[Move]:
    """The history that belongs to a seed."""
    dice = random.Random(seed)
    menu = dice.choice(MENUS)
    names, weights = list(menu), list(menu.values())
    length = dice.choice([20, 40, 60, 100])
    chosen = dice.choices(names, weights, k=length)
    if dice.random() < 0.7:
        chosen = [*_COMMON_GROUND, *chosen]
    return [Move(name, dice.randrange(1 << 30)) for name in chosen]


def moves_of(steps: str) -> list[Move]:
    """A history from how it is printed."""
    named = (step.rstrip(")").split("(") for step in steps.split())
    return [Move(name, int(dice)) for name, dice in named]


def run(seed: int, moves: Sequence[Move]) -> None:
    """Live through a history; Broken when an invariant does not hold."""
    town = Town(seed)
    try:
        for place, move in enumerate(moves):
            try:
                STEPS[move.step](town, random.Random(move.dice))
                _look(town)
            except WRONG as error:
                raise Broken(f"step {place} {move}: {error!r}") from error
        heal(town)
    finally:
        town.close()


def _look(town: Town) -> None:
    touched, town.touched = town.touched, set()
    for machine in town.everybody():
        if machine.name in touched and machine.disk.fuse is None:
            look_at(town, machine)


def heal(town: Town) -> None:
    """Lines hold, disks are well, and everybody exchanges until nobody has anything to say."""
    for machine in town.everybody():
        machine.disk.full = machine.disk.read_only = False
        machine.disk.fuse = None
        look_at(town, machine)
    before = all_held(town)
    dice = random.Random(0)
    quiet = 0
    for _ in range(MOST_ROUNDS):
        busy = False
        for machine in town.stations:
            busy |= _round(town, machine, dice)
        quiet = 0 if busy else quiet + 1
        if quiet == 2:
            break
    else:
        raise Broken(f"I6 still busy after {MOST_ROUNDS} rounds")
    look_at_all(town, before)


def _round(town: Town, machine: machine_steps.Machine, dice: random.Random) -> bool:
    """One station exchanges to its end; whether anything went either way."""
    busy, turned_away = False, False
    for _ in range(20):
        node = machine.ledger.node
        held = machine.ledger.acts()
        waiting = machine.ledger.unsent().count
        files = machine.ledger.under_way(), town.office.ledger.under_way()
        parcel = machine.station_side.outgoing()
        answer = road_steps.answer_to(town, road_steps.Bundle(True, parcel.blob, node), dice)
        if answer is None and town.restored and not turned_away:
            turned_away = True  # the next bundle introduces the station again
            continue
        if answer is None:
            raise Broken("the office did not answer")
        more = road_steps.take_in(town, machine, answer)
        moved = (
            more
            or waiting != machine.ledger.unsent().count
            or held != machine.ledger.acts()
            or node != machine.ledger.node
            or files != (machine.ledger.under_way(), town.office.ledger.under_way())
        )
        if not moved:
            return busy
        busy = True
    raise Broken(f"I6 {machine.name} never comes to an end")


def failure(seed: int, moves: Sequence[Move]) -> str | None:
    """Why a history fails, or None."""
    try:
        run(seed, moves)
    except WRONG as error:
        return str(error)
    return None


def shrink(seed: int, moves: list[Move]) -> list[Move]:
    """A shorter history that still fails: leave out ever smaller pieces while it does."""
    size = len(moves) // 2
    while size:
        place = 0
        while place < len(moves):
            shorter = moves[:place] + moves[place + size :]
            if failure(seed, shorter) is not None:
                moves = shorter
            else:
                place += size
        size //= 2
    return moves
