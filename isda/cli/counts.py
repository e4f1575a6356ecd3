"""How many there are of something, in words."""


def agreements(count: int) -> str:
    """Return how many agreements there are.

    Example:
        >>> agreements(1), agreements(0), agreements(20000)
        ('1 agreement', 'no agreements', '20,000 agreements')
    """
    if not count:
        return "no agreements"
    return "1 agreement" if count == 1 else f"{count:,} agreements"


def more_agreements(count: int) -> str:
    """Return how many agreements there are besides.

    Example:
        >>> more_agreements(1), more_agreements(2)
        ('1 more agreement', '2 more agreements')
    """
    return "1 more agreement" if count == 1 else f"{count:,} more agreements"


def with_more(name: str, count: int) -> str:
    """Return the first of some agreements, and how many there are besides.

    Example:
        >>> with_more("A", 1), with_more("A", 2), with_more("A", 300)
        ('A', 'A and 1 more agreement', 'A and 299 more agreements')
    """
    more = count - 1
    if not more:
        return name
    return (
        f"{name} and 1 more agreement" if more == 1 else f"{name} and {more:,} more agreements"
    )


def movements(count: int) -> str:
    """Return how many movements there are.

    Example:
        >>> movements(1), movements(1200)
        ('1 movement', '1,200 movements')
    """
    return "1 movement" if count == 1 else f"{count:,} movements"
