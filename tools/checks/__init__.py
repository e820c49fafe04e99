"""House rules that no ready-made tool knows, each one executable: ``python -m tools.checks``."""
