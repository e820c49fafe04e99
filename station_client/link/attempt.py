"""One attempt to exchange with the office, and what is written down of it (ledger TZ-55).

The diary entry of an attempt, topic ``exchange``, is this record as plain values: carrier ("line",
"vpn", "usb" or "" when none answered), direction ("both", "out", "in"), result ("ok" or
"failed"), code and params of the fault, tried (carrier and address of each that was asked, and the
code of what it failed with), what went over, how long it took, whether both sides hold the same,
and whether it was the night run.
``renewed`` says that this PC was found to be a copy, or restored, and went on under a new node id,
with ``again`` acts to be said again. ``older`` says that the office's program is too old for some
acts, which wait. ``attached`` bytes of attachments went over, ``attached_left`` were left to go,
both ways. ``stopped`` says that the operator ended it, or the program itself, before everything
had gone over: the rest goes with the next. ``bad`` names files on a stick that could not be read
and were left where they are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.exchange.station import Outcome


@dataclass
class Attempt:
    """What one attempt did. Counts are of acts; ``seconds`` is the wall time of the whole."""

    carrier: str = ""
    direction: str = "both"
    result: str = "failed"
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)
    tried: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    received: int = 0
    confirmed: int = 0
    refused: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    seconds: float = 0.0
    digest_equal: bool | None = None
    night: bool = False
    files: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    mended: int = 0
    renewed: bool = False
    recalled: bool = False
    again: int = 0
    older: bool = False
    attached: int = 0
    attached_left: int = 0
    stopped: bool = False

    @property
    def ok(self) -> bool:
        """Whether it went through."""
        return self.result == "ok"

    @property
    def moved(self) -> bool:
        """Whether anything went over, either way."""
        return bool(self.sent or self.received or self.confirmed or self.refused or self.attached)

    def add(self, outcome: Outcome) -> None:
        """Add what an answer brought; of how things stand, the last one tells."""
        self.received += outcome.received
        self.confirmed += outcome.confirmed
        self.refused += outcome.refused
        self.digest_equal = outcome.digest_equal
        self.mended += outcome.mended
        self.recalled |= outcome.recalled
        self.older = outcome.older
        self.attached += outcome.files
        self.attached_left = outcome.files_left

    def as_data(self) -> dict[str, Any]:
        """The diary entry."""
        return {**asdict(self), "seconds": round(self.seconds, 2)}
