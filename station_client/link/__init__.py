"""Carriers, and the agent that runs them: private line, VPN, stick, night window."""
