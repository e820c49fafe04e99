"""Nothing grows past what one reading takes in: files, functions, classes."""

import ast
from collections.abc import Iterator

from tools.checks.tree import PRODUCT, Complaint, Tree

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_METHODS = 20

_SCANNED = (*PRODUCT, "tools", "tests", "installer")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield every file, function and class that is over its size."""
    names = [*tree.under(_SCANNED, ".py"), *(n for n in tree.files if n == "dev.py")]
    for name in names:
        lines = tree.text(name).count("\n")
        if lines > FILE_LINES:
            yield Complaint(name, f"{lines} lines; {FILE_LINES} at most", name)
        for node in ast.walk(tree.syntax(name)):
            if isinstance(node, _Function):
                yield from _function(name, node)
            elif isinstance(node, ast.ClassDef):
                yield from _class(name, node)


def _function(name: str, node: _Function) -> Iterator[Complaint]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION_LINES:
        says = f"{node.name} has {lines} lines; {FUNCTION_LINES} at most"
        yield Complaint(f"{name}:{node.lineno}", says, f"{name}:{node.name}")


def _class(name: str, node: ast.ClassDef) -> Iterator[Complaint]:
    methods = sum(isinstance(child, _Function) for child in node.body)
    if methods > CLASS_METHODS:
        says = f"{node.name} has {methods} methods; {CLASS_METHODS} at most"
        yield Complaint(f"{name}:{node.lineno}", says, f"{name}:{node.name}")
