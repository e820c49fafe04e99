"""What the store needs to know of the catalogue, in the form in which it is fastest to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.catalogue.model import Catalogue
from ledger.core.merge import Ranking


@dataclass(frozen=True)
class Schema:
    """Per kind: searched fields, indexed fields, and fields with a declared precedence."""

    search: Mapping[str, Mapping[str, str]]
    indexes: Mapping[str, tuple[str, ...]]
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
            indexes={code: kind.indexes for code, kind in catalogue.kinds.items()},
            titles={code: kind.title for code, kind in catalogue.kinds.items()},
            rankings={"case": {"state": precedence}},
        )
