"""What happens to machines: crashes, full disks, wrong clocks, copies, backups and restores."""

from __future__ import annotations

import random
from dataclasses import replace

import sqlalchemy as sa

from ledger.store import tables
from tests.simulator.desk_steps import any_machine, any_station
from tests.simulator.machine import Machine, seeded_keys
from tests.simulator.town import Backup, Town

Dice = random.Random
_YEAR_MS = 365 * 86_400_000


def wait(town: Town, dice: Dice) -> None:
    """Time goes by."""
    town.now += dice.choice([1, 1000, 60_000, 3_600_000, 86_400_000])


def crash(town: Town, dice: Dice) -> None:
    """The power fails, or the program is killed, between two things it does."""
    machine = any_machine(town, dice)
    town.touched.add(machine.name)
    machine.crash(dice if dice.random() < 0.7 else None)


def light_fuse(town: Town, dice: Dice) -> None:
    """The machine will stop in the middle of what it does next."""
    any_machine(town, dice).disk.fuse = dice.randrange(60)


def fill_disk(town: Town, dice: Dice) -> None:
    """Nothing more fits on a disk, or somebody makes it read-only."""
    disk = any_machine(town, dice).disk
    if dice.random() < 0.6:
        disk.full = True
    else:
        disk.read_only = True


def mend_disk(town: Town, dice: Dice) -> None:
    """Somebody clears up."""
    for machine in town.everybody():
        machine.disk.full = machine.disk.read_only = False


def damage(town: Town, dice: Dice) -> None:
    """A record of its village is gone from a station's disk, and its journal knows of it. Once for
    each machine: a program mends what it finds once, then it is for people to see."""
    machine = any_station(town, dice)
    area = machine.ledger.author.area
    if machine.damaged:
        return
    with town.enduring(machine, dice):
        table, totals = tables.record.c, tables.digest.c
        with machine.ledger.database.write() as connection:
            here = sa.select(table.id, table.kind).where(table.area == area)
            found = connection.execute(here.order_by(table.id)).all()
            if not found:
                return
            machine.damaged = True  # before it lasts: the machine may stop on the way
            gone = dice.choice(found)
            connection.execute(sa.delete(tables.record).where(table.id == gone.id))
            said = sa.and_(totals.kind == gone.kind, totals.area == area)
            connection.execute(sa.update(tables.digest).where(said).values(records=99))


def set_clock(town: Town, dice: Dice) -> None:
    """A clock stands at 1970, runs ten years ahead, goes backwards, or is put right."""
    machine = any_machine(town, dice)
    machine.skew = dice.choice([-town.now, 10 * _YEAR_MS, -_YEAR_MS, -3_600_000, 3_600_000, 0, 0])


def enrol(town: Town, dice: Dice) -> None:
    """Another PC in one of the villages."""
    from tests.simulator.town import VILLAGES

    if len(town.stations) < 6:
        with town.enduring(town.office, dice):
            town.enrol(f"station{len(town.said)}", dice.choice(VILLAGES))


def back_up(town: Town, dice: Dice) -> None:
    """A station's disk is copied away."""
    machine = any_station(town, dice)
    town.backups.append(Backup(machine, machine.disk.image(), machine.operator))


def restore(town: Town, dice: Dice) -> None:
    """A station's disk died; it goes on from a backup, and knows that it does."""
    kept = [backup for backup in town.backups if backup.machine in town.stations]
    if kept:
        backup = dice.choice(kept)
        town.renew(_put_back(town, backup))


def restore_unknowing(town: Town, dice: Dice) -> None:
    """The same by somebody who copied the file back by hand."""
    kept = [backup for backup in town.backups if backup.machine in town.stations]
    if kept:
        _put_back(town, dice.choice(kept))


def _put_back(town: Town, backup: Backup) -> Machine:
    old = backup.machine
    new = town.copy(old, backup.image, old.name)
    new.operator = backup.operator
    old.halt()
    place = town.stations.index(old)
    town.stations[place] = new
    town.backups = [
        replace(kept, machine=new) if kept.machine is old else kept for kept in town.backups
    ]
    town.touched.add(new.name)
    return new


def clone(town: Town, dice: Dice) -> None:
    """A disk is copied to a second PC, and both go on."""
    machine = any_station(town, dice)
    if len(town.stations) < 6:
        twin = town.copy(machine, machine.disk.image(), f"{machine.name}'")
        town.stations.append(twin)
        town.touched.add(twin.name)


def scrap(town: Town, dice: Dice) -> None:
    """A PC is gone for good."""
    if len(town.stations) > 2:
        machine = town.stations.pop(dice.randrange(len(town.stations)))
        machine.halt()


def back_up_office(town: Town, dice: Dice) -> None:
    """The office's disk is copied away."""
    town.backups.append(Backup(town.office, town.office.disk.image(), town.office.operator))


def restore_office(town: Town, dice: Dice) -> None:
    """The office's disk died; it goes on from a backup, in a new history of its feed."""
    kept = [backup for backup in town.backups if backup.machine is town.office]
    if not kept:
        return
    backup, old = dice.choice(kept), town.office
    town.office = town.copy(old, backup.image, "office")
    old.halt()
    town.restored = True
    town.office.ledger.new_epoch(seeded_keys(town.keys).node)
    town.backups = [
        replace(kept, machine=town.office) if kept.machine is old else kept for kept in town.backups
    ]
    town.touched.add("office")
