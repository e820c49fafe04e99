"""The place where the station and the office meet: what is unsent, what happened, what to do."""
