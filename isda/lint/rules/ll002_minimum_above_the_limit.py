"""The minimum transfer amount is above the loss limit.

What it finds:
    A minimum transfer amount of either party that is greater than the limit, in the same
    currency; the limit may be a share of a credit line.
Why it matters:
    The client's loss has to be more than twice the limit before the first call goes out: the
    limit that was agreed is not the one that works.
What to do:
    Correct the amount, most often by a digit, or the limit.
Law:
    The loss limit and the minimum transfer amount of the agreement.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.amounts import amounts_of
from isda.lint.loss_limits import limit_of, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        limit = limit_of(annex)
        for path, minimum in amounts_of(annex, "minimum_transfer_amount"):
            if (
                limit is not None
                and minimum.currency == limit.currency
                and _is_above(minimum, limit)
            ):
                yield _flaw(annex, path, minimum, limit)


def _is_above(minimum: Money, limit: Money) -> bool:
    return 0 < limit.amount < minimum.amount


def _flaw(annex: AnnexSeen, path: str, minimum: Money, limit: Money) -> Flaw:
    return Flaw(
        path,
        f"the minimum transfer amount {minimum} is above the limit {limit}",
        "correct the amount, or the limit",
        why="the loss must pass limit and minimum together before the first call goes out",
        cites=(cite("minimum-transfer-amount", annex.form), cite("loss-limit", annex.form)),
        also=((annex.at("loss_limit"), f"the limit is {limit}"),),
    )


RULE = Rule(Severity.WARNING, _find)
