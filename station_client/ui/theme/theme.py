"""A theme: one palette, one type size, and everything that is drawn from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from station_client.ui.theme.icons import Icons
from station_client.ui.theme.sheet import style_sheet
from station_client.ui.theme.tokens import (
    DARK,
    DIGIT_FACES,
    FACES,
    LARGE_TYPE,
    LIGHT,
    Palette,
    Sizes,
)

if TYPE_CHECKING:
    from pathlib import Path

Face = Literal["text", "digits"]


@dataclass(frozen=True)
class Look:
    """What an operator chose: high contrast on dark, and large type."""

    dark: bool = False
    large: bool = False


class Theme:
    """Palette, sizes, fonts and icons of one look.

    Built by the composition root and handed to every widget; a new look is a new theme and
    new widgets, so no widget has to be able to change its colours.

    Attributes:
        look: The choice it was made from.
        colour: Colours by role.
        size: Pixels by role.
        icons: Icons in the colours of the palette.
    """

    def __init__(self, look: Look, icon_folder: Path) -> None:
        self.look = look
        self.colour: Palette = DARK if look.dark else LIGHT
        self.size = Sizes(LARGE_TYPE if look.large else 1.0)
        self.icons = Icons(icon_folder)

    def px(self, pixels: float) -> int:
        """``pixels`` of the normal type size, in those of this theme."""
        return self.size.px(pixels)

    def font(self, pixels: int, *, bold: bool = False, face: Face = "text") -> QFont:
        """A font of exactly ``pixels`` (already scaled: ``theme.size.text``)."""
        font = QFont()
        font.setFamilies([*DIGIT_FACES, *FACES] if face == "digits" else list(FACES))
        font.setPixelSize(pixels)
        font.setBold(bold)
        return font

    def text_width(self, text: str, font: QFont) -> int:
        """How many pixels ``text`` takes in one line."""
        return QFontMetrics(font).horizontalAdvance(text)

    def apply(self, app: QApplication) -> None:
        """Give the application this look: palette, font and style sheet.

        Nothing when it has it: Qt dresses every living widget anew, two milliseconds for each.
        """
        worn, sheet = app.styleSheet(), style_sheet(self.colour, self.size)
        if worn == sheet:
            return
        if not worn:
            app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font(self.size.text))
        app.setStyleSheet(sheet)

    def _palette(self) -> QPalette:
        colour, palette = self.colour, QPalette()
        for role, value in (
            (QPalette.ColorRole.Window, colour.ground),
            (QPalette.ColorRole.WindowText, colour.ink),
            (QPalette.ColorRole.Base, colour.paper),
            (QPalette.ColorRole.AlternateBase, colour.sunken),
            (QPalette.ColorRole.Text, colour.ink),
            (QPalette.ColorRole.Button, colour.paper),
            (QPalette.ColorRole.ButtonText, colour.ink),
            (QPalette.ColorRole.Highlight, colour.brand_tint),
            (QPalette.ColorRole.HighlightedText, colour.ink),
            (QPalette.ColorRole.PlaceholderText, colour.hint),
            (QPalette.ColorRole.ToolTipBase, colour.ink),
            (QPalette.ColorRole.ToolTipText, colour.paper),
            (QPalette.ColorRole.Link, colour.brand),
        ):
            palette.setColor(role, QColor(value))
        return palette


def application() -> QApplication:
    """The running application."""
    return cast(QApplication, QApplication.instance())
