"""The minimum transfer amounts of a party are together above the cap of a regime.

What it finds:
    The minimum transfer amounts of one posting party under its annexes of variation and of
    initial margin, which together are above what a regime allows, after conversion at the
    rates that the check was given; without a rate it says that nothing was compared.
Why it matters:
    The cap is one for both kinds of margin: two amounts that each keep it can break it
    together, and margin that is due is then not collected.
What to do:
    Split the cap between the annexes, such as one half each.
Law:
    Delegated Regulation (EU) 2016/2251 Article 25(1) and (4); 17 CFR 23.151 and 23.158(a).
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.amounts import plain
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite
from isda.lint.minimums import Minimum, minimums_of
from isda.lint.regimes import (
    UNDER_A_REGIME,
    distinct,
    in_currency,
    roles_of,
    rules_say,
    standing_together,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.tables.regulation import Figure, regulation
from isda.terms.checking import Profile

TOPIC = "minimum-transfer-amount"
OF_ONE_ACCOUNT = "minimum-transfer-amount-of-one-account"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annexes in standing_together(sheet):
        for poster in SIDES:
            every = minimums_of(annexes, poster)
            for figure, parts in _by_figure(sheet, every or (), poster):
                yield from _flaws(sheet, parts, figure)


def _by_figure(
    sheet: Sheet, every: tuple[Minimum, ...], poster: Side
) -> Iterator[tuple[Figure, tuple[Minimum, ...]]]:
    """Yield each cap with the minimums that it binds; of two that are one, the better read."""
    by_regime: dict[Profile, tuple[Minimum, ...]] = {}
    for one in every:
        for regime in one.annex.binding(poster):
            by_regime[regime] = (*by_regime.get(regime, ()), one)
    by_parts: dict[tuple[str, ...], list[Profile]] = {}
    for regime, parts in by_regime.items():
        by_parts.setdefault(tuple(each.path for each in parts), []).append(regime)
    for regimes in by_parts.values():
        caps = (_cap(sheet, regime) for regime in regimes)
        for figure in distinct(cap for cap in caps if cap is not None):
            yield figure, by_regime[regimes[0]]


def _cap(sheet: Sheet, regime: Profile) -> Figure | None:
    known = regulation(regime)
    if any("managed account" in role for role in roles_of(sheet)):
        account = known.known(OF_ONE_ACCOUNT, sheet.on)
        if account is not None:
            return account
    return known.known(TOPIC, sheet.on)


def _flaws(sheet: Sheet, parts: tuple[Minimum, ...], figure: Figure) -> Iterator[Flaw]:
    amounts = [in_currency(sheet, each.money, figure.unit) for each in parts]
    cap = Money(figure.value or Decimal(0), figure.unit)
    rules = rules_say(figure, f"allow at most {cap} for variation and initial margin together")
    total = sum((each for each in amounts if each is not None), Decimal(0))
    if total > cap.amount:
        yield _flaw(
            parts,
            figure,
            "the minimum transfer amounts of a party come to "
            f"{Money(Decimal(plain(total)), cap.currency)}, and {rules}",
            f"write amounts that come to at most {cap} together",
        )
    elif None in amounts:
        other = parts[amounts.index(None)].money.currency
        yield _flaw(
            parts,
            figure,
            f"the minimum transfer amounts were not compared, for no rate of {other} against "
            f"{cap.currency} was given, and {rules}",
            f"check with `--rate {cap.currency}/{other}=...`",
            Severity.INFO,
        )


def _flaw(
    parts: tuple[Minimum, ...],
    figure: Figure,
    message: str,
    help_text: str,
    severity: Severity | None = None,
) -> Flaw:
    last = parts[-1]
    return Flaw(
        last.path,
        message,
        help_text,
        why="the cap is one for both kinds of margin, and what stays below is not collected",
        cites=(cite("minimum-transfer-amount", last.annex.form),),
        sources=(figure.source,),
        also=tuple((each.path, f"{each.money} stands here") for each in parts[:-1]),
        severity=severity,
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC, OF_ONE_ACCOUNT))
