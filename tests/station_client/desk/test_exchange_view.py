"""The exchange screen: three numbers, a diary, and what is unsent, without a technical word."""

from __future__ import annotations

from typing import Any

from ledger.core.record import Change
from ledger.exchange import older
from station_client.desk import cards, lists
from station_client.desk.exchange_lists import Asked, refused_lines
from station_client.desk.exchange_view import (
    diary_lines,
    exchange_view,
    lines_of,
    unsent_lines,
)
from station_client.desk.standing import link_state
from station_client.desk.today import today
from tests.faults.hands import tampered
from tests.station_client.desk.conftest import Desk


def diary(desk: Desk, **data: Any) -> None:
    usual = {"carrier": "", "direction": "both", "result": "ok", "tried": [], "night": False,
             "sent": 0, "received": 0, "confirmed": 0, "seconds": 1.0,
             "digest_equal": None}  # fmt: skip
    desk.counter.ledger.local.diary.add("exchange", {**usual, **data})


def said(desk: Desk) -> list[str]:
    return [line.text for line in diary_lines(desk.counter, Asked()).lines]


def test_what_is_unsent_is_named_by_person_and_deed(desk: Desk) -> None:
    person = desk.new_card()
    desk.sync()
    desk.wall.advance(minutes=5)
    seen = cards.open_card(desk.counter, person).seen
    cards.edit_card(desk.counter, person, {"mobile": "19900000777"}, seen)
    desk.wall.advance(minutes=1)
    desk.accepted(person)
    view = exchange_view(desk.counter)
    unsent = unsent_lines(desk.counter, Asked())
    assert unsent.total == 2
    assert [line.title for line in unsent.lines] == [
        "赵国强 失业登记 · 受理", "赵国强 卡 · 改手机号码",
    ]  # fmt: skip
    assert unsent.lines[0].at_text == "今天 09:06"
    assert (view.saved.number, view.received.number) == (2, 2)
    assert view.saved.text == "最早 11月23日 09:05 · 1 分钟前"


def test_fault_49_what_waits_for_the_offices_update_is_said_until_it_is_taken(desk: Desk) -> None:
    desk.new_card()
    ledger = desk.counter.ledger
    assert exchange_view(desk.counter).older == today(desk.counter).older == ""
    with ledger.database.write() as connection:
        older.note(connection, ledger, {"older": {"first": ledger.confirmed() + 1}})
    waiting = ledger.unsent().count
    assert f"{waiting} 条都存在本站，一条没丢" in exchange_view(desk.counter).older
    assert today(desk.counter).older == exchange_view(desk.counter).older
    desk.sync()
    assert exchange_view(desk.counter).older == ""


def test_the_three_numbers_follow_a_case_to_its_decision(desk: Desk) -> None:
    desk.granted(desk.new_card())
    view = exchange_view(desk.counter)
    assert (view.saved.number, view.decided.number) == (0, 1)
    assert view.saved.text == "都送到了"
    assert view.decided.text == "本月准予 1 · 不予 0 · 现被退回 0"


def test_the_diary_speaks_in_plain_sentences(desk: Desk) -> None:
    both = [{"carrier": "line", "address": "10.20.1.5"}, {"carrier": "vpn", "address": "10.8.0.1"}]
    diary(desk, carrier="vpn", sent=31, received=12, seconds=2.2, digest_equal=True)
    diary(desk, carrier="line")
    diary(desk, result="failed", tried=both, night=True)
    diary(desk, result="failed", tried=both[:1])
    diary(desk, carrier="usb", direction="out", sent=18)
    diary(desk, carrier="usb", direction="in", received=2, confirmed=18)
    diary(desk, carrier="usb", direction="out", result="failed")
    assert list(reversed(said(desk))) == [
        "经VPN送出 31 条、收到 12 条，用时 2 秒，双方核对一致",
        "经专线对过一次，两边都没有新的",
        "夜间上传：没有连上镇上（专线、VPN 都试过），今晚再试",
        "没有连上镇上（专线没有回应），没送到的都还在本站",
        "写到U盘 18 条，回执没读回来前仍算没送到",
        "从U盘读入 2 条，镇上已收 18 条",
        "没有写成U盘，没送到的都还在本站",
    ]
    assert [line.icon for line in diary_lines(desk.counter, Asked()).lines] == [
        "failed", "usb", "usb", "failed", "failed", "ok", "ok",
    ]  # fmt: skip


def test_what_was_stopped_or_broke_part_way_is_told_as_that(desk: Desk) -> None:
    diary(
        desk,
        carrier="line",
        sent=2,
        confirmed=2,
        digest_equal=True,
        attached=512 << 10,
        stopped=True,
    )
    diary(
        desk,
        carrier="line",
        sent=3,
        confirmed=3,
        received=1,
        result="failed",
        code="link.no-answer",
    )
    diary(desk, carrier="usb", direction="out", sent=4, stopped=True)
    wrote, broke, stopped = said(desk)[:3]
    assert "，附件 512 KB" in stopped
    assert stopped.endswith("；中途停下，没传完的下次接着传")
    assert broke == "经专线送出 3 条、收到 1 条；中途断了，没传完的下次接着传"
    assert wrote.endswith("；中途停下，没传完的下次接着传")


