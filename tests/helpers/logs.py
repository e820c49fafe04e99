"""Silence is the rule: a warning in the log that nobody expected fails the test.

A test that is *about* a warning says so, and then the warning must come::

    @pytest.mark.expected_log("no answer from 10.0.0.1")
    def test_the_second_address_is_tried_when_the_first_is_silent(): ...
"""

import logging
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest


class Listener(logging.Handler):
    """Collects what was logged at WARNING or above while it hangs on the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record; judging waits until the test is over."""
        self.heard.append(record)


def judge(heard: list[logging.LogRecord], expected: list[str]) -> list[str]:
    """Return one sentence per warning that nobody expected and per expected one that never came."""
    lines = [f"{record.name}: {record.getMessage()}" for record in heard]
    unexpected = [line for line in lines if not any(re.search(p, line) for p in expected)]
    missing = [p for p in expected if not any(re.search(p, line) for line in lines)]
    return [f"unexpected in the log: {line}" for line in unexpected] + [
        f"expected in the log, never came: {pattern}" for pattern in missing
    ]


@contextmanager
def _listening() -> Iterator[Listener]:
    listener = Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener
    finally:
        root.removeHandler(listener)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Listen while the test body runs and fail it for what was not expected."""
    expected = [str(mark.args[0]) for mark in item.iter_markers("expected_log")]
    with _listening() as listener:
        yield
    faults = judge(listener.heard, expected)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Fixtures may not warn at all while they are made."""
    with _listening() as listener:
        yield
    faults = judge(listener.heard, [])
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Nor while they are put away."""
    with _listening() as listener:
        yield
    faults = judge(listener.heard, [])
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
