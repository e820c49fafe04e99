"""A colour outside the token file is found; what only looks like one is not."""

import pytest

from tests.tools.checks.conftest import Plant
from tools.checks import colours

SHELL = "station_client/ui/shell.py"


@pytest.mark.parametrize(
    "line",
    [
        'x = "#0E6464"',
        'x = f"color: #fff; {y}"',
        'x = QColor("teal")',
        "x = QtGui.QColor(1, 2, 3)",
        "x = Qt.GlobalColor.red",
        'x = "rgba(10, 20, 30, 0.5)"',
    ],
)
def test_a_colour_in_the_windows_code_is_found(plant: Plant, line: str) -> None:
    assert [c.where for c in colours.find(plant({SHELL: line}))] == [f"{SHELL}:1"]


@pytest.mark.parametrize(
    "line",
    [
        'x = "issue #12"',
        'x = "#record-list"',
        "x = QColor(tokens.ink)",
        "x = Qt.GlobalColor.transparent",
        "# a comment about #0E6464",
    ],
)
def test_what_only_looks_like_a_colour_is_left_alone(plant: Plant, line: str) -> None:
    assert list(colours.find(plant({SHELL: line}))) == []


def test_the_token_file_is_the_place_for_colours(plant: Plant) -> None:
    assert list(colours.find(plant({colours.TOKENS: 'INK = "#1C2727"'}))) == []


def test_in_a_style_sheet_only_a_custom_property_may_hold_a_colour(plant: Plant) -> None:
    css = ":root {\n  --ink: #1C2727;\n}\nbody { color: #1C2727; background: var(--paper); }\n"
    found = list(colours.find(plant({"sync_server/console/static/office.css": css})))
    assert [c.where for c in found] == ["sync_server/console/static/office.css:4"]
