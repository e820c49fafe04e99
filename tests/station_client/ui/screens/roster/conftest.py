"""The import of rosters in a real window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_client.ui.screens.roster.page import RosterPage
from tests.station_client.desk.conftest import Desk, desk
from tests.station_client.ui.screens.people.conftest import Show, Shown, show

__all__ = ["desk", "show"]

DATA = Path("tests/data")
HEAD = "姓名,性别,出生日期,公民身份号码,联系电话,文化程度"


@dataclass
class Importing:
    """The import, and what a person does with it."""

    shown: Shown

    @property
    def page(self) -> RosterPage:
        """The page."""
        roster = self.shown.people.roster.page
        assert roster is not None
        return roster

    def until(self, step: str) -> None:
        """Wait for a page."""
        self.shown.until(lambda: self.page.step == step)

    def open(self, path: Path) -> None:
        """Choose a file, and wait for its columns."""
        self.page.open_file(path)
        self.until("meaning")

    def preview(self, path: Path) -> None:
        """Go on to the preview."""
        self.open(path)
        self.shown.key(Qt.Key.Key_F10)
        self.until("preview")

    def run(self, path: Path) -> None:
        """Import a file, to the result."""
        self.preview(path)
        self.shown.settle()
        self.shown.key(Qt.Key.Key_F10)
        self.until("result")


@pytest.fixture
def importing(show: Show) -> Importing:
    """Ctrl+I was pressed."""
    shown = show()
    shown.key(Qt.Key.Key_I, ctrl=True)
    shown.settle()
    return Importing(shown)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Four people: one sound, one to mend, one with a doubtful telephone, one without a number."""
    path = tmp_path / "柳河村.csv"
    rows = (
        "钱小满,男,1990-03-07,99010119900307231X,19900001001,大专",
        "赵国庆,男,1979-04-13,９９０１０１１９７９０４１３０４１８,19900001002,初中毕业",
        "赵国强,男,1982-05-16,990101198205161519,1990000496,初中",
        "孙无号,女,1970-01-02,,19900001004,小学",
    )
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def people_in(desk: Desk) -> int:
    """How many cards there are."""
    from ledger.store.query import Query

    return desk.counter.ledger.find(Query("person", limit=1)).total
