"""Separation of duties, rule by rule (domain 6.3)."""

from datetime import date

import pytest

from ledger.core.act import Value
from ledger.core.faults import RuleFault
from ledger.rules import duties

TODAY = date(2026, 11, 23)
Case = dict[str, Value]


def code(fault: RuleFault | None) -> str | None:
    return fault.code if fault is not None else None


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        ({"first_reviewer": "a", "second_reviewer": "b", "approver": "c"}, None),
        ({"first_reviewer": "a", "second_reviewer": "a"}, "duty.sd-01"),
        ({"second_reviewer": "b", "approver": "b"}, "duty.sd-01"),
        ({"first_reviewer": "a", "second_reviewer": ""}, None),
        ({"first_reviewer": None, "second_reviewer": None}, None),
    ],
)
def test_sd_01_one_person_reviews_once(case: Case, answer: str | None) -> None:
    assert code(duties.sd_01(case)) == answer


def test_sd_02_accepting_and_reviewing_coincide_at_a_village_only() -> None:
    case: Case = {"accepted_by": "a", "first_reviewer": "a"}
    assert duties.sd_02(case, "V") is None
    assert code(duties.sd_02(case, "T")) == "duty.sd-02"
    assert duties.sd_02({"accepted_by": "a", "first_reviewer": "b"}, "T") is None


def test_sd_03_a_recheck_is_by_somebody_new() -> None:
    case: Case = {"accepted_by": "a", "first_reviewer": "b", "second_reviewer": "c"}
    assert code(duties.sd_03(case, "a")) == "duty.sd-03"
    assert duties.sd_03(case, "d") is None


@pytest.mark.parametrize(
    ("verifiers", "answer"),
    [
        (["a", "b"], None),
        (["a", "村委会王五"], None),
        (["a"], "duty.sd-04"),
        (["a", "a"], "duty.sd-04"),
        (["b", " "], "duty.sd-04"),
    ],
)
def test_sd_04_two_people_check_the_facts(verifiers: list[str], answer: str | None) -> None:
    assert code(duties.sd_04(verifiers, "a")) == answer


def test_sd_09_nobody_handles_his_own_or_his_familys_case() -> None:
    staff: Case = {"name": "李梅", "phone": "13800000009"}
    case: Case = {"name": "李梅", "phone": "13800000009", "id_no": "1"}
    assert code(duties.sd_09(case, staff, {}, [])) == "duty.sd-09"
    husband: Case = {"name": "王强", "household_no": "H7"}
    own: Case = {"name": "李梅", "household_no": "H7"}
    stranger: Case = {"name": "赵六", "household_no": "H7"}
    his: Case = {"name": "王强", "phone": "13800000008"}
    assert code(duties.sd_09(his, staff, husband, [own])) == "duty.sd-09-family"
    assert duties.sd_09(his, staff, husband, [stranger]) is None
    assert duties.sd_09(his, staff, {"household_no": ""}, [own]) is None
    assert duties.sd_09(his, {"name": "李梅"}, husband, [own]) is None


def test_sd_11_nobody_allows_it_to_himself() -> None:
    assert code(duties.sd_11("a", "a")) == "duty.sd-11"
    assert duties.sd_11("a", "b") is None


@pytest.mark.parametrize(
    ("staff", "answer"),
    [
        ({"train_passed": "2026-01-01", "active": True}, None),
        ({"active": True}, "duty.sd-14-training"),
        ({"train_passed": "2026-12-01"}, "duty.sd-14-not-yet"),
        ({"train_passed": "2026-01-01", "left_on": "2026-11-22"}, "duty.sd-14-left"),
        ({"train_passed": "2026-01-01", "left_on": "2026-11-24", "active": False}, None),
        ({"train_passed": "2026-01-01", "active": False}, "duty.sd-14-left"),
    ],
)
def test_sd_14_no_work_before_training_and_none_after_leaving(
    staff: Case, answer: str | None
) -> None:
    assert code(duties.sd_14(staff, TODAY)) == answer


def test_fault_43_a_training_recorded_as_passed_counts_whatever_the_clock_says_since() -> None:
    staff: Case = {"train_passed": "2026-01-05"}
    battery_died = date(1970, 1, 1)
    assert duties.sd_14(staff, battery_died, recorded=date(2026, 1, 6)) is None
    assert code(duties.sd_14(staff, battery_died, recorded=date(2025, 1, 6))) == (
        "duty.sd-14-not-yet"
    )


def test_a_training_to_come_opens_nothing_on_the_day_it_was_planned() -> None:
    staff: Case = {"train_passed": "2026-12-01"}
    assert code(duties.sd_14(staff, TODAY, recorded=TODAY)) == "duty.sd-14-not-yet"