def test_a_restore_a_copy_and_a_repair_are_told_in_the_diary(desk: Desk) -> None:
    diary(desk, carrier="line", received=7, renewed=True, again=3, digest_equal=True)
    diary(desk, carrier="line", sent=9, recalled=True)
    diary(desk, carrier="line", mended=2, digest_equal=True)
    assert list(reversed(said(desk))) == [
        "经专线送出 0 条、收到 7 条，用时 1 秒"
        "；这台电脑是从备份恢复的或被复制过，已换新编号，重送 3 条，双方核对一致",
        "经专线送出 9 条、收到 0 条，用时 1 秒；镇上的服务器从旧备份恢复过，它缺的由本站补送",
        "经专线送出 0 条、收到 0 条，用时 1 秒，核对出 2 条和流水不符，已按流水改正，双方核对一致",
    ]


def test_no_sentence_carries_an_address_or_a_code(desk: Desk) -> None:
    diary(desk, result="failed", code="link.no-answer", night=True,
          tried=[{"carrier": "line", "address": "10.20.1.5"}])  # fmt: skip
    assert not any(word in "".join(said(desk)) for word in ("10.20", "link.", "no-answer", "HTTP"))


def test_the_chip_in_the_head_line_counts_what_waits(desk: Desk) -> None:
    desk.new_card()
    desk.wall.advance(days=2)
    state = link_state(desk.counter, linked=False)
    assert state.text == "离线 · 待上传 2，最早 2 天前"
    desk.sync()
    assert link_state(desk.counter, linked=True).text == "已连上 · 都已送到"


def test_the_screen_speaks_english_too(desk: Desk) -> None:
    desk.accepted(desk.new_card())
    newest = unsent_lines(desk.with_lang("en"), Asked()).lines[0]
    assert newest.title == "赵国强, Unemployment registration · Accepted"


def test_the_diary_is_searched_by_words_and_days_and_sorted_by_its_columns(desk: Desk) -> None:
    for carrier, sent in (("line", 1), ("vpn", 2), ("line", 3)):
        desk.wall.advance(days=1)
        diary(desk, carrier=carrier, sent=sent)
    desk.wall.advance(days=1)
    diary(desk, carrier="usb", direction="out", sent=4, result="failed")

    def heads(asked: Asked) -> list[str]:
        return [f"{line.way} {line.text[:8]}" for line in diary_lines(desk.counter, asked).lines]

    assert heads(Asked("送出")) == ["专线 经专线送出 3 ", "VPN 经VPN送出 2", "专线 经专线送出 1 "]
    assert heads(Asked("送出 专线", (("at", False),))) == [
        "专线 经专线送出 1 ",
        "专线 经专线送出 3 ",
    ]
    ways = [line.way for line in diary_lines(desk.counter, Asked(sort=(("way", True),))).lines]
    assert ways == ["专线", "专线", "VPN", "U盘"]
    failed = diary_lines(desk.counter, Asked(sort=(("outcome", True),))).lines[0]
    assert (failed.way, failed.outcome) == ("U盘", "没成")
    (one,) = diary_lines(desk.counter, Asked("11-25 VPN")).lines
    assert one.text.startswith("经VPN送出 2 条")
    assert diary_lines(desk.counter, Asked("没有这个词")).lines == ()


def test_a_long_diary_is_searched_and_sorted_whole_and_shown_in_parts(desk: Desk) -> None:
    for number in range(60):
        diary(desk, carrier="line" if number else "vpn", sent=number + 1)
    part = lines_of(desk.counter, "diary", Asked(), slice(50, 100))
    assert (len(part.lines), part.total) == (10, 60)
    (oldest,) = diary_lines(desk.counter, Asked("vpn")).lines
    assert oldest.text.startswith("经VPN送出 1 条")
    first = lines_of(desk.counter, "diary", Asked(sort=(("way", False),)), slice(0, 1)).lines[0]
    assert first.said.startswith("VPN ")


def test_what_is_unsent_is_found_by_name(desk: Desk) -> None:
    desk.new_card()
    desk.new_card(name="何丽娟", id_no="990101198802290028", mobile="19900000777")
    found = unsent_lines(desk.counter, Asked("何丽娟"))
    assert [line.title.split()[0] for line in found.lines] == ["何丽娟"]
    assert exchange_view(desk.counter).saved.number > found.total == 1


def test_what_the_office_did_not_take_stays_listed_with_the_reason(desk: Desk) -> None:
    person = desk.new_card()
    with tampered(desk.counter.ledger):
        change = Change("person", {"no_such_field": "x"}, record=person)
        desk.counter.ledger.commit(desk.counter.operator, "card.edit", [change])
    desk.sync()
    desk.wall.advance(days=60)
    (line,) = refused_lines(desk.counter, Asked()).lines
    assert (line.record, line.kind) == (person, "person")
    assert line.title == "赵国强 · 改卡"
    assert "本机还不认识" in line.why
    assert refused_lines(desk.counter, Asked("何丽娟")).lines == ()
    listing = lists.of_exchange(desk.counter, "refused", Asked("赵国强"))
    assert listing.said == (("查找", "赵国强"),)
    assert [cells[1:] for cells, _total in listing.rows(True)] == [(line.title, line.why)]
