"""Before the first screen: joining the office, opening the ledger, logging in, the lock."""
