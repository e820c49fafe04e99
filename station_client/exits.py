"""What the command line's exit codes tell a scheduler."""

from __future__ import annotations

from ledger.core.faults import Fault, ForgedInput, Stranger

FAILED, NO_LINK, REFUSED, FORGED, LOCKED = 1, 3, 4, 5, 6
_LOCKED = ("vault.wrong-passphrase", "vault.passphrase-needed", "vault.keyring-locked",
           "vault.key-not-in-keyring", "store.wrong-key", "store.locked")  # fmt: skip


def exit_code(fault: Fault) -> int:
    """The exit code that tells a scheduler what kind of failure it was."""
    if fault.code in _LOCKED:
        return LOCKED
    if isinstance(fault, Stranger) or fault.code == "link.refused":
        return REFUSED
    if isinstance(fault, ForgedInput):
        return FORGED
    if fault.code.startswith("link."):
        return NO_LINK
    return FAILED
