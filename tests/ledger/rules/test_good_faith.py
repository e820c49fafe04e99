"""What a village may still write of somebody who moved away, and of nobody else."""

import pytest

from ledger.catalogue.model import Catalogue
from tests.ledger.rules.villages import BEIGOU, LIUHE, OTHER, STATION, TOWN, Scene

ITEM = "V-JY-02"


@pytest.fixture
def scene(catalogue: Catalogue) -> Scene:
    """At the office: somebody of Beigou, who has a granted case at Liuhe."""
    scene = Scene(catalogue).at(TOWN)
    scene.ledger.put("p", "person", {"area": BEIGOU, "name": "吴秀兰", "card_status": "1"})
    case = {"area": LIUHE, "home": BEIGOU, "person": "p", "item": ITEM, "decision": "1"}
    scene.ledger.put("c", "case", {**case, "owner": "p", "state": "S40"})
    scene.ledger.hire("bai", "白梅", "V1 V2", BEIGOU)
    return scene


def moved_from_liuhe(scene: Scene) -> None:
    scene.ledger.put("m", "move", {"area": LIUHE, "home": BEIGOU, "owner": "p"})


def begun(scene: Scene) -> str | None:
    told = {"area": LIUHE, "owner": "p", "item": "none"}
    return scene.judge(scene.act(STATION, "li", "case.accept", ("case", None, told)), STATION)


def closed(scene: Scene, card: str = "p", action: str = "case.close") -> str | None:
    writes = ("case", "c", {"state": "S60"}), ("person", card, {"mobile": "19900000888"})
    return scene.judge(scene.act(STATION, "li", action, *writes), STATION)


def test_only_for_somebody_who_was_moved_out_of_it_a_village_begins_a_case(scene: Scene) -> None:
    assert begun(scene) == "act.owner"
    moved_from_liuhe(scene)
    assert begun(scene) == "flow.no-item"  # the place is right; the item is not


def test_a_closing_reaches_the_applicants_card_and_no_other(scene: Scene) -> None:
    assert closed(scene) == "act.area"
    moved_from_liuhe(scene)
    assert closed(scene) not in (None, "act.area", "act.moved-away")  # by the flow
    assert closed(scene, action="case.withdraw") == "act.moved-away"
    scene.ledger.put("q", "person", {"area": BEIGOU, "name": "陈大勇", "card_status": "1"})
    assert closed(scene, card="q") == "act.area"


def test_a_village_that_he_never_lived_in_changes_nothing_of_his(scene: Scene) -> None:
    moved_from_liuhe(scene)
    scene.ledger.put("p", "person", {"area": LIUHE})
    edit = scene.act(OTHER, "bai", "card.edit", ("person", "p", {"mobile": "19900000888"}))
    assert scene.judge(edit, OTHER) == "act.area"
