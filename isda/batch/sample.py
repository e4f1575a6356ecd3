"""The sample of a night: legs computed again through the single call, figure by figure."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import polars as pl

from isda.basics.party import Side
from isda.batch.plans import HELD_VALUE
from isda.margin.outcome import Leg, MarginCall

LEGS = 200
"""Legs that are computed again, where nobody says otherwise."""
KINDS = ("status", "form", "recipe")
"""Every one of these is in a sample, together with each other."""
FIGURES = {
    "exposure": "exposure", "required": "credit_support_amount", "held_value": HELD_VALUE,
    "shortfall": "shortfall", "surplus": "surplus", "delivery_amount": "delivery_amount",
    "return_amount": "return_amount", "withheld_amount": "withheld_amount",
}  # fmt: skip


def sampled(legs: pl.DataFrame, most: int = LEGS, many: Collection[str] = ()) -> list[str]:
    """Return the agreements of a sample: every status, form and recipe, then others by chance.

    Chance is a digest of the identifier, so that the same book has the same sample.

    Args:
        legs: The legs of a night.
        most: How many legs, at least one of each kind however few.
        many: Agreements with many trades: a kind is drawn of another where there is one.
    """
    names = legs["agreement"].unique().sort()
    drawn = pl.DataFrame(
        {"agreement": names, "drawn": [chance(name) for name in names]},
        schema={"agreement": pl.String, "drawn": pl.String},
    )
    ordered = legs.select("agreement", *KINDS).join(drawn, on="agreement").sort("drawn")
    small_first = ordered.sort(pl.col("agreement").is_in(list(many)), maintain_order=True)
    first = small_first.unique(subset=KINDS, keep="first", maintain_order=True)["agreement"]
    chosen = dict.fromkeys([*first, *ordered["agreement"].head(most)])
    kept = list(dict.fromkeys(first))
    for name in chosen:
        if len(kept) >= most:
            break
        if name not in kept:
            kept.append(name)
    return sorted(kept)


def chance(name: str) -> str:
    """Return what stands for chance: a digest of an identifier.

    Example:
        >>> chance("ONE")
        'a09959d042341ab0'
    """
    return blake2b(name.encode(), digest_size=8).hexdigest()


def differences(
    legs: pl.DataFrame,
    steps: pl.DataFrame,
    call: MarginCall,
    alone: list[tuple[str, str, Decimal]],
) -> Iterator[str]:
    """Yield what differs between the legs of columns and those of the single call.

    Args:
        legs: The legs of one agreement.
        steps: Their steps.
        call: The same agreement through the single call.
        alone: The steps of its legs: leg, step, result.
    """
    rows = legs.sort("leg").to_dicts()
    if len(rows) != len(call.legs):
        yield f"{call.agreement}: {len(rows)} legs on columns, and {len(call.legs)} by itself"
        return
    for row, leg in zip(rows, call.legs, strict=True):
        said = dict(steps.filter(pl.col("leg") == row["leg"]).select("step", "result").rows())
        own = {step: result for key, step, result in alone if key == leg.key}
        for name in sorted(said.keys() | own.keys()):
            yield from _differs(leg.key, name, said.get(name), own.get(name), call)
        for name, (columns, by_itself) in _figures(row, leg).items():
            yield from _differs(leg.key, name, columns, by_itself, call)


def _figures(row: dict[str, Any], leg: Leg) -> dict[str, tuple[Any, Any]]:
    words = "; ".join(each.message for each in leg.reasons) or None
    found = {name: (row[column], getattr(leg, name)) for name, column in FIGURES.items()}
    owed = leg.independent_amounts
    return found | {
        "status": (row["status"], leg.status.value),
        "reasons": (row["reasons"], words),
        "independent amount of A": (row["independent_amount_a"], owed.get(Side.A)),
        "independent amount of B": (row["independent_amount_b"], owed.get(Side.B)),
    }


def _differs(
    leg: str,
    name: str,
    columns: Decimal | str | None,
    alone: Decimal | str | None,
    call: MarginCall,
) -> Iterator[str]:
    if columns != alone:
        yield f"{call.agreement} {leg} {name}: {columns} on columns, {alone} by itself"
