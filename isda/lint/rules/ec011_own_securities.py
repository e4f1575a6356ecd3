"""A party may post securities that it issued itself.

What it finds:
    A row of eligible collateral that takes securities of a named issuer, and that issuer is the
    party that may post the row.
Why it matters:
    What a party issued itself is worth least when the party fails, which is when it is needed.
What to do:
    Take the row out, or name other issuers under `issuers:`.
Law:
    The paragraph of eligible collateral. Regulators exclude such securities in rules of their
    own.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    names = {side: sheet.agreement.parties.of(side).name.casefold() for side in Side}
    for annex in sheet.annexes:
        for number, row in enumerate(annex.terms.eligible_collateral):
            issuers = {issuer.casefold() for issuer in row.issuers}
            for side in annex.posters:
                if side in row.for_ and names[side] in issuers:
                    at = annex.at(f"eligible_collateral.{number}.issuers")
                    yield Flaw(
                        at,
                        f"party {side} may post {row.asset} that it issued itself",
                        "take the row out, or name other issuers",
                        why="what a party issued itself is worth least when the party fails",
                        cites=(cite("eligible-collateral", annex.form),),
                        also=((f"parties.{side}.name", f"the name of party {side}"),),
                    )


RULE = Rule(Severity.WARNING, _find)
