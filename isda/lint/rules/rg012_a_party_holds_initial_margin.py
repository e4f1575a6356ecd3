"""A party, or its affiliate, is named as the holder of initial margin.

What it finds:
    A custodian of initial margin whose name contains that of a party, or that is called an
    affiliate, the Secured Party or a party by its letter. Only who holds is judged: an account
    is often named after the party it is kept for, and is left alone. The European article
    speaks of cash; what the United States ask for is understood to be wider: check.
Why it matters:
    A holder of the same group fails with the party it belongs to.
What to do:
    Name a bank or depository outside both groups.
Law:
    Delegated Regulation (EU) 2016/2251 Article 19(1)(e); 12 CFR 237.7.
"""

import re
from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.custodians import OF_ALL, OF_CASH, figures_of_custody, holders_named
from isda.lint.regimes import UNDER_A_REGIME, distinct, rules_say
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure

_OWN = re.compile(r"\b(an|its|own) affiliate\b|\baffiliate of\b|\bsecured party\b|^party [ab]$")
_ACCOUNT = re.compile(
    r"\baccounts?(?: (?:no\.?|number))?(?: [\w-]*\d[\w-]*)? (?:of|for|in the name of)\b.*"
)
"""Whose account it is; that does not say who keeps it."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            for path, holder in holders_named(annex, poster):
                if _is_own(sheet, holder):
                    for figure in distinct(figures_of_custody(annex, poster)):
                        yield _flaw(annex, path, holder, figure)


def _flaw(annex: AnnexSeen, path: str, holder: str, figure: Figure) -> Flaw:
    wanted = (
        "want cash of initial margin with a holder outside both groups"
        if figure.topic == OF_CASH
        else "want a holder outside both groups"
    )
    return Flaw(
        path,
        f"{holder} would hold the initial margin, and {rules_say(figure, wanted)}",
        "name a bank or depository that belongs to neither group",
        why="a holder of the same group fails with the party it belongs to",
        cites=(cite("custodian", annex.form),),
        sources=(figure.source,),
    )


def _is_own(sheet: Sheet, holder: str) -> bool:
    words = _ACCOUNT.sub("", " ".join(holder.casefold().split()))
    parties = sheet.agreement.parties
    if words.startswith("not ") or " not " in words:
        return False
    names = (" ".join(parties.of(side).name.casefold().split()) for side in SIDES)
    return bool(_OWN.search(words)) or any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names if name
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_CASH, OF_ALL))
