"""A paragraph is cited that the form does not have.

What it finds:
    An `at:` that can only come from another form: one of paragraph 13 in an annex whose
    elections are paragraph 11, or one of paragraph 11 in an annex whose elections are
    paragraph 13, where its own paragraph 11 has no such part. Letters that a document skips,
    repeats or adds are left alone.
Why it matters:
    A reader who looks the term up finds another subject, or nothing; most often the sheet, or
    the document itself, was copied from another form.
What to do:
    Write the paragraph as the document prints it, or correct `form:`.
Law:
    Paragraph 13 of the New York annexes and the English deeds; paragraph 11 of the English
    title-transfer annexes.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.law.register import rows
from isda.lint.printed_places import Given, PrintedPlace, elections_of, places_given
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.printed import COLLATERAL_FORMS, UNREAD

OF_SECURITY: Final = 13
OF_TITLE_TRANSFER: Final = 11


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        for layer in places_given(annex):
            for given in layer:
                if _is_of_another(given.place, annex.form):
                    yield _flaw(annex, given)


def _is_of_another(place: PrintedPlace, form: Form) -> bool:
    elections = elections_of(form)
    if elections == OF_TITLE_TRANSFER:
        return place.number == OF_SECURITY and bool(place.levels)
    if elections == OF_SECURITY and place.number == OF_TITLE_TRANSFER and place.levels:
        return str(place) not in _known(form) and any(
            str(place) in _known(other)
            for other in COLLATERAL_FORMS
            if elections_of(other) == OF_TITLE_TRANSFER
        )
    return False


@cache
def _known(form: Form) -> frozenset[str]:
    return frozenset(row.paragraph for row in rows(form))


def _flaw(annex: AnnexSeen, given: Given) -> Flaw:
    form, elections = annex.form, elections_of(annex.form)
    return Flaw(
        given.path,
        f"{form.title} has no {given.place}: its elections are in paragraph {elections}",
        "write the paragraph as the document prints it, or correct the form",
        why="a paragraph of another form says that the term was copied from there",
        cites=(cite("notification-time", form),),
        severity=Severity.WARNING if form in UNREAD else None,
    )


RULE = Rule(Severity.ERROR, _find)
