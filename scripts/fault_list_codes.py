"""Faults of samples/faults that show a code each, where no other file there has it."""

from __future__ import annotations

from fault_list import ROUNDING, THRESHOLD, Fault

IN_CONTROL = "control-character.yaml"
LAST = "    notification_time: 13:00 London\n"
MARGIN = """\
  - form: IM CSA 2018 New York
    dated: 2018-09-03
    base_currency: USD
    margin_approach: {approach}
    regimes: {regimes}
"""

SHEETS_BY_CODE = (
    Fault(
        "infinite-minimum.yaml",
        "      A: USD 250,000\n",
        "      A: infinite\n",
        ("infinite", "nil"),
        "only a threshold may be infinite",
        code="DQ031",
    ),
    Fault(
        "place-without-value.yaml",
        "      B: USD 1,000,000\n",
        "      B: {at: 13(b)(iv)(B)}\n",
        ("place", "value"),
        "where it stands, and not what it is",
        code="DQ035",
    ),
    Fault(
        "rule-without-its-table.yaml",
        THRESHOLD,
        THRESHOLD + "        split_rating: lower\n",
        ("split_rating", "by_rating"),
        "a rule for ratings that differ, and no table by rating",
        lines_down=1,
        code="DQ037",
    ),
    Fault(
        "leading-zero.yaml",
        "USD 5,000,000",
        "USD 05,000,000",
        ("05,000,000", "zero"),
        "a zero that an old YAML reader takes for base eight",
        code="DQ042",
    ),
    Fault(
        "no-length-of-time.yaml",
        ROUNDING,
        ROUNDING + "    transfer_within: a few days\n",
        ("a few days",),
        "how long is a few?",
        lines_down=3,
        code="DQ054",
    ),
    Fault(
        "days-unclear.yaml",
        "valuation_date: each Local Business Day",
        "valuation_date: from time to time",
        ("from time to time", "days"),
        "days that nobody can count",
        code="DQ056",
    ),
    Fault(
        "agency-unclear.yaml",
        THRESHOLD,
        "        by_rating:\n          A- or better: USD 5,000,000\n          below: nil\n"
        "        split_rating: lower\n",
        ("A-", "agency: S&P"),
        "a rating, and nobody says whose scale it is on",
        lines_down=1,
        code="DQ059",
    ),
    Fault(
        "formula-too-long.yaml",
        "credit_support_amount: as printed",
        "credit_support_amount: exposure" + " + exposure" * 40,
        ("400",),
        "a formula that no annex has",
        code="DQ083",
    ),
    Fault(
        "separate-and-not-elected.yaml",
        "    independent_amount:\n",
        "    separate_independent_amount:\n      minimum_transfer_amount: nil\n"
        "    independent_amount:\n",
        ("separate",),
        "what holds for a separate amount, where it is not separate",
        lines_down=1,
        code="DQ086",
    ),
    Fault(
        "margin-without-regime.yaml",
        LAST,
        LAST + MARGIN.format(approach="distinct", regimes="{EU: {holder: [B]}}"),
        ("party B posts", "party A"),
        "party B posts initial margin, and no regime binds party A",
        lines_down=5,
        code="DQ087",
    ),
    Fault(
        "two-annexes-of-margin.yaml",
        LAST,
        LAST
        + MARGIN.format(approach="greater of", regimes="{EU: {}}")
        + MARGIN.replace("IM CSA 2018 New York", "IM CSD 2018 English").format(
            approach="allocated", regimes="{UK: {}}"
        ),
        ("two annexes",),
        "two annexes of initial margin would change one independent amount",
        lines_down=9,
        code="DQ088",
    ),
    Fault(
        "more-columns-than-any-annex.yaml",
        "base_currency: USD",
        "columns: [" + ", ".join(f"c{number}" for number in range(31)) + "]",
        ("31", "30"),
        "more columns than a table can have",
        code="DQ092",
    ),
)

LIMITS_BY_CODE = (
    Fault(
        "fixing-unclear.yaml",
        "market average rate of the day before",
        "market average rate",
        ("market average rate", "day"),
        "a rate, and not of which day",
        code="DQ057",
    ),
    Fault(
        "independent-amount-of-a-loss-limit.yaml",
        "annexes:\n",
        "confirmations:\n  - transaction: H-1\n    changes: Loss limit agreement (Korea)\n"
        "    independent_amount: {B: 'KRW 10,000,000'}\nannexes:\n",
        ("no independent amount", "performance_deposit"),
        "the form calls it a performance deposit",
        lines_down=3,
        code="DQ085",
    ),
)

FACTS_BY_CODE = (
    Fault(
        "facts-accrued-elsewhere.yaml",
        "accrued: USD 4,100",
        "accrued: EUR 4,100",
        ("EUR", "USD"),
        "interest in another currency than its bond",
        code="DQ061",
    ),
)

XML_BY_CODE = Fault(
    IN_CONTROL,
    "    notification_time: 13:00 London\n",
    '    notification_time: 13:00 London\nother_terms:\n  venue: "London\\x07"\n',
    ("XML",),
    "a bell, which JSON can hold and XML cannot",
    lines_down=2,
    code="DQ091",
)
"""A sheet that is to be written as XML."""
