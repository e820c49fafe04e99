"""Pure values and functions of the replicated ledger: acts, clock, merge, journal, digest."""
