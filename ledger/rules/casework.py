"""Whether an act on a case follows the case's flow and the separation of duties (B07, SD-15)."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from ledger.catalogue.flows import Flow, Transition
from ledger.catalogue.items import Item
from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Value, Write
from ledger.core.faults import RuleFault
from ledger.core.record import Author, Record
from ledger.rules import duties, flow, guests, rehoming
from ledger.rules.findings import is_blank
from ledger.rules.making import CONFIRMING, DECISIONS, is_made

CASE_ACTION: Final = "case."
CLOSING: Final = "case.close"

_BESIDE: Final = frozenset({"case", "paper", "notice", "slip", "attachment"})
"""Kinds that any step may write; ledger rows come about by closing alone."""

_STATELESS: Final = frozenset({"case.edit", "case.settle"})
_SYSTEM: Final = frozenset({"area", "owner"})
_NOTICE: Final = "notify_missing"


class Lookups(Protocol):
    """What the checks of a case look up besides the case itself."""

    def record(self, record: str) -> Record | None:
        """A record by its id."""

    def lookup(self, kind: str, name: str, value: object) -> list[Record]:
        """The records of a kind in which a field has this value."""


class Casework:
    """The checks of acts whose action is ``case.<step>``, prepared from the declared flows."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        fields = catalogue.kinds["case"].stored
        self._staff_fields = frozenset(
            name
            for name, field in fields.items()
            if field.type == "ref" and field.ref == "staff" and name not in CONFIRMING
        )
        self._made = {
            code: frozenset(
                name
                for transition in declared.transition
                for name in transition.records
                if is_made(catalogue, name)
            )
            for code, declared in catalogue.flows.items()
        }
        self._card_posts = frozenset(catalogue.permissions["card.edit"].posts)
        self._routes: dict[tuple[str, str, str], tuple[Transition, ...] | None] = {}

    def check(
        self,
        act: Act,
        befores: Sequence[Record | None],
        posts: frozenset[str],
        staff: Record,
        view: Lookups,
        author: Author,
    ) -> RuleFault | None:
        """The reason why the act is against the flow or the duties, or None.

        A case that is still on its way (an act of another node on a record not yet here) cannot be
        judged and is let in; the acts before it are judged when they arrive.
        """
        granted: list[Item] = []
        cases = 0
        for write, before in zip(act.writes, befores, strict=True):
            if write.kind != "case":
                continue
            cases += 1
            if before is None and not creates(act, write):
                continue
            data = {**(before.data if before is not None else {}), **write.set}
            item = self._catalogue.items.get(str(data.get("item")))
            if item is None:
                return RuleFault("flow.no-item", item=str(data.get("item")))
            fault = (
                _guest(write, before, item)
                or self._step(act, write, before, item, posts, author)
                or self._notice(act, data, before, view)
                or _relative(data, staff, view)
            )
            if fault is not None:
                return fault
            if act.action == CLOSING and data.get("decision") == flow.GRANTED:
                granted.append(item)
        if not cases:
            return RuleFault("act.no-case", action=act.action)
        return self._others(act, granted, posts, author)

    def _step(
        self,
        act: Act,
        write: Write,
        before: Record | None,
        item: Item,
        posts: frozenset[str],
        author: Author,
    ) -> RuleFault | None:
        old: Mapping[str, Value] = before.data if before is not None else {}
        data = {**old, **write.set}
        declared = self._catalogue.flows[item.flow]
        if act.action == rehoming.REHOMING:
            return self._edit(write, old, declared, posts) or rehoming.check(
                write, before, declared
            )
        if act.action in _STATELESS:
            return self._edit(write, old, declared, posts)
        key = act.action.removeprefix(CASE_ACTION)
        if key not in declared.transitions:
            return RuleFault("flow.no-step", step=key)
        route = self._route(declared, str(old.get("state") or ""), key)
        if route is None or write.set.get("state") != route[-1].target:
            return RuleFault("flow.not-now", step=key, state=str(old.get("state") or ""))
        for transition in route:
            fault = self._may(transition, data, act.actor, posts, author)
            if fault is not None:
                return fault
        recorded = {name for transition in route for name in transition.records}
        return self._honest(act, write, old, declared, recorded) or _duties(
            data, recorded, author.level
        )

    def _route(self, declared: Flow, state: str, key: str) -> tuple[Transition, ...] | None:
        known = (declared.code, state, key)
        if known not in self._routes:
            self._routes[known] = flow.route(declared, state or None, key)
        return self._routes[known]

    def _may(
        self,
        transition: Transition,
        data: Mapping[str, Value],
        actor: str,
        posts: frozenset[str],
        author: Author,
    ) -> RuleFault | None:
        if author.level not in transition.levels:
            return RuleFault("flow.level", step=transition.key)
        if transition.posts and posts.isdisjoint(transition.posts):
            return RuleFault("flow.post", step=transition.key, posts="、".join(transition.posts))
        lacking = [name for name in transition.needs if is_blank(data.get(name))]
        if lacking:
            names = "、".join(lacking)
            return RuleFault("flow.needs", step=transition.key, n=len(lacking), names=names)
        return duties.apart(transition, data, actor, author.level)

    def _honest(
        self,
        act: Act,
        write: Write,
        old: Mapping[str, Value],
        declared: Flow,
        recorded: set[str],
    ) -> RuleFault | None:
        """Nobody signs for another, decides by the way, or writes what another step records."""
        key = act.action.removeprefix(CASE_ACTION)
        for name, value in write.set.items():
            if name in self._staff_fields and value != act.actor and value != old.get(name):
                return RuleFault("flow.other-signature", field=name)
            if name in self._made[declared.code] - recorded and value != old.get(name):
                return RuleFault("flow.not-this-step", step=key, field=name)
        if "decision" in write.set and write.set["decision"] != DECISIONS.get(key):
            return RuleFault("flow.not-this-step", step=key, field="decision")
        return None

    def _edit(
        self, write: Write, old: Mapping[str, Value], declared: Flow, posts: frozenset[str]
    ) -> RuleFault | None:
        """Correcting what is written in a case takes no step and touches nothing a step made."""
        if posts.isdisjoint(self._card_posts):
            return RuleFault("actor.post", posts="、".join(sorted(self._card_posts)))
        for name, value in write.set.items():
            protected = name == "state" or name in self._made[declared.code]
            if protected and value != old.get(name):
                return RuleFault("flow.not-this-step", step="edit", field=name)
        return None

    def _notice(
        self,
        act: Act,
        data: Mapping[str, Value],
        before: Record | None,
        view: Lookups,
    ) -> RuleFault | None:
        """J13: the count is honest, and a further notice carries a supervisor's cause."""
        if act.action != CASE_ACTION + _NOTICE:
            return None
        earlier = before.data.get("notices") if before is not None else 0
        earlier = earlier if isinstance(earlier, int) else 0
        if data.get("notices") != earlier + 1:
            return RuleFault("flow.not-this-step", step=_NOTICE, field="notices")
        if earlier < self._catalogue.profile.notices_per_case:
            return None
        allowed = frozenset(self._catalogue.permissions["case.second-notice"].posts)
        for write in act.writes:
            if write.kind != "notice" or is_blank(write.set.get("cause")):
                continue
            by = str(write.set.get("cause_by") or "")
            supervisor = view.record(by) if by else None
            held = supervisor.data.get("posts") if supervisor is not None else None
            if by != act.actor and isinstance(held, list) and not allowed.isdisjoint(held):
                return None
        return RuleFault("flow.second-notice", n=earlier)

    def _others(
        self, act: Act, granted: Sequence[Item], posts: frozenset[str], author: Author
    ) -> RuleFault | None:
        """Beside the case: its papers; on closing a granted case also exactly its effects, and at
        an office the card that a guest did not have."""
        for write in act.writes:
            if write.kind in _BESIDE or (act.action == CLOSING and _is_effect(write, granted)):
                continue
            if write.kind == "person" and granted and author.level != "V" and creates(act, write):
                continue
            if write.kind == "person" and act.action != CLOSING:
                if posts.isdisjoint(self._card_posts):
                    return RuleFault("actor.post", posts="、".join(sorted(self._card_posts)))
                continue
            return RuleFault("act.beside-case", kind=write.kind)
        return None


