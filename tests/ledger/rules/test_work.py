"""What the form says about employers, work and registration (V-15, V-20 to V-23)."""

import pytest

from ledger.catalogue.model import Catalogue
from ledger.catalogue.records import Field
from ledger.rules import fields

from .looking import TODAY, Card, look, one


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("91350100M000100Y43", None),
        ("91350100m000100y43", "check.company.spelt"),
        ("9135O100M000100Y43", "check.company.spelt"),
        ("91350100M000100Y44", "check.company.checksum"),
        ("91350100M000100Y4", "check.company.length"),
    ],
)
def test_v15_credit_codes(catalogue: Catalogue, card: Card, code: str, key: str | None) -> None:
    assert [f.key for f in look(catalogue, card, employer_uscc=code)] == ([key] if key else [])


def test_v20_one_story_of_work(catalogue: Catalogue, card: Card) -> None:
    assert one(look(catalogue, card, emp_status="21")).proposal == "22"
    registered = card | {"unemp_reg_state": "1"}
    assert one(look(catalogue, registered, emp_status="31")).level == "block"
    assert one(look(catalogue, registered, emp_status="11")).level == "block"
    assert look(catalogue, registered, emp_status="21") == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"emp_status": "11"}, "check.unemployed.at-work"),
        ({"want_work": False}, "check.unemployed.unwilling"),
        ({"able_to_work": "3"}, "check.unemployed.unable"),
        ({"birth_date": "2010-11-24"}, "check.unemployed.young"),
        ({"birth_date": "1960-01-01"}, "check.unemployed.old"),
        ({"birth_date": "1974-01-01", "sex": "2"}, "check.unemployed.perhaps-old"),
    ],
)
def test_v21_who_may_be_registered_as_unemployed(
    catalogue: Catalogue, card: Card, changes: Card, key: str
) -> None:
    fit = card | {"emp_status": "21", "birth_date": "1990-01-01"}
    assert look(catalogue, fit, unemp_reg_state="1") == []
    assert key in [f.key for f in look(catalogue, fit | changes, unemp_reg_state="1")]


def test_v21_turning_16_today_is_old_enough(catalogue: Catalogue, card: Card) -> None:
    fit = card | {"emp_status": "21", "birth_date": "2010-11-23"}
    assert look(catalogue, fit, unemp_reg_state="1") == []


def test_v23_retired_before_the_day_is_asked(catalogue: Catalogue, card: Card) -> None:
    retired = Field(name="retired", zh="退休标志", en="Retired", type="bool", rules=("V-23",))
    young = {"birth_date": "1980-01-01", "sex": "1"}
    assert one(fields.check(catalogue, retired, True, young, TODAY)).level == "ask"
    assert (
        fields.check(catalogue, retired, True, {**young, "birth_date": "1960-01-01"}, TODAY) == []
    )
