"""The percentages of a sheet beside the haircuts that a regime prints."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from isda.basics.amounts import plain
from isda.basics.party import Side
from isda.lint.asset_classes import class_of, haircut_of, is_cash
from isda.lint.once import once
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.haircuts import AssetClass, HaircutRow, Strictest, haircuts, strictest
from isda.terms.checking import Profile
from isda.terms.initial_margin import Stated
from isda.terms.switches import Regulator

_LENGTHS: Final = {
    "<1y": "below 1 year",
    "<=1y": "of up to 1 year",
    "<=5y": "of up to 5 years",
}
_NO_MATURITY: Final = {AssetClass.EQUITY, AssetClass.CONVERTIBLE, AssetClass.GOLD}


class Beside(NamedTuple):
    """A percentage of a sheet, and what a regime prints for it.

    Attributes:
        annex: The annex.
        row: The row of the table.
        path: The way to the percentage.
        taken: The haircut that the sheet takes, in percent.
        regime: The regime.
        printed: Its haircuts at the strictest maturity that the row touches.
        is_capped: Whether the annex itself lets nothing count more than the regime does.
    """

    annex: AnnexSeen
    row: Any
    path: str
    taken: Decimal
    regime: Profile
    printed: Strictest
    is_capped: bool


class Unclassed(NamedTuple):
    """A row of a sheet whose asset has no class that is known.

    Attributes:
        annex: The annex.
        asset: The name of the asset.
        path: The way to it.
    """

    annex: AnnexSeen
    asset: str
    path: str


@once
def rows_beside(sheet: Sheet) -> tuple[Beside, ...]:
    """Return each percentage whose class and maturity a regime prints a haircut for.

    Rows by duration, by column, and annexes that leave the percentages to a regulation are
    left alone.
    """
    return tuple(
        beside
        for annex, number, row in _comparable(sheet)
        for beside in _of_row(annex, row, f"eligible_collateral.{number}.{row.kind}")
    )


def rows_of_no_class(sheet: Sheet) -> Iterator[Unclassed]:
    """Yield each row that would be compared with a regime if the class of its asset were known.

    Only where a regime binds that prints haircuts on the day of the check.
    """
    for annex, number, row in _comparable(sheet):
        posters = [side for side in annex.posters if side in row.for_]
        is_counted = any(
            haircut_of(row.counted(poster)) is not None and _prints(annex, poster)
            for poster in posters
        )
        if is_counted and class_of(row) is None and not is_cash(row):
            path = annex.at(f"eligible_collateral.{number}.asset")
            yield Unclassed(annex, row.asset, path)


def _prints(annex: AnnexSeen, poster: Side) -> bool:
    """Whether a regime that binds what a party posts prints haircuts on the day."""
    return any(
        row.covers(annex.sheet.on)
        for regime in annex.binding(poster)
        for row in haircuts(regime)
    )


def _comparable(sheet: Sheet) -> Iterator[tuple[AnnexSeen, int, Any]]:
    """Yield each row with a percentage of its own, and its number in the table."""
    for annex in sheet.annexes:
        stated = getattr(annex.terms, "valuation_percentage_is", None)
        if stated is not None and stated.value is Stated.REGULATORY:
            continue
        for number, row in enumerate(annex.terms.eligible_collateral):
            if row.by_column is None and row.measure != "duration" and row.kind:
                yield annex, number, row


def _of_row(annex: AnnexSeen, row: Any, key: str) -> Iterator[Beside]:
    asset_class = class_of(row)
    if asset_class is None:
        return
    for poster in (side for side in annex.posters if side in row.for_):
        capped_by = _cap_of(annex, poster)
        taken = haircut_of(row.counted(poster))
        for regime in annex.binding(poster) if taken is not None else ():
            printed = strictest(regime, asset_class, row.maturities, annex.sheet.on)
            if printed is not None:
                is_capped = regime == capped_by
                at = annex.at(key)
                yield Beside(annex, row, at, taken, regime, printed, is_capped)


def _cap_of(annex: AnnexSeen, poster: Side) -> str | None:
    """Return the regime whose percentages are the most for what a party posts, if one's are."""
    capped = getattr(annex.terms, "percentages_at_most", None)
    said = capped.of(poster).value if capped is not None else None
    return said.regime if isinstance(said, Regulator) else None


def percent(number: Decimal) -> str:
    """Return a percentage for people, at most four places.

    Example:
        >>> percent(Decimal("4.76190476")), percent(Decimal("2.00"))
        ('4.7619%', '2%')
    """
    return f"{plain(round(number, 4).normalize())}%"


def has_maturity(row: HaircutRow) -> bool:
    """Whether the haircut depends on the remaining maturity."""
    return row.asset_class not in _NO_MATURITY


def length_of(row: HaircutRow) -> str:
    """Return the maturity of a haircut in words.

    Example:
        >>> from isda.tables.haircuts import haircuts
        >>> [length_of(row) for row in haircuts("us")[:3]]
        ['below 1 year', 'of up to 5 years', 'beyond 5 years']
    """
    return _LENGTHS.get(row.bucket, "beyond 5 years")