def creates(act: Act, write: Write) -> bool:
    """True for a write that begins a record: its id is the act's own, or that of the act it repeats
    under another node (repeated creations keep their record's id), or it had seen nothing.
    """
    if not write.seen or write.record.startswith(f"{act.node}.{act.seq}."):
        return True
    return bool(act.stands_for) and write.record.startswith(f"{act.stands_for}.")


def _is_effect(write: Write, granted: Sequence[Item]) -> bool:
    for item in granted:
        for effect in item.effects:
            if effect.kind != write.kind or not write.set.keys() <= effect.set.keys() | _SYSTEM:
                continue
            constants = {n: given.value for n, given in effect.set.items() if given.value}
            if all(write.set.get(name, value) == value for name, value in constants.items()):
                return True
    return False


def _guest(write: Write, before: Record | None, item: Item) -> RuleFault | None:
    """同城通办 is for the items that declare it."""
    begins = before is None and guests.home_of(write.set.get("area"), write.set) != ""
    allowed = not begins or item.flags.cross_town
    return None if allowed else RuleFault("flow.not-cross-town", item=item.zh)


def _duties(data: Mapping[str, Value], recorded: set[str], level: str) -> RuleFault | None:
    first = "first_reviewer" in recorded
    return duties.sd_01(data) or (duties.sd_02(data, level) if first else None)


def _relative(data: Mapping[str, Value], staff: Record, view: Lookups) -> RuleFault | None:
    """SD-09, with the resident cards that may be the staff member's own."""
    applicant = view.record(str(data.get("person") or ""))
    phone = staff.data.get("phone")
    cards = [card.data for card in view.lookup("person", "mobile", phone)] if phone else []
    known = applicant.data if applicant is not None else guests.applicant(data)
    return duties.sd_09(data, staff.data, known, cards)
