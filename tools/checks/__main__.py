"""Run the house rules: ``python -m tools.checks [NAME …]``; exit code 1 when one complains."""

import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.checks import colours, honesty, libraries, links, packages, release, sizes, texts, words
from tools.checks.tree import Complaint, Tree

CHECKS: dict[str, Callable[[Tree], Iterator[Complaint]]] = {
    "sizes": sizes.find,
    "packages": packages.find,
    "libraries": libraries.find,
    "texts": texts.find,
    "colours": colours.find,
    "words": words.find,
    "links": links.find,
    "honesty": honesty.find,
    "release": release.find,
}
EXCEPTIONS = "tools/checks/exceptions.toml"
_REASON_LENGTH = 15


@dataclass(frozen=True)
class Exempt:
    """One thing that one check leaves alone, and why."""

    check: str
    about: str
    reason: str


def read_exceptions(tree: Tree) -> list[Exempt]:
    """Read the written exceptions; ValueError names an entry without a real reason."""
    if EXCEPTIONS not in tree.files:
        return []
    found = []
    for entry in tomllib.loads(tree.text(EXCEPTIONS)).get("exception", []):
        exempt = Exempt(**entry)
        if exempt.check not in CHECKS or len(exempt.reason) < _REASON_LENGTH:
            raise ValueError(f"{EXCEPTIONS}: {exempt.about}: name a check and write a reason")
        found.append(exempt)
    return found


def run(tree: Tree, names: Sequence[str], exceptions: Iterable[Exempt]) -> list[str]:
    """Run the named checks and return one line per complaint that nothing excuses."""
    lines = []
    for name in names:
        excused = {exempt.about for exempt in exceptions if exempt.check == name}
        complaints = sorted(CHECKS[name](tree))
        lines += [f"{name}: {c}" for c in complaints if c.about not in excused]
        stale = excused - {complaint.about for complaint in complaints}
        lines += [f"{name}: {EXCEPTIONS}: {about} needs no exception" for about in sorted(stale)]
    return lines


def main(arguments: Sequence[str]) -> int:
    """Print every complaint; return 0 when there is none, 2 for an unknown check."""
    unknown = [name for name in arguments if name not in CHECKS]
    if unknown:
        print(f"no such check: {', '.join(unknown)}; there are {', '.join(CHECKS)}")
        return 2
    tree = Tree(Path(__file__).resolve().parents[2])
    try:
        lines = run(tree, arguments or list(CHECKS), read_exceptions(tree))
    except SyntaxError as fault:
        lines = [f"{fault.filename}:{fault.lineno}: does not parse: {fault.msg}"]
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
