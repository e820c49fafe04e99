"""Declared records: fields, groups and kinds.

A kind is one sort of record of the ledger (a person's card, a case, a ledger row). Its fields are
declared in ``resources/records/<kind>.toml``; forms, checks, search, ledger columns and prints
follow from the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import msgspec

Lang = Literal["zh", "en"]

FieldType = Literal[
    "text",  # str, one line
    "long",  # str, several lines
    "date",  # str, YYYY-MM-DD
    "datetime",  # str, ISO 8601 with offset
    "int",  # int
    "decimal",  # str, decimal point notation
    "money",  # int, fen
    "bool",  # bool
    "code",  # str, a code of the table named in `codes`
    "codes",  # list of such codes
    "ref",  # str, a record id of the kind named in `ref`
    "image",  # str, content hash of a stored file
    "rows",  # list of dicts whose keys are the fields named in `rows`
    "map",  # dict, free content that no rule looks into
]

Mask = Literal["id", "phone", "account", "address", "name", "all"]
Search = Literal["name", "id", "phone", "address", "number"]
Sensitivity = Literal["-", "P", "S"]
Scalar = None | bool | int | str


class Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Base of everything declared: frozen, named arguments only, unknown keys rejected."""


class Labelled(Declared, frozen=True, kw_only=True):
    """Something with a Chinese and an English name."""

    zh: str
    en: str

    def label(self, lang: Lang) -> str:
        """Return the name in the language asked for."""
        return self.zh if lang == "zh" else self.en


class Condition(Declared, frozen=True, kw_only=True):
    """True where another field of the same record has one of the listed values.

    With `among` empty the condition is that the other field is filled.
    """

    field: str
    among: tuple[Scalar, ...] = ()

    def holds(self, values: Mapping[str, object]) -> bool:
        """Say whether the condition is met by the given record values."""
        value = values.get(self.field)
        if not self.among:
            return value not in (None, "", [])
        return value in self.among


class Field(Labelled, frozen=True, kw_only=True):
    """One field of a kind or of an application form.

    Attributes:
        codes: code table that a ``code``/``codes`` value comes from; ``division`` stands for the
            table of administrative divisions.
        ref: kind that a ``ref`` value points to.
        rows: the sub-fields of a ``rows`` value.
        required: always, never, or when a condition on another field holds. A card may be saved
            with required fields empty (V-25); a form may not be accepted so.
        shown: the form shows the field only when the condition holds.
        sensitive: ``P`` personal information, ``S`` sensitive personal information, ``-`` neither.
        rules: the check rules that concern the field (V-01 and so on).
        mask: how the value is covered until somebody asks to see it (V-26).
        search: which kind of search key the value gives.
        derived: computed by the program, never stored and never typed.
        locked: stored, but set by the program or a device and not typed by a person.
        first: belongs to what the form shows first; the rest opens on demand.
        span: how many of the form's twelve columns the field takes.
        width: usual width in a table, in characters (a Chinese character counts two).
        limit: most characters of a text; 0 means no limit of its own.
        least, most: bounds of an ``int``, ``decimal`` (as whole numbers) or ``money`` (in fen).
        default: value of a new record.
        headings: column headings under which rosters carry the field, besides `zh`.
        alias: field name in the national human-resources information systems (AAC003 …).
        fills: in an application form, the card field that pre-fills it.
    """

    name: str
    type: FieldType
    codes: str | None = None
    ref: str | None = None
    rows: tuple[Field, ...] = ()
    required: bool | Condition = False
    shown: Condition | None = None
    sensitive: Sensitivity = "-"
    rules: tuple[str, ...] = ()
    mask: Mask | None = None
    search: Search | None = None
    derived: bool = False
    locked: bool = False
    first: bool = False
    span: int = 3
    width: int = 12
    limit: int = 0
    least: int | None = None
    most: int | None = None
    default: Scalar = None
    help_zh: str = ""
    help_en: str = ""
    headings: tuple[str, ...] = ()
    alias: str = ""
    fills: str | None = None

    def help(self, lang: Lang) -> str:
        """Return the hint under the field, or an empty text."""
        return self.help_zh if lang == "zh" else self.help_en

    def needed(self, values: Mapping[str, object]) -> bool:
        """Say whether the field must be filled, given the other values of the record."""
        if isinstance(self.required, Condition):
            return self.required.holds(values)
        return self.required

    def visible(self, values: Mapping[str, object]) -> bool:
        """Say whether the form shows the field, given the other values of the record."""
        return self.shown is None or self.shown.holds(values)


class Group(Labelled, frozen=True, kw_only=True):
    """A titled block of fields, in the order in which a person fills them."""

    code: str
    fields: tuple[Field, ...]


class Share(Declared, frozen=True, kw_only=True):
    """How much of a kind may belong to one record, what is void not counted.

    Attributes:
        most: so many records.
        sum: an ``int`` field that is added up over them.
        most_sum: what it may come to.
    """

    most: int
    sum: str
    most_sum: int


class Kind(Labelled, frozen=True, kw_only=True):
    """One sort of record.

    Attributes:
        groups: the fields as the form shows them, block by block.
        system: the fields that every record has (``area``, ``owner``, ``void``).
        title: the field whose value names a record in lists and messages.
        owner: the kinds of record this kind may belong to; empty for records of their own.
        share: how much of it may belong to one record, where that is bounded.
        indexes: fields that lists filter or sort by in SQL.
        unique: fields that together may occur once among records that are not voided.
    """

    code: str
    groups: tuple[Group, ...]
    system: tuple[Field, ...] = ()
    title: str
    owner: tuple[str, ...] = ()
    share: Share | None = None
    indexes: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields by name, those of the groups first, then the system's."""
        own = (field for group in self.groups for field in group.fields)
        return {field.name: field for field in (*own, *self.system)}

    @cached_property
    def search(self) -> Mapping[str, Search]:
        """The fields that make a record findable, with the kind of key each gives."""
        return {name: field.search for name, field in self.fields.items() if field.search}

    @cached_property
    def stored(self) -> Mapping[str, Field]:
        """The fields that a write may set: all but the derived ones."""
        return {name: field for name, field in self.fields.items() if not field.derived}
