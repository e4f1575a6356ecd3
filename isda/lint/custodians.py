"""Who holds the initial margin of a party, as far as a sheet says it."""

from collections.abc import Iterator
from typing import Any, Final

from isda.basics.party import Side
from isda.lint.asset_classes import class_of
from isda.lint.regimes import figures_of
from isda.lint.sheet import AnnexSeen
from isda.tables.haircuts import AssetClass
from isda.tables.regulation import Figure

OF_CASH: Final = "holder-of-cash-margin"
OF_ALL: Final = "holder-of-initial-margin"


def holders_named(annex: AnnexSeen, poster: Side) -> Iterator[tuple[str, str]]:
    """Yield each custodian that is named for what a party posts, with the way to it."""
    custody: Any = annex.terms.custody
    if custody is not None and type(said := custody.of(poster).custodian) is str:
        yield _way(annex, f"custody.{poster}", "custodian"), said
    said = annex.terms.holding_and_use.of(poster.other).custodian
    if type(said) is str:
        yield annex.at(f"holding_and_use.{poster.other}.custodian"), said


def has_account(annex: AnnexSeen, poster: Side) -> bool:
    """Whether an account is named for what a party posts: whose it is, its name may not say."""
    custody: Any = annex.terms.custody
    return custody is not None and type(custody.of(poster).account) is str


def is_open(annex: AnnexSeen, poster: Side) -> bool:
    """Whether the sheet says that custody of what a party posts cannot be read yet."""
    custody: Any = annex.terms.custody
    return custody is not None and custody.of(poster).unresolved is not None


def figures_of_custody(annex: AnnexSeen, poster: Side) -> Iterator[Figure]:
    """Yield what regimes say of the holder: of cash only where cash may be posted."""
    rows = annex.terms.eligible_collateral
    if any(class_of(row) is AssetClass.CASH and poster in row.for_ for row in rows):
        yield from figures_of(annex, OF_CASH, poster)
    yield from figures_of(annex, OF_ALL, poster)


def _way(annex: AnnexSeen, parent: str, key: str) -> str:
    """Return the way to a key, or to the word that stands for the whole."""
    path = annex.at(f"{parent}.{key}")
    return path if annex.sheet.node(path) is not None else annex.at(parent)
