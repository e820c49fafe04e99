"""The page that says where each fault case is tested names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS / "faults" / "README.md").read_text(encoding="utf-8")
CASES = range(1, 52)
#: The update mechanism and a second database engine do not exist yet.
NOT_YET = {47, 51}


def _written() -> set[str]:
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        found.update(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    return found


def test_every_case_has_its_line_in_order() -> None:
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", PAGE, re.M)] == list(CASES)


def test_every_test_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 60
    assert named <= _written()


def test_every_case_has_a_test_that_bears_its_number_or_says_why_not() -> None:
    numbers = {
        int(number)
        for name in _written()
        for number in re.findall(r"(?<=_)\d\d(?=_)", name.partition("test_fault")[2])
    }
    assert set(CASES) - numbers == NOT_YET
    for number in NOT_YET:
        (line,) = re.findall(rf"^\| {number} \|.*$", PAGE, re.M)
        assert "not yet" in line


def test_every_step_of_the_simulator_the_page_names_exists() -> None:
    from tests.simulator.run import STEPS

    for line in re.findall(r"[Ss]imulator (`[^.|]*)", PAGE):
        for step in re.findall(r"`(\w+)`", line):
            if not step.startswith("test_"):
                assert step in STEPS
