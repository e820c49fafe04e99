"""The page of one case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_client.ui.kit.badge import Badge
from station_client.ui.kit.banner import Banner
from station_client.ui.kit.buttons import Button
from station_client.ui.kit.card import Card
from station_client.ui.kit.detail_grid import Detail, DetailGrid
from station_client.ui.kit.empty_state import EmptyState
from station_client.ui.kit.flow_steps import FlowSteps
from station_client.ui.kit.icon_mark import IconMark
from station_client.ui.kit.label import ElidedLabel, Label
from station_client.ui.kit.rows import Row, Rows
from station_client.ui.kit.scrolled import Scrolled
from station_client.ui.kit.state_sign import State, StateSign
from station_client.ui.kit.timeline import Event, Timeline
from station_client.ui.places import Context
from station_client.ui.scans.card import ScansCard
from station_client.ui.scans.door import CaseDoor
from station_client.ui.screens.cases.deed_bar import DeedBar
from station_client.ui.screens.cases.panels import DeedPanel
from station_client.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, Tone
from station_client.ui.when import moment

if TYPE_CHECKING:
    from station_client.desk.case_view import CasePaper, CaseView, Moment
    from station_client.desk.views import FieldView, SlipLine
    from station_client.ui.screens.cases.steps import CasePageData
    from station_client.ui.theme.theme import Theme

SIDE_WIDTH = 376
_LIGHTS: dict[str, Tone] = {"green": "green", "yellow": "amber", "red": "red"}


class CasePage(QWidget):
    """Head and way above, the sheet on the left, what happened on the right, deeds below.

    Signals:
        person_wanted(str): Show the card.
        reprint_wanted(str): Print a slip again.
        reveal_wanted(str): Show the whole of a covered field; answer with :meth:`uncover`.
    """

    person_wanted = Signal(str)
    reprint_wanted = Signal(str)
    reveal_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.panel: DeedPanel | None = None
        self._data: CasePageData | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self._side())
        column.addLayout(row, 1)
        self.bar = DeedBar(context.theme)
        column.addWidget(self.bar)

    @property
    def view(self) -> CaseView | None:
        """The case that is shown."""
        return self._data.view if self._data is not None else None

    @property
    def data(self) -> CasePageData | None:
        """The case that is shown, with all that was read of it."""
        return self._data

    @property
    def returned_text(self) -> str:
        """Why it came back and until when, as it is shown; "" when it did not."""
        return self._data.view.returned if self._data and self._returned.isVisible() else ""

    @property
    def elsewhere_text(self) -> str:
        """Which village works on it, as it is shown; "" when this station does."""
        return self._data.view.elsewhere if self._data and self._elsewhere.isVisible() else ""

    @property
    def waits_for_result(self) -> bool:
        """Whether the page says that the result notice cannot be printed yet."""
        return self._result_note.isVisible()

    # what it shows

    def show_case(self, data: CasePageData) -> None:
        """This case, as it stands now; a panel that is open stays open."""
        if self._data is None or self._data.view.id != data.view.id:
            self.scans.hide()
            self._area.verticalScrollBar().setValue(0)
        elif self.scans.isVisible():
            self.scans.list.refresh()
        self._data, view = data, data.view
        self._show_head(view)
        self._elsewhere.show_text(view.elsewhere)
        self._elsewhere.setVisible(bool(view.elsewhere))
        self._returned.show_text(view.returned)
        self._returned.setVisible(bool(view.returned))
        self._conflict.show_text(" ".join(each.sentence for each in view.conflicts))
        self._conflict.setVisible(bool(view.conflicts))
        self._steps.show_steps([(step.title, step.mark) for step in view.steps])
        self._facts.show_details(self._fact_details(view))
        self._fields.show_details([_detail(field) for field in view.fields])
        self._papers.show_rows([self._paper_row(paper) for paper in view.papers])
        self._timeline.show_events([self._event(each) for each in reversed(data.moments)])
        self._slips.show_rows([self._slip_row(slip) for slip in view.slips])
        self._no_slips.setVisible(not view.slips)
        self._result_note.setVisible(_waits_for_result(view))

    def open_panel(self, key: str) -> DeedPanel | None:
        """Ask for what a step needs, on top of the sheet."""
        self.close_panel()
        if self._data is None:
            return None
        self.panel = DeedPanel(self._context, key, self._data)
        # Why it came back stays above what mends it.
        below = self._area.column.indexOf(self._returned) + 1
        self._area.column.insertWidget(below, self.panel)
        self._area.verticalScrollBar().setValue(0)
        return self.panel

    def close_panel(self) -> bool:
        """Put the panel away; False when none is open."""
        panel, self.panel = self.panel, None
        if panel is None:
            return False
        self._area.column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self._area.verticalScrollBar().setValue(0)
        return True

    def show_scans(self, paper: CasePaper) -> None:
        """The scans of a paper, below the papers."""
        if self._data is None:
            return
        self.scans.show()
        view = self._data.view
        door = CaseDoor(self._context.counter, view.id, paper.key)
        self.scans.show_paper(paper.name, door, closed=bool(view.elsewhere))

    def uncover(self, field: str, whole: str) -> None:
        """Show the whole of a covered field for a while."""
        self._fields.uncover(field, whole)

    # parts

    def _head(self) -> QVBoxLayout:
        say, theme = self._context.say, self._context.theme
        column = QVBoxLayout()
        column.setSpacing(SPACE_2)
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        self._name = Label("", "title")
        self._about = ElidedLabel("", "second")
        self._card = Button(theme, say("screen.cases.open_card"), "row", icon="id-card")
        self._card.clicked.connect(self._want_person)
        top.addWidget(self._name)
        top.addWidget(self._about, 1)
        top.addWidget(self._card)
        column.addLayout(top)
        self._line = QHBoxLayout()
        self._line.setSpacing(SPACE_3)
        self._steps = FlowSteps(theme)
        self._state = Badge("", "brand")
        self._light = Badge("", "grey")
        self._way = Badge("", "amber")
        self._sign: StateSign | None = None
        self._line.addWidget(self._steps, 1)
        self._line.addWidget(self._state)
        self._line.addWidget(self._light)
        self._line.addWidget(self._way)
        column.addLayout(self._line)
        return column

    def _sheet(self) -> QWidget:
        say, theme = self._context.say, self._context.theme
        area = self._area = Scrolled(
            say("screen.cases.sheet"), spacing=SPACE_3, gutter=0, ground=True, reads=True
        )
        self._returned = Banner(
            theme, "", "red", title=say("screen.cases.returned"), icon="rotate-ccw"
        )
        self._elsewhere = Banner(theme, "", "blue", icon="arrow-left-right")
        self._conflict = Banner(theme, "", "amber", icon="git-branch")
        papers = Card(theme, say("screen.cases.papers"))
        self._papers = Rows()
        papers.body.addWidget(self._papers)
        self.scans = ScansCard(self._context)
        self.scans.closed.connect(self.scans.hide)
        reveal, hide = say("ui.field.reveal"), say("ui.field.hide")
        across = columns_of(theme)
        form = Card(theme, say("screen.cases.form"))
        self._fields = DetailGrid(theme, columns=across, reveal=reveal, hide=hide)
        self._fields.reveal_wanted.connect(self.reveal_wanted)
        form.body.addWidget(self._fields)
        facts = Card(theme, say("screen.cases.facts"))
        self._facts = DetailGrid(theme, columns=across, reveal=reveal, hide=hide)
        facts.body.addWidget(self._facts)
        notes = (self._elsewhere, self._returned, self._conflict)
        for widget in (*notes, papers, self.scans, form, facts):
            area.column.addWidget(widget)
        area.column.addStretch(1)
        self._elsewhere.hide()
        self._returned.hide()
        self._conflict.hide()
        self.scans.hide()
        return area

    def _side(self) -> QWidget:
        say, theme = self._context.say, self._context.theme
        side = QWidget()
        side.setFixedWidth(theme.px(SIDE_WIDTH))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        story = Card(theme, say("screen.cases.story"), icon="history")
        area = Scrolled(say("screen.cases.story"), reads=True)
        self._timeline = Timeline(theme)
        area.column.addWidget(self._timeline)
        area.column.addStretch(1)
        story.body.addWidget(area)
        slips = Card(theme, say("screen.cases.slips"), icon="printer")
        self._slips = Rows()
        self._no_slips = EmptyState(theme, say("screen.cases.no_slips"))
        self._result_note = Label(say("screen.cases.result_later"), "hint", wrap=True)
        for widget in (self._slips, self._no_slips, self._result_note):
            slips.body.addWidget(widget)
        column.addWidget(story, 1)
        column.addWidget(slips)
        return side

    # showing

    def _show_head(self, view: CaseView) -> None:
        line, person = view.line, view.person
        self._name.setText(f"{line.name} · {line.title}")
        about = (line.place, person.line, person.address, person.id_shown)
        self._about.setText(" · ".join(part for part in about if part))
        self._card.setVisible(bool(person.id))
        self._state.show_word(line.state_text, "brand")
        self._light.show_word(line.light_text, _LIGHTS.get(line.light, "grey"))
        self._light.setVisible(bool(line.light_text))
        self._way.show_word(line.way, "amber")
        self._way.setVisible(bool(line.way))
        if self._sign is not None:
            self._line.removeWidget(self._sign)
            self._sign.hide()
            self._sign.deleteLater()
        state = cast("State", str(line.standing.sign))
        self._sign = StateSign(self._context.theme, state, line.standing.text)
        self._line.addWidget(self._sign)

    def _fact_details(self, view: CaseView) -> list[Detail]:
        number = view.line.case_no
        return [
            Detail(label, label, text, digits=text == number, wide=text == number)
            for label, text in view.facts
        ]

    def _paper_row(self, paper: CasePaper) -> Row:
        theme = self._context.theme
        row = Row(theme, f"{paper.name} {paper.text}", live=False)
        ink = theme.colour.green if paper.present else theme.colour.red
        row.row.addWidget(IconMark(theme, "circle-check" if paper.present else "circle-x", ink))
        row.row.addWidget(Label(paper.name, wrap=True), 1)
        row.row.addWidget(Label(paper.text, "second"))
        say = self._context.say
        word = say("ui.scan.button_n", n=paper.scans) if paper.scans else say("ui.scan.button")
        scans = Button(theme, word, "row", icon="file-text")
        scans.setAccessibleName(f"{word} {paper.name}")
        scans.clicked.connect(lambda: self.show_scans(paper))
        row.row.addWidget(scans)
        return row

    def _event(self, event: Moment) -> Event:
        say = self._context.say
        tone: Tone = "brand"
        parts = [event.text]
        if event.refused:
            tone = "red"
            parts.append(event.refused)
        elif not event.received:
            tone = "amber"
            parts.append(say("screen.cases.not_sent"))
        return Event(
            title=event.title,
            when=moment(event.at, self._context.counter.now(), say),
            who=" · ".join(part for part in (event.who, event.where) if part),
            text=" · ".join(part for part in parts if part),
            tone=tone,
        )

    def _slip_row(self, slip: SlipLine) -> Row:
        say, theme = self._context.say, self._context.theme
        row = Row(theme, f"{slip.title} {slip.at}", live=False)
        row.row.addWidget(Label(slip.title, wrap=True), 1)
        now = self._context.counter.now()
        printed = datetime.fromisoformat(slip.at).replace(tzinfo=now.tzinfo)
        when = moment(printed, now, say)
        times = say("screen.cases.times", n=slip.count) if slip.count > 1 else ""
        row.row.addWidget(Label(f"{when}{times}", "hint"))
        if self.view is not None and self.view.elsewhere:
            return row  # its pages are kept where it was handed out
        again = Button(theme, say("screen.cases.reprint"), "row", icon="printer")
        again.setAccessibleName(f"{say('screen.cases.reprint')} {slip.title}")
        again.clicked.connect(lambda: self.reprint_wanted.emit(slip.id))
        row.row.addWidget(again)
        return row

    def _want_person(self) -> None:
        view = self.view
        if view is not None and view.person.id:
            self.person_wanted.emit(view.person.id)


def columns_of(theme: Theme) -> int:
    """How many values stand side by side: two in large type, where three would be cut off."""
    return 3 if theme.size.scale == 1.0 else 2


def _waits_for_result(view: CaseView) -> bool:
    """Whether the result notice cannot be printed because the decision is not here yet."""
    printable = any(deed.key == "print_result" for deed in view.deeds)
    if printable or view.elsewhere or not view.line.turn:
        return False
    return all(slip.code != "PT-11" for slip in view.slips)


def _detail(field: FieldView) -> Detail:
    return Detail(field.name, field.label, field.shown, masked=field.masked, digits=field.masked)
