"""Figures that others set: dated, each with its source; no day outside their cover."""
