"""Amounts of one annex stand in different currencies.

What it finds:
    A threshold, minimum transfer amount, independent amount, rounding multiple or limit of an
    annex that is in another currency than the annex's base currency; so are the minimum and
    the rounding of a set of rules under `regimes:`, and the amount of a Confirmation. Triggers
    that hold one figure of one party, such as a net asset value, against two currencies are
    found as well, and what currency a single one uses is left alone.
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
from itertools import chain
from typing import Any

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.amounts import amounts_of, money_at
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import topic_of

OF_REGIMES = ("minimum_transfer_amount", "rounding")
RULES = ("when", "in_when", "out_when")


def _find(sheet: Sheet) -> Iterator[Flaw]:
    bases: set[tuple[int, Any]] = set()
    for annex in sheet.annexes:
        base: Any = annex.base_currency
        is_new = (annex.number, base) not in bases
        bases.add((annex.number, base))
        for path, money in chain(_amounts(annex), _confirmed(annex) if is_new else ()):
            if money.currency != base and base is not None:
                yield _flaw(annex.at("base_currency"), path, money, base, annex.form)
        yield from _figures(annex)


def _amounts(annex: AnnexSeen) -> Iterator[tuple[str, Money]]:
    """Yield the amounts of an annex and of its sets of rules."""
    own = annex.terms.regimes if hasattr(annex.terms, "tables") else ()
    yield from amounts_of(annex)
    for key in (f"regimes.{name}.{key}" for name in own for key in OF_REGIMES):
        yield from amounts_of(annex, key)


def _confirmed(annex: AnnexSeen) -> Iterator[tuple[str, Money]]:
    """Yield the amounts of its Confirmations, which no amendment of the annex changes."""
    for each in annex.confirmed:
        yield from money_at(annex.sheet, f"{each.path}.independent_amount")


def _figures(annex: AnnexSeen) -> Iterator[Flaw]:
    """Yield triggers that hold one figure of one party against a second currency."""
    first: dict[tuple[str, Any], tuple[str, Money]] = {}
    for name, trigger in annex.terms.triggers.items():
        for key in RULES:
            rule = getattr(trigger, key)
            if rule is None or rule.fact is None:
                continue
            for at, money in money_at(annex.sheet, annex.at(f"triggers.{name}.{key}")):
                other_at, other = first.setdefault(
                    (rule.fact.casefold(), trigger.of), (at, money)
                )
                if other.currency != money.currency:
                    yield Flaw(
                        at,
                        f"{rule.fact} is held against {money} here, and against {other} "
                        "elsewhere",
                        f"write the amount in {other.currency}, or correct the other one",
                        why="the facts give a figure in one currency, and it is never compared "
                        "with another",
                        cites=(cite(topic_of(annex.terms, "triggers"), annex.form),),
                        also=((other_at, "the other currency"),),
                    )


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
