"""A Legal Entity Identifier is not one.

What it finds:
    A `lei:` that is not twenty letters and digits, or whose last two digits do not fit the
    others.
Why it matters:
    The check digits exist to catch a slip in copying: an identifier that fails them names
    nobody, and reports and files that carry it are turned back.
What to do:
    Look the party up in the register of the Global LEI Foundation and copy the identifier.
Law:
    ISO 17442; the check digits are those of ISO 7064, modulus 97-10. The standard itself was
    not read, only descriptions of it, so the finding is no more than a warning.
"""

from collections.abc import Iterator

from isda.basics.amounts import shown
from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.lint.identifiers import ISO_17442, is_lei, lei_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for side in SIDES:
        lei = lei_of(sheet, side)
        if lei is not None and not is_lei(lei):
            yield Flaw(
                f"parties.{side}.lei",
                f"{shown(lei)} is no Legal Entity Identifier: twenty letters and digits, of "
                "which the last two check the others",
                f"copy the identifier of party {side} from the register of LEIs",
                why="an identifier whose check digits do not fit names nobody",
                sources=(ISO_17442,),
            )


RULE = Rule(Severity.ERROR, _find)
