"""Bundles: what to send, how it is sealed, how it is applied, and the receipts for it."""
