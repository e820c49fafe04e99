"""The main job on real input: real processes, the real window, Chromium at the office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station_client.app import Declared
from station_client.desk.reports import quarter_of, report
from tools.demo import story
from tools.demo.deeds import cases, door, people, places
from tools.demo.seat import Seat, seated
from tools.demo.setting import OPERATOR_PASSWORD, PASSPHRASE, ROSTER, RunningOffice, Setting
from tools.demo.story import BY_LINE, BY_STICK, Staff

pytestmark = [
    pytest.mark.process,
    pytest.mark.browser,
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

Open = Callable[[Setting], Staff]


def sit_down(seat: Seat) -> None:
    """Through the passphrase and the login."""
    door.unlock(seat, PASSPHRASE)
    door.log_in(seat, OPERATOR_PASSWORD)


def registered(seat: Seat) -> int:
    """The number of registrations of this quarter in the report's draft."""
    assert seat.window.counter is not None
    draft = report(seat.window.counter, "RP-03", *quarter_of(seat.window.counter.today()))
    return int(next(row.value for row in draft.rows if row.label == "本期失业登记人数"))


def test_the_main_job_by_line_with_the_link_down_in_the_middle(
    fresh: Setting, declared: Declared, at_work: Open, tmp_path: Path
) -> None:
    with RunningOffice(fresh) as office, seated(fresh.station, declared) as seat:
        sit_down(seat)
        report = people.import_roster(seat, ROSTER, tmp_path / "verdicts.xlsx")
        assert (report.rows, report.created) == (3000, 2924)
        people.leave_roster(seat)
        places.send_all(seat)
        people.find_person(seat, BY_LINE)
        people.correct(seat, "常住地址", "青石镇柳河村9组1号")
        assert people.record_of(seat, BY_LINE).data["live_address"] == "青石镇柳河村9组1号"

        office.stop()
        case = story.accept_offline(seat, BY_LINE)
        number = case.data["case_no"]
        assert case.data["state"] == "S24"
        assert "待上传" in seat.hand.read("待上传")
        assert registered(seat) == 0

        office.start()
        places.send_all(seat)
        staff = at_work(fresh)
        story.return_case(staff.reviewer, BY_LINE)
        places.send_all(seat)
        assert cases.case_of(seat, BY_LINE).data["state"] == "S32"
        story.resubmit(seat, BY_LINE)
        places.send_all(seat)
        story.pass_case(staff.reviewer, BY_LINE)
        places.send_all(seat)
        story.finish(seat, BY_LINE)

        closed = cases.case_of(seat, BY_LINE)
        card = people.record_of(seat, BY_LINE)
        (row,) = seat.station.ledger.owned(card.id, "tz05")
        assert (closed.data["state"], closed.data["case_no"]) == ("S60", number)
        assert card.data["emp_status"] == "21"
        assert card.data["unemp_reg_no"] == row.data["reg_no"]
        assert registered(seat) == 1
        assert [title.partition("·")[0].strip() for title in seat.printer.titles] == [
            "一次性告知书", "受理通知书", "办结通知", "送达回证", "失业登记凭证",
        ]  # fmt: skip
        places.send_all(seat)
        own, theirs = story.digests(seat, fresh)
    assert own == theirs
    assert own["tz05"][0] == 1


def test_the_main_job_by_stick_with_no_line_at_all(
    peopled: Setting, declared: Declared, at_work: Open, tmp_path: Path
) -> None:
    with RunningOffice(peopled), seated(peopled.station, declared) as seat:
        sit_down(seat)
        places.set_line(seat, story.NOWHERE)
        staff = at_work(peopled)
        closed = story.once_by_stick(seat, staff, BY_STICK, tmp_path / "stick")
        card = people.record_of(seat, BY_STICK)
        own, theirs = story.digests(seat, peopled)
        assert seat.station.ledger.unsent().count == 0
    assert closed.data["state"] == "S60"
    assert card.data["emp_status"] == "21"
    assert own == theirs
    assert own["person"][0] == 2924


def test_a_restarted_window_shows_what_came_meanwhile(
    peopled: Setting, declared: Declared, at_work: Open, qapp: QApplication
) -> None:
    with RunningOffice(peopled) as office:
        with seated(peopled.station, declared) as seat:
            sit_down(seat)
            story.accept_quickly(seat, BY_LINE)
            places.send_all(seat)
        staff = at_work(peopled)
        staff.reviewer.open_case(BY_LINE.name)
        staff.reviewer.decide("take")
        office.kill()
        office.start()
        story.approve(staff.reviewer, BY_LINE)
        with seated(peopled.station, declared) as seat:
            sit_down(seat)
            places.send_all(seat)
            seat.hand.wait(
                lambda: cases.case_of(seat, BY_LINE).data["state"] == "S50", "the decision"
            )
            places.go(seat, places.TODAY)
            assert BY_LINE.name in seat.hand.read(BY_LINE.name)
            story.finish(seat, BY_LINE)
            places.send_all(seat)
            own, theirs = story.digests(seat, peopled)
    assert own == theirs
