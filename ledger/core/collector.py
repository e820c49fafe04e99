"""Python's collector of cycles, told how a program works that keeps a ledger.

A bundle, a first load or an import makes thousands of small things and no cycles. At Python's own
700, looking for some took a fifth of an office's time and a quarter of a first load's. At 50,000
the one or two cycles that come with every request of the office's web framework stayed for
minutes, and with them whatever they held (measured by the benchmarks `many_stations` and
`first_load`).
"""

from __future__ import annotations

import gc

#: Things made and not let go before the youngest are looked at, and how many such looks make one
#: at the older, and at all.
THRESHOLDS = (10_000, 10, 5)


def settle() -> None:
    """Leave alone what is there, for it stays as long as the program runs; look less often at the
    rest. For programs to call, once: it holds for the whole process."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
