"""The agreements of a made book: term sheets of every kind, in believable shares."""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from isda.batch.make_dice import Dice
from isda.batch.make_market import UNIT, WORTH, Eligible

BANK = "Hangang Bank"
VARIATION, INITIAL = "variation margin", "initial margin"
DEFAULT, POTENTIAL = "Event of Default", "Potential Event of Default"
FIRST = (
    "Alder", "Beacon", "Cedar", "Delta", "Ember", "Falcon", "Garnet", "Harbor", "Iris",
    "Juniper", "Kestrel", "Laurel", "Marble", "Nimbus", "Orchid", "Pelican", "Quartz", "River",
    "Sable", "Thistle", "Umber", "Violet", "Willow", "Yarrow", "Zephyr",
)  # fmt: skip
SECOND = (
    "Bridge", "Coast", "Field", "Gate", "Hill", "Island", "Lake", "Meadow", "North", "Point",
    "Ridge", "Stone", "Vale",
)  # fmt: skip
LAST = {
    "dealer": ("Bank", "Securities"), "fund": ("Capital", "Fund", "Partners"),
    "insurer": ("Life", "Insurance"), "corporate": ("Shipping", "Energy", "Foods", "Steel"),
}  # fmt: skip
CITIES = {
    "USD": "New York", "EUR": "Frankfurt", "GBP": "London", "JPY": "Tokyo", "KRW": "Seoul",
    "CHF": "Zurich", "AUD": "Sydney",
}  # fmt: skip
FORMS = {
    "USD": ("VM CSA 2016 New York",) * 7 + ("CSA 1994 New York",) * 3,
    "EUR": ("VM CSA 2016 English",) * 5
    + ("VM CSA 2016 French", "VM CSA 2016 Irish", "CSA 1995 English", "CSD 1995 English"),
    "GBP": ("VM CSA 2016 English",) * 3 + ("CSA 1995 English",),
    "JPY": ("VM CSA 2016 Japanese",),
    "KRW": ("Korean-law annex (pledge)", "Korean-law annex (loan)", "CSA 1994 New York"),
    "CHF": ("VM CSA 2016 English", "VM CSA 2016 New York"),
    "AUD": ("VM CSA 2016 English",),
}
LAWS = {"New York": "New York", "Japanese": "Japan", "French": "France", "Irish": "Ireland"}
GRADES = (
    ("AA-", "Aa3"), ("A+", "A1"), ("A", "A2"), ("A-", "A3"), ("BBB+", "Baa1"), ("BBB", "Baa2"),
    ("BBB-", "Baa3"), ("BB+", "Ba1"), ("BB", "Ba2"),
)  # fmt: skip


class Kind(StrEnum):
    """What is special about an agreement."""

    PLAIN = "plain"
    LOSS_LIMIT = "loss limit"
    LATCHED = "loss limit that latches"
    MARGIN_BESIDE = "initial margin beside variation margin"
    REGIMES = "regimes of two agencies"
    CAPPED = "concentration caps"
    SHARE = "independent amount as a share of notional"
    SPRINGING = "springing threshold"
    IN_TRANSIT = "movements on their way"
    BY_RATING = "threshold by rating"
    DEFAULTING = "party in default"
    BROKEN = "sheet with a fault"


SHARES = {
    Kind.LOSS_LIMIT: 200, Kind.LATCHED: 30, Kind.MARGIN_BESIDE: 200, Kind.REGIMES: 60,
    Kind.CAPPED: 150, Kind.SHARE: 100, Kind.SPRINGING: 100, Kind.IN_TRANSIT: 150,
    Kind.BY_RATING: 600, Kind.DEFAULTING: 20, Kind.BROKEN: 5,
}  # fmt: skip
"""Of ten thousand agreements; the rest is plain."""
PREFIX = {Kind.LOSS_LIMIT: "LL", Kind.LATCHED: "LL", Kind.MARGIN_BESIDE: "IM"}


class Made(NamedTuple):
    """An agreement, as far as the rows beside it need it.

    Attributes:
        name: Its identifier.
        kind: What is special about it.
        base: Its base currency.
        table: Which table of eligible collateral it has, or -1 for cash in its base currency.
        posters: The parties that post.
        thresholds: In cents of a dollar, of A and of B, roughly: infinite is very much.
        dated: Its day.
        sheet: Its term sheet.
    """

    name: str
    kind: Kind
    base: str
    table: int
    posters: str
    thresholds: tuple[int, int]
    dated: date
    sheet: dict[str, Any]

    @property
    def line(self) -> str:
        """Its term sheet as a line of `agreements.jsonl`."""
        return json.dumps(self.sheet, separators=(",", ":")) + "\n"


