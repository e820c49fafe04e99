"""The guided tour: the real window works through the whole main job, without a screen.

It leaves pictures of every screen, the printed papers, the office's pages and a summary, and
nothing that runs. Everything it makes besides lies in a temporary folder and goes with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton

from station_client.app import Declared
from station_client.ui.shell.search import SearchList
from tools.demo import neighbours, story
from tools.demo.clerk import Clerk, browser_path, browsing
from tools.demo.deeds import cases, door, people, places
from tools.demo.deeds.people import Resident
from tools.demo.diary import Diary
from tools.demo.hand import CONTROL
from tools.demo.plain import PlainClerk
from tools.demo.seat import Seat, seated
from tools.demo.setting import (
    CLERKS,
    OPERATOR,
    OPERATOR_PASSWORD,
    PASSPHRASE,
    ROOT,
    ROSTER,
    RunningOffice,
    Setting,
    environment,
    free_port,
    prepare,
)
from tools.demo.story import BY_LINE, BY_STICK, Staff

#: Accepted in this village, and moved to the other one before it is decided.
MOVING = Resident("顾飞", "顾飞")
#: The picture the README shows.
FRONT = ROOT / "docs" / "pictures" / "today.png"


def tour(out: Path) -> int:
    """Walk through everything and leave the pictures in ``out``; gives the exit code."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    diary = Diary()
    os.environ.update(environment())
    qInstallMessageHandler(_say)
    # The window asks for the passphrase itself, as it does on a PC without a keyring.
    passphrase = os.environ.pop("STATION_PASSPHRASE")
    assert passphrase == PASSPHRASE
    with tempfile.TemporaryDirectory(prefix="village-station-tour-") as folder:
        with diary.step("founding the office, writing the station's enrolment file"):
            setting = prepare(Path(folder), free_port(), enrol=False)
            neighbours.let_in(setting)
        with ExitStack() as things:
            office = things.enter_context(RunningOffice(setting))
            staff = things.enter_context(_at_work(setting.address, out))
            things.callback(shutil.copy, setting.folder / "office.log", out)
            _Tour(setting, office, staff, out, diary).walk()
    papers = sorted(out.glob("paper-*.png"))
    pages = sorted([*out.glob("office-*.png"), *out.glob("office-*.html")])
    screens = sorted(out.glob("[0-9]*.png"))
    diary.figures["pictures"] = f"{len(screens)} screens, {len(papers)} pages of paper"
    diary.write(out, {"Screens": screens, "Papers": papers, "Office": pages})
    print(f"{len(screens)} screens, {len(papers)} pages of paper, {len(pages)} pages of the office")
    print(f"in {out}; it took {diary.seconds:.0f} s")
    return 0


