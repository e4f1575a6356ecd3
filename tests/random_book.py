"""Random agreements of the oracle as a book, with their own lots and random trades."""

import json
from datetime import timedelta
from random import Random

from generate import case

FX = (
    {"USDKRW": "1474.80", "EURUSD": "1.0389", "KRWEUR": "0.000652683"},
    {"KRWUSD": "0.000678058", "USDEUR": "0.962557", "EURKRW": "1532.17"},
)
LOT = (
    "lot_id,agreement,posted_by,on,asset,currency,nominal,annex,price_kind,accrued,factor,"
    "issued,matures,issuer,isin,coupon,approved_by,for"
)
CELLS = LOT.split(",")


BESIDE = (
    "concentration", "regimes", "posts_only_while", "separate_independent_amount",
    "replace_when", "percentages_at_most", "credit_support_amount", "columns", "tables",
    "final_returns", "all_percentages", "other_eligible_support",
)  # fmt: skip
"""Elections for which an agreement is called by itself."""


def cases_of(day, seeds, *, plain):
    """The cases of a day, each under an identifier of its own.

    With `plain` those of one annex, without what columns leave to the single call.
    """
    found = [each for each in map(case, seeds) if each.day == day]
    for each in found:
        each.sheet["agreement"] = f"RANDOM-{each.seed}"
    if not plain:
        return found
    kept = [one for one in found if "eligible_collateral" in one.sheet["annexes"][-1]]
    kept = [one for one in kept if len(one.sheet["annexes"]) == 1]
    for each in kept:
        (annex,) = each.sheet["annexes"]
        if each.seed % 3:  # what it holds is no more than chance would have it eligible
            each.facts.pop("held", None)
        for key in BESIDE:
            annex.pop(key, None)
        rows = [
            {key: cell for key, cell in row.items() if key != "only_while"}
            for row in annex["eligible_collateral"]
            if not any(isinstance(cell, dict) for cell in row.values())
        ]
        annex["eligible_collateral"] = rows or [{"asset": "cash", "haircut": "0%"}]
    return kept


def random_book(folder, day, seeds, *, at=0, plain=False):
    """Write a book of the cases of one day; returns how many there are."""
    folder.mkdir(parents=True)
    cases = cases_of(day, seeds, plain=plain)
    lots, prices = [LOT], ["on,isin,price,currency"]
    trades = ["trade_id,agreement,trade_date,maturity,mark,mark_currency,marked_on"]
    events, ratings = (
        ["event,of,agreement,from,until"],
        ["of,agency,term,rating,since,agreement"],
    )
    for each in cases:
        random = Random(each.seed)  # noqa: S311  # no secret hangs on it
        name = each.sheet["agreement"]
        trades += list(_trades(random, name, day))
        for number, lot in enumerate(each.facts.get("held", ())):
            code = f"X{each.seed:06d}{number:03d}"
            lots.append(_lot(lot, name, f"L{number}", day, code))
            if "price" in lot:
                currency = lot["nominal"].split()[0]
                prices.append(f"{day},{code},{lot['price']},{currency}")
        events += [
            f"{one['event']},{one['of']},{name},{one['from']},{one.get('until', '')}"
            for one in each.facts.get("events", ())
        ]
        ratings += [
            f"{one['of']},{one['agency']},{term},{one[term]},{one['since']},{name}"
            for one in each.facts.get("ratings", ())
            for term in ("long_term", "short_term")
            if term in one
        ]
    fx = ["pair,on,rate", *(f"{pair},{day},{rate}" for pair, rate in FX[at].items())]
    tables = {"lots": lots, "prices": prices, "trades": trades, "events": events}
    for table, rows in (tables | {"ratings": ratings, "fx": fx}).items():
        (folder / f"{table}.csv").write_text("".join(f"{one}\n" for one in rows), "utf-8")
    sheets = "".join(json.dumps(each.sheet) + "\n" for each in cases)
    (folder / "agreements.jsonl").write_text(sheets, "utf-8")
    text = f"book: 1\nname: random\nplus_is_good_for: party {'AB'[at]}\n"
    (folder / "book.yaml").write_text(text, "utf-8")
    return len(cases)


def _trades(random, name, day):
    """A handful of trades; their marks are large enough to ask for something."""
    for number in range(random.randint(0, 6)):
        currency = random.choice(("USD", "USD", "EUR", "KRW"))
        size = 10 ** random.randint(4, 8) * (1000 if currency == "KRW" else 1)
        mark = random.randint(-size * 100, size * 100)
        traded = day - timedelta(days=random.randint(0, 900))
        matures = day + timedelta(days=random.randint(0, 900))
        cents = f"{'-' if mark < 0 else ''}{abs(mark) // 100}.{abs(mark) % 100:02d}"
        yield f"{name}-{number},{name},{traded},{matures},{cents},{currency},{day}"


def _lot(lot, name, lot_id, day, code):
    amount = lot.get("amount") or lot["nominal"]
    currency, number = amount.split()
    is_priced = "price" in lot
    cells = {
        "lot_id": lot_id, "agreement": name, "posted_by": lot["posted_by"], "on": str(day),
        "asset": lot["asset"], "currency": currency, "nominal": number.replace(",", ""),
        "isin": code if is_priced else "",
    }  # fmt: skip
    if is_priced:
        cells["price_kind"] = "dirty" if lot.get("dirty") == "yes" else "clean"
        cells["accrued"] = lot.get("accrued", "").split(" ")[-1].replace(",", "")
    for key in ("annex", "factor", "issued", "matures", "issuer", "coupon", "for"):
        cells[key] = lot.get(key, "")
    return ",".join(cells.get(each, "") for each in CELLS)
