"""A threshold of initial margin is above the cap of a regime.

What it finds:
    A Threshold (IM) that is or may become more than the regime allows, after conversion at the
    rates that the check was given; infinite is always more. Where a role says that both
    parties are of one group, the lower cap inside a group counts, if the regime has one.
Why it matters:
    Margin above the cap has to be collected; a higher threshold leaves it out.
What to do:
    Write an amount at or below the cap, counting what other annexes of the groups use of it.
Law:
    Delegated Regulation (EU) 2016/2251 Article 29(1); 12 CFR 349.2 and its twins.
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, distinct, greatest, in_currency, rules_say
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.lint.threshold_caps import IN_ONE_GROUP, TOPIC, caps_of
from isda.tables.regulation import Figure
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            said = greatest(annex.terms.threshold.of(poster))
            for cap in distinct(caps_of(annex, poster)):
                if said is Answer.INFINITE:
                    yield _too_high(annex, poster, said, cap)
                elif isinstance(said, Money):
                    yield from _compared(annex, poster, said, cap)


def _compared(annex: AnnexSeen, poster: Side, said: Money, cap: Figure) -> Iterator[Flaw]:
    amount = in_currency(annex.sheet, said, cap.unit)
    if amount is None:
        yield _flaw(
            annex,
            poster,
            cap,
            f"the threshold of initial margin, {said}, was not compared, for no rate of "
            f"{said.currency} against {cap.unit} was given, and {_allowed(cap)}",
            f"check with `--rate {cap.unit}/{said.currency}=...`",
            Severity.INFO,
        )
    elif amount > (cap.value or 0):
        yield _too_high(annex, poster, said, cap)


def _too_high(annex: AnnexSeen, poster: Side, said: object, cap: Figure) -> Flaw:
    return _flaw(
        annex,
        poster,
        cap,
        f"the threshold of initial margin is {said}, and {_allowed(cap)}",
        f"write at most {_money(cap)}, less what other annexes of the groups use of it",
    )


def _flaw(
    annex: AnnexSeen,
    poster: Side,
    cap: Figure,
    message: str,
    help_text: str,
    severity: Severity | None = None,
) -> Flaw:
    return Flaw(
        annex.at(f"threshold.{poster}"),
        message,
        help_text,
        why="margin above the cap has to be collected",
        cites=(cite("threshold", annex.form),),
        sources=(cap.source,),
        severity=severity,
    )


def _allowed(cap: Figure) -> str:
    return rules_say(cap, f"have a cap of {_money(cap)} on it")


def _money(cap: Figure) -> Money:
    return Money(cap.value or Decimal(0), cap.unit)


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC, IN_ONE_GROUP))
