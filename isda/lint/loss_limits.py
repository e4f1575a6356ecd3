"""Loss-limit agreements as rules see them: the client, the bank and the limit."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from isda.basics.arithmetic import EXACT, times
from isda.basics.money import Money
from isda.basics.party import Side
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import SILENT

BANKS = ("bank", "dealer", "은행")


def loss_limits(sheet: Sheet) -> Iterator[AnnexSeen]:
    """Yield the loss-limit agreements of a sheet."""
    yield from (annex for annex in sheet.annexes if annex.is_loss_limit)


def client_of(annex: AnnexSeen) -> Side | None:
    """Return the party that posts, where it can be told: of two, the one that is no bank."""
    roles = {side: annex.sheet.agreement.parties.of(side).role for side in annex.posters}
    clients = [side for side in annex.posters if not is_bank(roles[side])]
    found = clients if len(clients) == 1 else annex.posters
    return found[0] if found else None


def is_bank(role: str | None) -> bool:
    """Whether a role is that of a bank.

    Example:
        >>> is_bank("bank"), is_bank("client"), is_bank(None)
        (True, False, False)
    """
    return role is not None and any(word in role.casefold() for word in BANKS)


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
