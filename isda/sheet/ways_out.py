"""What to write instead, where the key tells what was meant."""

from collections.abc import Sequence
from typing import Any, Final

from isda.basics.amounts import shown
from isda.sheet.draft import Scalar

SHARES: Final = {
    "independent_amount": ("DQ047", "notional", "percent_of_notional"),
    "performance_deposit": ("DQ047", "notional", "percent_of_notional"),
    "cross_default": ("DQ047", "equity", "percent_of_equity"),
}
"""Of a term whose amount may be a share: what a share is refused by, its word and its key."""

INDICES: Final = {"ESTR": "EUR", "€STR": "EUR", "SONIA": "GBP", "TONA": "JPY", "KOFR": "KRW"}
"""Rates whose currency their name tells."""


def way_out(code: str, path: Sequence[Any], node: Any) -> str:
    """Return what to write in the place of a scalar, or nothing where it is not known.

    Args:
        code: What the scalar is refused by.
        path: The way to it.
        node: What stands there.
    """
    if not isinstance(node, Scalar):
        return ""
    if code == "DQ030" and path[-1:] == ["interest"] and node.text:
        currency = INDICES.get(node.text.upper(), "USD")
        return f"write it by currency, such as {{{currency}: {{rate: {shown(node.text)}}}}}"
    for term, (refused, word, key) in SHARES.items():
        if term in path and code == refused:
            share, sign, rest = node.text.partition("%")
            if sign and (word in rest.casefold() or not rest.strip()):
                return f"write `{key}: {shown(share.strip())}%` in the place of an amount"
    return ""
