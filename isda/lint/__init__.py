"""The check: a term sheet read as a careful negotiator and a collateral analyst would."""
