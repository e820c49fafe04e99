"""Spoils a declaration on purpose."""

from pathlib import Path


def swap(path: Path, old: str, new: str) -> None:
    """Replace a passage of a file that must be there, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not contain {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
