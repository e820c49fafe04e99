"""How pages are looked at: window sizes, languages, type sizes and contrasts; their pictures."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from station_client.ui.prefs import Appearance, Language
from station_client.ui.theme.theme import Look

#: Set to a folder, every page that is judged is also kept there as a picture.
PICTURES = os.environ.get("STATION_PICTURES", "")


@dataclass(frozen=True)
class Viewing:
    """A window's size in pixels, and what the operator chose."""

    size: tuple[int, int]
    language: Language
    look: Look = field(default_factory=Look)

    @property
    def appearance(self) -> Appearance:
        """What is chosen in the settings for it."""
        return Appearance(self.language, self.look)

    def __str__(self) -> str:
        large = "-large" if self.look.large else ""
        return f"{self.size[0]}-{self.language}{large}{'-dark' if self.look.dark else ''}"


SMALL, WIDE = (1366, 728), (1920, 1040)
#: Every pair of size, language, type and contrast occurs; things get cut on the small screen.
VIEWINGS = (
    Viewing(SMALL, "zh"),
    Viewing(SMALL, "zh", Look(large=True, dark=True)),
    Viewing(SMALL, "en", Look(dark=True)),
    Viewing(SMALL, "en", Look(large=True)),
    Viewing(WIDE, "zh", Look(dark=True)),
    Viewing(WIDE, "en", Look(large=True)),
)


def keep_picture(window: QWidget, name: str) -> None:
    """Keep what is shown as a picture, when pictures are wanted."""
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / f"{name}.png"))
