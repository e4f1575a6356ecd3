"""Under an English annex of 1995 the haircuts stay at close-out.

What it finds:
    A CSA of 1995 under English law with a percentage below 100 %, and no election that lifts
    the percentages once an Early Termination Date is set.
Why it matters:
    As printed the balance enters the close-out at its value after the percentage. The party
    that posted securities gets back less than they are worth; many agreements amend this.
What to do:
    Check the document. Where it amends this, write
    `all_percentages: {while: [{event: Early Termination Date, of: either, value: 100%}]}`.
Law:
    Paragraph 6 and the definition of Value of the English annex of 1995.
"""

from collections.abc import Iterator
from typing import Any

from isda.basics.cite import Cite
from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.basics.percentages import Haircut, Percentage
from isda.law.forms import Form
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.events import EARLY_TERMINATION_DATE, EVENT_OF_DEFAULT

FORM = Form.CSA_1995_ENGLISH
AT_CLOSE_OUT = (EARLY_TERMINATION_DATE, EVENT_OF_DEFAULT)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.form is not FORM or _is_lifted(annex.terms):
            continue
        if any(_takes_off(row) for row in annex.terms.eligible_collateral):
            yield Flaw(
                annex.at("eligible_collateral"),
                "the haircuts stay at close-out: the sheet has no amendment that lifts them",
                "check the document; where it lifts them, elect `all_percentages:` for an "
                "Early Termination Date",
                why="as printed the balance enters the close-out at its value after the "
                "percentage",
                cites=(Cite(FORM.value, "6"), Cite(FORM.value, "10 Value")),
            )


def _is_lifted(terms: Any) -> bool:
    return any(row.event in AT_CLOSE_OUT for row in terms.all_percentages.while_)


def _takes_off(row: Any) -> bool:
    """Whether a row counts less than its market value, for a party or in a column."""
    if row.by_column is not None:
        return any(_is_below(cell) for cell in row.by_column.values())
    return any(_is_below(row.counted(side)) for side in SIDES)


def _is_below(cell: Any) -> bool:
    if isinstance(cell, dict):
        return any(_is_below(part) for part in cell.values())
    whole = 0 if isinstance(cell, Haircut) else 1
    return isinstance(cell, Percentage) and cell.fraction != whole


RULE = Rule(Severity.INFO, _find)
