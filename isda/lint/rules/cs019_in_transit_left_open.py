"""A 1994 annex does not say whether what is in transit counts.

What it finds:
    A 1994 New York annex without a word on collateral that is on its way; and, as information,
    one that says it does not count.
Why it matters:
    The text of 1994 does not speak of it, and the later forms do. Read by the letter, a
    delivery agreed and not yet settled is called for again the next day.
What to do:
    Write `in_transit: counted` or `in_transit: not counted`, as the parties agreed.
Law:
    The 1994 form leaves it to what the parties add; the 1995 and later forms count it.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.reading import SILENT
from isda.terms.switches import InTransit


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.form is not Form.CSA_1994_NEW_YORK:
            continue
        term = annex.terms.in_transit
        is_silent = term.value in SILENT and not term.unresolved
        if not is_silent and term.value is not InTransit.NOT_COUNTED:
            continue
        yield Flaw(
            annex.at("in_transit"),
            "nothing says whether collateral in transit counts, and the 1994 form does not "
            "count it"
            if is_silent
            else "collateral in transit does not count, so what is on its way is called again",
            "write `in_transit: counted`, or `not counted` if that was agreed",
            why="a delivery that has not settled is otherwise called for again the next day",
            cites=(cite("in-transit", annex.form), cite("in-transit", Form.CSA_1995_ENGLISH)),
            severity=None if is_silent else Severity.INFO,
        )


RULE = Rule(Severity.WARNING, _find)
