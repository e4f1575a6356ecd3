"""Random tables by rating, triggers and rows that count at times, with ratings to read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from words import chance, money_text

if TYPE_CHECKING:
    from datetime import date
    from random import Random

SP = ["AA", "AA-", "A+", "A", "A-", "BBB", "BBB-", "BB+", "BB", "D", "unrated"]
MOODYS = ["Aa2", "Aa3", "A1", "A2", "A3", "Baa2", "Baa3", "Ba1", "Ba2", "C", "unrated"]
BOUNDS = [("AA-", "Aa3"), ("A", "A2"), ("BBB-", "Baa3"), ("BB", "Ba2")]
RULES = ["lower", "higher", "average", "2nd from the best"]
MISSING = ["use the others", "last row", "undefined"]
ISSUERS = ["Republic of Korea", "United States"]


def put(random: Random, annex: dict, base: str, size: int) -> None:
    """Put a table by rating, a trigger, a condition on rows, or several of them."""
    thresholds = annex.setdefault("threshold", {})
    if isinstance(thresholds, dict):
        for party in random.choice(["", "A", "B", "AB"]):
            thresholds[party] = table(random, base, size)
    if not thresholds:
        del annex["threshold"]
    if chance(random, 60):
        annex["triggers"] = {"Downgrade": trigger(random)}
        node = annex.setdefault("minimum_transfer_amount", {})
        if isinstance(node, dict):
            amount = money_text(random.randint(1, 20) * 10_000 * size, base)
            node[random.choice("AB")] = {"value": amount, "nil_while": ["Downgrade"]}
    for row in annex["eligible_collateral"]:
        if row["asset"] != "cash" and chance(random, 20):
            row["only_while"] = condition(random)
    if chance(random, 20):
        annex["replace_when"] = switch(random)
    if chance(random, 15):
        over = {"event": "Illegality", "of": "either", "value": random.choice(["100%", "50%"])}
        annex["all_percentages"] = {"while": [over]}


def switch(random: Random) -> dict:
    """Return a downgrade switch: of issuers, or of one currency and perhaps its cash."""
    found = {
        "rating_of": "issuer",
        **test(random, ["below"]),
        "replace_with": "USD cash",
        "until_replaced": random.choice(["counts", "counts nothing"]),
    }
    if chance(random, 40):
        found["rating_of"], found["currency"] = "B", random.choice(["USD", "KRW"])
        found["cash"] = random.choice(["kept", "replaced too"])
    return found


def table(random: Random, base: str, size: int) -> dict:
    """Return a table by rating of one or of two agencies."""
    alone = chance(random, 30)
    rows = sorted(random.sample(range(len(BOUNDS)), random.randint(1, 3)))
    found: dict = {"by_rating": {}}
    for number, index in enumerate(rows):
        words = BOUNDS[index][0] if alone else " / ".join(BOUNDS[index])
        amount = money_text((40 - 10 * number) * 100_000 * size, base)
        found["by_rating"][f"{words} or better"] = amount
    found["by_rating"]["below"] = "nil"
    if chance(random, 70):
        found["by_rating"]["unrated"] = random.choice(["nil", "infinite"])
    if alone:
        found["agency"] = "S&P"
    else:
        found["split_rating"] = random.choice(RULES)
    if chance(random, 50):
        found["one_missing"] = random.choice(MISSING)
    if chance(random, 20):
        found["nil_while"] = ["Event of Default"]
    return found


def test(random: Random, kinds: list[str]) -> dict:
    """Return a test of one rating, or of two."""
    bound = random.choice(BOUNDS)
    kind = random.choice(kinds)
    if chance(random, 50):
        return {kind: bound[0], "agency": "S&P"}
    rule = random.choice([("agencies_needed", "all"), ("agencies_needed", "any"),
                          ("split_rating", "lower"), ("split_rating", "higher")])  # fmt: skip
    found = {kind: " / ".join(bound), rule[0]: rule[1]}
    if chance(random, 40):
        found["one_missing"] = random.choice(MISSING)
    return found


def trigger(random: Random) -> dict:
    """Return an event by a rule, by a latch, or told by the facts."""
    found: dict = {"of": random.choice(["A", "B", "either"])}
    pick = random.random()
    if pick < 0.5:
        found["when"] = test(random, ["below", "at_most"])
    elif pick < 0.8:
        found["in_when"] = {"below": "BBB- / Baa3", "agencies_needed": "any"}
        found["out_when"] = {"at_least": "A / A2", "agencies_needed": "all"}
    if chance(random, 60):
        found["for"] = random.choice(["10 days", "5 Local Business Days", "30 days"])
        if chance(random, 30):
            found["or_since"] = "signing"
    return found


def condition(random: Random) -> dict:
    """Return when a row counts: a rating of the issuer, or an event."""
    if chance(random, 25):
        return {"event": random.choice(["Illegality", "Bankruptcy"]), "of": "either"}
    return {"rating_of": "issuer", **test(random, ["at_least", "at_most", "below"])}


def facts(random: Random, annex: dict, found: dict, day: date) -> None:
    """Put ratings of the parties and the issuers, and name the issuers of the lots."""
    ratings = []
    for of in ("A", "B", *ISSUERS):
        for agency, scale in (("S&P", SP), ("Moody's", MOODYS)):
            if chance(random, 3):
                continue
            ratings.append(rated(of, agency, random.choice(scale), since="2019-03-14"))
            for back in sorted({random.choice([0, 1, 4, 5, 7, 9, 10, 29, 30, 31, 90])
                                for _ in range(random.randint(0, 3))}):  # fmt: skip
                since = (day - timedelta(days=back)).isoformat()
                ratings.append(rated(of, agency, random.choice(scale), since=since))
    found["ratings"] = ratings
    for lot in (*found.get("held", []), *found.get("in_transit", [])):
        if lot.get("asset", "cash") != "cash":
            lot["issuer"] = random.choice(ISSUERS)
    if "triggers" in annex and not {"when", "in_when"} & set(annex["triggers"]["Downgrade"]):
        since = (day - timedelta(days=random.choice([4, 5, 9, 10, 30]))).isoformat()
        of = annex["triggers"]["Downgrade"]["of"]
        told = {"event": "Downgrade", "of": of, "from": since}
        found.setdefault("events", []).append(told)


def rated(of: str, agency: str, words: str, *, since: str) -> dict:
    """Return one rating."""
    return {"of": of, "agency": agency, "long_term": words, "since": since}
