"""The review bench and the page of a case, as the people at the office see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ledger.core.act import Trust
from ledger.core.record import Change
from sync_server.office import Office
from tests.helpers.fakes import FakeWall
from tests.sync_server.village import Village
from tests.sync_server.visitor import Visitor

Visit = Callable[[str], Visitor]
RETURN = {
    "returned_reason": "01",
    "returned_note": "请补承诺书签字页",
    "return_deadline": "2026-11-30",
}


def state_of(office: Office, case: str) -> object:
    record = office.ledger.record(case)
    assert record is not None
    return record.data["state"]


def test_what_the_village_sent_up_lies_on_the_review_bench(arrived: str, visit: Visit) -> None:
    reviewer = visit("李明")
    reviewer.open("/")
    assert "待复审 1 件" in reviewer.text
    assert "赵国强 失业登记 · 已上报待复审 柳河村 王秀英" in reviewer.text


def test_a_reviewer_takes_returns_and_later_passes_a_case(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/do/take")
    assert "由您复审" in reviewer.text
    reviewer.send(f"/case/{arrived}/do/return", **RETURN)
    assert "已退回村里" in reviewer.text
    assert state_of(office, arrived) == "S32"
    village.send_to(office)
    assert village.data(arrived)["returned_note"] == "请补承诺书签字页"
    village.step(arrived, "resubmit", fixed_note="签字页已补")
    village.send_to(office)
    reviewer.open("/bench/review")
    assert "补件后重报" in reviewer.text
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/do/take")
    reviewer.send(f"/case/{arrived}/do/pass", second_opinion="同意")
    assert "已通过" in reviewer.text
    village.send_to(office)
    assert village.data(arrived)["state"] == "S50"
    assert village.data(arrived)["decision"] == "1"


def test_a_return_without_its_reason_changes_nothing_and_keeps_what_was_typed(
    office: Office, arrived: str, visit: Visit
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/do/take")
    reviewer.send(f"/case/{arrived}/do/return", returned_note="请补承诺书签字页")
    assert reviewer.status == 409
    assert "请补承诺书签字页" in reviewer.text
    assert state_of(office, arrived) == "S31"


def test_two_reviewers_at_the_same_moment_take_a_case_once(
    office: Office, arrived: str, visit: Visit
) -> None:
    first = visit("李明")
    first.open(f"/case/{arrived}")
    first.send(f"/case/{arrived}/do/take")
    second = visit("王芳")
    second.open("/bench/review")
    assert "李明 在看" in second.text
    second.open(f"/case/{arrived}")
    second.send(f"/case/{arrived}/do/take")
    assert second.status == 409
    record = office.ledger.record(arrived)
    assert record is not None
    assert record.data["second_reviewer_name"] == "李明"


def test_B07_one_person_cannot_review_twice_and_the_attempt_is_logged(
    office: Office, arrived: str, visit: Visit
) -> None:
    reviewer = next(one for one in office.accounts.members() if one.name == "李明")
    act_as_first_reviewer(office, arrived, reviewer.id)
    page = visit("李明")
    page.open(f"/case/{arrived}")
    assert "do/take" not in page.page
    page.send(f"/case/{arrived}/do/take")
    assert page.status == 409
    assert 'role="alert"' in page.page
    assert state_of(office, arrived) == "S24"
    logged = office.ledger.local.diary.recent("access")[0].data
    assert logged["name"] == "李明"
    assert logged["refused"] == "duty.sd-01"


def act_as_first_reviewer(office: Office, case: str, staff: str) -> None:
    """As if this person had reviewed it at the village; written past the rules on purpose."""
    rules = office.ledger.rules
    office.ledger.rules = Anything()
    change = Change("case", {"first_reviewer": staff}, record=case, trust=Trust.OFFICE)
    office.ledger.commit(office.accounts.office_itself(), "case.edit", [change])
    office.ledger.rules = rules


def test_B07_a_decision_made_offline_at_the_village_is_refused_on_arrival(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    rules = village.ledger.rules
    village.ledger.rules = Anything()
    forged = {"state": "S50", "decision": "1", "second_reviewer": village.operator.id}
    village.ledger.commit(village.operator, "case.pass", [Change("case", forged, record=arrived)])
    village.ledger.rules = rules
    village.send_to(office)
    assert state_of(office, arrived) == "S24"
    assert village.data(arrived)["state"] == "S24"
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    assert "data-bad" in reviewer.page
    assert "do/take" in reviewer.page


class Anything:
    """Rules that let everything in."""

    def check(self, *_: object) -> None:
        """Never a fault."""

    def adopt(self, home: str) -> None:
        """Whoever keeps the ledger."""


def test_the_numbers_are_covered_until_somebody_says_what_for_and_that_is_logged(
    office: Office, arrived: str, visit: Visit
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    record = office.ledger.record(arrived)
    assert record is not None
    number = record.data["id_no"]
    assert number not in reviewer.page
    assert "199****0001" in reviewer.text
    reviewer.send(f"/case/{arrived}/clear", purpose="contact")
    assert number in reviewer.page
    entry = office.ledger.local.diary.recent("access")[0].data
    assert (entry["name"], entry["action"], entry["purpose"]) == ("李明", "reveal", "contact")
    assert "id_no" in entry["fields"]


def test_no_number_is_shown_without_a_purpose(arrived: str, visit: Visit) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/clear", purpose="")
    assert reviewer.status == 409
    assert "请先选为什么要看" in reviewer.text


def test_the_issuing_window_hands_over_and_card_and_ledger_change(
    office: Office, village: Village, arrived: str, visit: Visit
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/do/take")
    reviewer.send(f"/case/{arrived}/do/pass", second_opinion="同意")
    window = visit("赵静")
    window.open("/")
    assert "待出件 1 件" in window.text
    window.open(f"/case/{arrived}")
    window.send(f"/case/{arrived}/do/hand_over", receiver="赵国强", receiver_check="01")
    assert "已送达办结" in window.text
    assert state_of(office, arrived) == "S60"
    case = office.ledger.record(arrived)
    assert case is not None
    card = office.ledger.record(case.data["person"])
    assert card is not None
    assert card.data["unemp_reg_state"] == "1"
    assert [row.kind for row in office.ledger.owned(card.id, "tz05")] == ["tz05"]
    village.send_to(office)
    assert village.data(arrived)["state"] == "S60"


def test_the_line_of_time_tells_what_happened_in_order(
    office: Office, arrived: str, visit: Visit
) -> None:
    reviewer = visit("李明")
    reviewer.open(f"/case/{arrived}")
    reviewer.send(f"/case/{arrived}/do/take")
    told = reviewer.text.split("办理经过")[1]
    assert told.index("受理") < told.index("初审通过") < told.index("接收复审")
    assert "初审意见：材料齐全，情况属实" in told


def test_waiting_for_a_link_is_shown_in_hours(
    office: Office, village: Village, wall: FakeWall, visit: Visit
) -> None:
    village.case(village.person("金凤兰", date(1981, 5, 6)))
    wall.advance(hours=26)
    village.send_to(office)
    reviewer = visit("李明")
    reviewer.open("/bench/review")
    assert "离线滞留 26 时" in reviewer.text


def test_a_case_that_does_not_exist_gives_a_plain_sentence(visit: Visit) -> None:
    reviewer = visit("李明")
    reviewer.open("/case/nobody.1.0")
    assert reviewer.status == 404
    assert "回去" in reviewer.text
