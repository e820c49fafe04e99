"""What an operator sees after login: side bar, head line, the screen, the line at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_client.ui.kit.notice_line import NoticeLine
from station_client.ui.kit.progress_strip import ProgressStrip
from station_client.ui.places import Context, Place, Screen, explain
from station_client.ui.shell.cheat import CheatSheet
from station_client.ui.shell.papers import PaperDesk
from station_client.ui.shell.search import Search
from station_client.ui.shell.sidebar import Sidebar
from station_client.ui.shell.topbar import TopBar
from station_client.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_5
from station_client.ui.throttle import Repeat, soon
from station_client.ui.when import long_day

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.ui.bus import LedgerSignals
    from station_client.ui.kit.paper_preview import Printer
    from station_client.ui.prefs import Prefs
    from station_client.ui.program import Carrier
    from station_client.ui.theme.theme import Theme
    from station_client.ui.work import Work

SETTINGS = "settings"
MINUTE_MS = 60_000


@dataclass(frozen=True)
class Parts:
    """What a shell is made of."""

    counter: Counter
    theme: Theme
    work: Work
    bus: LedgerSignals
    prefs: Prefs
    carrier: Carrier
    printer: Printer
    places: tuple[Place, ...]
    settings: Callable[[Context], Screen]
    posts: str
    kept: Mapping[str, object] = field(default_factory=dict)


class Shell(QWidget):
    """One per login and look.  Screens are built when first shown and then kept.

    Signals:
        lock_wanted(): The operator locks the screen.
    """

    lock_wanted = Signal()

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        say = parts.counter.say
        self._screens: dict[str, Screen] = {}
        self._kept = dict(parts.kept)
        self._current = ""
        self._before = ""
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sidebar = Sidebar(
            parts.theme,
            say,
            parts.places,
            station=parts.counter.site.name,
            operator=parts.counter.operator.name,
            posts=parts.posts,
        )
        self.top = TopBar(parts.theme, say)
        self.notices = NoticeLine(parts.theme, say("ui.close"))
        self._stack = QStackedWidget()
        self._strip = ProgressStrip(parts.theme, parts.work, say("ui.stop"), say("ui.stopping"))
        self.papers = PaperDesk(parts.theme, say, parts.work, parts.printer, self)
        self._lay_out()
        self.context = Context(
            counter=parts.counter,
            work=parts.work,
            say=say,
            theme=parts.theme,
            navigate=self.navigate,
            notify=self.notices.show_notice,
            show_paper=self.papers.show_paper,
            bus=parts.bus,
            prefs=parts.prefs,
            send_now=self.send_now,
            waiting=self.sidebar.show_waiting,
        )
        self._cheat = CheatSheet(parts.theme, say, parts.places, self)
        self._cheat.hide()
        self._search = Search(parts.theme, say, parts.work, parts.counter, self.top.search)
        self._connect()
        self._bind_keys()
        self._refresh_head()

    @property
    def current(self) -> str:
        """The key of the place that is shown."""
        return self._current

    @property
    def shown(self) -> Screen | None:
        """The screen that is shown."""
        return self._screens.get(self._current)

    def navigate(self, place: str, **target: str) -> None:
        """Show a place; see :class:`~station_client.ui.places.Navigate`."""
        screen = self._show(place)
        screen.arrive(target)
        self._parts.bus.catch_up(screen)

    def go(self, place: str) -> None:
        """The operator goes to a place by its key or in the side bar."""
        self.notices.pass_by()
        screen = self._show(place)
        screen.home()
        self._parts.bus.catch_up(screen)

    def _show(self, place: str) -> Screen:
        self.papers.hide_paper()
        self._search.close()
        old = self.shown
        if old is not None and place != self._current:
            old.leave()
            self._before = self._current
        screen = self._screens.get(place) or self._build(place)
        self._current = place
        self._stack.setCurrentWidget(screen)
        self.sidebar.show_place(place)
        return screen

    def leave(self) -> Mapping[str, str]:
        """About to be hidden or rebuilt: save; gives what to arrive with to be here again."""
        screen = self.shown
        if screen is None:
            return {}
        screen.leave()
        return screen.where()

    def held(self) -> str:
        """Why no screen may be rebuilt now, as a sentence; "" when all may."""
        return next((why for screen in self._screens.values() if (why := screen.held())), "")

    def kept(self) -> dict[str, object]:
        """What the screens of another look go on with, by place."""
        kept = {place: screen.keep() for place, screen in self._screens.items()}
        return {**self._kept, **{place: what for place, what in kept.items() if what is not None}}

    def send_now(self) -> None:
        """Exchange with the office now, whatever is on the screen."""
        say = self._parts.counter.say
        self._parts.work.run_long(
            self._parts.carrier.send_now,
            self.notices.show_notice,
            lambda fault: self.notices.show_notice(explain(say, fault), "amber"),
            label=say("ui.exchange.sending"),
            owner=self,
            to_the_end=True,
        )

    def show_cheat_sheet(self) -> None:
        """The keys, over the window."""
        self._cheat.open()

    def _build(self, place: str) -> Screen:
        parts = self._parts
        builders = {each.key: each.build for each in parts.places} | {SETTINGS: parts.settings}
        screen = builders[place](self.context)
        self._screens[place] = screen
        self._stack.addWidget(screen)
        if place in self._kept:
            screen.resume(self._kept.pop(place))
        return screen

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        middle = QVBoxLayout()
        middle.setContentsMargins(SPACE_5, SPACE_4 + 2, SPACE_5, SPACE_4 + 2)
        middle.setSpacing(SPACE_2)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.papers, 1)
        middle.addWidget(self._strip)
        middle.addWidget(self.notices)
        right.addLayout(middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.papers.covers(self._stack)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.settings_wanted.connect(lambda: self.go(SETTINGS))
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        self.top.link.clicked.connect(lambda: self.go("exchange"))
        self._search.opened.connect(lambda hit: self.navigate(hit.place, **{hit.target: hit.id}))
        self._cheat.closed.connect(self._focus_screen)
        self.papers.back.connect(self._focus_screen)
        self.papers.failed.connect(self.context.fail)
        say = self._parts.counter.say
        self.papers.printed.connect(
            lambda title: self.notices.show_notice(say("ui.paper.sent", title=title))
        )
        self._parts.bus.changed.connect(self._refresh_head)
        self._parts.work.idle.connect(self._refresh_head)
        self._parts.work.failed.connect(
            lambda fault: self.notices.show_notice(explain(say, fault), "red")
        )
        Repeat(MINUTE_MS, self._refresh_head, self)

    def _bind_keys(self) -> None:
        for place in self._parts.places:
            self._bind(f"F{place.fkey}", partial(self.go, place.key))
        self._bind("Ctrl+K", self._focus_search)
        self._bind("Ctrl+U", self.send_now)
        for keys in ("Ctrl+?", "Ctrl+/"):
            self._bind(keys, self.show_cheat_sheet)

    def _bind(self, keys: str, do: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(do)

    def _focus_search(self) -> None:
        self.top.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.edit.selectAll()

    def _focus_screen(self) -> None:
        screen = self.shown

        def arrive(screen: Screen) -> None:
            screen.arrive({})
            self._parts.bus.catch_up(screen)

        if screen is not None:
            soon(screen, partial(arrive, screen))

    @Slot()
    def _refresh_head(self) -> None:
        from station_client.desk.standing import link_state

        counter = self._parts.counter
        self.top.show_day(long_day(counter.today(), counter.say))
        linked = self._parts.carrier.linked()
        self._parts.work.run(
            lambda: link_state(counter, linked),
            self.top.link.show_state,
            key="shell.link",
            owner=self,
        )

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.shown is not None and not self.shown.escape():
            if self.notices.stays:
                self.notices.hide()
            else:
                self.notices.pass_by()
                self.navigate(self._before or self._parts.places[0].key)
