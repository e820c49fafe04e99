"""Figures of the design, measured: each module prints a JSON line for each and never fails on time.

``python3 dev.py bench`` runs them all. A figure stands beside a limit that was measured in the same
run, turn by turn with it: on a machine that does other things too, only their ratio tells anything.
"""
