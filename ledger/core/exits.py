"""What the exit codes of both command lines tell a scheduler (docs/operations.md)."""

from __future__ import annotations

from ledger.core.faults import Fault, ForgedInput, Locked, Stranger

FAILED, NO_LINK, REFUSED, FORGED, LOCKED = 1, 3, 4, 5, 6


def exit_code(fault: Fault) -> int:
    """The exit code that says what kind of failure a fault was."""
    if isinstance(fault, Locked):
        return LOCKED
    if isinstance(fault, Stranger) or fault.code == "link.refused":
        return REFUSED
    if isinstance(fault, ForgedInput):
        return FORGED
    if fault.code.startswith("link."):
        return NO_LINK
    return FAILED
