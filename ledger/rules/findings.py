"""What a check says: a finding, and what a check looks at."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Field, Labelled
from ledger.catalogue.texts import Texts
from ledger.core.act import Value

Severity = Literal["block", "ask", "warn"]

PROPOSAL: Final = "proposal"
"""The parameter of a finding that holds a value which can be taken over as it is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or may be, with one field.

    `level` says what it stops: "block" the record cannot be saved (or the case accepted) so; "ask"
    it can, when a person has confirmed it; "warn" is only told. `key` and `params` make the
    sentence (see `sentence`); `params["proposal"]`, where there is one, can be taken over at once.
    """

    field: str
    rule: str
    level: Severity
    key: str
    params: Mapping[str, Value] = dataclasses.field(default_factory=dict)

    @property
    def proposal(self) -> Value:
        """The value that is probably meant, or None."""
        return self.params.get(PROPOSAL)


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule looks at: one value of a field, the other values of the record, the day."""

    catalogue: Catalogue
    field: Field
    value: Value
    others: Mapping[str, Value]
    today: date

    @property
    def text(self) -> str:
        """The value as text without outer blanks; "" if it is no text."""
        return self.value.strip() if isinstance(self.value, str) else ""

    def other(self, name: str) -> str:
        """The text of another field of the record, or ""."""
        value = self.others.get(name)
        return value.strip() if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """The day in another field of the record."""
        return day_in(self.others.get(name))

    def block(self, rule: str, key: str, **params: Value) -> Finding:
        """A finding that stops."""
        return Finding(self.field.name, rule, "block", key, params)

    def ask(self, rule: str, key: str, **params: Value) -> Finding:
        """A finding that a person has to confirm."""
        return Finding(self.field.name, rule, "ask", key, params)

    def warn(self, rule: str, key: str, **params: Value) -> Finding:
        """A finding that is only told."""
        return Finding(self.field.name, rule, "warn", key, params)


Rule = Callable[[Look], Iterator[Finding]]
"""A rule is called for filled fields only."""


def is_blank(value: Value) -> bool:
    """Nothing there: None, blanks, an empty list. False and 0 are something."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or value == {}


def day_in(value: Value) -> date | None:
    """The day in a stored date or datetime (ISO 8601), or None."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def sentence(finding: Finding, declared: Labelled | None, say: Texts) -> str:
    """The finding in words.

    Generic sentences name the field by its declared label, or, for a condition of an item, by the
    condition's (`params["labels"]`).
    """
    labels = finding.params.get("labels")
    if isinstance(labels, dict):
        label = labels[say.lang]
    else:
        label = declared.label(say.lang) if declared is not None else finding.field
    return say(finding.key, **{"label": label, **finding.params})
