"""The law of an annex is not the law its form is written for.

What it finds:
    A `governing_law:` of an annex that is another than its form's own: New York for the New
    York annexes, England for the English annexes and deeds, and so on.
Why it matters:
    Whether a pledge, a charge or a transfer of title holds is decided by the law it was
    written for; under another one the words may create nothing.
What to do:
    Correct the law or the form, or accept the finding with the opinion that supports it. Where
    the Master is under the law of the annex, no program changes the one without the other.
Law:
    The governing law of the annex; the form decides the technique.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.laws import same_law
from isda.lint.rule import Flaw, Rule
from isda.lint.schedule import schedule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.derived import NATURES
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        own = NATURES[annex.form].own_law
        law = annex.terms.governing_law.value
        if own is not None and not isinstance(law, Answer) and not same_law(law, own):
            yield _flaw(annex, law, own)


def _flaw(annex: AnnexSeen, law: str, own: str) -> Flaw:
    at = annex.at("governing_law")
    value = f"{at}.value" if annex.sheet.node(f"{at}.value") is not None else at
    form = annex.form
    is_of_the_master = _is_of_the_master(annex.sheet, law)
    fix = annex.sheet.replacing(value, own, "write the law of the form", is_safe=False)
    return Flaw(
        value,
        f"the annex is under the law of {law}, and {form.title} is written for {own}",
        "correct the form, or the law of both the annex and its Master"
        if is_of_the_master
        else f"write `{own}`, or correct the form",
        why="whether its pledge, charge or transfer holds is decided by the law it was written "
        "for",
        cites=(cite("governing-law", form),),
        fix=None if is_of_the_master else fix,
    )


def _is_of_the_master(sheet: Sheet, law: str) -> bool:
    """Whether the Master is under the same law, so that another one would part the two."""
    master = schedule(sheet)
    above = Answer.NOT_STATED if master is None else master.terms.governing_law.value
    return not isinstance(above, Answer) and same_law(law, above)


RULE = Rule(Severity.WARNING, _find)
