"""F7: RP-03 for a month or a quarter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from station_client.desk import cases
from station_client.ui.screens.report.screen import ReportScreen
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look


def closed(shop: Shop) -> None:
    """One registered person."""
    case = shop.desk.granted(shop.desk.new_card())
    cases.hand_over(shop.desk.counter, case, "赵国强", "3")


def test_the_quarter_counts_the_registration(shop: Shop) -> None:
    closed(shop)
    screen = shop.go("report", ReportScreen)
    assert screen.period == "2026年4季度（草稿）"
    assert screen.figures() == {"opening": 0, "registered": 1, "cancelled": 0, "closing": 1}


def test_an_earlier_period_counts_nothing_and_a_later_one_is_not_offered(shop: Shop) -> None:
    closed(shop)
    screen = shop.go("report", ReportScreen)
    assert not screen.later.isEnabled()
    shop.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert screen.period == "2026年3季度（草稿）"
    assert screen.figures()["registered"] == 0
    shop.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert screen.period == "2026年4季度（草稿）"


def test_the_month_is_remembered(shop: Shop) -> None:
    screen = shop.go("report", ReportScreen)
    screen.length.show_choice("month")
    screen.length.chosen.emit("month")
    shop.settle()
    assert screen.period == "2026年11月（草稿）"
    shop.look("zh", dark=True, large=False)
    assert shop.screen(ReportScreen).length.current() == "month"


def test_a_case_closed_meanwhile_is_counted_at_once(shop: Shop) -> None:
    screen = shop.go("report", ReportScreen)
    assert screen.figures()["closing"] == 0
    closed(shop)
    shop.until(lambda: screen.figures()["closing"] == 1)
    assert screen.figures()["registered"] == 1


def test_the_figures_are_copied_for_excel(shop: Shop) -> None:
    closed(shop)
    shop.go("report", ReportScreen)
    shop.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert "本期失业登记人数\t1" in lines


def test_every_state_is_whole_and_usable_in_every_look(shop: Shop) -> None:
    def states(name: str) -> list[str]:
        shop.go("report", ReportScreen)
        return shop.faults(f"report-{name}")

    assert in_every_look(shop, states) == []
