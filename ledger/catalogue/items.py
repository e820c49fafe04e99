"""Service items: guide, papers, application form, limits, conditions and effects."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from ledger.catalogue.records import Condition, Declared, Field, Group, Labelled, Lang, Scalar

Unit = Literal["work", "natural"]


class Wording(Labelled, frozen=True, kw_only=True):
    """A text in both languages."""


class GuideEntry(Labelled, frozen=True, kw_only=True):
    """One of the entries that every item's guide has (domain 2.1), with its source."""

    key: str
    source: str


class Paper(Labelled, frozen=True, kw_only=True):
    """One paper the applicant brings.

    Attributes:
        form: original, copy, either, or a form filled in at the counter.
        required: the application is not complete without it.
        when: the paper is asked for only when the form's values meet the condition.
        exempt_by_check: need not be brought when the fact can be looked up (可核验免交).
        note_zh, note_en: what the operator looks at, or how it is made.
    """

    key: str
    form: Literal["original", "copy", "either", "filled"]
    count: int = 1
    required: bool = True
    when: Condition | None = None
    exempt_by_check: bool = False
    returned: bool = True
    note_zh: str = ""
    note_en: str = ""

    def asked(self, values: Mapping[str, object]) -> bool:
        """Say whether the paper is asked for, given the values of the application form."""
        return self.when is None or self.when.holds(values)

    def note(self, lang: Lang) -> str:
        """Return the note in the language asked for, or an empty text."""
        return self.note_zh if lang == "zh" else self.note_en


class Limit(Declared, frozen=True, kw_only=True):
    """Time limits of an item. Acceptance day is day 0 (domain 5.5)."""

    legal: int
    committed: int
    unit: Unit = "work"
    steps: Mapping[str, int] = {}


class Requirement(Labelled, frozen=True, kw_only=True):
    """A machine-checkable condition of acceptance.

    `test` says what is compared; `field` names the form field or, with `of = "person"`, the card
    field; `value`/`among` what it is compared with.

    * ``age_at_least``: full years today ≥ value.
    * ``below_retirement``: younger than the retirement age of the dated table (V-23).
    * ``equals`` / ``among`` / ``not_among``: the field's value; an empty field passes
      ``not_among`` alone.

    `reason` is the CT-26 code that a refusal for this cause carries.
    """

    key: str
    rule: str
    test: Literal["age_at_least", "below_retirement", "equals", "among", "not_among"]
    of: Literal["form", "person"] = "person"
    field: str
    value: Scalar = None
    among: tuple[str, ...] = ()
    reason: str


class Step(Labelled, frozen=True, kw_only=True):
    """One step of the process as the guide tells it."""

    posts: tuple[str, ...]
    days: int
    output_zh: str
    output_en: str


class Given(Declared, frozen=True, kw_only=True):
    """Where an effect takes a value from; exactly one of the three is set.

    * `value`: the value itself.
    * `case`: a field of the case.
    * `made`: computed on closing: ``today``, ``accepted_on``, ``decided_on`` (dates),
      ``registration_no`` (20 digits from the case number: its 7th to 16th and 19th to 28th digit,
      so it needs no counter and no server), ``case_id``, ``person_id``.
    """

    value: Scalar = None
    case: str | None = None
    made: (
        Literal["today", "accepted_on", "decided_on", "registration_no", "case_id", "person_id"]
        | None
    ) = None


class Effect(Declared, frozen=True, kw_only=True):
    """What closing a granted case writes besides the case itself, in the same act.

    `record` is ``person`` (the applicant's card) or ``new`` (a new record of `kind`, owned by the
    applicant's card and in the card's area). Where the `case` field is empty the target field is
    left as it is.
    """

    kind: str
    record: Literal["person", "new"]
    set: Mapping[str, Given]


class Flags(Declared, frozen=True, kw_only=True):
    """Management marks of an item (domain 2.1 no. 17)."""

    publicity_days: int = 0
    agency_allowed: bool = False
    home_visit: bool = False
    recheck: bool = False
    high_risk: bool = False
    village_entry: bool = True
    cross_town: bool = False


class Item(Labelled, frozen=True, kw_only=True):
    """One service item as declared in ``resources/items/<code>.toml``.

    Attributes:
        version: number of the declaration; a case keeps the version it was made with.
        type: item type, CT-27; `case_kind`: CT-28.
        flow: the chain (K2).
        guide: the guide's entries by key; the keys are those of ``resources/guide.toml``.
        form: the application form, as blocks of fields.
        card_fields: card fields that must be filled before acceptance (V-25).
        ledgers: ledgers that closing writes to or that show the case.
        prints: slips that may be printed for the item.
        effects: what closing writes when the decision is positive.
    """

    code: str
    version: int
    status: Literal["draft", "approved", "published", "stopped"]
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    type: str
    case_kind: str
    national_code: str = ""
    flow: str
    levels: tuple[Literal["V", "T", "X"], ...]
    limit: Limit
    flags: Flags
    guide: Mapping[str, Wording]
    papers: tuple[Paper, ...]
    steps: tuple[Step, ...]
    form: tuple[Group, ...]
    card_fields: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    ledgers: tuple[str, ...]
    prints: tuple[str, ...]
    effects: tuple[Effect, ...]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the application form by name."""
        return {field.name: field for group in self.form for field in group.fields}

    @property
    def days(self) -> int:
        """The committed days."""
        return self.limit.committed

    @property
    def unit(self) -> Unit:
        """Unit of the days: working days or natural ones."""
        return self.limit.unit
