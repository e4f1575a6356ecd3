"""What the README of the Seoul book says of the five other kinds; nothing here is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = (
    ("IB-QUARRY", "the lower of S&P and Moody's sets each party's threshold", "ratings.csv"),
    ("FD-PELICAN", "net asset value: the amount up front, the threshold", "figures.csv"),
    ("CO-KITTIWAKE", "in once both are below BBB- / Baa3, out at BBB or Baa2", "ratings.csv"),
    (
        "SW-SANDPIPER",
        "each agency's formula, buffer and column, after ten business days",
        "ratings.csv, measures.csv",
    ),
    ("KP-SAEMARU", "a pledge: treasuries by remaining life, won up to a cap", "lots.csv"),
)
ABOUT = """\
Ratings, values and balances are invented. Party B is somebody else in each agreement, so each
row of `ratings.csv` names its agreement; the bank's own ratings are the same in both. A value
of `figures.csv` holds until the next is struck; the fund strikes at the end of a month, and
what it struck between the periods is left out. The swap of the notes has no notional of its
own: `measures.csv` has the notes' balance on each day. What is posted stays the same through a
period.

On 2008-09-30 four call for a reason of that day or month: S&P cut IB-QUARRY's bank that
morning; the fund struck a value below its first trigger; the airline was cut by its second
agency on 2008-09-22; and Moody's cut of Hangang Bank of 2008-09-16 is ten business days old,
17, 18, 19, 22, 23, 24, 25, 26, 29 and 30 September. In 2022 the airline is back at BBB- / Baa3,
no longer below and not yet a notch higher: only its history tells that it still posts.
"""
QUARRY = (
    ("QUARRY-0805-F1", "40,000,000 x (1,206.949590994896 - 1,011)", "7,837,983,639.80", "12"),
    ("QUARRY-0807-F2", "30,000,000 x (1,206.949590994896 - 1,053)", "4,618,487,729.85", "12"),
    ("exposure of A", "12,456,471,369.64 / 1,206.949590994896", "10,320,622.72", "12"),
    (
        "threshold of B",
        "BBB+ from today, A2: the lower is in the third row",
        "1,000,000",
        "13(b)(iv)(B)",
    ),
    ("required of B", "10,320,622.72 - 1,000,000", "9,320,622.72", "3, 13(b)(iv)(B)"),
    ("note, market value", "500,000 x 100.75 % + 7,671.23", "511,421.23", "12"),
    ("note, 2.1 years left", "511,421.23 x 98 %", "501,192.81", "12, 13(b)(ii)"),
    ("value held", "2,000,000 of cash + 501,192.81", "2,501,192.81", "12"),
    ("shortfall", "9,320,622.72 - 2,501,192.81", "6,819,429.91", "3(a)"),
    (
        "delivery by B",
        "reaches 500,000; up to 10,000",
        "6,820,000",
        "13(b)(iv)(C), (D)",
    ),
)
SAEMARU = (
    ("SAEMARU-0805-F1", "40,000,000 x (rate - 1,011)", "7,837,983,639.80", "exposure"),
    ("SAEMARU-0807-F2", "20,000,000 x (rate - 1,053)", "3,078,991,819.90", "exposure"),
    (
        "required of B",
        "10,916,975,459.69 - 5,000,000,000",
        "5,916,975,459.69",
        "required amount, threshold",
    ),
    (
        "bond to 2009-03-10",
        "(1,000,000,000 x 98.81 % + 2,739,726) x 98 %",
        "971,022,931.48",
        "valuation percentage",
    ),
    (
        "bond to 2010-12-10",
        "(1,500,000,000 x 100.26 % + 18,904,109) x 97 %",
        "1,477,119,985.73",
        "valuation percentage",
    ),
    (
        "bond to 2015-09-10",
        "(1,000,000,000 x 99.79 % + 2,630,136) x 95 %",
        "950,503,629.20",
        "valuation percentage",
    ),
    (
        "won",
        "3,398,646,546.41, of which the cap lets count",
        "3,000,000,000.00",
        "concentration",
    ),
    ("dollars", "500,000 x 95 % x 1,206.949590994896", "573,301,055.72", "value"),
    ("value held", "3,000,000,000.00 + 573,301,055.72", "3,573,301,055.72", "value"),
    ("shortfall", "5,916,975,459.69 - 3,573,301,055.72", "2,343,674,403.97", "delivery"),
    (
        "delivery by B",
        "reaches 100,000,000; up to 10,000,000",
        "2,350,000,000",
        "minimum transfer amount, rounding",
    ),
)


def table(head: str, rows: Sequence[Sequence[str]]) -> str:
    """A table of the README; the names of its columns stand between bars."""
    names = head.split("|")
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def five_kinds() -> str:
    """What decides in each of the five, and why they call in 2008."""
    kinds = table("agreement|what decides|its table", KINDS)
    return f"## The five other kinds\n\n{kinds}\n{ABOUT}"


def by_hand() -> str:
    """Two of the five, worked by hand for one day."""
    return f"""\
## Two of them by hand, 2008-09-30

The rate is 1,206.949590994896 won per dollar; a forward's mark is dollars x (rate - contract
rate), in won.

### IB-QUARRY: a cut moves millions

{table("figure|how|result|paragraph", QUARRY)}
Without the cut the threshold is 8,000,000: 2,320,622.72 is required, and the 180,570.09 held
above it are below the minimum of 500,000, so that nothing moves.

### KP-SAEMARU: treasuries by their life, won up to its cap

{table("figure|how|result|topic", SAEMARU)}
Without the cap 3,971,947,602.13 is held, and B delivers 1,950,000,000.
"""
