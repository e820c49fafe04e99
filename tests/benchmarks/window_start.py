"""The window on 50,000 people: from the start of the process to a page one can type into, then from
the login to the first place with its lists; and how much memory that takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks._ground import big_home
from tests.benchmarks._measure import percentile, report

TURNS = 5


def _start(home: Path | str) -> dict[str, float]:
    """One process, from nothing."""
    words = [sys.executable, "-m", "tests.benchmarks._counter", str(home), repr(time.monotonic())]
    # An installed program has its byte code lying beside it; the first start writes it here.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, encoding="utf-8", env=kept)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Five starts, each beside an empty Qt window started the same way."""
    real, bare = [], []
    with big_home() as home:
        _start(home)
        for _ in range(TURNS):
            real.append(_start(home))
            bare.append(_start("bare"))
    login = percentile([turn["login"] for turn in real], 0.5)
    today = percentile([turn["today"] for turn in real], 0.5)
    report(
        "window usable, 50,000 people, from the start of the process",
        login + today,
        "s",
        1.0,
        percentile([turn["shown"] for turn in bare], 0.5),
        limit_unit="s, an empty Qt window",
        s_to_login=round(login, 3),
        s_from_login_to_first_place=round(today, 3),
        mb_resident=round(max(turn["mb"] for turn in real)),
        mb_goal=200,
        bare_mb=round(max(turn["mb"] for turn in bare)),
    )


if __name__ == "__main__":
    main()
