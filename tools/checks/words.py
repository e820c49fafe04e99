"""Words that may not stand in the tree: unfinished work, paths of somebody's machine, and papers
that do not come with it."""

import re
from collections.abc import Iterator

from tools.checks.tree import PRODUCT, Complaint, Tree

# Each pattern is written so that it does not match its own source.
_UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|raise NotImplementedErro[r]\s*$")
_MACHINE = re.compile(r"(?<![\w.])/(?:wor[k]|tmp/[w]|shared|home/[\w-]+)/")
_ELSEWHERE = re.compile(r"\b(?:DESIG[N]|LESSON[S])(?:\.md| section)?\s+\d")
_TEXT = (".py", ".toml", ".md", ".typ", ".html", ".css", ".js", ".yaml", ".yml", ".spec", ".nsi")


def find(tree: Tree) -> Iterator[Complaint]:
    """Yield each line that carries a forbidden word."""
    for name in tree.files:
        if not name.endswith(_TEXT) or _is_vendored(name):
            continue
        ours = name.startswith(tuple(f"{top}/" for top in PRODUCT))
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            if found := _MACHINE.search(line):
                yield Complaint(f"{name}:{number}", f"a path of one machine: {found[0]}", name)
            if found := _ELSEWHERE.search(line):
                yield Complaint(f"{name}:{number}", f"a paper that is not here: {found[0]}", name)
            if ours and (found := _UNFINISHED.search(line)):
                yield Complaint(f"{name}:{number}", f"a mark of unfinished work: {found[0]}", name)


def _is_vendored(name: str) -> bool:
    return "/vendor/" in name or name.endswith(".min.js")
