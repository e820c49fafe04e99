"""Who may name another village on a record, and what a move may set."""

from collections.abc import Mapping

import pytest

from ledger.catalogue.model import Catalogue
from ledger.core.act import Value
from ledger.core.record import Record
from ledger.rules import guests
from tests.ledger.rules.villages import BEIGOU, LIUHE, STATION, TOWN, Scene

TOLD: Mapping[str, Value] = {"area": LIUHE, "home": BEIGOU, "name": "赵国强", "id_no": "1"}
OTHER_TOWN = "990101002001"


@pytest.fixture
def scene(catalogue: Catalogue) -> Scene:
    return Scene(catalogue)


def judged(scene: Scene, **values: Value) -> str | None:
    """What the rules say of a case that is begun like this."""
    told = {name: value for name, value in {**TOLD, **values}.items() if value is not None}
    return scene.judge(scene.act(STATION, "li", "case.accept", ("case", None, told)), STATION)


def test_only_a_guests_case_is_begun_without_a_card(scene: Scene) -> None:
    assert judged(scene, home=None) == "act.no-owner"
    assert judged(scene, home=LIUHE) == "act.no-owner"
    assert judged(scene, name=None) == "act.no-owner"
    assert judged(scene) == "flow.no-item"


def test_a_village_of_another_town_is_not_named(scene: Scene) -> None:
    assert judged(scene, home=OTHER_TOWN) == "act.home"


def test_a_card_names_no_other_village(scene: Scene) -> None:
    act = scene.act(STATION, "li", "card.create", ("person", None, dict(TOLD)))
    assert scene.judge(act, STATION) == "act.unknown-field"


def test_a_station_moves_nobody_and_an_office_only_with_the_post(scene: Scene) -> None:
    scene.ledger.put("p", "person", {"area": LIUHE, "name": "赵国强"})
    moving = ("person", "p", {"area": BEIGOU})
    assert scene.judge(scene.act(STATION, "li", "card.move", moving), STATION) == "act.area"
    office = scene.at(TOWN)
    assert office.judge(office.act(TOWN, "chen", "card.move", moving), TOWN) == "actor.post"
    assert office.judge(office.act(TOWN, "wu", "card.move", moving), TOWN) is None


def test_a_guest_has_the_card_of_his_own_village_and_no_other(scene: Scene) -> None:
    case = Record("c", "case", LIUHE, "", {**TOLD, "applicant": {"education": "70"}})
    scene.ledger.put("here", "person", {"area": LIUHE, "id_no": "1"})
    assert guests.card_of(case, scene.ledger) is None
    scene.ledger.put("gone", "person", {"area": BEIGOU, "id_no": "1", "card_status": "4"})
    assert guests.card_of(case, scene.ledger) is None
    scene.ledger.put("there", "person", {"area": BEIGOU, "id_no": "1"})
    found = guests.card_of(case, scene.ledger)
    assert found is not None
    assert found.id == "there"
    assert guests.applicant(case.data)["education"] == "70"
