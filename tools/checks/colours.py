"""One palette: a colour is written in the token file and nowhere else.

In style sheets for the browser a colour may only stand where a custom property
is given its value (``--ink: #1C2727``); everything else says ``var(--ink)``.
"""

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from tools.checks.tree import Complaint, Tree

TOKENS = "station_client/ui/theme/tokens.py"

_HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})(?![0-9A-Za-z_-])")
_CALL = re.compile(r"\b(?:rgb|rgba|hsl|hsla|hsv|hsva)\s*\(\s*\d")
_PROPERTY = re.compile(r"^\s*--[\w-]+\s*:[^;]*;?")


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield every colour outside the tokens, in the window's code and in style sheets."""
    for name in tree.under(["station_client"], ".py"):
        if name != TOKENS:
            for line, colour in _in_code(tree.syntax(name)):
                yield Complaint(f"{name}:{line}", f"colour {colour} outside {TOKENS}", name)
    for name in tree.under(["station_client", "sync_server"], ".qss", ".css", ".html"):
        for number, text in enumerate(tree.text(name).splitlines(), 1):
            for colour in _written(_PROPERTY.sub("", text)):
                yield Complaint(f"{name}:{number}", f"colour {colour} outside a token", name)


def _written(text: str) -> list[str]:
    return _HEX.findall(text) + _CALL.findall(text)


def _in_code(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((node.lineno, colour) for colour in _written(node.value))
        elif _is_named_qt_colour(node) or _is_made_colour(node):
            yield node.lineno, ast.unparse(node)


def _is_named_qt_colour(node: ast.AST) -> TypeGuard[ast.Attribute]:
    if not isinstance(node, ast.Attribute):
        return False
    return ast.unparse(node.value).endswith("GlobalColor") and node.attr != "transparent"


def _is_made_colour(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return ast.unparse(node.func).endswith("QColor") and any(map(_is_plain, values))


def _is_plain(value: object) -> bool:
    # A "#…" string is already reported as what it is.
    return isinstance(value, int) or (isinstance(value, str) and not value.startswith("#"))
