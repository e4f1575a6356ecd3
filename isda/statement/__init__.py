"""Calls as text, JSON and CSV; no numbers of its own."""
