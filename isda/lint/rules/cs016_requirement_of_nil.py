"""What holds while no initial margin is required is not said, or switched off.

What it finds:
    An initial-margin annex of 2018 without a word on the two provisos for a requirement of
    nil, or with one of them switched off: that the holder's minimum transfer amount is nil
    then, and that the return is not rounded.
Why it matters:
    Without them the last of what is held, below the minimum or the multiple, never comes back.
What to do:
    Write `holder_nil_while_nothing_required: yes` and
    `return_unrounded_while_nothing_required: yes`, or accept the finding.
Law:
    The paragraphs of the minimum transfer amount and of the rounding of the 2018 forms.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import YesNo

PROVISOS = {
    "holder_nil_while_nothing_required": "minimum-transfer-amount",
    "return_unrounded_while_nothing_required": "rounding",
}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.is_initial_margin:
            for key, topic in PROVISOS.items():
                yield from _of(annex, key, topic)


def _of(annex: AnnexSeen, key: str, topic: str) -> Iterator[Flaw]:
    term = getattr(annex.terms, key)
    if term.value is YesNo.YES or term.unresolved:
        return
    line = f"{key}: yes"
    is_off = term.value is YesNo.NO
    yield Flaw(
        annex.at(key),
        f"`{key}` is off, so a last remainder may stay while nothing is required"
        if is_off
        else f"`{key}` is not stated; yes is taken, which is our reading",
        f"write `{line}` if that was agreed",
        why="a remainder below the minimum or the multiple otherwise never comes back",
        cites=(cite(topic, annex.form),),
        fix=None
        if annex.says(key)
        else annex.sheet.adding(annex.path, line, f"say `{line}`", is_safe=False),
    )


RULE = Rule(Severity.INFO, _find)
