"""Which acts are let into the ledger: asked at a commit, and again when an act arrives (SD-15).

The office never vetoes history: an act that breaks a rule stays in its journal and is answered by a
refusal. So every check here gives a fault with a code and parameters, and never raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Trust, Value, Write
from ledger.core.clock import Clock, ms_of, stamp, when
from ledger.core.faults import RuleFault
from ledger.core.record import EVERYBODY, Author, Change, Record
from ledger.rules import attachments, duties, good_faith, guests
from ledger.rules.casework import CASE_ACTION, CLOSING, Casework, creates
from ledger.rules.rehoming import REHOMING
from ledger.rules.shapes import KindShape

TRUSTED: Final[Mapping[str, frozenset[int]]] = {
    "V": frozenset({Trust.IMPORT, Trust.STATION, Trust.READER}),
    "T": frozenset(Trust),
    "X": frozenset(Trust),
}
"""How well founded a level may call what it writes (domain 5.4.6)."""

#: The field that lets a birth date differ from the ID number (V-05).
PROOF: Final = "birth_proof"
OFFICE_KINDS: Final = frozenset({"staff", "station", "refusal"})
"""Kinds an office writes with no staff record behind it, as the first account has none."""

IMPORTING: Final = "card.import"
MOVING: Final = "card.move"
#: What a move may set of a card and of a case; of everything else, where it lies.
_PLACES: Final[Mapping[str, frozenset[str]]] = {
    "person": frozenset({"area"}),
    "case": frozenset({"area", "home", "person", "owner"}),
}
_MAY_SET_LOCKED: Final = frozenset({IMPORTING, "card.settle", CLOSING})
_CLOSED_CARDS: Final = frozenset({"3", "4", "5"})
"""CT-43: death, cancelled, merged; such a card is locked for stations (6.4)."""

_VILLAGE_POST: Final = "V"
_DAY_MS: Final = 86_400_000
_CHINA_MS: Final = 8 * 3_600_000
_PREFIX: Final[Mapping[str, int]] = {"V": 12, "T": 9, "X": 6}


class View(Protocol):
    """What the rules may look at: the ledger as it stands just before the act."""

    def record(self, record: str) -> Record | None:
        """A record by its id."""

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""

    def owned(self, owner: str, kind: str | None = None) -> list[Record]:
        """The records that belong to another one."""


class Rulebook:
    """All rules on acts, for one installation.

    `home` is its node id; `clock` tells the time behind which no act can be made (without it, they
    are believed). An act of its own is judged as it is made: a record it names must be there, and a
    second card with a living ID number is refused (J02). An act of another node may name records
    still on their way, and a second card becomes a task for people, not a refusal.
    """

    def __init__(self, catalogue: Catalogue, home: str, clock: Clock | None = None) -> None:
        self._catalogue = catalogue
        self._home = home
        self._clock = clock
        self._shapes = {code: KindShape(kind) for code, kind in catalogue.kinds.items()}
        self._casework = Casework(catalogue)
        self._attachments = attachments.Attachments(catalogue)
        self._card_posts = frozenset(catalogue.permissions["card.edit"].posts)
        self._proof_posts = frozenset(catalogue.permissions["card.keep-birth-date"].posts)
        self._move_posts = frozenset(catalogue.permissions["card.move"].posts)
        self._by_case_only = _constants_of_effects(catalogue)
        self._stood: tuple[Record, int, frozenset[str], RuleFault | None] | None = None

    def adopt(self, home: str) -> None:
        """The installation goes on under another node id."""
        self._home = home

    def follow_up(self, act: Act, view: View) -> list[Change]:
        """What an office writes by itself after it let in an act: see `guests.left_to_office` and
        `good_faith.placed`."""
        changes = good_faith.placed(act, view)
        if act.action == CLOSING:
            changes += guests.left_to_office(self._catalogue, act, view)
        return changes

    def check(self, act: Act, view: View, author: Author) -> RuleFault | None:
        """The reason why an act must not be let in, or None.

        `view` shows the ledger without the act; `author` is the installation that wrote it.
        """
        new = f"{act.node}.{act.seq}."
        befores: list[Record | None] = []
        for write in act.writes:
            shape = self._shapes.get(write.kind)
            if shape is None:
                return RuleFault("act.unknown-kind", kind=write.kind)
            fault = shape.check(write.set) or self._trust(act, write, author)
            if fault is not None:
                return fault
            before = None if write.record.startswith(new) else view.record(write.record)
            fault = self._place(act, write, before, author, view, new)
            if fault is not None:
                return fault
            befores.append(before)
        return self._who(act, befores, view, author) or self._what(act, befores, view, author)

    def _trust(self, act: Act, write: Write, author: Author) -> RuleFault | None:
        if write.trust not in TRUSTED[author.level]:
            return RuleFault("act.trust", trust=write.trust)
        if act.action == IMPORTING and write.trust != Trust.IMPORT:
            return RuleFault("act.import-trust")
        return None

    def _place(
        self,
        act: Act,
        write: Write,
        before: Record | None,
        author: Author,
        view: View,
        new: str,
    ) -> RuleFault | None:
        """The record is there, of this kind, in an area the author may write in."""
        fault = self._where(act, write, before, author, view, new)
        if fault is not None:
            return fault
        if "owner" in write.set:
            return self._owner(act, write, view, author, new)
        begins = before is None and creates(act, write)
        if (
            begins
            and self._shapes[write.kind].owners
            and not guests.is_told_of_guest(write.kind, write.set)
        ):
            return RuleFault("act.no-owner", kind=write.kind)
        return None

    def _where(
        self,
        act: Act,
        write: Write,
        before: Record | None,
        author: Author,
        view: View,
        new: str,
    ) -> RuleFault | None:
        """Within reach as it stands and as it will lie, and known to no village beyond."""
        area = write.set.get("area")
        if before is None and creates(act, write) and not area:
            return RuleFault("act.no-area", kind=write.kind)
        if area is not None and not in_scope(author, area, write.kind):
            return RuleFault("act.area", area=str(area))
        if before is None:
            if act.node == self._home and not write.record.startswith(new):
                return RuleFault("act.no-record", record=write.record)
        elif before.kind != write.kind:
            return RuleFault("act.other-kind", kind=write.kind, record=write.record)
        elif not in_scope(author, before.area, write.kind):
            fault = good_faith.out_of_reach(act, write, before, author, view)
            if fault is not None:
                return fault
        if "home" in write.set and not _may_concern(act, author, write, before):
            return RuleFault("act.home", area=str(write.set["home"]))
        return None

    def _owner(
        self, act: Act, write: Write, view: View, author: Author, new: str
    ) -> RuleFault | None:
        """The record it belongs to is of a declared kind and within reach."""
        owner = write.set["owner"]
        owners = self._shapes[write.kind].owners
        if not isinstance(owner, str) or (not owner and owners):
            return RuleFault("act.no-owner", kind=write.kind)
        if not owner or not owners:
            return None
        if owner.startswith(new):
            kinds = [other.kind for other in act.writes if other.record == owner]
            return None if kinds and kinds[0] in owners else RuleFault("act.owner", record=owner)
        found = view.record(owner)
        if found is None:
            own = act.node == self._home
            return RuleFault("act.no-record", record=owner) if own else None
        reached = in_scope(author, found.area) or good_faith.may_reach(
            act, write, owner, author, view
        )
        if found.kind not in owners or not reached:
            return RuleFault("act.owner", record=owner)
        return None

    def _who(
        self, act: Act, befores: Sequence[Record | None], view: View, author: Author
    ) -> RuleFault | None:
        """The person is known, trained, still there, and holds a post for it."""
        kinds = {write.kind for write in act.writes}
        if kinds <= OFFICE_KINDS:
            return self._accounts(act, befores, author)
        if kinds & OFFICE_KINDS and author.level == "V":
            return RuleFault("act.office-only")
        staff = view.record(act.actor) if act.actor else None
        if staff is None or staff.kind != "staff":
            return RuleFault("actor.unknown", actor=act.actor)
        if author.level == "V" and not _works_at(staff, author):
            # A station speaks for its own people only: nobody signs in a clerk's name.
            return RuleFault("actor.elsewhere", name=str(staff.data.get("name") or act.actor))
        posts, fault = self._posts(staff, act.time)
        if fault is None and act.action.startswith(CASE_ACTION):
            fault = self._casework.check(act, befores, posts, staff, view, author)
        elif fault is None and act.action == MOVING:
            fault = self._may_move(act, posts, author)
        elif fault is None and "case" in kinds:
            fault = RuleFault("act.case-by-step", action=act.action)
        elif fault is None and ("person" in kinds or "tz05" in kinds):
            fault = self._may_write_cards(act, posts)
        return fault

    def _may_write_cards(self, act: Act, posts: frozenset[str]) -> RuleFault | None:
        if posts.isdisjoint(self._card_posts):
            return RuleFault("actor.post", posts="、".join(sorted(self._card_posts)))
        proves = any(write.kind == "person" and write.set.get(PROOF) for write in act.writes)
        if proves and posts.isdisjoint(self._proof_posts):
            return RuleFault("card.proof-post", posts="、".join(sorted(self._proof_posts)))
        return None

    def _may_move(self, act: Act, posts: frozenset[str], author: Author) -> RuleFault | None:
        """Who is moved takes what is kept of him along; nothing is said of it by the way."""
        if author.level == "V":
            return RuleFault("act.office-only")
        if posts.isdisjoint(self._move_posts):
            return RuleFault("actor.post", posts="、".join(sorted(self._move_posts)))
        for write in act.writes:
            allowed = _PLACES.get(write.kind, frozenset({"area", "home"}))
            if write.kind != "move" and not write.set.keys() <= allowed:
                return RuleFault("act.beside-move", kind=write.kind)
        return None

    def _posts(self, staff: Record, time: int) -> tuple[frozenset[str], RuleFault | None]:
        """Posts, and the fault of SD-14 on the day of an act; remembered for the next act.

        A PC that is, or was, ahead stamps days to come: nothing is done later than today.
        """
        if self._clock is not None:
            time = min(time, stamp(self._clock.known_ms()))
        day = (ms_of(time) + _CHINA_MS) // _DAY_MS
        known = self._stood
        if known is None or known[0] is not staff or known[1] != day:
            held = staff.data.get("posts")
            posts = frozenset(held) if isinstance(held, list) else frozenset()
            on, recorded = when(time).date(), when(staff.time).date()
            known = (staff, day, posts, duties.sd_14(staff.data, on, recorded))
            self._stood = known
        return known[2], known[3]

    def _accounts(
        self, act: Act, befores: Sequence[Record | None], author: Author
    ) -> RuleFault | None:
        """Accounts, stations and refusals are the office's; a station keeps its own operators."""
        if author.level != "V":
            return None
        for write, before in zip(act.writes, befores, strict=True):
            if write.kind != "staff":
                return RuleFault("act.office-only")
            posts = write.set.get("posts", [])
            stray = not isinstance(posts, list) or any(post[:1] != _VILLAGE_POST for post in posts)
            if stray or write.set.get("level", "V") != "V":
                return RuleFault("actor.office-post")
            if before is not None and before.data.get("level") != "V":
                return RuleFault("act.office-only")
        return None

    def _what(
        self, act: Act, befores: Sequence[Record | None], view: View, author: Author
    ) -> RuleFault | None:
        """Rules on the cards themselves: locked ones, fields only a case sets, duplicates."""
        own = act.node == self._home
        fresh: set[tuple[Value, ...]] = set()
        for write, before in zip(act.writes, befores, strict=True):
            shape = self._shapes[write.kind]
            if write.kind == "person":
                fault = self._card(act, write, before, author)
                if fault is not None:
                    return fault
            elif write.kind == attachments.KIND:
                fault = self._attachments.check(write.set, before)
                fault = fault or _on_closed_card(write, before, view, author)
                if fault is not None:
                    return fault
            if own and shape.unique and not (shape.unique_names | {"area"}).isdisjoint(write.set):
                fault = self._duplicate(write, before, view, fresh)
                if fault is not None:
                    return fault
        return self._attachments.check_shares(act, befores, view)

    def _card(
        self, act: Act, write: Write, before: Record | None, author: Author
    ) -> RuleFault | None:
        locked = before is not None and before.data.get("card_status") in _CLOSED_CARDS
        if locked and author.level == "V":
            return RuleFault("card.locked", record=write.record)
        if act.action in _MAY_SET_LOCKED:
            return None
        for name, value in self._by_case_only:
            if write.set.get(name) == value and (before is None or before.data.get(name) != value):
                return RuleFault("card.by-case-only", field=name)
        return None

    def _duplicate(
        self, write: Write, before: Record | None, view: View, fresh: set[tuple[Value, ...]]
    ) -> RuleFault | None:
        """J02: no second living card with the same kind of ID and number in the same area."""
        unique = self._shapes[write.kind].unique
        old = before.data if before is not None else {}
        key = tuple(write.set.get(name, old.get(name)) for name in unique)
        area = write.set.get("area", before.area if before is not None else "")
        unchanged = key == tuple(old.get(name) for name in unique)
        stays = before is not None and unchanged and area == before.area
        if stays or not all(key) or write.set.get("void"):
            return None
        if (area, *key) in fresh:
            return RuleFault("card.twice-here")
        fresh.add((area, *key))
        for other in view.lookup(write.kind, unique[-1], key[-1]):
            same = key == tuple(other.data.get(name) for name in unique)
            if same and other.id != write.record and other.area == area and guests.is_live(other):
                name = str(other.data.get("name") or "")
                return RuleFault("card.duplicate", record=other.id, name=name)
        return None


