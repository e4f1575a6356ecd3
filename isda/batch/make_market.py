"""The market of a made book: currencies, bonds with prices, tables of what is eligible."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from isda.basics.calendars import SATURDAY
from isda.batch.make_dice import Dice

MICRO = 1_000_000
WORTH = {
    "EUR": 1_085_400, "GBP": 1_268_700, "AUD": 622_100, "USD": MICRO, "CHF": 1_120_300,
    "CAD": 694_800, "SGD": 733_200, "HKD": 128_700, "JPY": 6_350, "KRW": 678,
}  # fmt: skip
"""Millionths of a dollar that one unit is worth, in the order in which pairs are quoted."""
CURRENCIES = tuple(WORTH)
UNIT = {"JPY": 100, "KRW": 1000}
"""How many units of a currency stand where one dollar would in a contract."""
RATE_PLACES = 8

ISSUERS = (
    ("US Treasury", "USD", "US"), ("Germany Treasury", "EUR", "DE"),
    ("France Treasury", "EUR", "FR"), ("UK Treasury", "GBP", "GB"),
    ("Japan Treasury", "JPY", "JP"), ("Korea Treasury", "KRW", "KR"),
    ("Switzerland Treasury", "CHF", "CH"), ("Australia Treasury", "AUD", "AU"),
)  # fmt: skip
OF_BASE = {"USD": 0, "EUR": 1, "GBP": 3, "JPY": 4, "KRW": 5, "CHF": 6, "AUD": 7}
BONDS = 120
"""Bonds of each issuer, the shortest first, spread over thirty years."""
TEN_YEARS = 38
"""How many of them mature within ten years."""
BASES = ("USD",) * 24 + ("EUR",) * 16 + ("GBP",) * 8 + ("JPY",) * 4 + ("KRW",) * 4 + (
    "CHF", "CHF", "AUD", "AUD",
)  # fmt: skip
"""The base currency of each table: there are sixty."""
SLOTS = 8
"""Kinds of collateral that a poster chooses from under a table."""
BUCKETS = ("[0y, 1y)", "[1y, 5y)", "[5y, 10y]", "(10y, 30y]")
STYLES = ("valuation_percentage", "haircut", "margin_ratio")
TAKEN_OFF = ((5, 20, 40, 60), (10, 20, 50, 80), (5, 15, 35, 65))
"""Tenths of a percent that come off by bucket, in three manners."""


class Slot(NamedTuple):
    """One kind of collateral that may be posted.

    Attributes:
        asset: As the rows of the table name it.
        currency: Its currency.
        issuer: Which of the issuers, or -1 for cash.
        bonds: From how many of the issuer's bonds, the shortest first.
    """

    asset: str
    currency: str
    issuer: int
    bonds: int


class Eligible(NamedTuple):
    """A table of eligible collateral, shared by many agreements.

    Attributes:
        base: Its base currency.
        rows: Its rows as a sheet has them.
        cash: Currencies of cash that count.
        slots: What is posted under it.
        fx_haircut: Whether a haircut for another currency comes off.
    """

    base: str
    rows: list[dict[str, Any]]
    cash: list[str]
    slots: tuple[Slot, ...]
    fx_haircut: bool


class Bond(NamedTuple):
    """A bond.

    Attributes:
        isin: Its code.
        asset: As the rows of a table name it.
        currency: Its currency.
        issued: Day of issue.
        matures: Day of maturity.
        price: Thousandths per 100 of nominal.
    """

    isin: str
    asset: str
    currency: str
    issued: date
    matures: date
    price: int


def rates(day: date, seed: int) -> list[tuple[str, str]]:
    """Return each pair of the day once, as the market quotes it, with its rate."""
    dice, found = Dice(seed, 50, day.toordinal()), []
    worth = {each: WORTH[each] * (99_700 + dice.of(600)) for each in CURRENCIES}
    for place, base in enumerate(CURRENCIES):
        for quote in CURRENCIES[place + 1 :]:
            rate = worth[base] * 10**RATE_PLACES // worth[quote]
            found.append((base + quote, scaled(rate, RATE_PLACES)))
    return found


def yesterday(on: date) -> date:
    """Return the weekday before.

    Example:
        >>> yesterday(date(2024, 12, 30))
        datetime.date(2024, 12, 27)
    """
    before = on - timedelta(days=1)
    while before.weekday() >= SATURDAY:
        before -= timedelta(days=1)
    return before


def scaled(number: int, places: int) -> str:
    """Return a number that counts its smallest places, as plain text.

    Example:
        >>> scaled(-1250, 2), scaled(5, 3)
        ('-12.50', '0.005')
    """
    sign, digits = "-" if number < 0 else "", f"{abs(number):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def bonds(day: date, seed: int) -> list[Bond]:
    """Return the bonds of every issuer, by issuer and maturity."""
    found = []
    for number, (asset, currency, country) in enumerate(ISSUERS):
        for place in range(BONDS):
            dice = Dice(seed, 51, number, place)
            matures = day + timedelta(days=60 + place * 91 + dice.of(60))
            issued = day - timedelta(days=100 + dice.of(1500))
            code = f"{country}{number}{place:03d}{dice.of(10**6):06d}"
            isin, price = f"{code[:11]}{dice.of(10)}", 84_000 + dice.of(26_000)
            found.append(Bond(isin, asset, currency, issued, matures, price))
    return found


def tables(seed: int) -> list[Eligible]:
    """Return the tables of eligible collateral."""
    return [_table(base, number, Dice(seed, 52, number)) for number, base in enumerate(BASES)]


def _table(base: str, number: int, dice: Dice) -> Eligible:
    style, depth = STYLES[number % 3], number % 4
    others = [each for each in ("USD", "EUR", "GBP") if each != base]
    cash = [base] if depth == 0 else [base, *others[: 1 + dice.of(2)]]
    issuers = [OF_BASE[base]] if depth else []
    if depth > 1:
        issuers += [each for each in (0, 1, 2, 3) if each not in issuers][:depth]
    whole = {"valuation_percentage": "100%", "haircut": "0%", "margin_ratio": "100%"}[style]
    rows: list[dict[str, Any]] = [
        {"asset": "cash", "currency": each, style: whole} for each in cash
    ]
    is_long = dice.chance(40)
    for issuer in issuers:
        cuts = dice.pick(TAKEN_OFF)
        for bucket, cut in zip(BUCKETS[: 4 if is_long else 3], cuts, strict=False):
            cell = {"asset": ISSUERS[issuer][0], "remaining": bucket, style: _cell(style, cut)}
            rows.append(cell)
    slots = [Slot("cash", cash[place % len(cash)], -1, 0) for place in range(SLOTS)]
    for place in range(SLOTS // 2 if issuers else 0):
        asset, currency, _ = ISSUERS[issuer := issuers[place % len(issuers)]]
        slots[2 * place + 1] = Slot(asset, currency, issuer, 110 if is_long else TEN_YEARS)
    return Eligible(base, rows, cash, tuple(slots), depth > 0 and dice.chance(60))


def _cell(style: str, tenths: int) -> str:
    """Return what is left, what comes off, or what must be there for each hundred."""
    of = {
        "valuation_percentage": 1000 - tenths,
        "haircut": tenths,
        "margin_ratio": 1000 + tenths,
    }
    return f"{scaled(of[style], 1)}%"
