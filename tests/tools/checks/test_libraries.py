"""A guarded library outside its folder is found, however it is imported."""

import pytest

from tests.tools.checks.conftest import Plant
from tools.checks import libraries, packages


@pytest.mark.parametrize(
    "line",
    [
        "import PySide6",
        "from PySide6.QtCore import Qt",
        "def late():\n    from PySide6 import QtCore",
        "import PySide6.QtWidgets as w",
    ],
)
def test_the_window_library_outside_the_window_is_found(plant: Plant, line: str) -> None:
    tree = plant({"station_client/desk/cards.py": line, "station_client/ui/shell.py": line})
    found = list(libraries.find(tree))
    assert [complaint.about for complaint in found] == ["station_client/desk/cards.py"]
    assert "station_client/ui/" in found[0].says


def test_a_library_of_a_similar_name_is_free(plant: Plant) -> None:
    assert not list(libraries.find(plant({"ledger/core/a.py": "import requests_like\n"})))


def test_a_folder_of_code_without_its_init_is_found(plant: Plant) -> None:
    tree = plant({"ledger/__init__.py": "", "ledger/core/act.py": ""})
    assert [complaint.where for complaint in packages.find(tree)] == ["ledger/core"]
