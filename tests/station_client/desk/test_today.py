"""The first screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger.core.clock import CHINA
from station_client.desk import cases, contacts
from station_client.desk.today import Today, today
from tests.station_client.desk.conftest import Desk


def night(desk: Desk, **data: Any) -> None:
    """An exchange in the diary, as the link writes it."""
    usual = {
        "carrier": "",
        "direction": "both",
        "result": "ok",
        "tried": [],
        "night": True,
        "sent": 0,
        "received": 0,
        "confirmed": 0,
        "seconds": 1.0,
        "digest_equal": True,
    }
    desk.counter.ledger.local.diary.add("exchange", {**usual, **data})


BOTH = [{"carrier": "line", "address": "10.20.1.5"}, {"carrier": "vpn", "address": "10.8.0.1"}]


def routine(seen: Today, key: str) -> tuple[int, int] | None:
    found = [(each.done, each.total) for each in seen.routine if each.key == key]
    return found[0] if found else None


def test_an_empty_day_says_so(desk: Desk) -> None:
    seen = today(desk.counter)
    assert seen.title == "今天没有等着办的"
    assert seen.back_text == "还没有和镇上交换过"
    assert seen.due == ()


def test_what_is_due_comes_in_order_of_the_deadline(desk: Desk) -> None:
    first = desk.accepted(desk.new_card()).case
    desk.wall.advance(days=1)
    other = desk.new_card(name="何丽娟", id_no="990101198802290028", mobile="19900000777")
    second = desk.accepted(other).case
    seen = today(desk.counter)
    assert [row.case.id for row in seen.due] == [first, second]
    assert [row.chip for row in seen.due] == ["剩 2 天", "剩 3 天"]
    assert seen.title == "今天先办这 2 件"
    assert seen.subtitle == "2 件该您"


def test_what_was_passed_on_is_not_the_operators_turn(desk: Desk) -> None:
    desk.reviewed(desk.new_card())
    (row,) = today(desk.counter).due
    assert not row.mine
    desk.sync()
    (row,) = today(desk.counter).due
    assert row.text == "失业登记 · 已上报待复审"


def test_a_failed_night_says_what_is_kept_and_what_comes_next(desk: Desk) -> None:
    desk.wall.advance(days=-8)
    night(desk, carrier="line", sent=1)
    desk.wall.advance(days=8, hours=-11)
    night(desk, result="failed", tried=BOTH)
    desk.wall.advance(hours=11)
    for number in range(5):
        desk.station.create(number)
    seen = today(desk.counter)
    assert seen.unsent == 6
    assert seen.night_text == (
        "昨夜没有连上镇上（专线、VPN 都试过）。"
        "6 条已存在本站，不会丢。今晚自动再试，也可以写到U盘。"
    )
    assert seen.night_tone == "amber"
    assert [each.result for each in seen.nights] == ["nothing"] * 5 + ["failed", "tonight"]
    assert [each.label for each in seen.nights] == ["17", "18", "19", "20", "21", "22", "今晚"]


def test_the_first_day_blames_no_night_before_the_station_was_there(desk: Desk) -> None:
    seen = today(desk.counter)
    assert [each.result for each in seen.nights] == ["tonight"]
    assert seen.night_text == (
        "本站今天刚开始用。1 条已存在本站，不会丢。今晚 22:00 起自动上传，电脑请别关。"
    )
    assert seen.night_tone == "grey"


def test_a_good_night_and_a_stick_have_their_own_pictures(desk: Desk) -> None:
    desk.wall.advance(days=-9)
    night(desk, carrier="line", sent=1)
    desk.wall.advance(days=7)
    night(desk, carrier="usb", direction="in", received=3)
    desk.wall.advance(days=1, hours=13)
    night(desk, carrier="vpn", sent=31, received=12)
    desk.wall.advance(hours=11)
    seen = today(desk.counter)
    assert [each.result for each in seen.nights][-4:] == ["usb", "nothing", "ok", "tonight"]
    assert seen.night_text == "昨夜已传到镇上。之后又有 1 条，今晚自动传。"
    assert seen.back_text == "上次交换 11月22日 22:00"


def test_routine_work_is_counted_until_it_is_done(desk: Desk) -> None:
    desk.new_card()
    desk.station.create(1, card_status="6")
    desk.station.create(2, card_status="1", mobile="")
    desk.station.create(3, card_status="3", mobile="")
    seen = today(desk.counter)
    assert routine(seen, "unverified") == (2, 3)
    assert routine(seen, "no_phone") == (2, 3)


def test_the_registered_unemployed_are_contacted_every_month(desk: Desk) -> None:
    person = desk.new_card()
    cases.hand_over(desk.counter, desk.granted(person), "赵国强", "3")
    assert routine(today(desk.counter), "monthly_contact") is None
    desk.wall.advance(days=10)
    seen = today(desk.counter)
    assert routine(seen, "monthly_contact") == (0, 1)
    assert seen.routine[0].people == (person,)
    saved = contacts.record_contact(desk.counter, person, "1")
    assert saved.text == "赵国强 本月已联系：联系上仍失业。"
    assert routine(today(desk.counter), "monthly_contact") is None
    assert desk.read(person).data["last_contact"] == "2026-12-03"


def test_days_off_that_the_program_does_not_know_yet_are_told_from_two_months_before(
    desk: Desk,
) -> None:
    desk.wall.set(datetime(2026, 11, 1, 9, 0, tzinfo=CHINA))
    assert today(desk.counter).calendar == ""
    desk.wall.set(datetime(2026, 11, 2, 9, 0, tzinfo=CHINA))
    assert "程序里还没有 2027 年的放假安排" in today(desk.counter).calendar
    desk.wall.set(datetime(2027, 3, 1, 9, 0, tzinfo=CHINA))
    assert "可能不准" in today(desk.counter).calendar
