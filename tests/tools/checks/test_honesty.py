"""Tests that prove nothing are found."""

from tests.tools.checks.conftest import Plant
from tools.checks import honesty

EMPTY = "def test_card_opens():\n    print(1)\n"
SLEEPY = "import time\ndef test_card_opens():\n    time.sleep(1)\n    assert True\n"
MOCKED = "from unittest.mock import Mock\n"


def _says(plant: Plant, text: str) -> list[str]:
    return [c.says for c in honesty.find(plant({"tests/test_a.py": text}))]


def test_a_test_without_a_check_is_found(plant: Plant) -> None:
    assert _says(plant, EMPTY) == ["test_card_opens checks nothing"]


def test_a_test_that_sleeps_is_found(plant: Plant) -> None:
    assert [says.partition(";")[0] for says in _says(plant, SLEEPY)] == ["sleeps a fixed time"]


def test_a_mock_is_found(plant: Plant) -> None:
    assert _says(plant, MOCKED) == ["a named fake says more than a mock"]


def test_a_test_that_expects_a_fault_is_honest(plant: Plant) -> None:
    text = "def test_refused(pytest):\n    with pytest.raises(OSError):\n        open('/')\n"
    assert _says(plant, text) == []
