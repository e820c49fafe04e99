"""``python -m tools.demo run`` opens the counter; ``tour --out DIR`` walks through it by itself."""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

from tools.demo.setting import (
    CLERKS,
    OPERATOR,
    OPERATOR_PASSWORD,
    ROOT,
    RunningOffice,
    environment,
    free_port,
    prepare,
    program,
)


def main() -> int:
    """Run what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="tools.demo", description=__doc__)
    parser.add_argument("what", choices=["run", "tour"])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "tour")
    asked = parser.parse_args()
    if asked.what == "tour":
        from tools.demo.tour import tour

        return tour(asked.out)
    return run(ROOT / "build" / "demo")


def run(folder: Path) -> int:
    """Open the window on the demonstration, with its office answering behind it."""
    started = time.monotonic()
    port_file = folder / "port"
    port = int(port_file.read_text()) if port_file.exists() else free_port()
    print("making the demonstration office and station …", flush=True)
    setting = prepare(folder, port)
    port_file.write_text(str(port))
    with RunningOffice(setting):
        print(f"ready after {time.monotonic() - started:.1f} s")
        print(f"  counter: {OPERATOR} / {OPERATOR_PASSWORD}")
        for name, posts, password in CLERKS:
            print(f"  office {setting.address}: {name} ({posts}) / {password}")
        print("close the window to stop everything", flush=True)
        window = program("station_client.cli", "--home", setting.station)
        return subprocess.call(window, env=environment(), cwd=ROOT)


if __name__ == "__main__":
    raise SystemExit(main())
