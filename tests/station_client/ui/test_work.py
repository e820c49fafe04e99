"""Background work: callbacks on the main thread, cancelled work says nothing."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ledger.core.faults import RuleFault
from station_client.ui.work import THREADS, Progress, Token, Work
from tests.helpers.waiting import PATIENCE_SECONDS


def test_the_answer_comes_back_on_the_main_thread(qtbot: QtBot, work: Work) -> None:
    threads: list[int] = []
    answers: list[int] = []

    def think() -> int:
        threads.append(threading.get_ident())
        return 42

    def hear(answer: int) -> None:
        threads.append(threading.get_ident())
        answers.append(answer)

    work.run(think, hear)
    qtbot.waitUntil(lambda: answers == [42])
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()


def test_a_failure_goes_to_whoever_asked(qtbot: QtBot, work: Work) -> None:
    heard: list[Exception] = []

    def fail() -> None:
        raise RuleFault("card.not-found")

    work.run(fail, None, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert str(heard[0]).startswith("card.not-found")


@pytest.mark.expected_log("background work failed")
def test_a_failure_nobody_handles_is_said_aloud(qtbot: QtBot, work: Work) -> None:
    def fail() -> None:
        raise RuleFault("card.not-found")

    with qtbot.waitSignal(work.failed) as said:
        work.run(fail)
    assert isinstance(said.args[0], RuleFault)


def test_only_the_last_question_of_a_kind_is_answered(qtbot: QtBot, work: Work) -> None:
    gate = threading.Event()
    answers: list[str] = []

    def slow() -> str:
        gate.wait(PATIENCE_SECONDS)
        return "first"

    work.run(slow, answers.append, key="search")
    work.run(lambda: "second", answers.append, key="search")
    gate.set()
    qtbot.waitUntil(lambda: work.running == 0)
    assert answers == ["second"]


def test_long_work_tells_how_far_it_is_and_stops_when_asked(qtbot: QtBot, work: Work) -> None:
    steps: list[Progress] = []
    started, gate = threading.Event(), threading.Event()
    rows: list[int] = []

    def read(token: Token) -> None:
        for row in range(100):
            rows.append(row)
            if not token.progress(row, 100):
                return
            started.set()
            gate.wait(PATIENCE_SECONDS)

    with qtbot.waitSignal(work.busy):
        token = work.run_long(read, None, progress=steps.append, label="正在读")
    qtbot.waitUntil(started.is_set)
    qtbot.waitUntil(lambda: len(steps) == 1)
    token.cancel()
    with qtbot.waitSignal(work.idle):
        gate.set()
    assert rows == [0, 1]
    assert steps[0] == Progress(0, 100)


def test_what_was_stopped_says_how_far_it_came_where_that_was_asked_for(
    qtbot: QtBot, work: Work
) -> None:
    answers: list[str] = []
    gate = threading.Event()

    def carry(token: Token) -> str:
        gate.wait(PATIENCE_SECONDS)
        return "stopped" if token.cancelled else "all"

    token = work.run_long(carry, answers.append, to_the_end=True)
    token.cancel()
    gate.set()
    qtbot.waitUntil(lambda: answers == ["stopped"])


def test_what_was_stopped_before_it_began_says_nothing(qtbot: QtBot, work: Work) -> None:
    gate = threading.Event()
    answers: list[str] = []
    for _ in range(THREADS):
        work.run(lambda: gate.wait(PATIENCE_SECONDS))
    late = work.run_long(lambda _token: "begun", answers.append, answers.append, to_the_end=True)
    late.cancel()
    gate.set()
    qtbot.waitUntil(lambda: work.running == 0)
    assert answers == []


def test_nobody_is_told_once_the_screen_is_gone(qtbot: QtBot, work: Work) -> None:
    owner = QObject()
    gate = threading.Event()
    answers: list[bool] = []
    work.run(lambda: gate.wait(PATIENCE_SECONDS), answers.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    gate.set()
    qtbot.waitUntil(lambda: work.running == 0)
    assert answers == []


def _alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))


def test_after_the_end_no_work_is_taken_and_nobody_is_told(qtbot: QtBot) -> None:
    work = Work()
    gate = threading.Event()
    answers: list[bool] = []
    work.run(lambda: gate.wait(PATIENCE_SECONDS), answers.append)
    assert not work.close(wait_ms=1)
    gate.set()
    late = work.run(lambda: True, answers.append)
    assert late.cancelled
    assert work.running == 0
    assert work.close()
    assert answers == []
