"""Nouns without law in them: money, percentages, days, places, findings."""
