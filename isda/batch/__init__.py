"""A book in one run, and the columns that a night computes in."""
