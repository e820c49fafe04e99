"""Which groups of the card stand on which tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts

#: Who somebody is, where he lives and how he is reached is looked at together.
_TOGETHER = {"B": "A", "C": "A"}


class GroupLike(Protocol):
    """A declared group, or the view of one."""

    @property
    def code(self) -> str: ...


G = TypeVar("G", bound=GroupLike)


@dataclass(frozen=True)
class Section:
    """One tab: its key (code of its first group), its title and the codes of its groups."""

    key: str
    title: str
    codes: tuple[str, ...]

    def of(self, groups: Sequence[G]) -> list[G]:
        """Those of the groups that stand on this tab."""
        return [group for group in groups if group.code in self.codes]


def sections_of(say: Texts, titles: Sequence[tuple[str, str]]) -> tuple[Section, ...]:
    """The tabs for declared groups, given as (code, title), in their order.

    A short name is used where there is one (``ui.people.tab.<code>``), else the group's own.
    """
    gathered: dict[str, list[str]] = {}
    names = dict(titles)
    for code, _title in titles:
        home = _TOGETHER.get(code, code)
        gathered.setdefault(home if home in names else code, []).append(code)
    sections = []
    for key, codes in gathered.items():
        text = f"ui.people.tab.{key}"
        sections.append(Section(key, say(text) if text in say else names[key], tuple(codes)))
    return tuple(sections)
