"""Settings: what the window looks like, how it reaches the office, the password."""
