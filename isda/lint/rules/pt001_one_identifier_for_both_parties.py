"""Both parties have the same Legal Entity Identifier.

What it finds:
    `lei:` of party A and of party B that are the same.
Why it matters:
    An identifier names one legal entity. The same one twice is a slip in copying, and files
    that are matched by it give one party's trades to the other.
What to do:
    Look each party up in the register of the Global LEI Foundation and write its own.
Law:
    The paragraph that tells the two parties apart; ISO 17442 gives one identifier to one
    legal entity.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.identifiers import lei_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    first, second = (lei_of(sheet, side) for side in Side)
    if first is not None and first == second:
        yield Flaw(
            "parties.B.lei",
            f"party B has the identifier of party A, {first}",
            "write each party's own `lei:`",
            why="an identifier names one legal entity",
            cites=tuple(cite("posting-parties", annex.form) for annex in sheet.annexes[:1]),
            also=(("parties.A.lei", "the same identifier"),),
        )


RULE = Rule(Severity.ERROR, _find)
