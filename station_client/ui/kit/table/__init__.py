"""The one table: pages from a source, drawn as they are scrolled into view."""
