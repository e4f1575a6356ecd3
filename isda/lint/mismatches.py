"""Eligible items that may be in another currency than the FX haircut spares."""

from collections.abc import Iterator
from typing import Any, Final

from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.lint.asset_classes import class_of, currency_of
from isda.lint.once import once
from isda.lint.regimes import figures_of, strongest
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.haircuts import AssetClass
from isda.tables.regulation import Figure
from isda.terms.initial_margin import Stated
from isda.terms.reading import Answer

OF_VARIATION: Final = "fx-haircut-of-variation-margin"
OF_INITIAL: Final = "fx-haircut-of-initial-margin"


@once
def annexes_with_mismatch(sheet: Sheet) -> tuple[tuple[AnnexSeen, int, Figure], ...]:
    """Return each annex whose sheet states the FX haircut, an item it may meet, and the figure.

    The item is the first row that may be outside the currencies that are spared.
    """
    return tuple(_with_mismatch(sheet))


def _with_mismatch(sheet: Sheet) -> Iterator[tuple[AnnexSeen, int, Figure]]:
    for annex in sheet.annexes:
        stated = getattr(annex.terms, "fx_haircut_is", None)
        is_left = stated is not None and stated.value is Stated.REGULATORY
        if is_left or annex.terms.fx_haircut.unresolved is not None:
            continue
        topic = OF_INITIAL if annex.is_initial_margin else OF_VARIATION
        for poster in annex.posters:
            number = next(_outside(annex, poster), None)
            found = figures_of(annex, topic, poster) if number is not None else ()
            for figure in strongest(found):
                yield annex, number or 0, figure


def percent_of(annex: AnnexSeen) -> Any:
    """Return the FX haircut in percent: none stated is 0."""
    said = annex.terms.fx_haircut.value
    return said.fraction * 100 if isinstance(said, Percentage) else 0


def _outside(annex: AnnexSeen, poster: Side) -> Iterator[int]:
    spared = _spared(annex, poster)
    for number, row in enumerate(annex.terms.eligible_collateral):
        asset_class = class_of(row)
        is_spared = asset_class is None or (
            asset_class is AssetClass.CASH and not annex.is_initial_margin
        )
        if spared and poster in row.for_ and not is_spared and currency_of(row) not in spared:
            yield number


def _spared(annex: AnnexSeen, poster: Side) -> set[str]:
    """Return the currencies that the FX haircut does not meet; empty where none is known."""
    if annex.is_initial_margin:
        said = annex.terms.termination_currency.of(poster).value
        if not isinstance(said, Answer):
            return {str(said)}
    base = {annex.base_currency} if annex.base_currency else set()
    return {*base, *(annex.terms.eligible_currencies or ())}
