"""Scans of a paper: chosen, looked at, declared void; beside an application and on a case."""
