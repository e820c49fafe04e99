"""Which acts get into the ledger, at the station and again at the office."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.catalogue.model import Catalogue
from ledger.core.act import Act, Trust, Value, Write
from ledger.core.clock import CHINA
from ledger.core.record import EVERYBODY

from .villages import BEIGOU, LIUHE, OFFICE, OTHER, STATION, TOWN, Scene

Card = dict[str, Value]


@pytest.fixture
def scene(catalogue: Catalogue) -> Scene:
    return Scene(catalogue)


def new_card(scene: Scene, card: Card, actor: str = "li", **changes: Value) -> str | None:
    act = scene.act(STATION, actor, "card.create", ("person", None, card | changes))
    return scene.judge(act, STATION)


def test_a_sound_card_is_let_in(scene: Scene, card: Card) -> None:
    assert new_card(scene, card) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"hair": "black"}, "act.unknown-field"),
        ({"age": 61}, "act.unknown-field"),
        ({"birth_date": "1965.03"}, "act.type"),
        ({"birth_date": None}, None),
        ({"birth_date": ""}, None),
        ({"wage": "3500"}, "act.type"),
        ({"wage": True}, "act.type"),
        ({"want_work": "是"}, "act.type"),
        ({"verify_at": "2026-11-23T09:00:00+08:00"}, None),
        ({"verify_at": "heute"}, "act.type"),
        ({"person_tags": ["01", 2]}, "act.type"),
        ({"area": BEIGOU}, "act.area"),
        ({"area": ""}, "act.no-area"),
        ({"unemp_reg_state": "1"}, "card.by-case-only"),
    ],
)
def test_what_is_not_declared_typed_or_ours_is_not(
    scene: Scene, card: Card, changes: Card, fault: str | None
) -> None:
    assert new_card(scene, card, **changes) == fault


def test_an_unknown_kind_is_not_let_in(scene: Scene) -> None:
    act = scene.act(STATION, "li", "x", ("spaceship", None, {"area": LIUHE}))
    assert scene.judge(act, STATION) == "act.unknown-kind"


@pytest.mark.parametrize(
    ("actor", "fault"),
    [("li", None), ("sun", "actor.post"), ("zhao", "actor.post"), ("nobody", "actor.unknown")],
)
def test_cards_are_made_by_those_whose_post_it_is(
    scene: Scene, card: Card, actor: str, fault: str | None
) -> None:
    assert new_card(scene, card, actor=actor) == fault


def test_v05_a_proof_of_the_birth_date_is_a_first_reviewers(scene: Scene, card: Card) -> None:
    proven: Card = {"birth_date": "1965-07-03", "birth_proof": "户口簿登记为准"}
    scene.ledger.hire("window", "窗口", "V1", LIUHE)
    assert new_card(scene, card | proven, actor="window") == "card.proof-post"
    scene.ledger.hire("first", "初审", "V2", LIUHE)
    assert new_card(scene, card | proven, actor="first") is None


def test_fault_46_a_station_cannot_sign_in_the_name_of_a_clerk_or_of_another_station(
    scene: Scene, card: Card
) -> None:
    assert new_card(scene, card, actor="wu") == "actor.elsewhere"
    scene.ledger.hire("north", "北沟", "V1 V2", BEIGOU)
    assert new_card(scene, card, actor="north") == "actor.elsewhere"
    scene.ledger.hire("next", "隔壁", "V1 V2", LIUHE, station=LIUHE + "02")
    assert new_card(scene, card, actor="next") == "actor.elsewhere"


def test_sd_14_holds_for_every_act(scene: Scene, card: Card) -> None:
    scene.ledger.hire("neu", "新人", "V1", LIUHE, train_passed=None)
    scene.ledger.hire("weg", "走了", "V1", LIUHE, left_on="2026-11-20")
    assert new_card(scene, card, actor="neu") == "duty.sd-14-training"
    assert new_card(scene, card, actor="weg") == "duty.sd-14-left"
    before = datetime(2026, 11, 19, 9, tzinfo=CHINA)
    late = scene.act(STATION, "weg", "card.create", ("person", None, card), at=before)
    assert scene.judge(late, STATION) is None


@pytest.mark.parametrize(
    ("author", "trust", "fault"),
    [
        (STATION, Trust.STATION, None),
        (STATION, Trust.READER, None),
        (STATION, Trust.OFFICE, "act.trust"),
        (STATION, Trust.DECISION, "act.trust"),
        (TOWN, Trust.OFFICE, None),
    ],
)
def test_nobody_claims_more_trust_than_the_level_gives(
    scene: Scene, card: Card, author: object, trust: Trust, fault: str | None
) -> None:
    where = STATION if author is STATION else TOWN
    actor = "li" if where is STATION else "wu"
    act = scene.act(where, actor, "card.create", ("person", None, card), trust=trust)
    assert scene.judge(act, where) == fault


def test_an_import_says_that_it_is_one(scene: Scene, card: Card) -> None:
    act = scene.act(STATION, "li", "card.import", ("person", None, card))
    assert scene.judge(act, STATION) == "act.import-trust"
    act = scene.act(STATION, "li", "card.import", ("person", None, card), trust=Trust.IMPORT)
    assert scene.judge(act, STATION) is None


class TestJ02OneLivingCard:
    """A second living card with an ID number is refused and names the first."""

    def test_a_second_card_is_refused_and_the_first_one_named(
        self, scene: Scene, card: Card
    ) -> None:
        first = scene.take(scene.act(STATION, "li", "card.create", ("person", None, card)), STATION)
        act = scene.act(STATION, "li", "card.create", ("person", None, card | {"name": "张二"}))
        fault = scene.rulebook.check(act, scene.ledger, STATION)
        assert fault is not None
        assert (fault.code, fault.params) == (
            "card.duplicate",
            {"record": first, "name": "张建国"},
        )

    def test_so_is_a_change_to_a_number_already_held(self, scene: Scene, card: Card) -> None:
        scene.take(scene.act(STATION, "li", "card.create", ("person", None, card)), STATION)
        other = card | {"id_no": "990101198802290028"}
        second = scene.take(
            scene.act(STATION, "li", "card.create", ("person", None, other)), STATION
        )
        change = scene.act(STATION, "li", "card.edit", ("person", second, {"id_no": card["id_no"]}))
        assert scene.judge(change, STATION) == "card.duplicate"
        same = scene.act(STATION, "li", "card.edit", ("person", second, {"id_no": other["id_no"]}))
        assert scene.judge(same, STATION) is None

    def test_twice_in_one_act_is_refused_too(self, scene: Scene, card: Card) -> None:
        act = scene.act(
            STATION, "li", "card.create", ("person", None, card), ("person", None, card)
        )
        assert scene.judge(act, STATION) == "card.twice-here"

    @pytest.mark.parametrize("ended", [{"card_status": "4"}, {"void": "建错了"}])
    def test_a_card_that_lives_no_more_does_not_count(
        self, scene: Scene, card: Card, ended: Card
    ) -> None:
        scene.ledger.put("old.1.0", "person", card | ended)
        assert new_card(scene, card) is None

    def test_from_another_station_it_is_a_task_and_no_refusal(
        self, scene: Scene, card: Card
    ) -> None:
        scene.take(scene.act(STATION, "li", "card.create", ("person", None, card)), STATION)
        office = scene.at(TOWN)
        office.ledger.hire("bei", "北沟人", "V1", BEIGOU)
        act = office.act(OTHER, "bei", "card.create", ("person", None, card | {"area": BEIGOU}))
        assert office.judge(act, OTHER) is None
        again = office.act(STATION, "li", "card.create", ("person", None, card))
        assert office.judge(again, STATION) is None

    def test_cards_without_number_are_never_the_same(self, scene: Scene, card: Card) -> None:
        bare = card | {"id_no": ""}
        scene.take(scene.act(STATION, "li", "card.create", ("person", None, bare)), STATION)
        assert new_card(scene, bare) is None


class TestWhere:
    """A station writes in its village, an office in its villages."""

    def test_another_villages_card_is_out_of_reach(self, scene: Scene, card: Card) -> None:
        scene.ledger.put("b.1.0", "person", card | {"area": BEIGOU})
        act = scene.act(STATION, "li", "card.edit", ("person", "b.1.0", {"mobile": "13800000002"}))
        assert scene.judge(act, STATION) == "act.area"
        office = scene.act(TOWN, "wu", "card.edit", ("person", "b.1.0", {"mobile": "13800000002"}))
        assert scene.at(TOWN).judge(office, TOWN) is None

    def test_what_is_for_every_station_is_staff_and_from_the_office(
        self, scene: Scene, card: Card
    ) -> None:
        clerk: Card = {"area": EVERYBODY, "name": "周敏", "posts": ["T1"], "level": "T"}
        office = scene.at(TOWN)
        hired = scene.act(TOWN, "wu", "staff.add", ("staff", None, clerk))
        assert office.judge(hired, TOWN) is None
        stray = scene.act(TOWN, "wu", "card.create", ("person", None, card | {"area": EVERYBODY}))
        assert office.judge(stray, TOWN) == "act.area"
        village: Card = clerk | {"posts": ["V1"], "level": "V"}
        own = scene.act(STATION, "li", "staff.add", ("staff", None, village))
        assert scene.judge(own, STATION) == "act.area"

    def test_a_card_is_moved_out_by_the_office_only(self, scene: Scene, card: Card) -> None:
        scene.ledger.put("a.1.0", "person", card)
        move: Card = {"area": BEIGOU}
        act = scene.act(STATION, "li", "card.edit", ("person", "a.1.0", move))
        assert scene.judge(act, STATION) == "act.area"
        act = scene.act(TOWN, "wu", "card.edit", ("person", "a.1.0", move))
        assert scene.at(TOWN).judge(act, TOWN) is None

    def test_here_a_record_must_be_there_on_arrival_it_may_be_on_its_way(
        self, scene: Scene
    ) -> None:
        act = scene.act(STATION, "li", "card.edit", ("person", "z.9.0", {"mobile": "13800000002"}))
        assert scene.judge(act, STATION) == "act.no-record"
        assert scene.at(TOWN).judge(act, STATION) is None

    def test_a_record_stays_of_its_kind(self, scene: Scene) -> None:
        act = scene.act(STATION, "li", "x", ("person", "zhao", {"name": "赵"}))
        assert scene.judge(act, STATION) == "act.other-kind"

    def test_a_paper_belongs_to_a_case(self, scene: Scene, card: Card) -> None:
        scene.ledger.put("a.1.0", "person", card)
        slip: Card = {"area": LIUHE, "print": "PT-13"}
        none = scene.act(STATION, "li", "slip.print", ("slip", None, slip))
        assert scene.judge(none, STATION) == "act.no-owner"
        good = scene.act(STATION, "li", "slip.print", ("slip", None, slip | {"owner": "a.1.0"}))
        assert scene.judge(good, STATION) is None
        bad = scene.act(STATION, "li", "slip.print", ("slip", None, slip | {"owner": "zhao"}))
        assert scene.judge(bad, STATION) == "act.owner"


def test_a_closed_card_is_locked_for_the_station(scene: Scene, card: Card) -> None:
    scene.ledger.put("a.1.0", "person", card | {"card_status": "3"})
    act = scene.act(STATION, "li", "card.edit", ("person", "a.1.0", {"mobile": "13800000002"}))
    assert scene.judge(act, STATION) == "card.locked"


class TestAccounts:
    """A station keeps its own operators; everything else about accounts is the office's."""

    def staff(self, **changes: Value) -> Card:
        return {"name": "王芳", "posts": ["V1"], "level": "V", "area": LIUHE, **changes}

    def test_the_first_operator_needs_nobody_before_her(self, scene: Scene) -> None:
        act = scene.act(STATION, "", "staff.create", ("staff", None, self.staff()))
        assert scene.judge(act, STATION) is None

    @pytest.mark.parametrize("changes", [{"posts": ["V1", "T3"]}, {"level": "T"}])
    def test_a_station_gives_no_office_posts(self, scene: Scene, changes: Card) -> None:
        act = scene.act(STATION, "", "staff.create", ("staff", None, self.staff(**changes)))
        assert scene.judge(act, STATION) == "actor.office-post"

    def test_a_station_touches_no_office_account(self, scene: Scene) -> None:
        scene.ledger.put("chen", "staff", {"area": LIUHE})
        act = scene.act(STATION, "", "staff.edit", ("staff", "chen", {"posts": ["V1"]}))
        assert scene.judge(act, STATION) == "act.office-only"

    def test_stations_and_refusals_come_from_the_office(self, scene: Scene) -> None:
        refusal: Card = {"act": "liuhe.3", "code": "flow.not-now", "area": LIUHE}
        act = scene.act(STATION, "li", "refusal", ("refusal", None, refusal))
        assert scene.judge(act, STATION) == "act.office-only"
        act = scene.act(TOWN, "", "refusal", ("refusal", None, refusal | {"area": OFFICE}))
        assert scene.at(TOWN).judge(act, TOWN) is None


values = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text())


@given(data=st.data(), trust=st.integers(-1, 9), time=st.integers(-(2**70), 2**70))
def test_whatever_arrives_is_judged_and_never_breaks_the_office(
    catalogue: Catalogue, data: st.DataObject, trust: int, time: int
) -> None:
    scene = Scene(catalogue, TOWN)
    kind = catalogue.kinds[data.draw(st.sampled_from(sorted(catalogue.kinds)))]
    names = st.sampled_from([*kind.fields, "nonsense"])
    written = data.draw(st.dictionaries(names, values, max_size=4)) | {"area": LIUHE}
    action = data.draw(st.sampled_from(["case.pass", "case.edit", "card.edit", "", "x"]))
    record = data.draw(st.sampled_from(["liuhe.1.0", "zhao", "a.1.0", ""]))
    actor = data.draw(st.sampled_from(["li", "", "nobody"]))
    write = Write(kind.code, record, trust, (), written)
    act = Act("liuhe", 1, time, actor, action, "", "", (write,))
    fault = scene.rulebook.check(act, scene.ledger, STATION)
    assert fault is None or fault.code
