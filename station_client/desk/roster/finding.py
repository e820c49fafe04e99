"""Collecting what is read off a row: values, remarks, and whether anything stops it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station_client.desk.roster.verdicts import Remark

if TYPE_CHECKING:
    from ledger.core.act import Value


@dataclass
class Found:
    """What has been read off one row so far. ``held``: who this is, is in doubt."""

    values: dict[str, Value] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    held: bool = False

    def repaired(self, key: str, name: str, **params: Value) -> None:
        """There was one reading, and it was taken."""
        self.remarks.append(Remark("repaired", key, name, params))

    def asked(self, key: str, name: str, *, hold: bool = False, **params: Value) -> None:
        """There are two readings; with `hold` the row waits for the answer."""
        self.remarks.append(Remark("asked", key, name, params))
        self.held = self.held or hold

    def refused(self, key: str, name: str, **params: Value) -> None:
        """There is no reading of what names the person: the row cannot become a card."""
        self.remarks.append(Remark("refused", key, name, params))
        self.held = True
