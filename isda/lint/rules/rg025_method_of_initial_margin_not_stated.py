"""How initial margin is calculated is not stated.

What it finds:
    A regime of an initial-margin annex that binds a holder and has no method, SIMM or
    Schedule, for what the other party posts.
Why it matters:
    The regimes want the parties to agree the method in their documents; the two methods give
    very different amounts.
What to do:
    Write `method: SIMM` or `method: Schedule` under the regime.
Law:
    Delegated Regulation (EU) 2016/2251 Article 11; 17 CFR 23.158.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import REGIME_WORDS, AnnexSeen, Sheet
from isda.tables.regulation import Figure
from isda.terms.reading import Answer

TOPIC = "method-of-initial-margin"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            by_regime = {figure.regime: figure for figure in figures_of(annex, TOPIC, poster)}
            for name, regime in annex.terms.regimes.items():
                figure = by_regime.get(REGIME_WORDS.get(name.casefold(), name))
                term = regime.method.of(poster)
                is_open = isinstance(term.value, Answer) and term.unresolved is None
                if figure and is_open and poster.other in regime.holder:
                    yield _flaw(annex, name, figure)


def _flaw(annex: AnnexSeen, name: str, figure: Figure) -> Flaw:
    return Flaw(
        annex.at(f"regimes.{name}"),
        f"no method is stated under {name}, and "
        f"{rules_say(figure, 'want the method of initial margin agreed in the documents')}",
        "write `method: SIMM` or `method: Schedule`",
        why="the two methods give very different amounts",
        cites=(cite("regime-table", annex.form),),
        sources=(figure.source,),
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
