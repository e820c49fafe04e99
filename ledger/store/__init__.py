"""The ledger on disk: journal, records, search and feed in SQL, and the one door to them."""
