"""F6: find a guide, read it, begin."""

from __future__ import annotations

from PySide6.QtCore import Qt

from station_client.ui.screens.acceptance.screen import AcceptanceScreen
from station_client.ui.screens.guide.screen import GuideScreen
from tests.station_client.ui.screens.acceptance.at_desk import Shop, in_every_look


def test_the_guide_is_shown_beside_the_list(shop: Shop) -> None:
    screen = shop.go("guide", GuideScreen)
    assert screen.search.edit.hasFocus()
    shop.until(screen.page.isVisible)
    assert screen.page.title == "失业登记"
    assert screen.page.start.isEnabled()


def test_any_word_of_a_guide_finds_it_and_nothing_says_so(shop: Shop) -> None:
    screen = shop.go("guide", GuideScreen)
    shop.type("承诺书")
    shop.until(lambda: len(screen.rows.rows) == 1)
    screen.search.clear()
    shop.type("zzz")
    shop.until(lambda: not screen.rows.rows)
    assert screen.none_text == "指南里没有“zzz”。换个说法试试，如“失业”。"


def test_enter_goes_into_the_text_where_the_arrow_keys_read_on(shop: Shop) -> None:
    screen = shop.go("guide", GuideScreen)
    shop.until(screen.page.isVisible)
    shop.key(Qt.Key.Key_Return)
    area = screen.page.area
    assert area is not None
    assert area.hasFocus()
    shop.key(Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def test_f10_begins_an_application_for_it(shop: Shop) -> None:
    screen = shop.go("guide", GuideScreen)
    shop.until(screen.page.isVisible)
    shop.key(Qt.Key.Key_F10)
    accept = shop.screen(AcceptanceScreen)
    assert accept.begin.search.edit.hasFocus()


def test_every_state_is_whole_and_usable_in_every_look(shop: Shop) -> None:
    def states(name: str) -> list[str]:
        shop.go("guide", GuideScreen)
        return shop.faults(f"guide-{name}")

    assert in_every_look(shop, states) == []
