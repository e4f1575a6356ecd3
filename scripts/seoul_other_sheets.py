"""The sheets of the five agreements of other kinds, each read aloud in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seoul_sheets import SCHEMA, interest_on_cash, money

if TYPE_CHECKING:
    from seoul_others import Other

CASH = """\
    in_transit: counted                    # not printed in this form: elected
    eligible_collateral:
      - asset: cash
        currency: USD
        valuation_percentage: 100%
"""
QUARRY = f"""\
    base_currency: USD
    agencies: [S&P, Moody's]
{CASH}\
      - asset: US Treasury
        remaining: "[0y, 1y]"
        valuation_percentage: 99.5%
      - asset: US Treasury
        remaining: "(1y, 10y]"
        valuation_percentage: 98%
    threshold:                             # by the lower of the two ratings
      A:
        by_rating:
          AA- / Aa3 or better: USD 20,000,000
          A- / A3 or better: USD 8,000,000
          BBB- / Baa3 or better: USD 2,000,000
          below: nil
          unrated: nil
        split_rating: lower
        one_missing: use the others
        nil_while: [Event of Default]
      B:
        by_rating:
          AA- / Aa3 or better: USD 20,000,000
          A- / A3 or better: USD 8,000,000
          BBB- / Baa3 or better: USD 1,000,000
          below: nil
          unrated: nil
        split_rating: lower
        one_missing: use the others
        nil_while: [Event of Default]
    valuation_agent: demanding party
"""
PELICAN = f"""\
    base_currency: USD
    triggers:
      First NAV Trigger:
        of: B
        when:
          fact: net asset value
          below: USD 150,000,000
      Second NAV Trigger:
        of: B
        when:
          fact: net asset value
          below: USD 100,000,000
{CASH}\
    independent_amount_is: outside         # no threshold eats it
    holders_independent_amount: ignored
    independent_amount:
      A: nil
      B:
        while:
          - event: First NAV Trigger
            value: USD 3,000,000
          - otherwise: USD 1,000,000
    threshold:
      A:
        value: USD 10,000,000
        nil_while: [Event of Default]
      B:
        value: USD 5,000,000
        nil_while: [Event of Default, Second NAV Trigger]
    valuation_agent: A
"""
KITTIWAKE = f"""\
    posting_parties: [B]
    base_currency: USD
    agencies: [S&P, Moody's]
    triggers:
      Posting Event:                       # in on both, out on either, a notch higher
        of: B
        in_when:
          below: BBB- / Baa3
          agencies_needed: all
        out_when:
          at_least: BBB / Baa2
          agencies_needed: any
{CASH}\
    threshold:
      B:
        value: infinite
        nil_while: [Posting Event]
    valuation_agent: A
"""
SANDPIPER = """\
    posting_parties: [A]                   # the issuer of the notes never posts
    base_currency: USD
    cash_percentage: applies
    conditions_precedent: deleted
    triggers:
      Moody's First Trigger:
        of: A
        when:
          below: A3
          agency: Moody's
        for: 10 Local Business Days
      Moody's Second Trigger:
        of: A
        when:
          below: Baa3
          agency: Moody's
        for: 30 Local Business Days
      S&P Collateral Event:
        of: A
        when:
          below: A-
          agency: S&P
        for: 10 Local Business Days
    credit_support_amount: not applicable  # each agency says its own
    tables:
      buffer:
        by: weighted average life
        columns: [first, second, collateral]
        rows:
          "(0y, 3y]": [0.5%, 1.2%, 1.6%]
          "(3y, 7y]": [1.0%, 2.4%, 3.0%]
    regimes:                               # the greatest shortfall, the least surplus
      Moody's:
        column: moodys_first
        credit_support_amount:
          - while: [Moody's Second Trigger]
            amount: max(nil, next_payment, exposure + second * notional)
            column: moodys_second
          - while: [Moody's First Trigger]
            amount: max(nil, exposure + first * notional)
            column: moodys_first
          - otherwise: nil
      S&P:
        column: sp
        credit_support_amount:
          - while: [S&P Collateral Event]
            amount: max(nil, exposure + collateral * notional)
          - otherwise: nil
    columns: [moodys_first, moodys_second, sp]
    in_transit: counted                    # not printed in this form: elected
    eligible_collateral:
      - asset: cash
        currency: USD
        valuation_percentage: {moodys_first: 100%, moodys_second: 100%, sp: 95%}
      - asset: US Treasury
        remaining: "(0y, 5y]"
        valuation_percentage: {moodys_first: 98%, moodys_second: 97%, sp: 90%}
    valuation_agent: A
"""
SAEMARU = """\
    base_currency: KRW
    eligible_currencies: [KRW, USD]
    eligible_collateral:                   # 적격담보물
      - asset: cash
        currency: KRW
        valuation_percentage: 100%
      - asset: cash
        currency: USD
        valuation_percentage: 95%
      - asset: Korea Treasury              # 국고채, by remaining life (잔존만기)
        remaining: "[0y, 1y]"
        valuation_percentage: 98%          # 담보인정비율
      - asset: Korea Treasury
        remaining: "(1y, 3y]"
        valuation_percentage: 97%
      - asset: Korea Treasury
        remaining: "(3y, 5y]"
        valuation_percentage: 96%
      - asset: Korea Treasury
        remaining: "(5y, 10y]"
        valuation_percentage: 95%
    concentration:
      - of: {currency: KRW}                # 원화담보 상한
        at_most: KRW 3,000,000,000
    threshold:                             # 담보제공기준금액
      A:
        value: KRW 5,000,000,000
        nil_while: [Event of Default]
      B:
        value: KRW 5,000,000,000
        nil_while: [Event of Default]
    pledge:                                # 근질권: 채권최고액, watched
      maximum_secured_amount:
        A: KRW 20,000,000,000
        B: KRW 20,000,000,000
      fixed_date: 2008-01-02
      holder: Korea Securities Depository
    valuation_agent: demanding party
"""
TERMS = {
    "IB-QUARRY": QUARRY,
    "FD-PELICAN": PELICAN,
    "CO-KITTIWAKE": KITTIWAKE,
    "SW-SANDPIPER": SANDPIPER,
    "KP-SAEMARU": SAEMARU,
}
WORDS = {
    "IB-QUARRY": "Both post; what each may owe unsecured follows the lower of its two ratings.",
    "FD-PELICAN": "Net asset value sets what the fund owes up front, and its threshold.",
    "CO-KITTIWAKE": "Nothing is posted until both agencies have cut; one that relents ends it.",
    "SW-SANDPIPER": "The bank secures an issuer of notes by the rules of two agencies at once.",
    "KP-SAEMARU": "A pledge under Korean law: treasuries by life, won capped. A replay:\n"
    "# the form is younger than the first days of this book.",
}
ROLES = {
    "IB-QUARRY": ("bank", "New York"),
    "FD-PELICAN": ("fund", "New York"),
    "CO-KITTIWAKE": ("corporate", "London"),
    "SW-SANDPIPER": ("issuer of notes", "London"),
    "KP-SAEMARU": ("dealer", "Seoul"),
}


def _least(other: Other) -> str:
    """The minimum of both; nil on a default where that ends the threshold too."""
    least = money(other.least, other.base)
    if "Event of Default" not in TERMS[other.name]:
        return f"    minimum_transfer_amount: {least}\n"
    return (
        "    minimum_transfer_amount:\n"
        f"      value: {least}\n"
        "      nil_while: [Event of Default]\n"
    )


def other_sheet(other: Other) -> str:
    """The Master Agreement and the annex of one of the five."""
    korean = other.base == "KRW"
    form = "Korean-law annex (pledge)" if korean else "CSA 1994 New York"
    law = "Korea" if korean else "New York"
    role, city = ROLES[other.name]
    return f"""\
{SCHEMA}#
# {WORDS[other.name]}
# Invented parties. One agreement serves the three periods of this book.
sheet: 1
agreement: {other.name}
parties:
  A:
    name: {"한강은행" if korean else "Hangang Bank"}
    role: dealer
    cities: [Seoul]
  B:
    name: {other.english}
    role: {role}
    cities: [{city}]

master:
  form: ISDA Master Agreement 2002
  dated: 2008-01-02
  governing_law: {law}
  termination_currency: {other.base}
  automatic_early_termination: {{A: no, B: no}}

annexes:
  - form: {form}
    dated: 2008-01-02
{TERMS[other.name]}\
{_least(other)}\
    rounding:
      delivery: up to {money(other.multiple, other.base)}
      return: down to {money(other.multiple, other.base)}
    valuation_date: each Local Business Day
    notification_time: 13:00 {city}
{interest_on_cash("USD", *(["KRW"] if korean else []))}"""
