"""What a card shows that nobody typed: age, flags, completeness, next check."""

from datetime import date

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.rules import derived

TODAY = date(2026, 11, 23)


def test_a_card_shows_age_completeness_and_next_check(
    catalogue: Catalogue, card: dict[str, Value]
) -> None:
    younger: dict[str, Value] = {"verified_at": "2026-11-02", "birth_date": "1990-03-07"}
    shown = derived.derive(catalogue, "person", card | younger, TODAY)
    assert shown["age"] == 36
    assert shown["minor_flag"] is False
    assert shown["verify_due"] == "2027-03-31"
    assert isinstance(shown["completeness"], int)
    assert 50 < shown["completeness"] < 100


def test_completeness_grows_with_every_required_field(
    catalogue: Catalogue, card: dict[str, Value]
) -> None:
    less = {name: value for name, value in card.items() if name != "mobile"}
    before = derived.completeness(catalogue, "person", less)
    assert before < derived.completeness(catalogue, "person", card)
    assert derived.completeness(catalogue, "person", {}) == 0


@pytest.mark.parametrize(
    ("birth", "sex", "answer"),
    [
        ("2010-11-23", "1", True),
        ("2010-11-24", "1", False),
        ("1963-11-23", "1", False),
        ("1966-10-01", "1", True),
        ("1972-01-01", "2", True),
        (None, "1", None),
        ("1990-01-01", "9", None),
    ],
)
def test_labour_age_runs_from_16_to_the_statutory_day(
    catalogue: Catalogue, birth: str | None, sex: str, answer: bool | None
) -> None:
    data: dict[str, Value] = {"birth_date": birth, "sex": sex}
    assert derived.labour_age(catalogue, data, TODAY) is answer


def test_unemployed_for_a_year_is_long_term_until_work_or_cancellation() -> None:
    since: dict[str, Value] = {"unemp_date": "2025-11-23"}
    assert derived.long_term(since, TODAY)
    assert not derived.long_term(since, date(2026, 11, 22))
    assert not derived.long_term(since | {"emp_status": "11"}, TODAY)
    assert not derived.long_term(since | {"cancel_date": "2026-01-01"}, TODAY)


def test_people_out_of_working_age_are_checked_by_the_profile(catalogue: Catalogue) -> None:
    old: dict[str, Value] = {"birth_date": "1950-01-01", "sex": "1", "verified_at": "2026-10-31"}
    assert derived.verify_due(catalogue, old, TODAY) == date(2027, 1, 31)
    assert derived.verify_due(catalogue, {}, TODAY) is None
