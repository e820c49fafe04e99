"""Texts by key in two languages."""

from pathlib import Path

import pytest

from ledger.catalogue.texts import Texts, placeholders, read_texts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for lang, word in (("zh", "今天先办这 {n} 件"), ("en", "{n} to do today")):
        folder = tmp_path / "texts" / lang
        folder.mkdir(parents=True)
        (folder / "a.toml").write_text(
            f'[today]\ntitle = "{word}"\n[fault]\n"case.late" = "{lang}"\n', encoding="utf-8"
        )
    return tmp_path


def test_the_same_key_speaks_both_languages(root: Path) -> None:
    assert Texts.load(root, "zh")("today.title", n=6) == "今天先办这 6 件"
    assert Texts.load(root, "en")("today.title", n=6) == "6 to do today"


def test_texts_know_their_language(root: Path) -> None:
    assert Texts.load(root, "en").lang == "en"


def test_a_key_with_a_dot_in_quotes_joins_the_others(root: Path) -> None:
    say = Texts.load(root, "zh")
    assert say("fault.case.late") == "zh"
    assert "fault.case.late" in say
    assert "fault.case.early" not in say


def test_a_missing_key_is_an_error(root: Path) -> None:
    with pytest.raises(KeyError, match=r"today\.titel"):
        Texts.load(root, "zh")("today.titel")


def test_a_missing_placeholder_is_an_error(root: Path) -> None:
    with pytest.raises(KeyError, match="n"):
        Texts.load(root, "zh")("today.title")


def test_a_key_in_two_files_is_refused(root: Path) -> None:
    (root / "texts" / "zh" / "b.toml").write_text('[today]\ntitle = "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.toml: today\.title is already in another file"):
        Texts.load(root, "zh")


def test_a_number_is_not_a_text(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("[a]\nb = 3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"c\.toml: a\.b is not a text"):
        read_texts(path)


def test_placeholders_are_found() -> None:
    assert placeholders("{n} 件，最早 {since:%m-%d}") == {"n", "since"}
