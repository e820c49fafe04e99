"""A form made from declarations: typed values, Enter, findings, masks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ledger.catalogue.codes import CodeItem, CodeTable
from ledger.catalogue.records import Condition, Field
from ledger.catalogue.texts import Texts
from station_client.ui.kit.fields.code import ChoiceEdit, CodeEditor
from station_client.ui.kit.fields.form import FormView
from station_client.ui.kit.fields.text import MaskedEditor
from station_client.ui.theme.theme import Theme, application
from tests.station_client.ui.fakes import NOW
from tests.station_client.ui.hands import commit, key_click
from tests.station_client.ui.inspection import inspect, tab_order

REASONS = CodeTable(
    code="CT-08",
    zh="失业原因",
    en="Reason",
    items=(
        CodeItem(code="01", zh="企业破产", en="Bankruptcy"),
        CodeItem(code="02", zh="合同终止、解除", en="End of contract"),
    ),
)
FIELDS = (
    Field(name="name", zh="姓名", en="Name", type="text", required=True),
    Field(name="unemp_date", zh="失业时间", en="Since", type="date", required=True),
    Field(name="reason", zh="失业原因", en="Reason", type="code", codes="CT-08", required=True),
    Field(name="wage", zh="期望月薪", en="Wage", type="money"),
    Field(name="mobile", zh="联系电话", en="Phone", type="text", mask="phone"),
    Field(name="trained", zh="愿意培训", en="Training", type="bool"),
    Field(
        name="trade",
        zh="想学什么",
        en="Trade",
        type="text",
        shown=Condition(field="trained", among=(True,)),
    ),
    Field(name="age", zh="年龄", en="Age", type="int", derived=True),
    Field(name="note", zh="备注", en="Note", type="long", span=12),
)


@dataclass(frozen=True)
class Found:
    """A finding about a field."""

    field: str
    level: Literal["block", "ask", "warn"]
    text: str
    suggest: Any = None


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, say: Texts) -> Iterator[FormView]:
    """A shown form."""
    host = QWidget()
    host.resize(900, 600)
    made = FormView(theme, say, FIELDS, {"CT-08": REASONS}, NOW.date)
    QVBoxLayout(host).addWidget(made)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    yield made
    host.hide()


def type_in(form: FormView, name: str, text: str) -> None:
    """Type into a field as an operator does: through an input method."""
    form.focus_field(name)
    commit(form.editor(name).input, text)


def test_enter_goes_from_field_to_field_and_what_is_typed_is_stored_plainly(
    form: FormView, qtbot: QtBot
) -> None:
    form.focus_first()
    for name, text in (("name", "赵国强"), ("unemp_date", "1031"), ("reason", "htzz")):
        commit(form.editor(name).input, text)
        key_click(form.editor(name).input, Qt.Key.Key_Return)
    assert form.editor("wage").input.hasFocus()
    commit(form.editor("wage").input, "3500")
    key_click(form.editor("wage").input, Qt.Key.Key_Return)
    assert form.editor("mobile").input.hasFocus()
    values = form.values()
    assert values["name"] == "赵国强"
    assert values["unemp_date"] == "2026-10-31"
    assert values["reason"] == "02"
    assert values["wage"] == 350_000
    assert values["trained"] is None
    assert "age" not in values


def test_what_cannot_be_read_stays_as_typed_and_says_why(form: FormView, qtbot: QtBot) -> None:
    type_in(form, "wage", "3500O")
    form.focus_field("name")
    assert form.values()["wage"] == "3500O"
    assert form.editor("wage").message == "“3500O”里有字母 O，请改成数字"
    assert form.findings() == {"wage": "“3500O”里有字母 O，请改成数字"}
    assert form.focus_first_problem()
    assert form.editor("wage").input.hasFocus()


def test_a_finding_stands_below_its_field_and_goes_when_it_is_mended(
    form: FormView, qtbot: QtBot
) -> None:
    form.set_values({"name": "赵国强", "reason": "01"})
    form.show_notices(
        [
            Found("reason", "ask", "档案里是合同终止", "02"),
            Found("name", "warn", "和身份证不一样"),
            Found("name", "block", "名字里有数字"),
        ]
    )
    assert form.editor("name").message == "名字里有数字"
    assert form.editor("reason").message == "档案里是合同终止"
    with qtbot.waitSignal(form.changed) as told:
        form.editor("reason")._take.click()  # type: ignore[union-attr]
    assert told.args == ["reason"]
    assert form.values()["reason"] == "02"
    assert form.editor("reason").message == ""
    assert form.changes() == {"reason": "02"}


def test_a_sensitive_value_is_covered_until_asked_for(form: FormView, qtbot: QtBot) -> None:
    form.set_values({"mobile": "19900000496"})
    editor = form.editor("mobile")
    assert isinstance(editor, MaskedEditor)
    assert editor.edit.text() == "199****0496"
    assert form.values()["mobile"] == "19900000496"
    with qtbot.waitSignal(form.reveal_wanted) as asked:
        editor._eye.click()
    assert asked.args == ["mobile"]
    form.uncover("mobile")
    assert editor.edit.text() == "19900000496"


def test_typing_over_a_covered_value_replaces_it_without_showing_it(
    form: FormView, qtbot: QtBot
) -> None:
    form.set_values({"mobile": "19900000496"})
    type_in(form, "mobile", "138")
    assert form.values()["mobile"] == "138"
    form.set_values({"mobile": "19900000496"})
    form.focus_field("mobile")
    key_click(form.editor("mobile").input, Qt.Key.Key_Backspace)
    assert form.values()["mobile"] is None
    form.set_values({"mobile": "19900000496"})
    QGuiApplication.clipboard().setText("13800000001")
    key_click(form.editor("mobile").input, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.values()["mobile"] == "13800000001"


def test_a_field_that_depends_on_another_comes_and_goes(form: FormView, qtbot: QtBot) -> None:
    assert not form.editor("trade").isVisible()
    form.set_values({"trained": True, "trade": "电工"})
    assert form.editor("trade").isVisible()
    assert form.editor("trained").input.text() == "1 是"  # type: ignore[attr-defined]
    form.put("trained", False)
    assert not form.editor("trade").isVisible()


def test_the_list_of_choices_opens_is_walked_and_closed_by_keys(
    form: FormView, qtbot: QtBot
) -> None:
    form.focus_field("reason")
    edit = form.editor("reason").input
    assert isinstance(edit, ChoiceEdit)
    key_click(edit, Qt.Key.Key_Down)
    opened = edit.is_open
    key_click(edit, Qt.Key.Key_Escape)
    assert (opened, edit.is_open) == (True, False)
    key_click(edit, Qt.Key.Key_Down)
    key_click(edit, Qt.Key.Key_Down)
    key_click(edit, Qt.Key.Key_Return)
    assert form.values()["reason"] == "02"
    assert edit.text() == "02 合同终止、解除"


def test_a_word_that_is_no_choice_is_kept_and_said(form: FormView, qtbot: QtBot) -> None:
    type_in(form, "reason", "不想干")
    form.focus_field("name")
    editor = form.editor("reason")
    assert isinstance(editor, CodeEditor)
    assert form.values()["reason"] == "不想干"
    assert "不在可选的里面" in editor.message


def test_the_form_is_whole_and_its_tab_order_is_reading_order(form: FormView) -> None:
    form.set_values({"mobile": "19900000496", "trained": True})
    application().processEvents()
    assert inspect(form.window()) == []
    inputs = [form.editor(field.name).input for field in FIELDS if field.name != "age"]
    assert [widget for widget in tab_order(form.window()) if widget in inputs] == inputs


def test_an_address_is_read_while_it_is_edited_and_a_number_stays_covered(
    qtbot: QtBot, theme: Theme, say: Texts
) -> None:
    fields = (
        Field(name="address", zh="常住地址", en="Address", type="text", mask="address"),
        Field(name="mobile", zh="联系电话", en="Phone", type="text", mask="phone"),
        Field(name="before", zh="原地址", en="Before", type="text", mask="address", locked=True),
    )
    form = FormView(theme, say, fields, {}, NOW.date)
    qtbot.addWidget(form)
    home = "青石镇柳河村4组18号"
    form.set_values({"address": home, "mobile": "19900000496", "before": home})
    address, mobile = form.editor("address"), form.editor("mobile")
    assert address.input.text() == home  # type: ignore[attr-defined]
    assert mobile.input.text() == "199****0496"  # type: ignore[attr-defined]
    assert form.editor("before").input.text() == home  # type: ignore[attr-defined]
