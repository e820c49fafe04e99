"""The log watcher itself: it must fail what it promises to fail."""

import logging
from pathlib import Path

import pytest

from tests.helpers.logs import judge

pytest_plugins = ["pytester"]


def _record(message: str) -> logging.LogRecord:
    return logging.LogRecord("link.line", logging.WARNING, __file__, 1, message, None, None)


def test_a_warning_nobody_expected_is_named() -> None:
    assert judge([_record("no answer")], []) == ["unexpected in the log: link.line: no answer"]


def test_an_expected_warning_is_no_fault() -> None:
    assert judge([_record("no answer from 10.0.0.1")], ["no answer"]) == []


def test_an_expected_warning_that_never_comes_is_a_fault() -> None:
    assert judge([], ["no answer"]) == ["expected in the log, never came: no answer"]


def test_a_test_that_warns_fails_and_one_that_says_so_passes(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makeini("[pytest]\nmarkers = expected_log(pattern): x\nqt_api = pyside6")
    pytester.makepyfile(
        """
        import logging, pytest

        def test_silent_fault():
            logging.getLogger("a").warning("disk is slow")

        @pytest.mark.expected_log("disk is slow")
        def test_announced():
            logging.getLogger("a").warning("disk is slow")

        def test_quiet():
            logging.getLogger("a").info("fine")
        """
    )
    outcome = pytester.runpytest_subprocess("-p", "tests.helpers.logs")
    outcome.assert_outcomes(passed=2, failed=1)
    outcome.stdout.fnmatch_lines(["*unexpected in the log: a: disk is slow*"])
