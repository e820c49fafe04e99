"""The office: an HTTP face and a command line on a ledger."""

from ledger.core.release import VERSION

__all__ = ["VERSION"]
