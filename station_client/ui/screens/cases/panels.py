"""What is typed for a step of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Signal

from ledger.catalogue.codes import CodeItem, CodeTable
from station_client.ui.kit.card import Card
from station_client.ui.kit.fields.code import CodesEditor
from station_client.ui.kit.fields.form import FormView
from station_client.ui.kit.label import Label
from station_client.ui.places import Context

if TYPE_CHECKING:
    from ledger.catalogue.records import Field
    from ledger.core.act import Value
    from station_client.desk.case_view import CaseView
    from station_client.ui.kit.buttons import Kind
    from station_client.ui.screens.cases.steps import CasePageData


@dataclass(frozen=True)
class Choice:
    """One way to end a panel: the step it takes, its key and look, what must be filled for it."""

    step: str
    icon: str
    keys: str
    kind: Kind
    needs: tuple[str, ...]


@dataclass(frozen=True)
class PanelDef:
    """A panel: the fields of the case it asks for, by width in twelfths, and its ends."""

    fields: tuple[tuple[str, int], ...]
    choices: tuple[Choice, ...]
    form: bool = False  # the form of the item can be changed with it


PANELS: Final[Mapping[str, PanelDef]] = {
    "first_review": PanelDef(
        (("first_opinion", 8), ("first_reason", 4)),
        (
            Choice("first_fail", "x", "F9", "outcome", ("first_opinion", "first_reason")),
            Choice("first_pass", "check", "F10", "primary", ("first_opinion",)),
        ),
    ),
    "resubmit": PanelDef(
        (("fixed_note", 12),),
        (Choice("resubmit", "send", "F10", "primary", ("fixed_note",)),),
        form=True,
    ),
    "hand_over": PanelDef(
        (("receiver", 4), ("receiver_check", 4)),
        (Choice("hand_over", "stamp", "F10", "primary", ("receiver", "receiver_check")),),
    ),
    "withdraw": PanelDef(
        (("withdrawn_reason", 12),),
        (Choice("withdraw", "user-minus", "F9", "danger", ("withdrawn_reason",)),),
    ),
    "rehome": PanelDef(
        (("home", 6),),
        (Choice("rehome", "arrow-left-right", "F10", "primary", ("home",)),),
    ),
}


class DeedPanel(Card):
    """The panel of one step.

    Signals:
        finished(): Enter in the last field.
    """

    finished = Signal()

    def __init__(self, context: Context, key: str, data: CasePageData) -> None:
        say, theme = context.say, context.theme
        super().__init__(
            theme, say(f"screen.cases.panel_{key}"), say(f"screen.cases.panel_{key}_hint")
        )
        self.key = key
        self.declared = PANELS[key]
        self._say = say
        catalogue = context.counter.catalogue
        case = catalogue.kinds["case"].fields
        fields: list[Field] = []
        if self.declared.form:
            item = catalogue.items[data.item]
            fields += item.fields.values()
        fields += [_asked(case[name], span) for name, span in self.declared.fields]
        self.form = FormView(
            theme,
            say,
            fields,
            {**catalogue.codes, **_villages(data)},
            context.counter.today,
            columns=3 if theme.size.scale == 1.0 else 2,
        )
        for field in fields:
            several = self.form.editor(field.name)
            if isinstance(several, CodesEditor):
                several.edit.setPlaceholderText(say("screen.cases.several"))
        self.form.set_values(self._start(data.view))
        self.form.finished.connect(self.finished)
        self.form.reveal_wanted.connect(self.form.uncover)
        if self.declared.form:
            self.body.addWidget(Label(say("screen.cases.panel_form"), "second", wrap=True))
        self.body.addWidget(self.form)

    def focus(self) -> None:
        """Put the cursor where the step begins."""
        first = self.declared.fields[0][0]
        if not self.declared.form:
            values = self.form.values()
            first = next((n for n, _ in self.declared.fields if not values[n]), first)
        self.form.focus_field(first)

    def given(self, choice: Choice) -> dict[str, Value] | None:
        """What was typed, as the step takes it; None when something is missing or unreadable."""
        self.form.show_notices(())
        unreadable = self.form.findings()
        values = self.form.values()
        missing = [name for name in choice.needs if values[name] in (None, "")]
        if unreadable or missing:
            for name in missing:
                self.form.editor(name).show_message("block", self._say("screen.cases.needed"))
            self.form.focus_field(next(iter([*unreadable, *missing])))
            return None
        asked = {name for name, _ in self.declared.fields}
        changes = self.form.changes() if self.declared.form else {}
        return {
            **{name: value for name, value in changes.items() if name not in asked},
            **{name: values[name] for name in asked},
        }

    def _start(self, view: CaseView) -> dict[str, Value]:
        values: dict[str, Value] = {}
        if self.declared.form:
            values |= {field.name: field.value for field in view.fields}
        if self.key == "first_review":
            values["first_opinion"] = self._say("screen.cases.usual_opinion")
        if self.key == "hand_over":
            values["receiver"] = view.line.name
        return values


def _villages(data: CasePageData) -> dict[str, CodeTable]:
    """The villages to choose from, where one is asked for."""
    items = tuple(CodeItem(code=code, zh=name, en=name) for code, name in data.villages)
    return {"division": CodeTable(code="division", zh="", en="", items=items)} if items else {}


def _asked(field: Field, span: int) -> Field:
    return msgspec.structs.replace(field, span=span, shown=None, locked=False)