NIL_BELOW, FIXED_BELOW, ONE_WAY_BELOW = 70, 84, 92  # shares of a hundred, added up
INFINITE = 10**18
Terms = dict[str, Any]


def kinds(count: int, seed: int) -> list[Kind]:
    """Return the kind of each agreement: each at least once, where there are enough."""
    found: list[Kind] = []
    for kind, share in SHARES.items():
        found += [kind] * max(1, count * share // 10_000)
    found = (found + [Kind.PLAIN] * count)[:count]
    order = sorted(range(count), key=lambda place: Dice(seed, 10, place).of(1 << 62))
    return [found[place] for place in order]


def sheet(number: int, kind: Kind, tables: Sequence[Eligible], seed: int, on: date) -> Made:
    """Return one agreement.

    Args:
        number: Its number in the book.
        kind: What is special about it.
        tables: The tables of eligible collateral that agreements share.
        seed: Chance.
        on: The day of the book; the agreement is older.
    """
    dice = Dice(seed, 11, number)
    table = _table_for(kind, tables, dice)
    base = tables[table].base if table >= 0 else "USD"
    dated = on - timedelta(days=200 + dice.of(2800))
    name = f"{PREFIX.get(kind, 'CP')}-{number + 1:06d}"
    role = "corporate" if base == "KRW" else dice.pick(tuple(LAST))
    parties = {
        "A": {"name": BANK, "role": "dealer", "cities": ["London"]},
        "B": {
            "name": f"{dice.pick(FIRST)} {dice.pick(SECOND)} {dice.pick(LAST[role])} {number}",
            "role": role,
            "cities": [CITIES[base]],
        },
    }
    terms = _LOSS.get(kind, _credit_support)(kind, base, dated, dice)
    if table >= 0:
        _add_collateral(terms, tables[table], kind)
    law = "Korea" if base == "KRW" else "England"
    law = next((said for word, said in LAWS.items() if word in terms["form"]), law)
    master = {
        "form": "ISDA Master Agreement 2002", "dated": str(dated),
        "governing_law": "New York" if law == "New York" else "England",
        "termination_currency": base,
    }  # fmt: skip
    annexes = [{**terms, "governing_law": law}]
    if kind is Kind.MARGIN_BESIDE:
        annexes = [{"name": VARIATION, **annexes[0]}, _initial_margin(base, dated)]
    made: Terms = {"sheet": "1", "agreement": name, "parties": parties, "master": master}
    if kind in _LOSS:
        del made["master"]
    made["annexes"] = annexes
    posters = "".join(terms["posting_parties"])
    return Made(name, kind, base, table, posters, _carried(terms, base), dated, made)


def _table_for(kind: Kind, tables: Sequence[Eligible], dice: Dice) -> int:
    if kind is Kind.REGIMES:
        return -1
    if kind in _LOSS:
        return next(place for place, each in enumerate(tables) if _is_korean(each))
    if kind is Kind.CAPPED:
        return dice.pick([place for place, each in enumerate(tables) if len(each.cash) > 1])
    return dice.of(len(tables))


def _is_korean(table: Eligible) -> bool:
    return table.base == "KRW" and len(table.rows) > 1


def money(dollars: int, base: str) -> str:
    """Return what stands in a contract in that currency where these dollars would.

    Example:
        >>> money(250_000, "USD"), money(250_000, "KRW")
        ('USD 250,000', 'KRW 250,000,000')
    """
    return f"{base} {dollars * UNIT.get(base, 1):,}"


def _loss_limit(kind: Kind, base: str, dated: date, dice: Dice) -> Terms:
    limit = (1 + dice.of(20)) * 100_000
    terms: Terms = {
        "form": "Loss limit agreement (Korea)", "dated": str(dated), "posting_parties": ["B"],
        "base_currency": base, "loss_limit": money(limit, base),
        "over_the_limit": "excess only", "performance_deposit": "not applicable",
        "minimum_transfer_amount": {"A": money(50_000, base), "B": money(50_000, base)},
        "rounding": {
            "delivery": f"up to {money(10_000, base)}",
            "return": f"down to {money(10_000, base)}",
        },
        "valuation_date": "each Seoul business day",
        "fixing": "market average rate of the day before",
        "notification_time": "15:00 Seoul",
        "delivery_within": "2 Seoul business days",
        "cure": "3 Seoul business days", "alerts": ["70%", "80%", "90%", "100%"],
        "suspend_new_trades_at": "90%",
    }  # fmt: skip
    if kind is Kind.LATCHED:
        terms["over_the_limit"] = "full loss once breached"
        terms["release_level"] = money(limit // 2, base)
    return terms


def _credit_support(kind: Kind, base: str, dated: date, dice: Dice) -> Terms:
    form = dice.pick(FORMS[base])
    if kind in {Kind.MARGIN_BESIDE, Kind.REGIMES} and not form.startswith("VM"):
        form = "VM CSA 2016 New York"
    both = kind is not Kind.REGIMES and not dice.chance(10)
    terms: Terms = {
        "form": form, "dated": str(dated), "posting_parties": ["A", "B"] if both else ["B"],
        "base_currency": base, **_sizes(kind, base, dice),
        "valuation_agent": dice.pick(("demanding party", "A")),
        "valuation_date": "each Local Business Day",
        "notification_time": f"{10 + dice.of(5)}:00 {CITIES[base]}",
    }  # fmt: skip
    _SPECIAL.get(kind, _nothing)(terms, base, dice)
    return terms


def _sizes(kind: Kind, base: str, dice: Dice) -> Terms:
    """Return threshold, minimum, rounding and independent amount."""
    least = dice.pick((100_000, 250_000, 250_000, 500_000, 1_000_000))
    other = "USD" if base == "EUR" and dice.chance(10) else base
    step = dice.pick((1_000, 10_000, 10_000, 100_000))
    up, down = dice.pick((("up to", "down to"), ("up to", "down to"), ("nearest", "nearest")))
    terms: Terms = {
        "threshold": _thresholds(base, dice),
        "minimum_transfer_amount": {
            "A": {"value": money(least, other), "nil_while": [DEFAULT]},
            "B": {"value": money(least, other), "nil_while": [DEFAULT]},
        },
    }
    if not dice.chance(8):
        terms["rounding"] = {
            "delivery": f"{up} {money(step, base)}", "return": f"{down} {money(step, base)}",
        }  # fmt: skip
    if dice.chance(8) and kind is not Kind.SHARE:
        amount = money((1 + dice.of(8)) * 500_000, base)
        terms["independent_amount"] = {"A": "nil", "B": amount}
        terms["independent_amount_is"] = dice.pick(("inside threshold", "outside"))
    return terms


def _thresholds(base: str, dice: Dice) -> Terms:
    roll = dice.of(100)
    if roll < NIL_BELOW:
        return {"A": "nil", "B": "nil"}
    if roll < FIXED_BELOW:
        of_b = money((1 + dice.of(20)) * 1_000_000, base)
        return {
            "A": money((1 + dice.of(30)) * 1_000_000, base),
            "B": {"value": of_b, "nil_while": [DEFAULT, POTENTIAL]},
        }
    if roll < ONE_WAY_BELOW:
        return {"A": "infinite", "B": "nil"}
    return {"A": "nil", "B": {"value": "infinite", "nil_while": [DEFAULT]}}


def _by_rating(terms: Terms, base: str, dice: Dice) -> None:
    top = (1 + dice.of(5)) * 10_000_000
    table = {
        "AA- / Aa3 or better": money(top, base),
        "A- / A3 or better": money(top // 2, base),
        "BBB- / Baa3 or better": money(top // 10, base),
        "below": "nil",
        "unrated": "nil",
    }
    split = dice.pick(("lower", "higher"))
    terms["threshold"] = {"A": "nil", "B": {"by_rating": table, "split_rating": split}}


def _springing(terms: Terms, _: str, __: Dice) -> None:
    terms["triggers"] = {
        "Spring": {
            "of": "B",
            "in_when": {"below": "BBB- / Baa3", "agencies_needed": "any"},
            "out_when": {"at_least": "BBB / Baa2", "agencies_needed": "all"},
        }
    }
    terms["threshold"] = {"A": "nil", "B": {"value": "infinite", "nil_while": ["Spring"]}}


def _share(terms: Terms, _: str, dice: Dice) -> None:
    share = dice.pick(("0.5%", "1%", "2%"))
    terms["independent_amount"] = {"A": "nil", "B": {"percent_of_notional": share}}
    terms["independent_amount_is"] = "inside threshold"


def _capped(terms: Terms, _: str, dice: Dice) -> None:
    share = dice.pick((25, 40, 50))
    terms["concentration"] = [{"of": {}, "at_most": f"{share}% of posted value"}]


def _regimes(terms: Terms, base: str, dice: Dice) -> None:
    share = dice.pick(("0.5%", "1%"))
    terms |= {
        "posting_parties": ["A"],
        "credit_support_amount": "not applicable",
        "regimes": {
            "Agency one": {"column": "one", "credit_support_amount": "exposure"},
            "Agency two": {
                "column": "two",
                "credit_support_amount": f"exposure + {share} * notional",
            },
        },
        "columns": ["one", "two"],
        "cash_percentage": "applies",
        "eligible_collateral": [
            {
                "asset": "cash", "currency": base,
                "valuation_percentage": {"one": "100%", "two": "98%"},
            }
        ],
    }  # fmt: skip
    for key in ("threshold", "independent_amount", "independent_amount_is"):
        terms.pop(key, None)


def _broken(terms: Terms, _: str, dice: Dice) -> None:
    if dice.chance(50):
        terms["treshold"] = terms.pop("threshold")
    else:
        terms["minimum_transfer_amount"] = "EUR 250.000,00"


def _nothing(_: Terms, __: str, ___: Dice) -> None:
    return None


def _initial_margin(base: str, dated: date) -> Terms:
    cash = {"asset": "cash", "currency": base, "valuation_percentage": "100%"}
    return {
        "name": INITIAL, "form": "IM CSA 2018 New York", "dated": str(dated),
        "posting_parties": ["A", "B"], "base_currency": base,
        "regimes": {"EU": {"method": "SIMM"}, "US": {"method": "SIMM"}},
        "margin_approach": "distinct",
        "eligible_collateral": [cash],
        "threshold": {"A": money(10_000_000, base), "B": money(10_000_000, base)},
        "minimum_transfer_amount": {"A": money(250_000, base), "B": money(250_000, base)},
        "rounding": {
            "delivery": f"up to {money(10_000, base)}",
            "return": f"down to {money(10_000, base)}",
        },
        "valuation_date": "each Local Business Day",
        "governing_law": "New York",
    }  # fmt: skip


def _add_collateral(terms: Terms, table: Eligible, kind: Kind) -> None:
    terms["eligible_collateral"] = table.rows
    terms["eligible_currencies"] = table.cash
    is_printed = terms["form"].startswith("VM")
    if table.fx_haircut and is_printed:
        terms["fx_haircut"] = {"value": "8%", "unless": ["cash", "Eligible Currency"]}
    if kind is Kind.CAPPED:
        terms["concentration"][0]["of"] = {"currency": table.cash[-1]}


def _carried(terms: Terms, base: str) -> tuple[int, int]:
    """Return what each party's exposure may reach before it posts, in cents of a dollar."""
    return _cents(_of(terms, "A"), base), _cents(_of(terms, "B"), base)


def _of(terms: Terms, party: str) -> Any:
    """Return the threshold of a party, or a loss limit, which is one."""
    if "loss_limit" in terms:
        return terms["loss_limit"]
    said = terms.get("threshold") or terms.get("treshold") or {}
    found = said.get(party, "nil")
    return found.get("value", "nil") if isinstance(found, dict) else found


def _cents(said: str, base: str) -> int:
    if said == "nil":
        return 0
    if said == "infinite":
        return INFINITE
    return int(said[4:].replace(",", "")) * WORTH[base] // 10_000


_LOSS: dict[Kind, Callable[[Kind, str, date, Dice], Terms]] = {
    Kind.LOSS_LIMIT: _loss_limit,
    Kind.LATCHED: _loss_limit,
}
_SPECIAL: dict[Kind, Callable[[Terms, str, Dice], None]] = {
    Kind.BY_RATING: _by_rating,
    Kind.SPRINGING: _springing,
    Kind.SHARE: _share,
    Kind.CAPPED: _capped,
    Kind.REGIMES: _regimes,
    Kind.BROKEN: _broken,
}
