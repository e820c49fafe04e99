"""The form of one tab of the card: what is usually filled first, the rest on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from station_client.ui.kit.fields.form import TWELFTHS, FormView
from station_client.ui.kit.fields.make import NO_TEXT, NOT_TYPED

if TYPE_CHECKING:
    from ledger.catalogue.codes import CodeTable
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from station_client.ui.theme.theme import Theme


def typed(field: Field) -> bool:
    """Whether a person fills this field by hand."""
    return not (field.derived or field.locked or field.type in NOT_TYPED | NO_TEXT)


def opened(field: Field) -> Field:
    """The field as it is laid out: a choice of several has a line to itself."""
    span = TWELFTHS if field.type == "codes" else field.span
    return msgspec.structs.replace(field, span=span)


def unstarred(field: Field) -> Field:
    """The field for making its editor: the star is shown once the editor has its place."""
    return msgspec.structs.replace(field, required=False)


class CardForm(FormView):
    """A form that begins with the fields declared ``first``, those needed and those filled."""

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        fields: Sequence[Field],
        tables: Mapping[str, CodeTable],
        today: Callable[[], date],
    ) -> None:
        self._whole = False
        shown = [opened(field) for field in fields if typed(field)]
        super().__init__(
            theme,
            say,
            [unstarred(field) for field in shown],
            tables,
            today,
            columns=2 if theme.look.large else 3,
        )
        # Eighteen digits and an eye have to fit into a third of the card.
        self.setStyleSheet(f'QLineEdit[face="digits"] {{ font-size: {theme.size.secondary}px; }}')
        self._fields = {field.name: field for field in shown}
        self._arrange()

    @property
    def left_out(self) -> int:
        """How many fields could be filled and are not shown."""
        return 0 if self._whole else len(self._fields) - len(self._layout)

    @property
    def whole(self) -> bool:
        """Whether every field is shown."""
        return self._whole

    def show_whole(self, whole: bool = True) -> None:
        """Show every field, or only those that come first."""
        self._whole = whole
        self._arrange()

    def refresh(self) -> None:
        """Lay out again, after values or messages were put in from outside."""
        self._arrange()

    def focus_after(self, shown: Sequence[str]) -> None:
        """Put the cursor in the first field that is not among ``shown``."""
        for name in self.shown_fields():
            if name not in shown:
                self.focus_field(name)
                return

    def shown_fields(self) -> list[str]:
        """The names of the fields that are shown, in order."""
        return [name for name, *_place in self._layout]

    def _arrange(self) -> None:
        values = {name: editor.value() for name, editor in self._editors.items()}
        for name, field in self._fields.items():
            self._editors[name].set_required(field.needed(values))
        layout = self._rows(values)
        if not layout and not self._whole:
            # Where nothing comes first everything does: an empty tab would say nothing.
            self._whole = True
            layout = self._rows(values)
        if layout != self._layout:
            self._layout = layout
            self._place(layout)

    def _rows(self, values: Mapping[str, Value]) -> list[tuple[str, int, int, int]]:
        """Name, row, column and span of every field that is shown."""
        layout: list[tuple[str, int, int, int]] = []
        row = column = 0
        for name, field in self._fields.items():
            if not self._is_shown(field, values):
                continue
            span = max(1, min(self._columns, round(field.span * self._columns / TWELFTHS)))
            if column + span > self._columns:
                row, column = row + 1, 0
            layout.append((name, row, column, span))
            column += span
        return layout

    def _is_shown(self, field: Field, values: Mapping[str, Value]) -> bool:
        if not field.visible(values):
            return False
        editor = self._editors[field.name]
        return (
            self._whole
            or field.first
            or field.needed(values)
            or bool(editor.message)
            or values[field.name] not in (None, "", [])
            or self._kept.get(field.name) not in (None, "", [])
        )