def _say(kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
    """What Qt has to say, but for what every dialog says where there is no screen."""
    if words and "propagateSizeHints" not in words:
        print(words)


@contextmanager
def _at_work(address: str, out: Path) -> Iterator[Staff]:
    """Clerks at Chromium where there is one, else some who read the pages as they are."""
    if browser_path() is None:
        print("no Chromium here: the office's pages are kept as files, not as pictures")
        with ExitStack() as clerks:
            plain = (clerks.enter_context(closing(PlainClerk(address, out))) for _ in CLERKS)
            yield Staff(*plain)
        return
    with browsing() as browser:
        yield Staff(*(Clerk(browser, address, out) for _ in CLERKS))


class _Tour:
    """The way through the rooms."""

    def __init__(
        self, setting: Setting, office: RunningOffice, staff: Staff, out: Path, diary: Diary
    ) -> None:
        self._setting = setting
        self._office = office
        self._staff = staff
        self._out = out
        self._diary = diary
        self._declared = Declared.load()

    def walk(self) -> None:
        """All of it: a first day at the counter, and the morning after."""
        home = self._setting.station
        with seated(home, self._declared, self._out) as seat:
            self._first_day(seat)
            self._with_the_link_down(seat)
            self._with_the_link_back(seat)
            self._two_villages(seat)
            self._handed_over(seat)
            shown = seat.hand.number
            papers = seat.printer.titles
        with seated(home, self._declared, self._out, first=shown + 1) as seat:
            seat.printer.titles.extend(papers)
            self._by_stick(seat)
            self._looks(seat)
            self._compare(seat)

    def _first_day(self, seat: Seat) -> None:
        step, setting = self._diary.step, self._setting
        with step("joining the office and logging in"):
            door.join(seat, setting.ticket, OPERATOR, OPERATOR_PASSWORD, PASSPHRASE)
            door.log_in(seat, OPERATOR_PASSWORD)
            seat.hand.picture("today-empty")
            places.go(seat, places.PEOPLE, "people-empty")
        with step("importing the roster of 3,000 people"):
            report = people.import_roster(seat, ROSTER, setting.folder / "verdicts.xlsx")
            shutil.copy(setting.folder / "verdicts.xlsx", self._out / "roster-verdicts.xlsx")
            self._diary.figures["rows of the roster"] = str(report.rows)
            self._diary.figures["cards made"] = str(report.created)
            self._diary.figures["seconds to write them"] = f"{report.seconds:.1f}"
            seat.hand.press(Qt.Key.Key_F10)
            seat.settle()
            seat.hand.picture("roster-questions")
            people.leave_roster(seat)
        with step("sending it all to the office"):
            places.send_all(seat)
            places.go(seat, places.EXCHANGE, "exchange-all-sent")
        with step("finding a person, correcting the card"):
            people.find_person(seat, BY_LINE, "person-found")
            people.correct(seat, "常住地址", "青石镇柳河村9组1号", "card-edit")
            seat.hand.picture("card")
            seat.hand.press(Qt.Key.Key_P, CONTROL)
            places.print_paper(seat, "card-paper")

    def _with_the_link_down(self, seat: Seat) -> None:
        step = self._diary.step
        self._office.stop()
        with step("link down: told once what is missing, accepted, first review"):
            places.go(seat, places.ACCEPT, "acceptance-begin")
            story.accept_offline(seat, BY_LINE)
            seat.hand.picture("case-waits-here")
            places.send(seat)
            places.go(seat, places.EXCHANGE, "exchange-offline")
            places.go(seat, places.TODAY, "today-offline")
            self._diary.figures["waiting with the link down"] = str(self._unsent(seat))

    def _with_the_link_back(self, seat: Seat) -> None:
        step, clerk = self._diary.step, self._staff.reviewer
        with step("the office is back: sent"):
            self._office.start()
            places.send_all(seat)
            places.go(seat, places.EXCHANGE, "exchange-sent")
        with step("the office takes the case and returns it"):
            self._staff.sign_in()
            story.return_case(clerk, BY_LINE)
        with step("returned to the village, mended, sent again"):
            places.send_all(seat)
            places.go(seat, places.TODAY, "today-returned")
            story.resubmit(seat, BY_LINE)
            places.send_all(seat)
        with step("the office passes it"):
            story.pass_case(clerk, BY_LINE)
            self._staff.issuer.open_bench("issue")
            self._staff.issuer.picture("office-issue")
            places.send_all(seat)
            seat.hand.wait(lambda: self._decided(seat), "the decision")
        with step("more people at the counter: one sent, one accepted, one put aside"):
            story.accept_quickly(seat, MOVING)
            places.send_all(seat)
            waits = Resident("魏龙轩", "魏龙轩")
            story.fill_in_all(seat, waits)
            cases.accept(seat, waits)
            cases.begin(seat, BY_STICK)
            cases.fill_in(seat, [cases.IDENTITY], {})
            seat.hand.press(Qt.Key.Key_Escape)
            seat.settle()
            places.go(seat, places.TODAY, "today")
            self._keep_front(seat)

    def _two_villages(self, seat: Seat) -> None:
        step, staff = self._diary.step, self._staff
        with step("a guest from the other village, with a scan of his identity card"):
            neighbours.accept_guest(seat)
            neighbours.attach_scan(seat, self._setting.folder)
            places.send_all(seat)
            neighbours.see_guest_at_office(staff)
        with step("somebody moves to the other village"):
            neighbours.move(seat, staff, MOVING)
            places.go(seat, places.TODAY)

    def _handed_over(self, seat: Seat) -> None:
        step = self._diary.step
        with step("result printed, handed over, certificate printed"):
            story.finish(seat, BY_LINE)
        with step("card, ledger, report, export"):
            people.find_person(seat, BY_LINE)
            people.show_tab(seat, "就业", "card-employment")
            people.show_tab(seat, "办件", "card-cases")
            people.show_tab(seat, "变更", "card-history")
            places.export_ledger(seat, self._out / "TZ-05.xlsx")
            seat.hand.picture("ledger-exported")
            seat.hand.press(Qt.Key.Key_P, CONTROL)
            places.print_paper(seat, "ledger-paper")
            places.go(seat, places.REPORT, "report")
            places.go(seat, places.GUIDE, "guide")
            cases.see_list(seat, "cases")
        with step("lock"):
            door.lock_and_return(seat, OPERATOR_PASSWORD)
            places.send_all(seat)

    def _by_stick(self, seat: Seat) -> None:
        step = self._diary.step
        with step("opened again with the passphrase; no line any more"):
            door.unlock(seat, PASSPHRASE)
            door.log_in(seat, OPERATOR_PASSWORD)
            places.settings(seat, "settings")
            places.set_line(seat, story.NOWHERE)
        with step("the same by stick"):
            stick = self._setting.folder / "stick"
            story.once_by_stick(seat, self._staff, BY_STICK, stick)

    def _looks(self, seat: Seat) -> None:
        hand = seat.hand
        with self._diary.step("keys, large type, English, dark"):
            places.go(seat, places.TODAY)
            hand.press(Qt.Key.Key_Slash, CONTROL)
            hand.picture("keys")
            hand.press(Qt.Key.Key_Escape)
            seat.settle()
            hand.press(Qt.Key.Key_K, CONTROL)
            hand.write("wang")
            hand.find(SearchList)
            seat.settle()
            hand.picture("search")
            hand.press(Qt.Key.Key_Escape, times=2)
            self._change_look(seat, "大字")
            places.go(seat, places.TODAY, "today-large")
            people.find_person(seat, BY_LINE, "people-large")
            self._change_look(seat, "大字")
            self._change_look(seat, "English")
            places.go(seat, places.TODAY, "today-english")
            self._change_look(seat, "Dark")
            places.go(seat, places.PEOPLE, "people-english-dark")

    def _change_look(self, seat: Seat, words: str) -> None:
        name = "设置" if seat.window.appearance.language == "zh" else "Settings"
        seat.hand.click(QAbstractButton, name)
        seat.settle()
        seat.hand.click(QAbstractButton, words)
        seat.settle()

    def _compare(self, seat: Seat) -> None:
        with self._diary.step("comparing what station and office hold"):
            own, office = story.digests(seat, self._setting)
        figures = self._diary.figures
        figures["digests of station and office"] = "equal" if own == office else "NOT EQUAL"
        figures["records"] = ", ".join(f"{n} {kind}" for kind, (n, _) in own.items())
        figures["acts at the station"] = str(seat.station.ledger.acts())
        for kind, (_n, digest) in own.items():
            figures[f"digest of {kind}"] = f"`{digest}`"
        print(f"digests {figures['digests of station and office']}")

    def _keep_front(self, seat: Seat) -> None:
        FRONT.parent.mkdir(parents=True, exist_ok=True)
        seat.window.grab().save(str(FRONT))

    def _unsent(self, seat: Seat) -> int:
        return seat.station.ledger.unsent().count

    def _decided(self, seat: Seat) -> bool:
        return bool(cases.case_of(seat, BY_LINE).data["state"] == "S50")