def _on_closed_card(
    write: Write, before: Record | None, view: View, author: Author
) -> RuleFault | None:
    """A station adds nothing to a closed card itself, and declares nothing on it void."""
    owner = view.record(str(write.set.get("owner") or (before.owner if before else "")))
    closed = owner is not None and owner.data.get("card_status") in _CLOSED_CARDS
    if owner is not None and closed and owner.kind == "person" and author.level == "V":
        return RuleFault("card.locked", record=owner.id)
    return None


def in_scope(author: Author, area: object, kind: str = "") -> bool:
    """True if the author may write in an area: a station its village, an office its villages.

    What the office keeps for all its stations (who works there) is in nobody's area.
    """
    if area == author.area or area in author.extra_areas:
        return True
    if area == EVERYBODY:
        return kind in OFFICE_KINDS and author.level != "V"
    return _shares(author, area, _PREFIX[author.level])


def _shares(author: Author, area: object, digits: int) -> bool:
    return isinstance(area, str) and len(area) == 12 and area[:digits] == author.area[:digits]


def _may_concern(act: Act, author: Author, write: Write, before: Record | None) -> bool:
    """True if a record may be made known to another village: one of the same office.

    A station names it when it begins the record and may correct it (see `rehoming`); only an
    office adds it or takes it away afterwards.
    """
    home = write.set["home"]
    if author.level == "V" and before is not None and home != before.data.get("home"):
        corrects = act.action == REHOMING and guests.is_guest(before)
        return corrects and (home is None or _shares(author, home, _PREFIX["T"]))
    return home is None or _shares(author, home, min(_PREFIX[author.level], _PREFIX["T"]))


def _works_at(staff: Record, author: Author) -> bool:
    """True if somebody is a village's operator, at this station where one is written down."""
    station = staff.data.get("station")
    return (
        staff.data.get("level") == "V"
        and staff.area == author.area
        and (not station or not author.station or station == author.station)
    )


def _constants_of_effects(catalogue: Catalogue) -> tuple[tuple[str, Value], ...]:
    """Locked card fields with the value that only closing a case may give them."""
    card = catalogue.kinds["person"].fields
    effects: Iterable[tuple[str, Value]] = (
        (name, given.value)
        for item in catalogue.items.values()
        for effect in item.effects
        if effect.kind == "person"
        for name, given in effect.set.items()
        if given.value is not None
    )
    return tuple(dict.fromkeys(pair for pair in effects if card[pair[0]].locked))
