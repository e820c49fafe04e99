"""Acts that were made with a newer catalogue than the one they are judged by.

A program asks its own rules before it lets an act into its journal. So what the rules here do not
know at all is nonsense when both sides go by the same catalogue, and cannot be judged yet when the
author goes by a newer one. Whatever else the rules say against an act holds in either case: who may
do what, and where, does not wait for an update.
"""

from __future__ import annotations

from typing import Final

from ledger.core.faults import RuleFault

_UNKNOWN: Final = frozenset(
    {
        "act.unknown-kind",
        "act.unknown-field",
        "act.type",
        "act.beside-case",
        "flow.no-item",
        "flow.no-step",
    }
)


def cannot_judge(fault: RuleFault, made_with: int, here: int) -> bool:
    """Whether a fault may be there only because the act's author knows more than this program.

    ``made_with`` is the number of the author's catalogue, ``here`` that of the one judged by.
    """
    return made_with > here and fault.code in _UNKNOWN
