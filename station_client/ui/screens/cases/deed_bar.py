"""The line below a case: whose turn it is, and the buttons of what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_client.ui.kit.buttons import Button, Kind
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_3

if TYPE_CHECKING:
    from station_client.ui.theme.theme import Theme


@dataclass(frozen=True)
class BarButton:
    """A button of the line; `name` finds it again."""

    name: str
    text: str
    do: Callable[[], object]
    kind: Kind = "secondary"
    icon: str = ""
    keys: str = ""
    bind: bool = True


class DeedBar(QWidget):
    """A sentence on the left, buttons on the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_3)
        self.text = Label("", "second", wrap=True)
        self._row.addWidget(self.text, 1)
        self.setMinimumHeight(theme.size.button)
        self._buttons: dict[str, Button] = {}
        self._main = ""

    def show_bar(self, text: str, buttons: Sequence[BarButton]) -> None:
        """Put this sentence and these buttons in place of the earlier ones."""
        self.text.setText(text)
        self._main = next((each.name for each in buttons if each.kind == "primary"), "")
        focused = next((name for name, each in self._buttons.items() if each.hasFocus()), "")
        for old in self._buttons.values():
            self._row.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._buttons = {each.name: self._button(each) for each in buttons}
        for button in self._buttons.values():
            self._row.addWidget(button)
        if focused in self._buttons:
            self._buttons[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self, name: str) -> Button:
        """A button by its name."""
        return self._buttons[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The buttons that are shown."""
        return tuple(self._buttons)

    def set_busy(self, busy: bool) -> None:
        """While a step is under way, no second one is begun."""
        for button in self._buttons.values():
            button.setEnabled(not busy)

    def focus(self) -> bool:
        """Focus the main button, else the first one; False when there is none."""
        if not self._buttons:
            return False
        main = self._main if self._main in self._buttons else next(iter(self._buttons))
        self._buttons[main].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _button(self, declared: BarButton) -> Button:
        button = Button(
            self._theme,
            declared.text,
            declared.kind,
            icon=declared.icon,
            key=declared.keys,
            bind=declared.bind,
        )
        button.clicked.connect(lambda _checked=False: declared.do())
        return button
