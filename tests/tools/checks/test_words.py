"""Unfinished work and paths of one machine are found in what we write, not in what we vendor."""

from tests.tools.checks.conftest import Plant
from tools.checks import words

UNFINISHED = "x = 1  # TO" + "DO later\n"
ELSEWHERE = '"""Acts (DES' + 'IGN section 3)."""\n'
MACHINE = "see /home/" + "lin/project/notes\n"


def test_unfinished_work_is_found_in_the_product(plant: Plant) -> None:
    tree = plant({"ledger/core/a.py": UNFINISHED, "docs/notes.md": UNFINISHED})
    assert [c.where for c in words.find(tree)] == ["ledger/core/a.py:1"]


def test_an_empty_method_is_unfinished_and_an_explained_refusal_is_not(plant: Plant) -> None:
    bare, explained = "raise NotImplementedError", 'raise NotImplementedError("no such type")'
    tree = plant({"ledger/core/a.py": bare + "\n", "ledger/core/b.py": explained})
    assert [c.where for c in words.find(tree)] == ["ledger/core/a.py:1"]


def test_a_paper_that_does_not_come_with_the_tree_is_found(plant: Plant) -> None:
    tree = plant({"ledger/core/a.py": ELSEWHERE, "docs/a.md": "A design of 3 rooms.\n"})
    assert [c.where for c in words.find(tree)] == ["ledger/core/a.py:1"]


def test_a_path_of_somebodys_machine_is_found_anywhere(plant: Plant) -> None:
    tree = plant({"docs/notes.md": MACHINE, "sync_server/static/vendor/htmx.js": MACHINE})
    assert [c.where for c in words.find(tree)] == ["docs/notes.md:1"]
