"""One place where a fault becomes an answer: its status and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput, RuleFault, Stranger

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts


class Busy(EnvironmentFault):
    """The office has more to do than it can take; come again in ``seconds``."""

    def __init__(self, code: str, seconds: int) -> None:
        super().__init__(code, seconds=seconds)
        self.seconds = seconds


class TooLarge(ForgedInput):
    """More bytes than any station sends at once."""


def sentence(say: Texts, fault: Fault) -> str:
    """What is told to a person; a fault without a text of its own is told by its kind."""
    key = f"fault.{fault.code}"
    if key in say:
        return say(key, **_shown(say, fault))
    if isinstance(fault, Stranger):
        return say("office.fault.stranger")
    if isinstance(fault, ForgedInput):
        return say("office.fault.forged")
    if isinstance(fault, EnvironmentFault):
        return say("office.fault.environment")
    return say("office.fault.rule")


def status(fault: Fault) -> int:
    """The HTTP status of a fault, the same for the exchange and for pages."""
    if isinstance(fault, Busy):
        return 429 if fault.code == "office.too-often" else 503
    if isinstance(fault, TooLarge):
        return 413
    if isinstance(fault, Stranger):
        return 403
    if isinstance(fault, ForgedInput):
        return 400
    if isinstance(fault, RuleFault):
        return 404 if fault.code.endswith(".not-found") else 409
    return 503


def _shown(say: Texts, fault: Fault) -> dict[str, object]:
    """Parameters as people read them: lists joined, nothing else changed."""
    join = "、" if say.lang == "zh" else ", "
    return {
        name: join.join(map(str, value)) if isinstance(value, list | tuple | frozenset) else value
        for name, value in fault.params.items()
    }
