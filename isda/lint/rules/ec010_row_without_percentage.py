"""A row of the table states no percentage.

What it finds:
    A row of eligible collateral without valuation percentage, haircut or margin ratio, in a
    form that prints no answer for it. Cash at its face in the 1994 form needs none, the 2016
    English form prints 100 %, and percentages that a regulation gives need none. Loss-limit
    agreements, which have conventions of their own, are left to their own rules.
Why it matters:
    What falls under the row has no percentage: its value is undefined, and so is the call.
What to do:
    Write the percentage of the document; `to be agreed` where it is still open.
Law:
    The paragraph of the percentages.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import Table, tables
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.initial_margin import Stated
from isda.terms.printed import PRINTED, printed
from isda.terms.reading import Answer
from isda.terms.switches import CashPercentage

CASH = "cash"
KEY = "valuation_percentage"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        form = table.annex.form
        if form in PRINTED[KEY] or table.annex.is_loss_limit or _is_regulatory(table):
            continue
        at_face = _at_face(table)
        for row, at in table.rows:
            if row.kind is None and not (at_face and row.asset.casefold() == CASH):
                yield Flaw(
                    f"{at}.asset",
                    f"the row of {row.asset} states no percentage, and the form prints none",
                    "add `valuation_percentage:`, `haircut:` or `margin_ratio:` as the "
                    "document prints it, or `valuation_percentage: to be agreed`",
                    why="what falls under the row is undefined without its percentage",
                    cites=(cite("valuation-percentage", form),),
                )


def _is_regulatory(table: Table) -> bool:
    stated = getattr(table.annex.terms, "valuation_percentage_is", None)
    return stated is not None and (stated.value is Stated.REGULATORY or bool(stated.unresolved))


def _at_face(table: Table) -> bool:
    """Whether cash counts at its face, whatever the table says."""
    said = table.annex.terms.cash_percentage.value
    held = printed("cash_percentage", table.annex.form) if isinstance(said, Answer) else said
    return held is CashPercentage.FACE


RULE = Rule(Severity.WARNING, _find)
