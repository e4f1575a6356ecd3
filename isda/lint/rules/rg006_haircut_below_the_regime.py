"""A haircut is smaller than the one a regime prints.

What it finds:
    A row of eligible collateral whose haircut (100 less the valuation percentage; a margin
    ratio is converted) is below the regime's for that class of asset and remaining maturity,
    at the best credit quality that the regime's table has. A row that touches several
    maturity buckets is held against the strictest of them. An asset whose name tells no class
    is told once, as information: nothing was compared.
Why it matters:
    Collateral that is counted too high leaves margin uncollected on every call.
What to do:
    Lower the percentage, or split the row at the regime's maturities (1 year, 5 years).
    Rows by duration and rows whose percentages go by column are left alone; so is the credit
    quality, which a sheet does not know, and an annex that is capped by the same regime with
    `percentages_at_most:`. The haircuts and the names that are known stand
    below.
Law:
    Delegated Regulation (EU) 2016/2251 Annex II; Appendix B of 12 CFR 45, 349 and 1221.
"""

from collections.abc import Iterator

from isda.basics.finding import Fix, Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, rules_say
from isda.lint.regulatory_haircuts import (
    Beside,
    Unclassed,
    has_maturity,
    length_of,
    percent,
    rows_beside,
    rows_of_no_class,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    seen: set[tuple[str, str, str]] = set()
    for beside in rows_beside(sheet):
        best = beside.printed.best.percent
        same = (beside.path, str(beside.taken), str(best))
        if beside.taken < best and not beside.is_capped and same not in seen:
            seen.add(same)
            yield _flaw(beside)
    named: set[str] = set()
    for row in rows_of_no_class(sheet):
        if row.asset not in named:
            named.add(row.asset)
            yield _not_compared(row)


def _flaw(beside: Beside) -> Flaw:
    best = beside.printed.best
    taken, least = percent(beside.taken), percent(best.percent)
    asked = (
        f"want a haircut of at least {least} for a remaining maturity {length_of(best)}, which "
        "the row touches"
        if has_maturity(best)
        else f"want a haircut of at least {least}"
    )
    return Flaw(
        beside.path,
        f"{beside.row.asset} is taken with a haircut of {taken}, and {rules_say(best, asked)}",
        f"write a haircut of at least {least}, or split the row where the regime does",
        why="even at the best credit quality, collateral counted higher leaves margin "
        "uncollected",
        cites=(cite("valuation-percentage", beside.annex.form),),
        sources=(best.source,),
        fix=_fix(beside),
    )


def _not_compared(row: Unclassed) -> Flaw:
    return Flaw(
        row.path,
        f"not compared: the class of {row.asset} is not known",
        "hold its percentage against the haircuts of the regime by hand; the page of this rule "
        "lists the names that are known",
        why="a name that may mean two classes of asset, or none, is not guessed",
        cites=(cite("valuation-percentage", row.annex.form),),
        severity=Severity.INFO,
    )


def _fix(beside: Beside) -> Fix | None:
    best = beside.printed.best.percent
    written = {"haircut": percent(best), "valuation_percentage": percent(100 - best)}
    text = written.get(beside.row.kind)
    if text is None:
        return None
    what = f"write {text}"
    return beside.annex.sheet.replacing(beside.path, text, what, is_safe=False)


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, reads_haircuts=True)
