"""A small tree to let a check loose on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.checks.tree import Tree

Plant = Callable[[dict[str, str]], Tree]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write files (path -> text) and return them as the tree that a check sees."""

    def write(files: dict[str, str]) -> Tree:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Tree(tmp_path)

    return write
