"""What stands against accepting an unemployment registration."""

from datetime import date

import pytest

from ledger.catalogue.items import Item
from ledger.catalogue.model import Catalogue
from ledger.catalogue.root import resources_root
from ledger.catalogue.texts import Texts
from ledger.core.act import Value
from ledger.rules import acceptance, fields

TODAY = date(2026, 11, 23)
FORM: dict[str, Value] = {
    "unemp_date": "2026-09-01",
    "unemp_reason": "02",
    "prev_employer": "青石镇粮库",
    "able_to_work": "1",
    "want_work": True,
    "ui_claim": False,
    "phone": "13800000001",
}


@pytest.fixture
def item(catalogue: Catalogue) -> Item:
    return catalogue.items["V-JY-02"]


@pytest.fixture
def person(card: dict[str, Value]) -> dict[str, Value]:
    return card | {"id_no": "990101199003070015", "birth_date": "1990-03-07"}


def test_a_fit_applicant_meets_no_obstacle(
    catalogue: Catalogue, item: Item, person: dict[str, Value]
) -> None:
    assert acceptance.obstacles(catalogue, item, FORM, person, TODAY) == []


@pytest.mark.parametrize(
    ("form", "changes", "requirement", "level"),
    [
        ({}, {"birth_date": "2010-11-24"}, "age", "block"),
        ({}, {"birth_date": "1960-01-01"}, "retirement", "block"),
        ({}, {"birth_date": "1974-01-01", "sex": "2"}, "retirement", "ask"),
        ({"able_to_work": "3"}, {}, "able", "block"),
        ({"want_work": False}, {}, "wants", "block"),
        ({}, {"emp_status": "11"}, "jobless", "block"),
        ({}, {"emp_status": "31"}, "available", "block"),
        ({}, {"unemp_reg_state": "1"}, "unregistered", "block"),
    ],
)
def test_each_condition_is_told_with_the_code_of_its_refusal(
    catalogue: Catalogue,
    item: Item,
    person: dict[str, Value],
    form: dict[str, Value],
    changes: dict[str, Value],
    requirement: str,
    level: str,
) -> None:
    found = acceptance.obstacles(catalogue, item, FORM | form, person | changes, TODAY)
    assert [(o.requirement.key, o.finding.level) for o in found] == [(requirement, level)]
    assert found[0].requirement.reason in ("06", "07")


def test_a_condition_is_said_by_its_own_name(
    catalogue: Catalogue, item: Item, person: dict[str, Value]
) -> None:
    found = acceptance.obstacles(catalogue, item, FORM, person | {"emp_status": "11"}, TODAY)
    zh, en = (Texts.load(resources_root(), lang) for lang in ("zh", "en"))
    assert fields.sentence(found[0].finding, None, zh) == "不符合“没有就业”这一条"
    assert "Not employed" in fields.sentence(found[0].finding, None, en)


def test_an_item_is_open_from_its_first_day(item: Item) -> None:
    assert acceptance.open_on(item, TODAY)
    assert not acceptance.open_on(item, date(2024, 12, 31))
