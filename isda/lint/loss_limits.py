"""Loss-limit agreements as rules see them: the client, the bank and the limit."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from isda.basics.arithmetic import EXACT, times
from isda.basics.money import Money
from isda.basics.party import Side
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import SILENT


def loss_limits(sheet: Sheet) -> Iterator[AnnexSeen]:
    """Yield the loss-limit agreements of a sheet."""
    yield from (annex for annex in sheet.annexes if annex.is_loss_limit)


def client_of(annex: AnnexSeen) -> Side | None:
    """Return the party that posts, where it can be told."""
    return annex.posters[0] if annex.posters else None


def limit_of(annex: AnnexSeen) -> Money | None:
    """Return the limit as a sum: stated, or a share of the credit line; None where neither."""
    said = annex.terms.loss_limit
    if isinstance(said.value, Money):
        return said.value
    line, share = said.credit_line, getattr(said.percent_of_credit_line, "fraction", None)
    if line is None or not isinstance(share, Decimal):
        return None
    with localcontext(EXACT):
        return Money(times(line.amount, share), line.currency)


def is_silent(annex: AnnexSeen, key: str) -> bool:
    """Whether nothing is said of a term, and it is not marked as unresolved."""
    term = getattr(annex.terms, key)
    return term.value in SILENT and not term.unresolved
