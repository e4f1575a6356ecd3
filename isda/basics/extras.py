"""Libraries that only some parts of the program need."""


def missing(what: str, extra: str) -> str:
    """Return how it is said that libraries of an extra are not installed.

    Example:
        >>> missing("Spark", "spark")
        'Spark needs more libraries: install `isda-collateral[spark]`'
    """
    return f"{what} needs more libraries: install `isda-collateral[{extra}]`"
