"""The states in which something is still to be done, read off the declared flows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station_client.desk.counter import Counter

DRAFT: Final = "S00"


def hand_over_states(counter: Counter) -> list[str]:
    """The states in which a result waits to be handed out."""
    return sorted(
        {
            source
            for flow in counter.catalogue.flows.values()
            if "hand_over" in flow.transitions
            for source in flow.transitions["hand_over"].sources
        }
    )


def open_states(counter: Counter) -> list[str]:
    """The states before a decision."""
    return sorted(
        {
            state.code
            for flow in counter.catalogue.flows.values()
            for state in flow.state
            if not (state.final or state.decided or state.derived_from or state.code == DRAFT)
        }
    )
