"""It is not said whether the threshold absorbs the independent amount.

What it finds:
    An annex in which one party has an independent amount and a threshold above nil, and no
    word on where the amount sits.
Why it matters:
    The printed formula adds the independent amount to the exposure before it takes the
    threshold off, so an exposure of 1.5 million, an amount of 0.5 million and a threshold of
    2 million require nothing. Many parties mean the amount to be posted whatever the exposure.
What to do:
    Say which is meant: `independent_amount_is: inside threshold`, `outside` or `separate`.
Law:
    The paragraph of the credit support amount, and that of the independent amount.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.posting import has_formula, is_above_nil
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import YesNo
from isda.terms.reading import Answer
from isda.terms.switches import Where

LINE = f"independent_amount_is: {Where.INSIDE}"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if hasattr(annex.terms, "independent_amount_is") and _is_open(annex):
            yield from _sides(annex)


def _is_open(annex: AnnexSeen) -> bool:
    """Whether the printed formula holds, and nothing says how it is read."""
    terms = annex.terms
    where, floor = terms.independent_amount_is, terms.never_below_independent_amount
    said = where.value is not Answer.NOT_STATED or where.unresolved or floor.value is YesNo.YES
    lost = annex.is_lost(
        "independent_amount_is",
        "never_below_independent_amount",
        "credit_support_amount",
        "regimes",
    )
    return not (said or lost or has_formula(terms))


def _sides(annex: AnnexSeen) -> Iterator[Flaw]:
    terms = annex.terms
    for side in annex.posters:
        amount, threshold = terms.independent_amount.of(side), terms.threshold.of(side)
        # one that does not read is a threshold all the same
        is_lost = {(), ("value",)} & set(annex.lost_parts(f"threshold.{side}"))
        if is_above_nil(amount) and (is_above_nil(threshold) or is_lost):
            form = annex.form
            yield Flaw(
                annex.at(f"independent_amount.{side}"),
                f"party {side} has an independent amount and a threshold, and whether the "
                "threshold absorbs the amount is not said",
                "write `independent_amount_is: inside threshold` (the printed formula), "
                "`outside` or `separate`",
                why="the printed formula adds the amount before it takes the threshold off, so "
                "the amount may never be posted",
                cites=(cite("independent-amount", form), cite("credit-support-amount", form)),
                also=((annex.at(f"threshold.{side}"), "the threshold it meets"),),
                fix=annex.sheet.adding(annex.path, LINE, f"say `{LINE}`", is_safe=True)
                if not annex.says("independent_amount_is")
                else None,
            )
            return


RULE = Rule(Severity.INFO, _find)
