"""Rosters: a file becomes cards, row by row, with a verdict on each."""
