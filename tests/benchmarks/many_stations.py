"""A province's night on one server: 7 stations a second with 200 acts each, while ten new ones a
minute load 3,000 residents; then a thousand stations in the same second.

A station's 200 acts are 40 new cards and 160 changes of them; ``--new 200`` makes every act a new
card, which touches five times as many pages of the search. ``--seconds 600`` for the whole ten
minutes; the short run shows the same rate for one. Linux only: every station calls from a loopback
address of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable

from tests.benchmarks._crowd import Caller, Crowd, arrive
from tests.benchmarks._ground import fresh_folder
from tests.benchmarks._measure import percentile, report
from tests.benchmarks._province import Province, memory_mib
from tools.demo.setting import RunningOffice, Setting, free_port

ACTS = 200
NEW = 40
RATE = 7
LOADS_A_MINUTE = 10


async def _night(
    port: int, senders: list[Caller], loaders: list[Caller], memory: Callable[[], float]
) -> tuple[Crowd, Crowd, list[float]]:
    """Everybody at the rate, and the server's memory every second meanwhile."""
    held: list[float] = []
    work = asyncio.gather(
        arrive(port, senders, 1 / RATE), arrive(port, loaders, 60 / LOADS_A_MINUTE)
    )
    while not work.done():
        held.append(memory())
        await asyncio.wait([work], timeout=1.0)
    sent, loaded = work.result()
    return sent, loaded, held


def main() -> None:
    """Prepare everybody's bundle, then let them come."""
    asked = argparse.ArgumentParser(description="a province's night on one server")
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--new", type=int, default=NEW, help="how many of the acts are new cards")
    asked.add_argument("--burst", type=int, default=1000)
    options = asked.parse_args()
    with fresh_folder() as folder:
        setting = Setting(folder, free_port())
        province = Province(setting)
        senders = list(province.senders(RATE * options.seconds, ACTS, options.new))
        loaders = list(province.loaders(max(1, LOADS_A_MINUTE * options.seconds // 60)))
        burst = list(province.senders(options.burst, 1, 1))
        province.close()
        with RunningOffice(setting) as office:
            sent, loaded, held = asyncio.run(
                _night(setting.port, senders, loaders, lambda: memory_mib(office.pid))
            )
            started = time.perf_counter()
            crowd = asyncio.run(arrive(setting.port, burst, 0.0))
            took = time.perf_counter() - started
    _tell(sent, loaded, held, crowd, took)


def _tell(
    sent: Crowd, loaded: Crowd, held: list[float], crowd: Crowd, burst_seconds: float
) -> None:
    quarter = max(1, len(held) // 4)
    report(
        f"a night: {RATE} exchanges of {ACTS} acts a second, p99",
        percentile(sent.seconds, 0.99),
        "s",
        2,
        None,
        exchanges=len(sent.seconds),
        failed=len(sent.failed),
        sent_away=sent.sent_away,
        p50_s=round(percentile(sent.seconds, 0.5), 3),
        bytes_up=sent.bytes_up,
        memory_mib_first_quarter=round(max(held[:quarter]), 1),
        memory_mib_last_quarter=round(max(held[-quarter:]), 1),
    )
    report(
        "first loads of 3,000 residents meanwhile, p99",
        percentile(loaded.seconds, 0.99),
        "s",
        2,
        None,
        loads=len(loaded.seconds),
        failed=len(loaded.failed),
        bytes_each=loaded.bytes_down // max(1, len(loaded.seconds)),
    )
    report(
        f"{len(crowd.seconds) + len(crowd.failed)} stations in the same second, all through",
        burst_seconds,
        "s",
        120,
        None,
        failed=len(crowd.failed),
        sent_away=crowd.sent_away,
        p50_s=round(percentile(crowd.seconds, 0.5), 3),
    )


if __name__ == "__main__":
    main()
