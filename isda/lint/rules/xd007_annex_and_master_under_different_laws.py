"""The annex is under another law than its Master, and nothing says why.

What it finds:
    A `governing_law:` of an annex that is another than the Master's, without a `note:` or an
    `at:` beside it; and an annex of New York or England, part of the Schedule or a Transaction
    under it, whose law the sheet does not say, under a Master of the other law. Deeds, and
    annexes written for the law of another country, stand beside a Master of any law.
Why it matters:
    An annex is part of the Schedule, or a Transaction under it. Two laws in one agreement are
    at times meant, for security is often taken under the law of the form, but a court has to
    be told.
What to do:
    Correct one of the two, or write the reason as a `note:` beside the law of the annex.
Law:
    The Schedule's election of the governing law.
"""

from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.laws import laws_in, same_law
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import ScheduleSeen, schedule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.derived import CHARGE, NATURES
from isda.terms.reading import Answer

OF_MASTERS: Final = frozenset({"New York", "England"})
"""Laws that the published Masters are written for."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None or isinstance(master.terms.governing_law.value, Answer):
        return
    for annex in sheet.annexes:
        term = annex.terms.governing_law
        has_reason = bool(term.note or term.at or term.unresolved)
        if has_reason:
            continue
        if isinstance(term.value, Answer):
            yield from _unsaid(annex, master)
            continue
        if not same_law(term.value, master.terms.governing_law.value):
            yield _flaw(annex, master)


def _unsaid(annex: AnnexSeen, master: ScheduleSeen) -> Iterator[Flaw]:
    """Yield an annex whose law is not said, and whose form is of another law."""
    nature, above = NATURES[annex.form], master.terms.governing_law.value
    law = nature.own_law
    others = laws_in(above) & OF_MASTERS
    if law not in OF_MASTERS or nature.technique == CHARGE or not others or law in others:
        return
    yield Flaw(
        f"{annex.path}.form",
        f"{annex.form.title} is written for the law of {law}, its Master is under that of "
        f"{above}, and the law of the annex is not stated",
        f"write `governing_law: {law}` with the reason as a `note:`, or correct the law of the "
        "Master",
        why="an annex is part of its Master, so two laws in one agreement need a reason",
        cites=(cite("governing-law", master.form),),
        also=((master.at("governing_law"), f"the law of the Master is {above}"),),
        severity=Severity.INFO,
    )


def _flaw(annex: AnnexSeen, master: ScheduleSeen) -> Flaw:
    law, above = annex.terms.governing_law.value, master.terms.governing_law.value
    return Flaw(
        annex.at("governing_law"),
        f"the annex is under the law of {law}, and its Master under that of {above}",
        "correct one of them, or write the reason as a `note:` beside the law of the annex",
        why="an annex is part of its Master, so two laws in one agreement need a reason",
        cites=(cite("governing-law", master.form),),
        also=((master.at("governing_law"), f"the law of the Master is {above}"),),
    )


RULE = Rule(Severity.WARNING, _find)
