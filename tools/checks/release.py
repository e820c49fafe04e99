"""The number of the declared business rises whenever what is declared changes.

An office knows that a station is newer by this number alone (`ledger.rules.newer`). So a digest of
the declarations is kept beside it, which no longer fits when one of them says something else;
``python -m tools.checks.release`` writes the next number and its digest.
"""

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ledger.catalogue.loader import declarations
from tools.checks.tree import Complaint, Tree

RESOURCES = "resources"
RELEASE = "catalogue.toml"
_NUMBER = re.compile(r"^version = (\d+)$", re.MULTILINE)
_DIGEST = re.compile(r'^content = "([0-9a-f]*)"$', re.MULTILINE)


def content_of(root: Path) -> str:
    """The digest of what the declarations below a resources directory say (32 hex digits).

    How they are laid out and commented does not matter, nor does the release itself.
    """
    said = {
        name: tomllib.loads(path.read_text(encoding="utf-8"))
        for name, path in declarations(root)
        if name != RELEASE
    }
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def raised(text: str, content: str) -> str:
    """The text of ``catalogue.toml`` with the next number and a digest."""
    text = _NUMBER.sub(lambda found: f"version = {int(found[1]) + 1}", text)
    return _DIGEST.sub(f'content = "{content}"', text)


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield a complaint when the declarations are not those of the number they go by."""
    root, name = tree.root / RESOURCES, f"{RESOURCES}/{RELEASE}"
    if name not in tree.files:
        return
    kept = _DIGEST.search(tree.text(name))
    try:
        fits = kept is not None and kept[1] == content_of(root)
    except tomllib.TOMLDecodeError:
        return  # the check of the declared business says where
    if not fits:
        says = "declared data changed and its number did not: python -m tools.checks.release"
        yield Complaint(name, says, name)


def main() -> int:
    """Raise the number if something declared has changed; say what it is."""
    root = Path(__file__).resolve().parents[2] / RESOURCES
    release, content = root / RELEASE, content_of(root)
    text = release.read_text(encoding="utf-8")
    kept = _DIGEST.search(text)
    if kept is None or kept[1] != content:
        text = raised(text, content)
        release.write_text(text, encoding="utf-8", newline="\n")
    number = _NUMBER.search(text)
    print(f"the declared business has the number {number[1] if number else '?'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
