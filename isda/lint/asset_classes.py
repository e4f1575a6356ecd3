"""Which class a regulator puts an asset in, as far as the name on a sheet tells it.

Assets are named freely on sheets. A name that may mean two classes, or one that no list here
knows, has none: nothing is found about it.
"""

from functools import lru_cache
from typing import Any, Final

from isda.basics.currencies import CURRENCIES as ISO
from isda.lint.buckets import share_counted
from isda.tables.haircuts import AssetClass

WORDS: Final[tuple[tuple[AssetClass, tuple[str, ...]], ...]] = (
    (AssetClass.CASH, ("cash",)),
    (AssetClass.GOLD, ("gold",)),
    (AssetClass.CONVERTIBLE, ("convertible", "convertibles")),
    (
        AssetClass.SECURITISATION,
        ("securitisation", "securitisations", "securitised", "abs", "rmbs", "cmbs"),
    ),
    (AssetClass.EQUITY, ("equity", "equities", "shares", "stock", "stocks")),
    (AssetClass.CORPORATE, ("corporate", "covered", "pfandbrief", "pfandbriefe")),
    (
        AssetClass.GOVERNMENT,
        (
            "treasury", "treasuries", "government", "sovereign", "gilt", "gilts", "bund",
            "bunds", "bobl", "schatz", "jgb", "jgbs", "oat", "oats", "btp", "btps", "ktb",
            "ktbs", "ust", "usts",
        ),
    ),
)  # fmt: skip
"""Classes, and the words that tell them."""
UNCLEAR: Final = frozenset(
    {
        "agency", "agencies", "municipal", "local", "regional", "guaranteed", "supranational",
        "state", "provincial", "sponsored", "related", "linked", "fund", "funds", "etf", "etfs",
        "strip", "strips", "stripped", "other",
    }
)  # fmt: skip
"""Words that leave the class open, whatever stands beside them."""
CURRENCIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("USD", ("us", "usd", "ust", "usts", "u.s", "states", "american")),
    ("KRW", ("korea", "korean", "ktb", "ktbs", "krw")),
    ("GBP", ("gilt", "gilts", "uk", "u.k", "british", "gbp")),
    ("JPY", ("japan", "japanese", "jgb", "jgbs", "jpy")),
    ("EUR", ("germany", "german", "bund", "bunds", "bobl", "schatz", "france", "french", "oat",
             "oats", "italy", "italian", "btp", "btps", "euro", "eur")),
)  # fmt: skip
"""Currencies, and the words of a government that issues in them."""
_CASH_BESIDE: Final = frozenset({"base", "eligible", "in", "major", "or", "the"})
"""Words beside which a currency still means cash."""
RATED: Final = frozenset(
    {AssetClass.CORPORATE, AssetClass.SECURITISATION, AssetClass.CONVERTIBLE}
)
"""Classes that the European rules take only of a credit quality."""

OF_ISSUERS: Final = RATED | {AssetClass.EQUITY}
"""Classes of single issuers, which a concentration limit is for."""


def class_of(row: Any) -> AssetClass | None:
    """Return the class of a row of the table of eligible collateral, or None.

    What the row says stands; else its name tells.

    Example:
        >>> from isda.terms.collateral import CollateralRow
        >>> [class_of(CollateralRow(asset=name)) for name in ("Gilt", "agency bond")]
        [<AssetClass.GOVERNMENT: 'government'>, None]
    """
    if row.class_ is not None:
        return AssetClass(row.class_)
    return _class_named(row.asset)


@lru_cache(maxsize=1024)
def _class_named(name: str) -> AssetClass | None:
    words = _words(name)
    if words & UNCLEAR:
        return None
    found = [each for each, known in WORDS if words & set(known)]
    return found[0] if len(found) == 1 else None


def is_cash(row: Any) -> bool:
    """Whether a row is cash, also where it is named by its currency.

    Example:
        >>> from isda.terms.collateral import CollateralRow
        >>> names = ("USD", "Eligible Currency", "Gold", "all")
        >>> [is_cash(CollateralRow(asset=name)) for name in names]
        [True, True, False, False]
    """
    if class_of(row) is AssetClass.CASH:
        return True
    words = [word.strip(",.") for word in row.asset.split()]
    named = [word for word in words if word.casefold() not in _CASH_BESIDE]
    return bool(named) and all(
        word in ISO or word.casefold() in {"currency", "currencies"} for word in named
    )


def currency_of(row: Any) -> str | None:
    """Return the currency of a row: stated, or that of the government it names; or None.

    Example:
        >>> from isda.terms.collateral import CollateralRow
        >>> currency_of(CollateralRow(asset="Korea Treasury"))
        'KRW'
    """
    if row.currency is not None:
        return str(row.currency)
    if class_of(row) is not AssetClass.GOVERNMENT:
        return None
    return _issues_in(row.asset)


@lru_cache(maxsize=1024)
def _issues_in(name: str) -> str | None:
    words = _words(name)
    found = [currency for currency, known in CURRENCIES if words & set(known)]
    return found[0] if len(found) == 1 else None


def haircut_of(cell: Any) -> Any:
    """Return what a percentage of any of the three kinds takes off, in percent; else None.

    A margin ratio divides: 105 % counts 100 of 105, and takes 4.76 % off.

    Example:
        >>> from isda.basics.percentages import Haircut
        >>> haircut_of(Haircut.read("2%"))
        Decimal('2.00')
    """
    share = share_counted(cell)
    return None if share is None else (1 - share) * 100


def _words(name: str) -> set[str]:
    plain = "".join(letter if letter.isalnum() or letter == "." else " " for letter in name)
    return {word.strip(".").casefold() for word in plain.split()}
