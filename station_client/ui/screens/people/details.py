"""A tab of the card: values of its groups, and what is not filled in yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_client.ui.kit.detail_grid import Detail, DetailGrid
from station_client.ui.kit.label import Label
from station_client.ui.theme.tokens import SPACE_4

if TYPE_CHECKING:
    from ledger.catalogue.texts import Texts
    from station_client.desk.views import FieldView, GroupView
    from station_client.ui.theme.theme import Theme

_DIGITS = frozenset({"id", "phone", "account"})
WIDE, LONG = 6, 14


class Details(QWidget):
    """What the form shows first is always there, the rest where it is filled.

    Signals:
        reveal_wanted(str): The eye of this field.
    """

    reveal_wanted = Signal(str)

    def __init__(self, theme: Theme, say: Texts, digits: frozenset[str]) -> None:
        """``digits``: names of the fields drawn in the digits' face."""
        super().__init__()
        self._say = say
        self._digits = digits
        self._grid = DetailGrid(
            theme,
            columns=3 if theme.look.large else 4,
            reveal=say("ui.field.reveal"),
            hide=say("ui.field.hide"),
            empty=say("ui.field.empty"),
        )
        self._grid.reveal_wanted.connect(self.reveal_wanted)
        self._rest = Label("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(self._grid)
        column.addWidget(self._rest)
        column.addStretch(1)

    def show_groups(self, groups: Sequence[GroupView]) -> None:
        """The values of these groups."""
        fields = [field for group in groups for field in group.fields if field.type != "image"]
        told = [field for field in fields if field.first]
        told += [field for field in fields if field.shown and not field.first]
        empty = [field for field in fields if field.editable and not (field.first or field.shown)]
        self._grid.show_details([self._detail(field) for field in told])
        labels = self._say("ui.field.comma").join(field.label for field in empty)
        rest = self._say("ui.people.not_filled", n=len(empty), fields=labels)
        self._rest.setText(rest if empty else "")
        self._rest.setVisible(bool(empty))

    def uncover(self, field: str, whole: str) -> None:
        """Show the whole of a masked value for a while."""
        self._grid.uncover(field, whole)

    def _detail(self, field: FieldView) -> Detail:
        return Detail(
            key=field.name,
            label=field.label,
            shown=field.shown,
            masked=field.masked,
            digits=field.name in self._digits,
            note=self._say("ui.people.two") if field.conflict else "",
            wide=len(field.shown) > LONG and (field.span >= WIDE or field.shown.isascii()),
        )
