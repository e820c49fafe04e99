"""The reference pages are made from the declarations and kept up to date."""

from pathlib import Path

import pytest

from ledger.catalogue.model import Catalogue
from ledger.catalogue.reference import main, pages_of, stale

DOCS = Path(__file__).parents[3] / "docs" / "reference"


def test_the_pages_in_the_tree_are_up_to_date(catalogue: Catalogue) -> None:
    assert stale(pages_of(catalogue), DOCS) == []


def test_the_flow_is_drawn_with_every_state_and_step(catalogue: Catalogue) -> None:
    text = pages_of(catalogue)["flows.md"]
    assert "stateDiagram-v2" in text
    assert "S31 --> S32: 退回" in text
    assert "S24 --> S30: 所已收" in text


def test_every_code_table_and_item_has_its_place(catalogue: Catalogue) -> None:
    pages = pages_of(catalogue)
    for code in catalogue.codes:
        assert f"## {code} " in pages["codes.md"]
    for code in catalogue.items:
        assert f"## {code} " in pages["items.md"]
    for code in catalogue.ledgers:
        assert f"## {code} " in pages["ledgers.md"]


def test_writing_makes_the_pages_and_checking_then_agrees(tmp_path: Path) -> None:
    assert main(["--check", str(tmp_path)]) == 1
    (tmp_path / "old.md").write_text("gone\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    assert not (tmp_path / "old.md").exists()


def test_a_page_changed_by_hand_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path)])
    (tmp_path / "card.md").write_text("mine\n", encoding="utf-8")
    assert main(["--check", str(tmp_path)]) == 1
    assert "card.md is out of date" in capsys.readouterr().err
