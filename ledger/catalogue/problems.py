"""Faults of declarations: all of them at once, each with its file and key."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ledger.core.faults import Fault


class Problem(NamedTuple):
    """One fault of a declaration: in which file, at which key, what is wrong."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.text}" if self.key else f"{self.file}: {self.text}"


class CatalogueFault(Fault):
    """Declarations are wrong; `problems` lists every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("catalogue.wrong", count=len(problems), first=str(problems[0]))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def problems_of(file: str, value: object, wanted: object, key: str = "") -> Iterator[Problem]:
    """Yield every place where a parsed declaration does not fit the type it should have."""
    wanted = _member_for(value, wanted)
    origin = typing.get_origin(wanted)
    if isinstance(value, Mapping) and _is_struct(wanted):
        yield from _struct_problems(file, value, wanted, key)
    elif isinstance(value, list) and origin is tuple:
        inner = typing.get_args(wanted)[0]
        for index, part in enumerate(value):
            yield from problems_of(file, part, inner, f"{key}[{_name_of(part, index)}]")
    elif isinstance(value, Mapping) and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = typing.get_args(wanted)[1]
        for name, part in value.items():
            yield from problems_of(file, part, inner, _join(key, str(name)))
    else:
        try:
            msgspec.convert(value, wanted)
        except msgspec.ValidationError as error:
            yield Problem(file, key, _plain(str(error)))


def _struct_problems(
    file: str, value: Mapping[str, object], wanted: type[msgspec.Struct], key: str
) -> Iterator[Problem]:
    declared = {field.name: field for field in msgspec.structs.fields(wanted)}
    for name in value:
        if name not in declared:
            yield Problem(file, _join(key, str(name)), "unknown key")
    for name, field in declared.items():
        if name in value:
            yield from problems_of(file, value[name], field.type, _join(key, name))
        elif field.required:
            yield Problem(file, _join(key, name), "missing")


def _member_for(value: object, wanted: object) -> object:
    """Of a union, pick the member whose shape the value has; leave anything else as it is."""
    if typing.get_origin(wanted) not in (typing.Union, types.UnionType):
        return wanted
    if isinstance(value, Mapping):
        for member in typing.get_args(wanted):
            if _is_struct(member):
                return member
    return wanted


def _is_struct(wanted: object) -> typing.TypeGuard[type[msgspec.Struct]]:
    return isinstance(wanted, type) and issubclass(wanted, msgspec.Struct)


def _name_of(part: object, index: int) -> str:
    if isinstance(part, Mapping):
        for name in ("name", "code", "key", "field"):
            if isinstance(part.get(name), str):
                return str(part[name])
    return str(index)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _plain(message: str) -> str:
    text, _, _ = message.partition(" - at `$")
    return text[:1].lower() + text[1:]
