"""The checks see the project's files, with git or without, and never what tools left behind."""

import shutil
import subprocess

import pytest

from tests.tools.checks.conftest import Plant

FILES = {"ledger/a.py": "", "build/b.py": "", ".gitignore": "/build/\n"}


def test_without_git_the_folders_of_tools_are_left_out(plant: Plant) -> None:
    assert plant(FILES).files == (".gitignore", "ledger/a.py")


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_with_git_new_files_count_and_ignored_ones_do_not(plant: Plant) -> None:
    tree = plant(FILES)
    subprocess.run(["git", "init", "-q", tree.root], check=True)
    assert tree.files == (".gitignore", "ledger/a.py")
    assert tree.under(["ledger"], ".py") == ["ledger/a.py"]
