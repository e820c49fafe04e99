"""Icons are vendored, used, and drawn in the colour asked for."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ledger.catalogue.root import resources_root
from station_client.ui.theme.icons import Icons
from station_client.ui.theme.theme import Theme

FOLDER = resources_root() / "icons"
CODE = resources_root().parent / "station_client"


def test_an_icon_is_drawn_in_the_colour_of_its_role(qtbot: QtBot, theme: Theme) -> None:
    picture = theme.icons.pixmap("check", theme.colour.red, 18).toImage()
    seen = {
        QColor(picture.pixelColor(x, y)).name().upper()
        for x in range(18)
        for y in range(18)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert seen == {theme.colour.red}


def test_an_icon_is_drawn_once(qtbot: QtBot, theme: Theme) -> None:
    icons = Icons(FOLDER)
    first = icons.pixmap("lock", theme.colour.ink, 18)
    assert icons.pixmap("lock", theme.colour.ink, 18) is first


def test_every_icon_that_is_vendored_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    named = set(re.findall(r'"([a-z0-9-]+)"', code))
    vendored = {path.stem for path in FOLDER.glob("*.svg")}
    assert vendored - named == set()
    assert (FOLDER / "LICENSE").read_text(encoding="utf-8").startswith("ISC License")
