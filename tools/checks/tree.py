"""The project's files as the checks see them, and what a check says about one."""

import ast
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PRODUCT = ("ledger", "station_client", "sync_server")
_NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}


@dataclass(frozen=True, order=True)
class Complaint:
    """One fault: `where` is ``path`` or ``path:line``, `about` is what an exception would name."""

    where: str
    says: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


@dataclass(frozen=True)
class Tree:
    """A checkout, read once. Paths are relative to the root and use forward slashes."""

    root: Path
    _syntax: dict[str, ast.Module] = field(default_factory=dict, repr=False)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file that is, or would be, under version control."""
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root,
                capture_output=True,
                check=True,
            ).stdout.decode()
            names = {name for name in listed.split("\0") if name}
            return tuple(sorted(name for name in names if (self.root / name).is_file()))
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return tuple(sorted(path.as_posix() for path in found if not _NOT_OURS & set(path.parts)))

    def under(self, tops: Iterable[str], *suffixes: str) -> list[str]:
        """The files below any of the folders `tops` that end in one of `suffixes`."""
        roots = tuple(f"{top}/" for top in tops)
        return [name for name in self.files if name.startswith(roots) and name.endswith(suffixes)]

    def text(self, name: str) -> str:
        """The file's text; bytes that are not UTF-8 are shown as replacement characters."""
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def syntax(self, name: str) -> ast.Module:
        """The parsed module; SyntaxError with file and line when it does not parse."""
        if name not in self._syntax:
            self._syntax[name] = ast.parse(self.text(name), filename=name)
        return self._syntax[name]
