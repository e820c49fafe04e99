"""What a tour did, how long it took, and what it counted; written down as a page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class Diary:
    """Says each step as it begins, and keeps the seconds."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self.steps: list[tuple[str, float]] = []
        self.figures: dict[str, str] = {}

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Something that takes a while."""
        print(f"{words} …", flush=True)
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.steps.append((words, seconds))
        print(f"  {seconds:.1f} s", flush=True)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._started

    def write(self, folder: Path, sections: Mapping[str, list[Path]]) -> Path:
        """``summary.md``: steps, figures, and the pictures by section."""
        lines = ["# The guided tour", "", "| step | seconds |", "|---|---:|"]
        lines += [f"| {words} | {seconds:.1f} |" for words, seconds in self.steps]
        lines += [f"| altogether | {self.seconds:.1f} |", "", "| figure | |", "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in self.figures.items()]
        for title, files in sections.items():
            lines += ["", f"## {title}", ""]
            lines += [f"![{file.stem}](<{file.name}>)" for file in files]
        path = folder / "summary.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
