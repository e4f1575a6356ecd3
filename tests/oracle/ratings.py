"""Ratings, the document's own events and rows that count at times, read anew.

From calculation.md 2.9 and 2.10. Nothing of the package is used: scales are written again.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

NOTCHES = "AAA AA+ AA AA- A+ A A- BBB+ BBB BBB- BB+ BB BB- B+ B B- CCC+ CCC CCC- CC C"
OF_MOODYS = "Aaa Aa1 Aa2 Aa3 A1 A2 A3 Baa1 Baa2 Baa3 Ba1 Ba2 Ba3 B1 B2 B3 Caa1 Caa2 Caa3 Ca C"
SCALES = {"S&P": f"{NOTCHES} SD D".split(), "Moody's": OF_MOODYS.split()}
USUAL = ["S&P", "Moody's"]


class Missing(Exception):  # named for what is so
    """A rating is not in the facts."""


class Silent(Exception):  # named for what is so
    """The document does not say."""


def place(agency: str, words: str) -> int | None:
    """Return the place on the agency's scale, 0 the best; None for unrated."""
    return None if words == "unrated" else SCALES[agency].index(words)


def rating(facts: dict, of: str, agency: str, day: date) -> int | None:
    """Return the newest long-term rating of a day."""
    rows = [
        row
        for row in facts.get("ratings", [])
        if row["of"] == of
        and row["agency"] == agency
        and "long_term" in row
        and date.fromisoformat(row["since"]) <= day
    ]
    if not rows:
        raise Missing(f"{agency} on {of}")
    return place(agency, max(rows, key=lambda row: row["since"])["long_term"])


def agencies_of(node: dict, annex: dict) -> list[str]:
    """Return whose ratings are written, in that order."""
    if "agency" in node:
        return [node["agency"]]
    return node.get("agencies", annex.get("agencies", USUAL))


def row_by_rating(node: dict, annex: dict, facts: dict, *, of: str, day: date) -> str:
    """Return the words of the row that ratings pick."""
    agencies = agencies_of(node, annex)
    bounds = [key.removesuffix(" or better").split(" / ") for key in node["by_rating"]]
    rows = [bound for bound in bounds if bound not in (["below"], ["unrated"])]
    said = [rating(facts, node.get("rating_of", of), agency, day) for agency in agencies]
    missing = node.get("one_missing", "use the others")
    picked = []
    for index, (agency, own) in enumerate(zip(agencies, said, strict=True)):
        if own is None:
            if missing == "undefined":
                raise Silent("one agency rates nothing")
            if missing == "last row" and any(one is not None for one in said):
                picked.append(len(rows))
            continue
        better = [
            n for n, bound in enumerate(rows) if own <= (place(agency, bound[index]) or 0)
        ]
        picked.append(better[0] if better else len(rows))
    if not picked:
        if "unrated" not in node["by_rating"]:
            raise Silent("nobody rates")
        return node["by_rating"]["unrated"]
    number = among(sorted(picked), node.get("split_rating", "lower"))
    return list(node["by_rating"].values())[number]


def among(picked: list[int], rule: str) -> int:
    """Return the row that the rule picks among the agencies' rows, the best first."""
    if rule == "average":
        return int(Fraction(sum(picked), len(picked)) + Fraction(1, 2))
    index = {"lower": -1, "higher": 0}.get(rule)
    if index is None:
        index = int(rule[0]) - 1
        if index >= len(picked):
            raise Silent("the n-th is not there")
    return picked[index]


def is_met(node: dict, annex: dict, facts: dict, *, of: str, day: date) -> bool:
    """Whether a test of a rating is met on a day."""
    (kind,) = [key for key in ("at_least", "at_most", "below") if key in node]
    agencies = agencies_of(node, annex)
    told = []
    for agency, bound in zip(agencies, node[kind].split(" / "), strict=True):
        own, held = rating(facts, of, agency, day), place(agency, bound)
        if own is None:
            if node.get("one_missing") == "undefined":
                raise Silent("one agency rates nothing")
            if node.get("one_missing") == "last row":
                told.append(kind != "at_least")
            continue
        told.append(
            {"at_least": own <= held, "at_most": own >= held, "below": own > held}[kind]
        )
    if not told:
        raise Silent("nobody rates")
    lower_rules = node.get("split_rating")
    if lower_rules:
        every = (lower_rules == "lower") == (kind == "at_least")
    else:
        every = node.get("agencies_needed", "all") == "all"
    return all(told) if every else any(told)


def days_known(facts: dict, day: date) -> list[date]:
    """Return each day up to one from which a rating holds."""
    days = {date.fromisoformat(row["since"]) for row in facts.get("ratings", [])}
    return sorted(one for one in days if one <= day)


def in_force(trigger: dict, annex: dict, facts: dict, *, side: str, day: date, opens) -> bool:
    """Whether a trigger with a rule is in force; day by day from the first that is known."""
    days = days_known(facts, day) or [day]
    signed = date.fromisoformat(annex["dated"]) if "dated" in annex else None
    began: date | None = None
    certain = False
    unknown: Exception = Missing("the latch before is not known")
    latched: bool | Exception = False if signed and days[0] <= signed else unknown
    trouble: Exception = unknown
    for one in days:
        try:
            if "when" in trigger:
                of = trigger["when"].get("rating_of", side)
                state = is_met(trigger["when"], annex, facts, of=of, day=one)
            else:
                state = latched = fold(trigger, annex, facts, latched, side=side, day=one)
        except (Missing, Silent) as problem:
            state, trouble, latched = None, problem, problem
        if state is True:
            began = began or one
        else:
            certain = state is False
            began = None
        last = state
    if last is None:
        raise trouble
    if last is False or began is None:
        return False
    if lasted(trigger, began, day, signed, opens):
        return True
    if certain:
        return False
    raise Missing("whether it lasted long enough is not known")


def fold(
    trigger: dict, annex: dict, facts: dict, latched: bool | Exception, *, side: str, day: date
) -> bool:
    """Return a latch after a day: in by one rule, out by the other."""
    answers = []
    for key in ("in_when", "out_when"):
        of = trigger[key].get("rating_of", side)
        answers.append(is_met(trigger[key], annex, facts, of=of, day=day))
    if all(answers):
        raise Silent("in and out at once")
    if not any(answers):
        if isinstance(latched, Exception):
            raise latched
        return latched
    return answers[0]


def lasted(trigger: dict, began: date, day: date, signed: date | None, opens) -> bool:
    """Whether n days of the stated calendar have passed since day 0."""
    if "for" not in trigger:
        return True
    if trigger.get("or_since") == "signing" and signed and began <= signed:
        return True
    count, unit = trigger["for"].split(" ", 1)
    steps, passed = began, 0
    while steps < day:
        steps += timedelta(days=1)
        passed += 1 if unit in ("days", "day") or opens(steps) else 0
    return passed >= int(count)
