"""The project's files as the checks see them, and what a check says about one."""

import ast
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PRODUCT = ("ledger", "station_client", "sync_server")
_NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
_NOT_OURS |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}


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
        names = self._listed_by_git()
        if names is not None:
            return tuple(sorted(name for name in names if (self.root / name).is_file()))
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return tuple(sorted(path.as_posix() for path in found if not _NOT_OURS & set(path.parts)))

    def _listed_by_git(self) -> set[str] | None:
        """What git lists; None where there is no git, no repository, or it is somebody else's."""
        git = shutil.which("git")
        if git is None or not (self.root / ".git").exists():
            return None
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, cwd=self.root, capture_output=True, check=False)
        return set(filter(None, done.stdout.decode().split("\0"))) if not done.returncode else None

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
