"""What is shown of a sensitive value until somebody asks for it with a purpose (V-26)."""

from collections.abc import Callable, Mapping
from typing import Final

STAR: Final = "*"


def mask(kind: str, text: str) -> str:
    """A value with its middle covered.

    `kind` is the `mask` of a declared field: "id" 9901**********1511, "phone" 199****0496,
    "account" ************0496, "name" 张*三, "address" (town and village stay), "all".
    Raises KeyError for an unknown kind: a field must never appear bare by a typing fault.
    """
    return _MASKS[kind](text)


def _keep(text: str, head: int, tail: int) -> str:
    """Cover all but head and tail; a text too short for both keeps at most its last quarter."""
    if len(text) <= head + tail:
        tail = len(text) // 4
        head = 0
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]


def _id(text: str) -> str:
    return _keep(text, 4, 4)


def _phone(text: str) -> str:
    return _keep(text, 3, 4)


def _account(text: str) -> str:
    return _keep(text, 0, 4)


def _name(text: str) -> str:
    if len(text) <= 2:
        return text[:1] + STAR * (len(text) - 1)
    return text[0] + STAR * (len(text) - 2) + text[-1]


def _address(text: str) -> str:
    """Down to the village or street; group and house are covered."""
    for mark in ("村", "社区", "街道", "镇", "乡"):
        place = text.find(mark)
        if place >= 0:
            end = place + len(mark)
            return text[:end] + STAR * (len(text) - end)
    return _keep(text, 6, 0)


def _all(text: str) -> str:
    return STAR * len(text)


_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "id": _id,
    "phone": _phone,
    "account": _account,
    "name": _name,
    "address": _address,
    "all": _all,
}
