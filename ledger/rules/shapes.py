"""Whether the fields of a write are declared and of their type, checked fast for bulk arrivals."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from ledger.catalogue.records import Kind
from ledger.core.act import Value
from ledger.core.faults import RuleFault

_NOTHING: Final = type(None)

_TYPES: Final[Mapping[str, frozenset[type]]] = {
    "text": frozenset({str, _NOTHING}),
    "long": frozenset({str, _NOTHING}),
    "date": frozenset({str, _NOTHING}),
    "datetime": frozenset({str, _NOTHING}),
    "int": frozenset({int, _NOTHING}),
    "money": frozenset({int, _NOTHING}),
    "decimal": frozenset({str, _NOTHING}),
    "bool": frozenset({bool, _NOTHING}),
    "code": frozenset({str, _NOTHING}),
    "codes": frozenset({list, _NOTHING}),
    "ref": frozenset({str, _NOTHING}),
    "image": frozenset({str, _NOTHING}),
    "rows": frozenset({list, _NOTHING}),
    "map": frozenset({dict, _NOTHING}),
}


def _is_day(value: Value) -> bool:
    try:
        return not value or (len(value) == 10 and date.fromisoformat(value) is not None)
    except ValueError:
        return False


def _is_moment(value: Value) -> bool:
    try:
        return not value or datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _are_codes(value: Value) -> bool:
    return all(type(code) is str for code in value)


def _are_rows(value: Value) -> bool:
    return all(type(row) is dict for row in value)


_LOOKS: Final[Mapping[str, Callable[[Value], bool]]] = {
    "date": _is_day,
    "datetime": _is_moment,
    "codes": _are_codes,
    "rows": _are_rows,
}


_REMEMBERED: Final = 4096
"""So many outlines are remembered for a kind; forged ones must not fill the memory."""

Look = Callable[[Value], bool]
Outline = tuple[tuple[str, ...], tuple[type, ...]]


class KindShape:
    """A kind, made ready for checking many writes.

    Most writes of a batch set the same fields with values of the same types. So the judgement on
    names and types is remembered by that outline, and only dates and lists are looked at one by
    one. Codes are not compared with their tables: a station with a newer catalogue may know more.
    """

    def __init__(self, kind: Kind) -> None:
        self.code = kind.code
        self.owners = frozenset(kind.owner)
        self.unique = kind.unique
        self.unique_names = frozenset(kind.unique)
        # Derived fields are left out, so writing one is a fault.
        self._types = {name: field.type for name, field in kind.stored.items()}
        self._outlines: dict[Outline, RuleFault | tuple[tuple[str, Look], ...]] = {}

    def check(self, values: Mapping[str, Value]) -> RuleFault | None:
        """The first field that is not declared or has a value of another type."""
        outline = (tuple(values), tuple(map(type, values.values())))
        known = self._outlines.get(outline)
        if known is None:
            known = self._judge(outline)
        if isinstance(known, RuleFault):
            return RuleFault(known.code, **known.params)
        for name, look in known:
            if not look(values[name]):
                return RuleFault("act.type", kind=self.code, field=name)
        return None

    def _judge(self, outline: Outline) -> RuleFault | tuple[tuple[str, Look], ...]:
        if len(self._outlines) >= _REMEMBERED:
            self._outlines.clear()
        verdict = self._outlines[outline] = self._judged(outline)
        return verdict

    def _judged(self, outline: Outline) -> RuleFault | tuple[tuple[str, Look], ...]:
        looks = []
        for name, given in zip(*outline, strict=True):
            declared = self._types.get(name)
            if declared is None:
                return RuleFault("act.unknown-field", kind=self.code, field=name)
            if given not in _TYPES[declared]:
                return RuleFault("act.type", kind=self.code, field=name)
            if declared in _LOOKS and given is not _NOTHING:
                looks.append((name, _LOOKS[declared]))
        return tuple(looks)
