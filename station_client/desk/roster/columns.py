"""What rosters call their columns, as declared in ``resources/roster/columns.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from ledger.catalogue.root import resources_root
from station_client.desk.roster.cells import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.catalogue.records import Kind

SERIAL: Final = "#serial"
IGNORED: Final = "#ignored"
#: Begins the target of a column that puts a tag on the person; the tag's code follows.
TAG: Final = "person_tags:"

_NOT_IN_ROSTERS: Final = frozenset({"ref", "image", "rows", "map"})
_BRACKETS: Final = re.compile(r"[(\[{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]")
_SIGNS: Final = re.compile(r"[\s:*#.、,;/\\_\-—~'\"?!。，；：·“”‘’]+")


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns that are not about the person."""

    serial: tuple[str, ...]
    ignored: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in cells that say something about the row, or yes, no, nothing."""

    total: tuple[str, ...]
    note: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    blank: tuple[str, ...]
    ditto: tuple[str, ...]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, key by key."""

    heads: tuple[tuple[str, ...], ...]
    carried: tuple[str, ...]
    head_words: tuple[str, ...]
    roles: Roles
    fields: dict[str, tuple[str, ...]]
    ticks: dict[str, str]
    tags: dict[str, str]
    words: Words


@dataclass(frozen=True)
class Columns:
    """The declared names, together with those that the card's own fields have."""

    declared: Declared
    kind: Kind

    @classmethod
    def load(cls, kind: Kind, root: Path | None = None) -> Columns:
        """Read the declaration. `kind`: the card (``catalogue.kinds["person"]``).

        ValueError, naming file and key, when something in it is wrong.
        """
        path = (root or resources_root()) / "roster" / "columns.toml"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            declared = msgspec.convert(data, Declared)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        return cls(declared, kind)

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """What each known heading, plainly written, stands for: a field's name or a role."""
        known: dict[str, str] = {}
        roles = ((SERIAL, self.declared.roles.serial), (IGNORED, self.declared.roles.ignored))
        for role, names in roles:
            known.update({plain(name): role for name in names})
        for field, names in self.declared.fields.items():
            if field in self.kind.stored:
                known.update({plain(name): field for name in names})
        if "person_tags" in self.kind.stored:
            known.update({plain(n): TAG + code for n, code in self.declared.tags.items()})
        for name, declared in self.kind.stored.items():
            if declared.type in _NOT_IN_ROSTERS or declared.locked:
                continue
            for heading in (declared.zh, *declared.headings, declared.en):
                known.setdefault(plain(heading), name)
        known.pop("", None)
        return known

    def target_of(self, heading: str) -> str | None:
        """The field or role that a heading stands for, or None."""
        bare = plain(_BRACKETS.sub("", fold(heading)))
        return self.targets.get(plain(heading)) or self.targets.get(bare)

    @cached_property
    def yes(self) -> frozenset[str]:
        """Words for yes, folded."""
        return _folded(self.declared.words.yes)

    @cached_property
    def no(self) -> frozenset[str]:
        """Words for no, folded."""
        return _folded(self.declared.words.no)

    @cached_property
    def blank(self) -> frozenset[str]:
        """Words that stand for an empty cell, folded."""
        return _folded(self.declared.words.blank)

    @cached_property
    def heads_of_household(self) -> frozenset[str]:
        """Words for the head of a household, folded."""
        return _folded(self.declared.head_words)

    @cached_property
    def ditto(self) -> frozenset[str]:
        """Signs for the same as above, folded."""
        return _folded(self.declared.words.ditto)

    @cached_property
    def total(self) -> frozenset[str]:
        """Words that begin a row of totals, plain."""
        return frozenset(plain(word) for word in self.declared.words.total)

    @cached_property
    def note(self) -> tuple[str, ...]:
        """Words that begin a row of explanations or signatures, plain."""
        return tuple(plain(word) for word in self.declared.words.note)


@lru_cache(maxsize=1 << 12)
def plain(heading: str) -> str:
    """A heading in the form in which headings are compared."""
    return _SIGNS.sub("", fold(heading))


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
