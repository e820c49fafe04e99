"""Separation of duties (domain 6.3): each rule is a check that gives a fault or None.

The rules hold on the station when a step is taken, and again at the office when the act arrives
(SD-15), so what was done offline is judged the same way. People are staff record ids throughout.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from ledger.catalogue.flows import Level, Transition
from ledger.core.act import Value
from ledger.core.faults import RuleFault
from ledger.rules.findings import day_in, is_blank

REVIEWERS: Final = ("first_reviewer", "second_reviewer", "approver")
"""The case fields of the three duties of SD-01: first review, second review, approval."""

_STEPS: Final = ("taken_in_by", "accepted_by", *REVIEWERS, "handed_by")


def sd_01(case: Mapping[str, Value]) -> RuleFault | None:
    """SD-01: one person performs at most one of first review, second review, approval."""
    people = [case[name] for name in REVIEWERS if not is_blank(case.get(name))]
    return RuleFault("duty.sd-01") if len(set(people)) < len(people) else None


def sd_02(case: Mapping[str, Value], level: str) -> RuleFault | None:
    """SD-02: acceptance and first review by one person at a village only."""
    same = not is_blank(case.get("accepted_by")) and (
        case.get("accepted_by") == case.get("first_reviewer")
    )
    return RuleFault("duty.sd-02") if same and level != "V" else None


def sd_03(case: Mapping[str, Value], actor: str) -> RuleFault | None:
    """SD-03: a recheck is made by a person with no earlier step in the case."""
    earlier = any(case.get(name) == actor for name in _STEPS)
    return RuleFault("duty.sd-03") if earlier else None


def sd_04(verifiers: Sequence[str], first_reviewer: str) -> RuleFault | None:
    """SD-04: two people check the facts, at least one of them not the first reviewer.

    At a one-person village the other one may be named by name instead of a staff id.
    """
    different = {person.strip() for person in verifiers if person.strip()}
    enough = len(different) >= 2 and bool(different - {first_reviewer})
    return None if enough else RuleFault("duty.sd-04")


def sd_09(
    case: Mapping[str, Value],
    staff: Mapping[str, Value],
    applicant: Mapping[str, Value],
    own_cards: Iterable[Mapping[str, Value]],
) -> RuleFault | None:
    """SD-09: nobody handles the case of himself, or of somebody of his household.

    `own_cards` are the resident cards that may be the staff member's (same telephone); those with
    his name count, and share the applicant's household number or not.
    """
    phone, name = staff.get("phone"), staff.get("name")
    if not is_blank(staff.get("id_no")) and staff.get("id_no") == case.get("id_no"):
        return RuleFault("duty.sd-09")
    if is_blank(phone):
        return None
    if name == case.get("name") and phone in (case.get("phone"), applicant.get("mobile")):
        return RuleFault("duty.sd-09")
    household = applicant.get("household_no")
    if is_blank(household):
        return None
    for card in own_cards:
        if card.get("name") == name and card.get("household_no") == household:
            return RuleFault("duty.sd-09-family")
    return None


def sd_11(handler: str, actor: str) -> RuleFault | None:
    """SD-11: extension, suspension and revocation by somebody else than the overdue handler.

    The same holds for the supervisor's cause of a further notice.
    """
    return RuleFault("duty.sd-11") if handler and handler == actor else None


def sd_14(staff: Mapping[str, Value], on: date, recorded: date | None = None) -> RuleFault | None:
    """SD-14: no business before the training is passed, none after leaving.

    What was done before a person left stays good when it arrives afterwards. ``recorded`` is the
    day on which the staff record was last written: a training that lay behind somebody then lies
    behind him, whatever the PC's clock says since, so that a wrong clock locks nobody out.
    """
    left = day_in(staff.get("left_on"))
    gone = left is not None and left < on
    closed = staff.get("active") is False and (left is None or left <= on)
    if gone or closed:
        return RuleFault("duty.sd-14-left", name=str(staff.get("name", "")))
    passed = day_in(staff.get("train_passed"))
    if passed is None:
        return RuleFault("duty.sd-14-training", name=str(staff.get("name", "")))
    if passed > max(on, recorded or on):
        name = str(staff.get("name", ""))
        return RuleFault("duty.sd-14-not-yet", name=name, date=passed.isoformat())
    return None


def apart(
    transition: Transition, case: Mapping[str, Value], actor: str, level: Level
) -> RuleFault | None:
    """The rules that a step of a flow declares: who takes it is not the person in some field."""
    for rule in transition.apart:
        if level in rule.levels and actor and case.get(rule.field) == actor:
            return RuleFault(f"duty.{rule.rule.lower()}")
    return None
