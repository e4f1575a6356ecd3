"""A delivery and a return can chase each other.

What it finds:
    Roundings and minimums under which a movement, right after it has settled and at the same
    marks, makes a movement the other way.

    A rounding moves more than is due by some overshoot e: up to a multiple M, e is anything
    below M; to the nearest M, e is at most M / 2; down, or not rounded, e is nil. The
    overshoot comes back if it reaches the minimum of the other movement, and the rounding of
    the other movement does not turn it into nothing: down to m keeps what is m or more, to the
    nearest m what is m / 2 or more, up or not rounded anything above nil. So a delivery makes
    a return exactly when

        up to M:       the larger of (holder's minimum, least kept by the return)  <  M
        nearest M:     the larger of (holder's minimum, least kept by the return) <=  M / 2

    and a return makes a delivery when the same holds with the two exchanged and the poster's
    minimum (this engine never returns more than is due, the other party's may). With
    deliveries up and returns down by one multiple M the least kept is M, and M is not below M:
    they never chase. With deliveries up to 100,000, returns down to 10,000 and a holder's
    minimum of 50,000, a shortfall of 310,001 delivers 400,000: 89,999 too much, which reaches
    50,000, so 80,000 goes back on the next day.
Why it matters:
    Collateral moves out and back without any change in the market, and each movement costs
    both desks work and may cost interest.
What to do:
    Round deliveries up and returns down by the same multiple, or keep the minimum of the
    other movement at or above the multiple.
Law:
    The paragraphs of the rounding, of the minimum transfer amount and of the return.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.movements import (
    DELIVERY,
    RETURN,
    Minimum,
    Movements,
    comes_back,
    movements,
    overshoot,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    told: set[str] = set()
    for each in movements(sheet):
        for way, back in ((DELIVERY, RETURN), (RETURN, DELIVERY)):
            if (caught := _chased(each, way, back)) is not None and each.at(way) not in told:
                told.add(each.at(way))
                yield _flaw(each, way, back, caught)


def _chased(each: Movements, way: str, back: str) -> Minimum | None:
    """Return the minimum of the other movement that the overshoot reaches, or None."""
    first, second = each.multiple(way), each.multiple(back)
    if first is None or (second and second.multiple.currency != first.multiple.currency):
        return None
    for least in each.minimums(back):
        same = least.amount.currency == first.multiple.currency or not least.amount.amount
        if same and comes_back(first, second, least.amount.amount):
            return least
    return None


def _flaw(each: Movements, way: str, back: str, least: Minimum) -> Flaw:
    first, form = each.multiple(way), each.annex.form
    size, currency = overshoot(first)[0], first.multiple.currency if first else ""
    return Flaw(
        each.at(way),
        f"a {way} rounded `{first}` may be up to {Money(size, currency)} too much, and a "
        f"{back} sends that back at the same marks",
        "round deliveries up and returns down by one multiple, or let the minimum of party "
        f"{least.side} be the multiple or more",
        why="collateral then goes out and comes back without any change in the market",
        cites=(cite("rounding", form), cite("minimum-transfer-amount", form)),
        also=(
            (each.at(back), f"the rounding of the {back}"),
            (least.at, f"the minimum that the {back} is tested against"),
        ),
    )


RULE = Rule(Severity.WARNING, _find)
