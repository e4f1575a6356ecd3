"""Five more agreements of the Seoul book, each of a kind of its own, all invented.

Party A is Hangang Bank (한강은행) throughout. What a day needs besides trades and lots stands
here too: ratings, the fund's net asset value, what the notes' formulas read.
"""

from __future__ import annotations

from dataclasses import dataclass

HANGANG = (
    ("A", "S&P", "A", "2008-01-02"),
    ("A", "S&P", "BBB+", "2022-06-13"),
    ("A", "S&P", "A", "2023-11-06"),
    ("A", "Moody's", "A1", "2008-01-02"),
    ("A", "Moody's", "Baa1", "2008-09-16"),
    ("A", "Moody's", "A2", "2023-05-22"),
)
"""Of whom, whose rating, which, since when: the bank's own, for each annex that reads them."""


@dataclass(frozen=True)
class Other:
    """An agreement of another kind.

    ``forwards`` are (trade date, millions of dollars bought by party A), for twelve months;
    ``notes_swaps`` are (trade date, won gained by party A when the dollar rises one won,
    years). ``lots`` are (period, posting party, asset, thousands of dollars or 억 of won).
    ``figures`` are millions of dollars of net asset value, ``measures`` the notional and the
    next payment in dollars and the average life in years, by period.
    """

    name: str
    english: str
    kind: str
    base: str
    least: int
    multiple: int
    forwards: tuple[tuple[str, int], ...] = ()
    notes_swaps: tuple[tuple[str, int, int], ...] = ()
    lots: tuple[tuple[str, str, str, int], ...] = ()
    ratings: tuple[tuple[str, str, str, str], ...] = ()
    figures: tuple[tuple[int, str], ...] = ()
    measures: tuple[tuple[str, int, int, str], ...] = ()

    @property
    def code(self) -> str:
        """The agreement's name without its kind, as trades and lots carry it."""
        return self.name.split("-")[1]

    @property
    def agreement(self) -> str:
        """The agreement's name, as in every file of the book."""
        return self.name


OTHERS = (
    Other(
        "IB-QUARRY",
        "Quarry Savings Bank",
        "rating matrix",
        "USD",
        500_000,
        10_000,
        forwards=(
            ("2008-05-02", 40),
            ("2008-07-01", 30),
            ("2022-05-02", 40),
            ("2022-07-01", 30),
            ("2024-09-02", 20),
            ("2024-10-02", 15),
        ),
        lots=(
            ("2008", "B", "USD", 2000),
            ("2008", "B", "UST", 500),
            ("2022", "B", "USD", 2000),
            ("2022", "B", "UST", 500),
            ("2024", "B", "USD", 1600),
            ("2024", "B", "UST", 500),
        ),
        ratings=(
            *HANGANG,
            ("B", "S&P", "A", "2008-01-02"),
            ("B", "S&P", "BBB+", "2008-09-30"),
            ("B", "S&P", "A", "2014-05-12"),
            ("B", "Moody's", "A2", "2008-01-02"),
            ("B", "Moody's", "Baa2", "2023-03-20"),
        ),
    ),
    Other(
        "FD-PELICAN",
        "Pelican Macro Fund",
        "net asset value",
        "USD",
        250_000,
        10_000,
        forwards=(
            ("2008-05-02", 30),
            ("2008-07-01", 20),
            ("2022-05-02", 30),
            ("2022-07-01", 20),
            ("2024-09-02", 10),
            ("2024-10-02", 10),
        ),
        lots=(
            ("2008", "B", "USD", 3250),
            ("2022", "B", "USD", 1350),
            ("2024", "B", "USD", 2800),
        ),
        figures=(
            (178, "2008-07-31"),
            (162, "2008-08-29"),
            (141, "2008-09-30"),
            (96, "2008-10-31"),
            (236, "2022-08-31"),
            (241, "2022-09-30"),
            (171, "2024-11-29"),
            (158, "2024-12-31"),
        ),
    ),
    Other(
        "CO-KITTIWAKE",
        "Kittiwake Airlines",
        "springing threshold",
        "USD",
        250_000,
        10_000,
        forwards=(
            ("2008-05-02", 15),
            ("2008-07-01", 10),
            ("2022-05-02", 15),
            ("2022-07-01", 10),
            ("2024-09-02", 15),
        ),
        lots=(("2022", "B", "USD", 1900), ("2024", "B", "USD", 2600)),
        ratings=(
            ("B", "S&P", "BBB-", "2008-01-02"),
            ("B", "S&P", "BB+", "2008-07-14"),
            ("B", "S&P", "BBB-", "2017-04-03"),
            ("B", "S&P", "BBB", "2023-05-15"),
            ("B", "Moody's", "Baa3", "2008-01-02"),
            ("B", "Moody's", "Ba1", "2008-09-22"),
            ("B", "Moody's", "Baa3", "2021-10-04"),
        ),
    ),
    Other(
        "SW-SANDPIPER",
        "Sandpiper Notes 2008",
        "two agencies",
        "USD",
        100_000,
        10_000,
        notes_swaps=(("2008-03-03", -10_000_000, 30),),
        lots=(
            ("2022", "A", "USD", 2000),
            ("2022", "A", "UST", 2000),
            ("2024", "A", "USD", 2000),
            ("2024", "A", "UST", 2000),
        ),
        ratings=HANGANG,
        measures=(
            ("2008", 90_000_000, 400_000, "6.2"),
            ("2022", 24_000_000, 150_000, "3.4"),
            ("2024", 18_000_000, 120_000, "2.9"),
        ),
    ),
    Other(
        "KP-SAEMARU",
        "새마루증권",
        "Korean pledge",
        "KRW",
        100_000_000,
        10_000_000,
        forwards=(
            ("2008-05-02", 40),
            ("2008-07-01", 20),
            ("2022-05-02", 40),
            ("2022-07-01", 20),
            ("2024-08-01", -60),
        ),
        lots=(
            ("2008", "B", "KTB3", 10),
            ("2008", "B", "KTB", 15),
            ("2008", "B", "KTB10", 10),
            ("2008", "B", "USD", 500),
            ("2022", "B", "KTB3", 10),
            ("2022", "B", "KTB", 15),
            ("2022", "B", "KTB10", 10),
            ("2022", "B", "USD", 1200),
            ("2024", "A", "KTB", 5),
            ("2024", "A", "KTB10", 5),
        ),
    ),
)
