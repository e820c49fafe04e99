"""Files, functions and classes that outgrow one reading are named."""

from tests.tools.checks.conftest import Plant
from tools.checks import sizes


def _says(plant: Plant, text: str) -> list[str]:
    return [str(found) for found in sizes.find(plant({"ledger/core/act.py": text}))]


def test_a_file_of_four_hundred_lines_passes_and_one_more_does_not(plant: Plant) -> None:
    assert _says(plant, "x = 1\n" * 400) == []
    assert _says(plant, "x = 1\n" * 401) == ["ledger/core/act.py: 401 lines; 400 at most"]


def test_a_long_function_is_named_with_its_line(plant: Plant) -> None:
    assert _says(plant, "\ndef weigh():\n" + "    pass\n" * 49) == []
    says = _says(plant, "\ndef weigh():\n" + "    pass\n" * 50)
    assert says == ["ledger/core/act.py:2: weigh has 51 lines; 50 at most"]


def test_a_class_with_too_many_methods_is_named(plant: Plant) -> None:
    methods = "".join(f"    def m{n}(self): ...\n" for n in range(21))
    says = _says(plant, "class Desk:\n" + methods)
    assert says == ["ledger/core/act.py:1: Desk has 21 methods; 20 at most"]
