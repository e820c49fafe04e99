"""What must hold: after every step (safety) and once everything is whole again (liveness).

The numbers I1 to I7 are the invariants of the exchange: a saved act is never lost (I1); the digests
are equal in the end (I2); every act stands exactly once, under its author (I3); journals have no
hidden gap (I4); no standing value goes without a person's act (I5); what waits drains (I6); no part
of an act is seen (I7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger.core.act import Act, ActId
from ledger.core.record import Head
from ledger.exchange.said_again import REFUSED_BEFORE
from ledger.store import files
from ledger.store.renewal import REPEATED
from tests.simulator.machine import Machine
from tests.simulator.town import Broken, Town, values_of

Standing = dict[str, dict[str, set[ActId]]]


def reference(acts: Iterable[Act], refused: set[ActId]) -> Standing:
    """Which acts' values stand in each field of each record: the definition, written out.

    A value stands unless an act that counts had seen it, itself or through refused acts.
    """
    acts = list(acts)
    behind: dict[tuple[str, ActId], set[ActId]] = {}
    for act in acts:
        if act.id in refused:
            for write in act.writes:
                behind.setdefault((write.record, act.id), set()).update(map(_id, write.seen))
    standing: Standing = {}
    gone: dict[tuple[str, str], set[ActId]] = {}
    for act in acts:
        if act.id in refused:
            continue
        for write in act.writes:
            seen = _through(write.record, set(map(_id, write.seen)), behind)
            for field in write.set:
                standing.setdefault(write.record, {}).setdefault(field, set()).add(act.id)
                gone.setdefault((write.record, field), set()).update(seen - {act.id})
    for (record, field), acts_gone in gone.items():
        standing[record][field] -= acts_gone
    return standing


def _id(pair: tuple[str, int]) -> ActId:
    return ActId(pair[0], pair[1])


def _through(
    record: str, seen: set[ActId], behind: Mapping[tuple[str, ActId], set[ActId]]
) -> set[ActId]:
    found: set[ActId] = set()
    while seen:
        act_id = seen.pop()
        found.add(act_id)
        seen |= behind.get((record, act_id), set()) - found
    return found


def refused_in(acts: Mapping[ActId, tuple[Act, str | None]]) -> set[ActId]:
    """The acts that refusals name which themselves count."""
    return {
        ActId.parse(str(write.set["act"]))
        for act, code in acts.values()
        if code is None
        for write in act.writes
        if write.kind == "refusal"
    }


def look_at(town: Town, machine: Machine) -> None:
    """Safety of one machine, after a step that touched it."""
    if not machine.changed():
        return
    acts = machine.acts()
    tokens = {act.note: act for act, _ in acts.values() if act.note}
    for token in machine.held:
        if token not in tokens:
            raise Broken(f"I1 {machine.name} lost the act {token}")
    for token, act in tokens.items():
        said = town.said.get(token)
        if said is None:
            raise Broken(f"I3 {machine.name} has an act nobody did: {token}")
        if (act.actor, act.action) != (said.actor, said.action):
            raise Broken(f"I3 {machine.name}: {token} is under another author")
        if token not in town.unsure and said.values != values_of(act):
            raise Broken(f"I3 {machine.name}: {token} says something else")
    machine.held = tokens
    if machine.damaged:
        return
    if machine.is_due():
        _proved(machine)
    _consistent(machine, acts)
    _keeps_contents(machine)


def _proved(machine: Machine) -> None:
    """What the program's own proof says. What it finds stays wrong, so it is asked at every fourth
    look and in the end; the records themselves are held against the definition at every look."""
    report = machine.ledger.verify()
    if not report.ok:
        raise Broken(f"I4/I7 {machine.name}: {report.faults}")


def _consistent(machine: Machine, acts: Mapping[ActId, tuple[Act, str | None]]) -> None:
    known = refused_in(acts)
    marked = {act_id for act_id, (_, code) in acts.items() if code is not None}
    # An act that was refused may be handed back to a restored office before its refusal is.
    early = {act_id for act_id, (_, code) in acts.items() if code == REFUSED_BEFORE}
    if marked - early != (known & acts.keys()) - early:
        raise Broken(f"{machine.name}: refused {sorted(known)} but marked {sorted(marked)}")
    expected = reference((act for act, _ in acts.values()), marked)
    standing, past = machine.standing(), machine.awaits()
    _nobody_is_two(machine.name, standing)
    actual = {
        name: {field: {head.act for head in heads} for field, heads in fields.items()}
        for name, (_, fields) in standing.items()
    }
    for record in expected.keys() | actual.keys():
        if past is not None and past.holds(record):
            continue  # a first load: the acts behind it are still arriving
        wanted = {field: found for field, found in expected.get(record, {}).items() if found}
        if actual.get(record, {}) != wanted:
            raise Broken(f"I5 {machine.name} {record}: {actual.get(record)} instead of {wanted}")


def _keeps_contents(machine: Machine) -> None:
    """A scan that was acknowledged is never lost where it was made."""
    held = machine.ledger.local.files.holds
    lost = sorted(name for name in machine.contents if not held(name))
    if lost:
        raise Broken(f"I1 {machine.name} lost the contents {lost}")


def _nobody_waits_in_vain(town: Town) -> None:
    """No content is awaited that the office or a station of its area still has."""
    for machine in town.everybody():
        with machine.ledger.database.read() as connection:
            rows = files.awaited(connection, machine.ledger.place.office)
        for row in rows:
            known = town.office.ledger.record(row.record)
            if known is None or known.data.get("void"):
                continue  # a village that somebody moved to does not hear of what comes later
            near = [one for one in town.stations if one.ledger.author.area == row.area]
            owners = [one.name for one in (town.office, *near) if _holds(one, row.sha256)]
            if owners:
                raise Broken(f"I6 {machine.name} awaits {row.record}, which {owners} have")


def _holds(machine: Machine, sha256: str) -> bool:
    return machine.ledger.local.files.holds(sha256)


def _nobody_is_two(name: str, standing: Mapping[str, tuple[str, dict[str, list[Head]]]]) -> None:
    """No two people share a card: an ID number is written once, when the card is made."""
    for record, (kind, fields) in standing.items():
        numbers = {head.value for head in fields.get("id_no", ())}
        if kind == "person" and len(numbers) > 1:
            raise Broken(f"I3 {name}: {record} is {sorted(map(str, numbers))}")


def all_held(town: Town) -> set[str]:
    """Every act of a person that some living machine holds."""
    return {token for machine in town.everybody() for token in machine.held}


def look_at_all(town: Town, before: set[str]) -> None:
    """Liveness: everything is whole again, and ``before`` is what was held when that began."""
    office = town.office
    for machine in town.everybody():
        machine.damaged = False
        look_at(town, machine)
        _proved(machine)
    lost = before - office.held.keys()
    if lost:
        raise Broken(f"I1 the office never got {sorted(lost)}")
    _each_once(office)
    _nobody_waits_in_vain(town)
    theirs = office.ledger.digest()
    for station in town.stations:
        if station.awaits() is not None:
            raise Broken(f"I6 {station.name} still waits for the past behind its first load")
        if station.ledger.unsent().count:
            raise Broken(f"I6 {station.name} still has {station.ledger.unsent().count} to send")
        area = station.ledger.author.area
        if station.ledger.digest().get(area) != theirs.get(area):
            raise Broken(f"I2 {station.name}: {_difference(station, office, area)}")


def _each_once(office: Machine) -> None:
    seen: dict[str, ActId] = {}
    for act_id, (act, code) in sorted(office.acts().items()):
        if not act.note or code is not None:
            continue
        if act.note in seen:
            raise Broken(f"I3 {act.note} stands twice: {seen[act.note]} and {act_id}")
        seen[act.note] = act_id
    for act_id, (act, code) in office.acts().items():
        # An office's own act has no note: a refusal that would have left out the only one.
        left_out = code == REPEATED and act.note and act.note not in seen
        if left_out and not _other_refused(office, act):
            raise Broken(f"I3 {act.note} stands nowhere: {act_id} was left out as repeated")


def _other_refused(office: Machine, act: Act) -> bool:
    return any(
        other.note == act.note and code not in (None, REPEATED)
        for other, code in office.acts().values()
    )


def _difference(station: Machine, office: Machine, area: str) -> str:
    lines = []
    names = {record for act, _ in office.acts().values() for record in _records(act)}
    names |= {record for act, _ in station.acts().values() for record in _records(act)}
    for record in sorted(names):
        mine, theirs = station.ledger.record(record), office.ledger.record(record)
        if any(each and area in (each.area, each.data.get("home")) for each in (mine, theirs)):
            heads = [_heads(machine, record) for machine in (station, office)]
            if heads[0] != heads[1]:
                lines.append(f"{record}: {heads[0]} there, {heads[1]} at the office")
    told = "; ".join(lines[:2])
    return f"{len(lines)} records: {told[:600]}" if lines else "digests differ, records do not"


def _records(act: Act) -> list[str]:
    return [write.record for write in act.writes]


def _heads(machine: Machine, record: str) -> dict[str, list[str]]:
    found = machine.ledger.versions(record)
    return {field: [f"{head.act}={head.value}" for head in heads] for field, heads in found.items()}
