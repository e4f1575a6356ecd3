"""The annex is under another law than its Master, and nothing says why.

What it finds:
    A `governing_law:` of an annex that is another than the Master's, without a `note:` or an
    `at:` beside it.
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

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.laws import same_law
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import ScheduleSeen, schedule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    master = schedule(sheet)
    if master is None or isinstance(master.terms.governing_law.value, Answer):
        return
    for annex in sheet.annexes:
        term = annex.terms.governing_law
        has_reason = bool(term.note or term.at or term.unresolved)
        if isinstance(term.value, Answer) or has_reason:
            continue
        if not same_law(term.value, master.terms.governing_law.value):
            yield _flaw(annex, master)


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
