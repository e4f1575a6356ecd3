"""It is not said what happens when one of several agencies does not rate.

What it finds:
    An amount that the ratings of several agencies pick, without a word on an agency that rates
    nothing.
Why it matters:
    One agency may withdraw its rating while another keeps its own. The engine then reads the
    others, which is our choice and no form's.
What to do:
    Say it: `one_missing: use the others`, `last row` or `undefined`.
Law:
    The paragraph of the amount that the table gives; the forms print no rule for it.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.lint.tables_by_rating import tables_by_rating
from isda.terms.ratings import OneMissing

LINE = f"one_missing: {OneMissing.OTHERS}"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables_by_rating(sheet):
        if table.agencies[1:] and "one_missing" not in table.term.model_fields_set:
            named = " / ".join(table.agencies)
            yield Flaw(
                f"{table.at}.by_rating",
                f"the table reads {named}, and what holds when one of them rates nothing is "
                "not said",
                "write `one_missing: use the others`, `last row` or `undefined`",
                why="left out, the ratings of the others are read, which no form says",
                cites=table.cites,
                fix=sheet.adding(table.at, LINE, f"say `{LINE}`", is_safe=False),
            )


RULE = Rule(Severity.WARNING, _find)
