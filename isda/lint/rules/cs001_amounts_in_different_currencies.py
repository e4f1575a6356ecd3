"""Amounts of one annex stand in different currencies.

What it finds:
    A threshold, minimum transfer amount, independent amount, rounding multiple or limit of an
    annex that is in another currency than the annex's base currency.
Why it matters:
    Every test of the annex is made in the base currency; an amount in another one is
    converted each day, so that what triggers a call moves with the rate.
What to do:
    Write the amount in the base currency, or correct `base_currency:`; where two currencies
    were truly agreed, accept the finding with the reason.
Law:
    The paragraph that elects the base currency of the annex.
"""

from collections.abc import Iterator
from typing import Any

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.amounts import amounts_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        base: Any = annex.base_currency
        for path, money in amounts_of(annex):
            if money.currency != base and base is not None:
                yield _flaw(annex.at("base_currency"), path, money, base, annex.form)


def _flaw(base_at: str, path: str, money: Money, base: str, form: Any) -> Flaw:
    return Flaw(
        path,
        f"{money} is in another currency than the annex, whose base currency is {base}",
        f"write the amount in {base}, or correct `base_currency:`",
        why="the tests of the annex are made in the base currency, so this amount moves with "
        "the rate of exchange",
        cites=(cite("base-currency", form),),
        also=((base_at, f"the base currency is {base}"),),
    )


RULE = Rule(Severity.WARNING, _find)
