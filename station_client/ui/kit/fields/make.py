"""From a declared field to its editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from station_client.desk.showing import is_covered
from station_client.ui.kit.fields.choices import Choice, Choices
from station_client.ui.kit.fields.code import CodeEditor, CodesEditor
from station_client.ui.kit.fields.editor import Editor
from station_client.ui.kit.fields.read import ReadEditor
from station_client.ui.kit.fields.reading import (
    money_text,
    read_date,
    read_decimal,
    read_int,
    read_money,
)
from station_client.ui.kit.fields.text import FixedEditor, LongEditor, MaskedEditor, TextEditor
from station_client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ledger.catalogue.codes import CodeTable
    from ledger.catalogue.records import Field
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value

NOT_TYPED = frozenset({"ref", "datetime"})
NO_TEXT = frozenset({"image", "rows", "map"})


class EditorMaker:
    """Makes editors for one form.

    Args:
        tables: Code tables by name, as the catalogue has them.
        today: For dates typed without a year.
    """

    def __init__(
        self,
        theme: Theme,
        say: Texts,
        tables: Mapping[str, CodeTable],
        today: Callable[[], date],
    ) -> None:
        self._theme = theme
        self._say = say
        self._tables = tables
        self._today = today

    def make(self, field: Field) -> Editor:
        """The editor for a field; derived and locked fields are shown and not typed."""
        if field.derived or field.locked or field.type in NOT_TYPED:
            return FixedEditor(
                self._theme,
                field.name,
                field.label(self._say.lang),
                self._shower(field),
                self._say("ui.field.empty"),
            )
        if field.type in ("code", "codes", "bool"):
            return self._choice(field)
        if field.type in ("date", "int", "decimal", "money"):
            return self._read(field)
        return self._text(field)

    def choices(self, field: Field) -> Choices:
        """The choices of a code field (or yes and no)."""
        if field.type == "bool":
            return Choices(
                (Choice("1", self._say("ui.field.yes")), Choice("0", self._say("ui.field.no")))
            )
        table = self._tables[field.codes or ""]
        lang = self._say.lang
        return Choices(
            [
                Choice(item.code, item.label(lang), (item.zh, *item.also), item.heading)
                for item in table.items
            ]
        )

    def _text(self, field: Field) -> Editor:
        label, hint = field.label(self._say.lang), field.help(self._say.lang)
        required = field.required is True
        if field.type == "long":
            return LongEditor(
                self._theme, field.name, label, required=required, limit=field.limit, hint=hint
            )
        cover = _cover_of(field)
        if cover is not None:
            return MaskedEditor(
                self._theme,
                field.name,
                label,
                cover,
                required=required,
                limit=field.limit,
                reveal=self._say("ui.field.reveal"),
                digits=field.mask in ("id", "phone", "account"),
            )
        return TextEditor(
            self._theme,
            field.name,
            label,
            required=required,
            limit=field.limit,
            hint=hint,
            digits=field.search in ("id", "phone", "number"),
        )

    def _choice(self, field: Field) -> Editor:
        label, required = field.label(self._say.lang), field.required is True
        if field.type == "codes":
            return CodesEditor(
                self._theme, self._say, field.name, label, self.choices(field), required=required
            )
        kind = FlagEditor if field.type == "bool" else CodeEditor
        return kind(
            self._theme,
            self._say,
            field.name,
            label,
            self.choices(field),
            required=required,
            hint=field.help(self._say.lang),
        )

    def _read(self, field: Field) -> Editor:
        read: Callable[[str], Value] = {
            "date": lambda text: read_date(text, self._today()),
            "int": read_int,
            "decimal": read_decimal,
            "money": read_money,
        }[field.type]
        hint = field.help(self._say.lang)
        if not hint and field.type == "date":
            hint = self._say("ui.field.date_hint")
        return ReadEditor(
            self._theme,
            self._say,
            field.name,
            field.label(self._say.lang),
            read=read,
            show=_money if field.type == "money" else str,
            required=field.required is True,
            hint=hint,
        )

    def _shower(self, field: Field) -> Callable[[Value], str]:
        def show(value: Value) -> str:
            if value is None:
                return ""
            table = self._tables.get(field.codes or "")
            if field.type == "code" and table is not None:
                return table.label(str(value), self._say.lang)
            if field.type == "money" and isinstance(value, int):
                return money_text(value)
            if field.type == "bool":
                return self._say("ui.field.yes" if value else "ui.field.no")
            if isinstance(value, list | dict):
                return self._say("ui.field.count", n=len(value))
            cover = _cover_of(field)
            return str(value) if cover is None else cover(str(value))

        return show


class FlagEditor(CodeEditor):
    """Yes, no, or not said."""

    def value(self) -> Value:
        code = super().value()
        return {"1": True, "0": False}.get(code, code) if isinstance(code, str) else code

    def set_value(self, value: Value) -> None:
        super().set_value({True: "1", False: "0"}[value] if isinstance(value, bool) else value)


def _cover_of(field: Field) -> Callable[[str], str] | None:
    """How a value is covered at the counter; None where it is shown as it is.

    An address of the own village is covered on what leaves the counter, never in front of the
    person who types it.
    """
    kind = field.mask
    if kind is None or not is_covered(field, "?"):
        return None
    from ledger.rules.masking import mask

    return lambda text: mask(kind, text)


def _money(value: Value) -> str:
    if not isinstance(value, int):
        raise TypeError
    return money_text(value)
