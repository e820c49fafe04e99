"""What the store needs to know of the catalogue, in the form in which it is fastest to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Kind
from ledger.core.merge import Ranking
from ledger.store import tables

_NONE = (None,) * len(tables.KEYS)
_TEXTS = ("text", "long", "date", "datetime", "code", "ref")


@dataclass(frozen=True)
class Schema:
    """Per kind: searched fields, fields that lists filter or sort by (the first in the first of
    `tables.KEYS`, and so on), the field that names a record, and fields with a declared precedence.
    """

    search: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    rankings: Mapping[str, Mapping[str, Ranking]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Schema:
        """Read it off a catalogue."""
        precedence: dict[object, int] = {}
        for flow in catalogue.flows.values():
            precedence.update(flow.precedence)
        return cls(
            search={code: dict(kind.search) for code, kind in catalogue.kinds.items()},
            keys={code: _keys(kind) for code, kind in catalogue.kinds.items()},
            titles={code: kind.title for code, kind in catalogue.kinds.items()},
            rankings={"case": {"state": precedence}},
        )

    def column(self, kind: str, field: str) -> str | None:
        """The column in which a field of a kind stands, or None."""
        keys = self.keys.get(kind, ())
        return tables.KEYS[keys.index(field)] if field in keys else None

    def key_values(self, kind: str, data: Mapping[str, Any]) -> tuple[str | None, ...]:
        """The values of `tables.KEYS` for a record."""
        found = [data.get(field) for field in self.keys.get(kind, ())]
        texts = [
            value if value is None or isinstance(value, str) else str(value) for value in found
        ]
        return (*texts, *_NONE[len(texts) :])


def _keys(kind: Kind) -> tuple[str, ...]:
    """The indexed fields that hold texts: numbers would be sorted as texts are."""
    keys = tuple(name for name in kind.indexes if kind.fields[name].type in _TEXTS)
    if len(keys) > len(tables.KEYS):
        raise ValueError(f"{kind.code}: more than {len(tables.KEYS)} indexed fields")
    return keys
