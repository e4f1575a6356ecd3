"""A table by rating has no row for a party that is not rated.

What it finds:
    An amount that a rating picks, in a table without the row `unrated:`.
Why it matters:
    Once every agency has withdrawn its rating no row holds, and the amount cannot be told: the
    call is undefined until the parties agree.
What to do:
    Add the row: `unrated: nil`, or the amount agreed.
Law:
    The paragraph of the amount that the table gives.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.lint.tables_by_rating import tables_by_rating
from isda.terms.ratings import UNRATED


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables_by_rating(sheet):
        if UNRATED not in table.term.by_rating:
            yield Flaw(
                f"{table.at}.by_rating",
                "the table says nothing of a party that no agency rates",
                "add the row `unrated: nil`, or the amount agreed",
                why="without a rating no row holds, and the amount is undefined",
                cites=table.cites,
            )


RULE = Rule(Severity.WARNING, _find)
