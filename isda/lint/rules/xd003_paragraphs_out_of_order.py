"""Paragraphs stand out of order, or one is given to two terms.

What it finds:
    Two terms whose `at:` is the same paragraph although the form elects them in different
    ones, and terms whose paragraphs come in another order than in the form. Only the
    paragraph of the elections is compared.
Why it matters:
    Documents do skip and repeat letters, so this may be right; it is also the trace of a
    clause that was copied to the wrong place.
What to do:
    Look at the document, and correct `at:` where the sheet is wrong.
Law:
    The paragraph of the elections, in the order in which the form prints them.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from isda.basics.finding import Severity
from isda.law.paragraphs import PARAGRAPHS, cite
from isda.lint.printed_places import Given, PrintedPlace, elections_of, places_given
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.election import topic_of


class Pair(NamedTuple):
    """A paragraph that the sheet gives, and the one in which the form elects the term."""

    given: Given
    home: PrintedPlace
    topic: str


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        for layer in places_given(annex):
            pairs = sorted(_pairs(annex, layer), key=lambda pair: pair.home.order)
            for one, other in pairwise(pairs):
                if not _is_within(one.home, other.home):
                    yield from _compared(annex, one, other)


def _pairs(annex: AnnexSeen, layer: tuple[Given, ...]) -> Iterator[Pair]:
    """Yield the first place of each term that form and sheet both put among the elections."""
    seen: set[str] = set()
    for given in layer:
        if given.key not in type(annex.terms).model_fields or given.key in seen:
            continue
        topic = topic_of(annex.terms, given.key)
        home = PrintedPlace.read(PARAGRAPHS.get(topic, {}).get(annex.form, ""))
        elections = elections_of(annex.form)
        if home is not None and given.place.number == home.number == elections:
            seen.add(given.key)
            yield Pair(given, home, topic)


def _is_within(one: PrintedPlace, other: PrintedPlace) -> bool:
    return other.levels[: len(one.levels)] == one.levels


def _compared(annex: AnnexSeen, one: Pair, other: Pair) -> Iterator[Flaw]:
    first, second = one.given.place, other.given.place
    if first.order < second.order or (_is_within(first, second) and first != second):
        return
    found = (
        f"{first} is the place of two terms, `{one.given.key}` and `{other.given.key}`"
        if first == second
        else f"`{other.given.key}` at {second} comes before `{one.given.key}` at {first}, and "
        "the form has them the other way round"
    )
    yield Flaw(
        other.given.path,
        found,
        "look at the document, and correct `at:` where the sheet is wrong",
        why=f"the form elects this term at {other.home}",
        cites=(cite(other.topic, annex.form),),
        also=((one.given.path, "the other term"),),
    )


RULE = Rule(Severity.INFO, _find)
