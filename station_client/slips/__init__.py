"""Printed papers: typed values in, PDF/A out. See docs/prints.md."""
