"""``python -m tests.simulator --seed N`` replays a history, ``--seconds N`` tries fresh ones."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time

from tests.simulator.run import failure, history, shrink


def main() -> int:
    """0 when every history held, 1 with the first that did not, shrunk."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--seed", type=int, help="replay the history of this seed")
    parser.add_argument("--seconds", type=float, default=60, help="try fresh seeds for so long")
    parser.add_argument(
        "--start", type=int, help="the first fresh seed; from the clock if not given"
    )
    options = parser.parse_args()
    if options.seed is not None:
        return _tell(options.seed, failure(options.seed, history(options.seed)))
    seed = options.start if options.start is not None else time.time_ns() % 10**12
    end, first = time.monotonic() + options.seconds, seed
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C ends it, and it says how far it came
        while time.monotonic() < end:
            reason = failure(seed, history(seed))
            if reason is not None:
                return _tell(seed, reason)
            seed += 1
    print(f"{seed - first} histories held, the last of seed {seed - 1}", flush=True)
    return 0


def _tell(seed: int, reason: str | None) -> int:
    if reason is None:
        print(f"seed {seed} holds")
        return 0
    print(f"seed {seed} fails: {reason}")
    print(f"replay with: python -m tests.simulator --seed {seed}")
    print("shrinking ...", flush=True)
    shorter = shrink(seed, history(seed))
    print(f"{len(shorter)} steps are enough: {failure(seed, shorter)}")
    for move in shorter:
        print(f"  {move}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
