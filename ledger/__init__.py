"""What a station and an office both are: a replicated ledger. No window, no web."""
