"""The work-benches of the office: reception in front, review behind, the issuing window (B03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bench:
    """One bench: the posts that sit at it, the states of the cases on it, its usual order.

    ``readers`` see the bench and may act on nothing there.
    """

    code: str
    workers: tuple[str, ...]
    readers: tuple[str, ...]
    states: tuple[str, ...]
    order: str

    @property
    def posts(self) -> tuple[str, ...]:
        """Everybody who may look."""
        return (*self.workers, *self.readers)


#: T8 (head of office) and T7 (internal control) look at every bench.
BENCHES: Mapping[str, Bench] = {
    bench.code: bench
    for bench in (
        Bench("accept", ("T1",), ("T7", "T8"), ("S10", "S11", "S20", "S21", "S32"), "due"),
        # S24 and S25 are "at the township, to be reviewed" as soon as the office holds them (S30).
        Bench("review", ("T3",), ("T7", "T8"), ("S24", "S25", "S31"), "due"),
        Bench("issue", ("T5",), ("T7", "T8"), ("S34", "S50"), "decided"),
    )
}
