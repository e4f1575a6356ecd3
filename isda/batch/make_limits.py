"""The loss limits of a made book: chosen by what is lost, so that most are used in part."""

from collections.abc import Iterable, Sequence

from isda.batch.make_dice import Dice
from isda.batch.make_market import WORTH
from isda.batch.make_sheets import Made

USED = ((85, 20, 100), (95, 120, 60), (100, 5, 15))
"""How much of its limit each has lost, in percent: up to which roll, from what on, how wide."""


def with_limits(made: Sequence[Made], worth: Iterable[int], seed: int) -> list[Made]:
    """Return agreements whose loss limits fit what their clients have lost.

    Args:
        made: The agreements.
        worth: What the marks of each come to, in cents of a dollar, plus for a loss of party B.
        seed: Chance.
    """
    return [
        _with_limit(each, lost, Dice(seed, 43, place))
        for place, (each, lost) in enumerate(zip(made, worth, strict=True))
    ]


def _with_limit(made: Made, lost: int, dice: Dice) -> Made:
    annex = made.sheet["annexes"][0]
    if "loss_limit" not in annex or lost <= 0:
        return made
    roll = dice.of(100)
    used = next(least + dice.of(wide) for below, least, wide in USED if roll < below)
    limit = rounded(lost * 10_000 // WORTH[made.base] * 100 // used)
    terms = {**annex, "loss_limit": f"{made.base} {limit:,}"}
    if "release_level" in annex:
        terms["release_level"] = f"{made.base} {limit // 2:,}"
    carried = (made.thresholds[0], limit * WORTH[made.base] // 10_000)
    return made._replace(thresholds=carried, sheet={**made.sheet, "annexes": [terms]})


def rounded(amount: int) -> int:
    """Return an amount as people agree on one: two digits, and a million at least.

    Example:
        >>> rounded(4_567_890_123), rounded(12)
        (4600000000, 1000000)
    """
    step: int = 10 ** max(6, len(str(amount)) - 2)
    return max(1, (amount + step // 2) // step) * step
