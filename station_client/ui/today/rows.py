"""The rows of the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import Label
from station_client.ui.kit.progress_row import ProgressBar
from station_client.ui.kit.rows import Row
from station_client.ui.kit.state_sign import State, StateSign
from station_client.ui.theme.theme import Theme
from station_client.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from station_client.desk.drafts import DraftLine
    from station_client.desk.routine import Routine
    from station_client.desk.today import BackRow, DueRow

ROUTINE_ICONS = {
    "moved_here": "arrow-left-right",
    "no_phone": "phone-call",
    "unverified": "id-card",
    "monthly_contact": "phone-call",
    "conflicts": "git-branch",
    "visits": "footprints",
    "retired": "user-minus",
}


CHIP_WIDTH, NAME_WIDTH = 76, 60


def due_row(theme: Theme, due: DueRow) -> Row:
    """Deadline, name, what; on the right the sign and whose turn it is."""
    standing = due.case.standing
    row = Row(theme, " ".join((due.chip, due.case.name, due.text, standing.text, due.case.turn)))
    _begin(theme, row, Badge(due.chip, cast("Tone", due.tone)), due.case.name)
    row.row.addWidget(Label(due.text, wrap=True), 1)
    row.row.addWidget(StateSign(theme, cast("State", str(standing.sign)), standing.text))
    turn = Label(due.case.turn, "second" if due.mine else "hint")
    turn.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    turn.setMinimumWidth(theme.px(56))
    row.row.addWidget(turn)
    return row


def _begin(theme: Theme, row: Row, chip: Badge, name: str) -> None:
    """Chip and name, as wide in every row, so that the names stand below each other."""
    chip.setMinimumWidth(theme.px(CHIP_WIDTH))
    label = Label(name, "strong")
    label.setMinimumWidth(theme.px(NAME_WIDTH))
    row.row.addWidget(chip)
    row.row.addWidget(label)


def back_row(theme: Theme, back: BackRow, action: str) -> tuple[Row, Button | None]:
    """A result that came back, with a button for what is to be done with it."""
    row = Row(theme, " ".join((back.chip, back.case.name, back.text, back.at)))
    _begin(theme, row, Badge(back.chip, cast("Tone", back.tone)), back.case.name)
    row.row.addWidget(Label(back.text, wrap=True), 1)
    row.row.addWidget(Label(back.at, "hint"))
    button = None
    if action:
        icon = "printer" if back.deed == "print_result" else ""
        button = Button(theme, action, "row", icon=icon)
        button.setAccessibleName(f"{action} {back.case.name}")
        row.row.addWidget(button)
    return row, button


def draft_row(theme: Theme, draft: DraftLine, chip: str, when: str) -> Row:
    """An application that was begun and is not yet accepted."""
    row = Row(theme, " ".join((chip, draft.name, draft.title, when)))
    _begin(theme, row, Badge(chip, "grey"), draft.name)
    row.row.addWidget(Label(draft.title, wrap=True), 1)
    row.row.addWidget(Label(when, "hint"))
    return row


def routine_row(theme: Theme, work: Routine) -> Row:
    """A piece of routine work and how far it is."""
    row = Row(theme, f"{work.title} {work.text}", live=bool(work.people))
    icon = ROUTINE_ICONS.get(work.key, "clipboard-check")
    row.row.addWidget(IconMark(theme, icon, theme.colour.ink))
    row.row.addWidget(Label(work.title, wrap=True), 1)
    bar = ProgressBar(theme, 40 if theme.look.large else 64)
    bar.show_part(work.done, work.total)
    row.row.addWidget(bar)
    text = Label(work.text, "second")
    text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    text.setMinimumWidth(theme.px(76))
    row.row.addWidget(text)
    return row
