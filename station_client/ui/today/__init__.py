"""The first place: what to do now."""
