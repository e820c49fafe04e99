"""A demonstration: an office on loopback, a station enrolled with it, a village imported."""
