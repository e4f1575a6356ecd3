"""Both parties have an infinite threshold, so nobody ever posts.

What it finds:
    An annex in which both parties may post and both thresholds are infinite, whatever happens.
Why it matters:
    The credit support amount of each party is nil at any exposure; most often `nil` was meant,
    or the fall to nil on a default was lost in copying.
What to do:
    Write `nil` or the amount agreed, add the events at which a threshold falls away, or leave
    a party out of `posting_parties:`.
Law:
    The paragraph that elects the threshold; the credit support amount is the exposure less the
    threshold, never below nil.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.is_loss_limit or annex.posters != SIDES:
            continue
        terms = [annex.terms.threshold.of(side) for side in SIDES]
        if all(_never_ends(term) for term in terms):
            yield Flaw(
                annex.at("threshold.A"),
                "the thresholds of both parties are infinite, so nothing is ever called",
                "write the thresholds agreed, such as `nil`, or the events that end them: "
                "`nil_while: [Event of Default]`",
                why="an infinite threshold makes the credit support amount nil at any exposure",
                cites=(cite("threshold", annex.form),),
                also=((annex.at("threshold.B"), "infinite as well"),),
            )


def _never_ends(term: object) -> bool:
    value, rows, ratings = (getattr(term, key, None) for key in ("value", "rows", "by_rating"))
    return value is Answer.INFINITE and not rows and not ratings


RULE = Rule(Severity.ERROR, _find)
