"""Every link from one page of the documentation to a file of the tree leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tools.checks.tree import Complaint, Tree

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")
_ELSEWHERE = ("http://", "https://", "mailto:")


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield each relative link whose file or folder is not there."""
    for name in tree.files:
        if not name.endswith(".md"):
            continue
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            for target in _LINK.findall(line):
                path = PurePosixPath(name).parent / target
                if not target.startswith(_ELSEWHERE) and not (tree.root / path).exists():
                    yield Complaint(f"{name}:{number}", f"{target} leads nowhere", name)
