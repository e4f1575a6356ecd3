"""What regulators set, as it binds the annexes of a sheet on the day of the check."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from isda.basics.arithmetic import over, times
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.source import Mark, Source
from isda.lint.once import once
from isda.lint.rule import LIMITS
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.haircuts import HaircutRow
from isda.tables.regulation import Figure, regulation
from isda.terms.checking import REGIMES
from isda.terms.reading import Answer

UNDER_A_REGIME: Final = frozenset(REGIMES)
"""The profiles under which a rule of this family runs."""


RANKS: Final = MappingProxyType({mark: rank for rank, mark in enumerate(Mark)})
"""Marks, the surest first."""


def figures_of(annex: AnnexSeen, topic: str, poster: Side | None = None) -> Iterator[Figure]:
    """Yield a figure of each regime that binds an annex and knows it on the day."""
    for regime in annex.binding(poster):
        figure = regulation(regime).known(topic, annex.sheet.on)
        if figure is not None:
            yield figure


def distinct(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures that differ: of regimes that set the same, the best verified one."""
    found: dict[tuple[str, str], Figure] = {}
    for figure in sorted(figures, key=_rank):
        found.setdefault((figure.words, figure.unit), figure)
    return tuple(found.values())


def strongest(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the best verified of what regimes say alike in other words; none of none."""
    return tuple(sorted(figures, key=_rank)[:1])


def _rank(figure: Figure) -> int:
    return RANKS[figure.source.mark]


def name_of(regime: str) -> str:
    """Return a regime's name as messages say it.

    Example:
        >>> name_of("uk")
        'United Kingdom'
    """
    return regulation(regime).name


def rules_say(figure: Figure | HaircutRow, what: str) -> str:
    """Return what a regime's rules do, as surely as their text was verified.

    What nobody read at its source is no settled fact: it is reported, or has to be checked.

    Args:
        figure: Where it stands, with the mark of how it was verified.
        what: What the rules do, as after `they`.

    Example:
        >>> from datetime import date
        >>> for regime in ("eu", "uk", "kr"):
        ...     known = regulation(regime).on("minimum-transfer-amount", date(2026, 1, 2))
        ...     print(rules_say(known, "have one cap"))
        European Union rules have one cap
        United Kingdom rules are reported to have one cap
        Korea rules are understood to have one cap: check
    """
    name, surest = name_of(figure.regime), LIMITS[figure.source.mark]
    if surest is Severity.ERROR:
        return f"{name} rules {what}"
    if surest is Severity.WARNING:
        return f"{name} rules are reported to {what}"
    return f"{name} rules are understood to {what}: check"


def variation_margin(sheet: Sheet) -> Iterator[AnnexSeen]:
    """Yield each annex of variation margin that a regime binds."""
    for annex in sheet.annexes:
        if annex.binding() and not annex.is_initial_margin:
            yield annex


def initial_margin(sheet: Sheet) -> Iterator[AnnexSeen]:
    """Yield each annex of initial margin that a regime binds."""
    for annex in sheet.annexes:
        if annex.binding() and annex.is_initial_margin:
            yield annex


@once
def standing_together(sheet: Sheet) -> tuple[tuple[AnnexSeen, ...], ...]:
    """Return the annexes that a regime binds as they stand on one day, day by day."""
    days = dict.fromkeys(annex.day for annex in sheet.annexes)
    every = (
        tuple(sheet.annex_on(number, day) for number in range(len(sheet.agreement.annexes)))
        for day in days
    )
    return tuple(tuple(annex for annex in each if annex.binding()) for each in every)


def in_currency(sheet: Sheet, money: Money, currency: str) -> Decimal | None:
    """Return an amount in another currency; None where the check was given no rate for it.

    A rate by the pair EUR/USD says how many dollars a euro is.
    """
    if money.currency == currency or not money.amount:
        return money.amount
    if (rate := sheet.rates.get(f"{money.currency}/{currency}")) is not None:
        return times(money.amount, rate)
    rate = sheet.rates.get(f"{currency}/{money.currency}")
    return over(money.amount, rate) if rate else None


def amounts_said(term: object) -> Iterator[Money | Answer]:
    """Yield what a term may come to: its amount, its rows, and those of its ratings."""
    value = getattr(term, "value", Answer.NOT_STATED)
    if isinstance(value, Money | Answer):
        yield value
    rated = getattr(term, "by_rating", {})
    for row in (*getattr(term, "while_", ()), *rated.values()):
        if isinstance(row.value, Money | Answer):
            yield row.value


def greatest(term: object) -> Money | Answer | None:
    """Return the most that a term may come to; None where that cannot be told.

    Infinite is more than any amount; amounts in several currencies are not compared.
    """
    said = tuple(amounts_said(term))
    if Answer.INFINITE in said:
        return Answer.INFINITE
    if Answer.TO_BE_AGREED in said or getattr(term, "unresolved", None):
        return None
    money = [each for each in said if isinstance(each, Money) and each.amount]
    if len({each.currency for each in money}) > 1:
        return None
    return max(money, key=lambda each: each.amount, default=Answer.NIL)


def roles_of(sheet: Sheet) -> tuple[str, ...]:
    """Return the role of each party in small letters; empty where none is stated."""
    parties = sheet.agreement.parties
    return tuple((parties.of(side).role or "").casefold() for side in Side)


def sources_of(*figures: Figure) -> tuple[Source, ...]:
    """Return where figures stand, each once."""
    return tuple(dict.fromkeys(figure.source for figure in figures))
