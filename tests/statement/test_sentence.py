"""The plain sentence: what moves, or why nothing does."""

from decimal import Decimal

import pytest

from isda.basics.party import Side
from isda.law.forms import Form
from isda.margin.outcome import Leg, LimitUse, Status
from isda.statement.sentence import sentence, use_of_limit

ARC = "Arc Shipping Ltd (party B)"
BANK = "Hangang Bank (party A)"


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (
            "001-first-call",
            f"{ARC} delivers USD 2,900,000 to {BANK} under the CSA 1994 New York.",
        ),
        (
            "006-delivery-one-cent-below-minimum",
            (
                "Nothing moves on 2024-12-30: the shortfall of USD 499,999.99 is below the "
                "minimum "
                "transfer amount of USD 500,000 (13(b)(iv)(C))."
            ),
        ),
        (
            "010-return-at-minimum",
            f"{BANK} returns USD 300,000 to {ARC} under the CSA 1994 New York.",
        ),
        (
            "081-delivery-withheld",
            (
                f"{ARC} would deliver USD 2,900,000 to {BANK} under the CSA 1994 New York, "
                f"but it "
                "is withheld: an Event of Default of party A continues, so party B need not "
                "transfer (4(a))."
            ),
        ),
        (
            "086-no-valuation-date",
            (
                "Nothing moves on 2024-12-28: it is no Valuation Date (each Local Business "
                "Day) "
                "(13(c)(ii))."
            ),
        ),
        (
            "087-threshold-unresolved",
            (
                f"What {ARC} must post under the CSA 1994 New York is undefined: "
                f"`threshold` is "
                "open: illegible in the scan (13(b)(iv)(B))."
            ),
        ),
        (
            "089-price-missing",
            (
                f"No call on {ARC} is computed under the CSA 1994 New York: no price for "
                f"lot 1 (US "
                "Treasury) (MC103)."
            ),
        ),
        (
            "091-two-movements-in-one-day",
            (
                f"{ARC} returns USD 1,000,000 to {BANK} under the CSA 1994 New York. "
                f"{ARC} delivers USD 2,000,000 to {BANK} under the CSA 1994 New York."
            ),
        ),
        (
            "112-limit-rate-of-a-strip",
            (
                "Nothing moves on 2008-01-02: the loss is within the limit (loss limit). 0% "
                "of the "
                "limit of KRW 1,000,000,000 is in use, and KRW 1,000,000,000 of headroom is "
                "left. "
                "The limit is reached at a rate of 1,020.3333, and the next call goes out at "
                "1,024.5."
            ),
        ),
    ],
)
def test_each_status_has_its_sentence(worked, folder, said):
    """A call, a return, a quiet day, a withheld, undefined and refused one say so plainly."""
    assert sentence(worked(folder)) == said


def test_two_legs_of_which_one_is_undefined(worked):
    """What moves is said first, then what cannot be said."""
    said = sentence(worked("088-threshold-unresolved-of-one-party"))
    assert said.startswith(f"{ARC} delivers USD 2,000,000")
    assert f"What {BANK} must post under the CSA 1994 New York is undefined" in said


def test_a_latched_breach_is_said(worked):
    """A loss limit that is latched says so."""
    assert "The breach is latched" in sentence(worked("104-full-loss-above-limit"))


def test_a_use_near_the_limit_is_not_rounded_onto_it(worked):
    """One won below the limit never reads 100%."""
    assert "99.9999999%" in sentence(worked("098-loss-one-won-below-limit"))


def test_no_sentence_repeats_itself(every_call):
    """Every worked sample has a sentence that ends, and says nothing twice."""
    for call in every_call:
        said = sentence(call)
        parts = said.split(". ")
        assert said.endswith(".")
        assert len(parts) == len(set(parts))
        assert "E+" not in said


@pytest.mark.parametrize(
    ("currency", "headroom", "said"),
    [
        ("KRW", "176726840", "KRW 176,726,840 of headroom"),
        ("KRW", "176726840.999", "about KRW 176,726,840 of headroom"),
        ("JPY", "0.4", "less than JPY 1 of headroom"),
        ("USD", "1000.5", "USD 1,000.50 of headroom"),
        ("USD", "1000.50999", "about USD 1,000.50 of headroom"),
        ("KWD", "1000.1239", "about KWD 1,000.123 of headroom"),
        ("KRW", "0", "no headroom"),
    ],
)
def test_headroom_is_told_in_what_a_currency_has(currency, headroom, said):
    """No part of a won or a yen is told: headroom is rounded down, and the sentence says so."""
    use = LimitUse(
        limit=Decimal(2_000_000_000),
        deposit=Decimal(0),
        used_amount=Decimal(1),
        used=Decimal("0.5"),
        headroom=Decimal(headroom),
    )
    leg = Leg("LL", Form.LOSS_LIMIT_KOREA, Side.B, currency, Status.NO_CALL, limit=use)
    told = " ".join(use_of_limit(leg))
    assert (
        told == f"50% of the limit of {currency} 2,000,000,000 is in use, and {said} is left."
    )
