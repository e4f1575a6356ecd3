"""Cash is eligible, and no interest rate is stated for it.

What it finds:
    A currency in which cash is eligible, under an annex of credit support, without a rate
    under `interest:`. Initial-margin annexes, where the holder owes no interest, and
    loss-limit agreements are left alone; so is a currency whose rate is `nil`, `not
    applicable` or unresolved.
Why it matters:
    No form prints a rate. Without one nothing says what the cash earns, and the party that
    posted it will expect the overnight rate.
What to do:
    Write the rate of the document, such as `rate: SOFR`, or `rate: nil` where cash earns
    nothing.
Law:
    The paragraph that elects the interest rate.
"""

from collections.abc import Iterator
from typing import Any

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interest_at
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import Answer

CASH = "cash"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.is_initial_margin or annex.is_loss_limit:
            continue
        for currency, row in _cash(annex).items():
            terms = annex.terms.interest.get(currency)
            if terms is None or (terms.rate is Answer.NOT_STATED and not terms.is_open):
                yield _flaw(annex, currency, row)


def _cash(annex: AnnexSeen) -> dict[str, str]:
    """Return the currencies in which cash may be posted, each with the way to its row."""
    found: dict[str, str] = {}
    for number, row in enumerate(annex.terms.eligible_collateral):
        if row.asset.casefold() == CASH and set(row.for_) & set(annex.posters):
            for currency in _currencies(annex, row):
                found.setdefault(currency, annex.at(f"eligible_collateral.{number}"))
    return found


def _currencies(annex: AnnexSeen, row: Any) -> tuple[str, ...]:
    if row.currency:
        return (row.currency,)
    base = annex.base_currency
    return annex.terms.eligible_currencies or ((base,) if base else ())


def _flaw(annex: AnnexSeen, currency: str, row: str) -> Flaw:
    return Flaw(
        interest_at(annex, currency),
        f"cash in {currency} is eligible, and no interest rate is stated for it",
        f"write the rate under `interest:`, such as `{currency}:` with `rate:` and `basis:`, "
        "or `rate: nil` where the cash earns nothing",
        why="no form prints a rate, so nothing says what the cash earns",
        cites=(cite("interest", annex.form),),
        also=((row, f"cash in {currency} is eligible here"),),
    )


RULE = Rule(Severity.WARNING, _find)
