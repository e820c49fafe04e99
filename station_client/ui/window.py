"""The main window: pages before login, the shell, the lock; and a new look while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from station_client.ui.bus import LedgerSignals
from station_client.ui.entry.login import LoginPage
from station_client.ui.places import Context, Place, Screen
from station_client.ui.prefs import Appearance, Prefs, load_appearance, save_appearance
from station_client.ui.printing import print_pages
from station_client.ui.theme.focus import FocusRing
from station_client.ui.theme.theme import Theme, application
from station_client.ui.theme.tokens import FIRST_WINDOW, MINIMUM_WINDOW
from station_client.ui.work import Work

if TYPE_CHECKING:
    from station_client.desk.counter import Counter
    from station_client.ui.entry.frame import EntryPage
    from station_client.ui.kit.paper_preview import Printer
    from station_client.ui.program import Program
    from station_client.ui.shell.shell import Shell


class MainWindow(QMainWindow):
    """Made once by the composition root; :meth:`begin` shows what is needed first."""

    def __init__(
        self,
        program: Program,
        places: tuple[Place, ...],
        *,
        printer: Printer = print_pages,
    ) -> None:
        super().__init__()
        self._program = program
        self._places = places
        self._printer = printer
        self.work = Work(self)
        self.bus = LedgerSignals(self)
        self.counter: Counter | None = None
        self.shell: Shell | None = None
        self._stop_watching: Callable[[], None] | None = None
        self.appearance = load_appearance(program.door.settings)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setMinimumSize(*MINIMUM_WINDOW)
        self.resize(*FIRST_WINDOW)
        self._dress()

    # what is shown

    def begin(self) -> None:
        """Show the page that is needed first: joining, opening the ledger, or the login."""
        stage = self._program.door.stage()
        page: EntryPage
        if stage == "enrol":
            from station_client.ui.entry.first_run import FirstRunPage

            page = FirstRunPage(self.theme, self._say, self.work, self._program.door)
            page.joined.connect(lambda _station: self.begin())
        elif stage == "unlock":
            from station_client.ui.entry.unlock import UnlockPage

            page = UnlockPage(self.theme, self._say, self.work, self._program.door)
            page.opened.connect(self.begin)
        else:
            page = LoginPage(self.theme, self._say, self.work, self._program.door)
            page.entered.connect(self.enter)
        self._show_alone(page)
        page.arrive()

    def enter(self, counter: Counter) -> None:
        """An operator is in: show the first place."""
        self.counter = replace(counter, say=self._say)
        self.bus.follow(counter.ledger)
        if self._stop_watching is not None:
            self._stop_watching()
        self._stop_watching = self._program.carrier.watch(self.bus.link_moved)
        self._build_shell(self._places[0].key, {})

    def lock(self) -> None:
        """Hide everything, discard nothing."""
        if self.shell is None or self.counter is None or self._locked:
            return
        from station_client.ui.entry.lock import LockPage

        self.shell.leave()
        page = LockPage(self.theme, self._say, self.work, self._program.door, self.counter.operator)
        page.opened.connect(self._unlock)
        page.other_wanted.connect(self.leave)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.arrive()

    def leave(self) -> None:
        """The operator leaves; drafts are kept; the next one logs in."""
        if self.shell is not None:
            self.shell.leave()
        self.shell = None
        self.counter = None
        self.bus.close()
        self.begin()

    def change_appearance(self, appearance: Appearance) -> bool:
        """Another language, type size or contrast, at once; the operator stays where he is.

        False when a screen has something under way that would not outlive it; the line at the
        bottom says so.
        """
        if appearance == self.appearance:
            return True
        if self.shell is not None and (why := self.shell.held()):
            self.shell.notices.show_notice(why, "amber")
            return False
        self.appearance = appearance
        save_appearance(self._program.door.settings, appearance)
        place = self.shell.current if self.shell else ""
        target = dict(self.shell.leave()) if self.shell else {}
        kept = self.shell.kept() if self.shell else {}
        self._dress()
        if self.counter is None:
            self.begin()
        else:
            self.counter = replace(self.counter, say=self._say)
            self._build_shell(place, target, kept)
        return True

    # inner

    @property
    def _locked(self) -> bool:
        return self._stack.currentWidget() is not self.shell

    def _unlock(self) -> None:
        if self.shell is not None:
            page = self._stack.currentWidget()
            self._stack.setCurrentWidget(self.shell)
            self._drop(page)
            self.shell.navigate(self.shell.current)

    def _dress(self) -> None:
        self._say = self._program.door.texts(self.appearance.language)
        self.theme = Theme(self.appearance.look, self._program.resources / "icons")
        self.theme.apply(application())
        self.setWindowTitle(self._say("ui.shell.product"))
        for old in self.findChildren(FocusRing):
            old.deleteLater()
        FocusRing(self.theme, self)

    def _build_shell(
        self, place: str, target: dict[str, str], kept: Mapping[str, object] | None = None
    ) -> None:
        from station_client.ui.shell.shell import Parts, Shell

        if self.counter is None:
            return
        counter = self.counter
        self.shell = Shell(
            Parts(
                counter=counter,
                theme=self.theme,
                work=self.work,
                bus=self.bus,
                prefs=Prefs(counter.ledger.local.settings, counter.operator.id),
                carrier=self._program.carrier,
                printer=self._printer,
                places=self._places,
                settings=self._settings,
                posts=self._posts(counter),
                kept=kept or {},
            )
        )
        self.shell.lock_wanted.connect(self.lock)
        self._show_alone(self.shell)
        self.shell.navigate(place, **target)

    def _settings(self, context: Context) -> Screen:
        from station_client.ui.settings.screen import SettingsScreen

        return SettingsScreen(
            context,
            self._program.door,
            self._program.carrier,
            self.appearance,
            self.change_appearance,
        )

    def _posts(self, counter: Counter) -> str:
        posts = counter.catalogue.posts
        names = [
            posts[code].label(self._say.lang) if code in posts else code
            for code in sorted(counter.operator.posts)
        ]
        return self._say("ui.field.comma").join(names)

    def _show_alone(self, widget: QWidget) -> None:
        old = [self._stack.widget(at) for at in range(self._stack.count())]
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        for each in old:
            self._drop(each)

    def _drop(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        self._stack.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    # Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell is not None:
            self.shell.leave()
        self.bus.close()
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None
        self.work.close()
        super().closeEvent(event)
