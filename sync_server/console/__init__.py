"""The office's web pages: rendered here, refreshed in parts by htmx."""
