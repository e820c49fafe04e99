"""The declared business is found from a checkout, from a wheel and from a frozen program alike."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from ledger.catalogue import root


def _root_of(home: Path) -> Path:
    """Ask a copy of the module that lies in `home`, as an installed one would."""
    code = home / "ledger" / "catalogue" / "root.py"
    code.parent.mkdir(parents=True)
    shutil.copy(str(root.__file__), code)
    spec = importlib.util.spec_from_file_location("root_elsewhere", code)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Path = module.resources_root()
    return found


def test_a_checkout_has_it_at_the_top() -> None:
    assert (root.resources_root() / "texts").is_dir()


def test_an_installed_one_has_it_inside_the_package(tmp_path: Path) -> None:
    (tmp_path / "ledger" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    assert _root_of(tmp_path) == tmp_path / "ledger" / "resources"


def test_when_it_is_nowhere_both_places_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"ledger.resources and "):
        _root_of(tmp_path)
