"""The margin approach joins an independent amount that no annex has.

What it finds:
    An initial-margin annex whose approach is `allocated` or `greater of`, in an agreement in
    which nobody has an independent amount: not in another annex, not in a Confirmation, not as
    Margin Amount (IA).
Why it matters:
    Both approaches set initial margin against the independent amount. Without one they do
    nothing that `distinct` does not, and most often the amount was forgotten.
What to do:
    State the independent amount in the other annex, or elect `distinct`.
Law:
    The paragraph of the margin approach in the 2018 forms, and that of Margin Amount (IA).
"""

from collections.abc import Iterator
from typing import Any

from isda.basics.finding import Severity
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.posting import is_above_nil
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.initial_margin import MarginApproach

JOINED = frozenset({MarginApproach.ALLOCATED, MarginApproach.GREATER_OF})


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if not annex.is_initial_margin or annex.terms.margin_approach.value not in JOINED:
            continue
        if not _has_amount(annex):
            yield Flaw(
                annex.at("margin_approach"),
                f"the approach is `{annex.terms.margin_approach.value}`, and no annex has an "
                "independent amount for it",
                "state the independent amount of the other annex, or write `distinct`",
                why="the approach sets initial margin against an independent amount",
                cites=(
                    cite("margin-approach", annex.form),
                    cite("margin-amount-ia", annex.form),
                ),
            )


def _has_amount(annex: AnnexSeen) -> bool:
    """Whether anything on the same day says an independent amount, or may have said it."""
    if annex.is_lost("margin_amount") or annex.sheet.agreement.confirmations:
        return True
    amounts: list[Any] = [annex.terms.margin_amount.IA]
    for other in annex.sheet.annexes:
        if hasattr(other.terms, "independent_amount"):
            amounts.append(other.terms.independent_amount)
            if other.is_lost("independent_amount"):
                return True
    terms = [each.of(side) for each in amounts for side in SIDES]
    return any(is_above_nil(term) or term.unresolved for term in terms)


RULE = Rule(Severity.WARNING, _find)
