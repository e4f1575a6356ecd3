"""The amounts of money that an annex states, each with the way to it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from isda.basics.faults import AmountError
from isda.basics.money import Money
from isda.lint.sheet import AnnexSeen, Sheet
from isda.sheet.draft import Listing, Scalar
from isda.sheet.draft import Mapping as Block

KEYS = (
    "threshold", "minimum_transfer_amount", "independent_amount", "rounding", "loss_limit",
    "release_level", "performance_deposit", "separate_independent_amount",
)  # fmt: skip
_LEADS = ("up to ", "down to ", "nearest to ", "nearest ")


def amounts_of(annex: AnnexSeen, *keys: str) -> Iterator[tuple[str, Money]]:
    """Yield every amount under some terms of an annex as they stand, in the sheet's order.

    Args:
        annex: The annex.
        keys: The terms; left out, all that state an amount.
    """
    for key in filter(annex.says, keys or KEYS):
        for path in _ways(annex, key):
            yield from money_at(annex.sheet, path)


def _ways(annex: AnnexSeen, key: str) -> Iterator[str]:
    """Yield the ways to a term: one for each party where a later layer says only one."""
    sides = [annex.at(f"{key}.{side}") for side in ("A", "B")]
    said = [way for way in (*sides, annex.at(key)) if annex.sheet.node(way) is not None]
    yield from dict.fromkeys(said[:2] if said[2:] and sides[0] != sides[1] else said[:1])


def money_at(sheet: Sheet, path: str) -> Iterator[tuple[str, Money]]:
    """Yield every amount at a path of a sheet or below it, each with the way to it."""
    yield from _money_under(sheet.node(path), path)


def _money_under(node: Any, path: str) -> Iterator[tuple[str, Money]]:
    if isinstance(node, Scalar):
        money = _money_in(node.text)
        if money is not None:
            yield path, money
    elif isinstance(node, Block):
        for step, (_, value) in node.entries.items():
            if step not in {"note", "at", "unresolved"}:
                yield from _money_under(value, f"{path}.{step}")
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield from _money_under(item, f"{path}.{number}")


@lru_cache(maxsize=4096)
def _money_in(text: str) -> Money | None:
    """Return the amount of a text, be it that of a rounding, or None."""
    for lead in _LEADS:
        text = text.removeprefix(lead)
    try:
        return Money.read(text)
    except AmountError:
        return None
