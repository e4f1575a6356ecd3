"""A cap is an amount in a currency that is neither the one it caps nor the base currency.

What it finds:
    A cap stated as money in another currency than the one it caps and than the base currency
    of the annex: above all a won cap that does not say `currency: KRW` in an annex computed in
    dollars.
Why it matters:
    The cap moves every day with a rate that has nothing to do with what is capped. Most often
    the currency of what is capped was left out.
What to do:
    Say what the cap is of, as in `of: {currency: KRW}`, or write the amount in the base
    currency.
Law:
    The paragraph of eligible collateral, where parties add concentration limits.
"""

from collections.abc import Iterator
from typing import Any

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.collateral import EACH, Cap, CapAmount


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.base_currency is not None and not annex.is_lost("base_currency"):
            for number, cap in enumerate(annex.terms.concentration):
                yield from _of(annex, f"{annex.at('concentration')}.{number}", cap)


def _of(annex: AnnexSeen, at: str, cap: Cap) -> Iterator[Flaw]:
    said: Any = cap.at_most
    money = said.money if isinstance(said, CapAmount) else None
    capped = cap.of.get("currency", EACH)
    if money is None or money.currency in {annex.base_currency, capped}:
        return
    yield Flaw(
        f"{at}.at_most",
        f"the cap is {money}, and {money.currency} is neither the currency it caps nor the "
        f"base currency, {annex.base_currency}",
        f"write `of: {{currency: {money.currency}}}` if collateral in {money.currency} is "
        f"capped, or the amount in {annex.base_currency}",
        why="the cap otherwise moves with a rate that has nothing to do with what is capped",
        cites=(cite("concentration", annex.form),),
        also=((annex.at("base_currency"), f"the base currency is {annex.base_currency}"),),
    )


RULE = Rule(Severity.WARNING, _find)
