"""Tests that prove something: each one checks, none sleeps, none is a mock."""

import ast
import re
from collections.abc import Iterator

from tools.checks.libraries import imported
from tools.checks.tree import Complaint, Tree

_CHECKS = re.compile(r"\bassert\b|raises|warns|check|verify|expect|wait|snapshot|fnmatch_lines")
_SLEEPS = re.compile(r"^(?:time\.sleep|sleep|qtbot\.wait|QTest\.qWait|QTest\.qSleep)$")
_WAITING = "tests/helpers/waiting.py"


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield each test without a check, each sleep and each import of a mocking library."""
    for name in tree.under(["tests"], ".py"):
        module = tree.syntax(name)
        for line, imports in imported(module):
            if imports.startswith("unittest.mock") or imports == "mock":
                yield Complaint(f"{name}:{line}", "a named fake says more than a mock", name)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _SLEEPS.match(ast.unparse(node.func)):
                says = f"sleeps a fixed time; wait for what happens ({_WAITING})"
                yield Complaint(f"{name}:{node.lineno}", says, name)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_empty(node):
                says = f"{node.name} checks nothing"
                yield Complaint(f"{name}:{node.lineno}", says, f"{name}:{node.name}")


def _is_empty(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return node.name.startswith("test_") and not _CHECKS.search(ast.unparse(node))
