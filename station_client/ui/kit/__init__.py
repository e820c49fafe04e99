"""Small single-purpose widgets, one per file.

A kit widget takes the theme first, texts already in the operator's language, and says what
happened through signals.  It knows no ledger and no place.
"""
