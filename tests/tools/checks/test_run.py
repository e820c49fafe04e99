"""The run as a whole: exceptions carry a reason, excuse one thing, and may not grow stale."""

import pytest

from tests.tools.checks.conftest import Plant
from tools.checks.__main__ import EXCEPTIONS, main, read_exceptions, run

LONG = "x = 1\n" * 401
EXCEPTION = """
[[exception]]
check = "sizes"
about = "ledger/core/act.py"
reason = "{reason}"
"""


def test_a_written_reason_excuses_one_complaint(plant: Plant) -> None:
    listed = EXCEPTION.format(reason="a table of codes reads best whole")
    tree = plant({"ledger/core/act.py": LONG, "ledger/core/b.py": LONG, EXCEPTIONS: listed})
    lines = run(tree, ["sizes"], read_exceptions(tree))
    assert lines == ["sizes: ledger/core/b.py: 401 lines; 400 at most"]


def test_an_exception_without_a_reason_is_refused(plant: Plant) -> None:
    tree = plant({EXCEPTIONS: EXCEPTION.format(reason="long")})
    with pytest.raises(ValueError, match="write a reason"):
        read_exceptions(tree)


def test_an_exception_that_excuses_nothing_is_a_complaint(plant: Plant) -> None:
    listed = EXCEPTION.format(reason="a table of codes reads best whole")
    tree = plant({"ledger/core/act.py": "x = 1\n", EXCEPTIONS: listed})
    lines = run(tree, ["sizes"], read_exceptions(tree))
    assert lines == [f"sizes: {EXCEPTIONS}: ledger/core/act.py needs no exception"]


def test_an_unknown_check_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spelling"]) == 2
    assert "no such check: spelling" in capsys.readouterr().out
