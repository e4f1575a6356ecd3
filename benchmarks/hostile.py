"""Time the check of sheets of 1 MiB that nobody should write: `python benchmarks/hostile.py`.

Each case fills a file of the greatest size that is read with more and more of one thing. One
line a case: what it is full of, its size, how much is found, and seconds of processor time.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from isda.lint.check import check_text
from isda.sheet.draft import MOST_BYTES

TOP: Final = "sheet: 1\nagreement: X\nparties: {A: {name: a}, B: {name: b}}\n"
ANNEX: Final = f"{TOP}annexes:\n  - form: CSA 1994 New York\n"
TABLE: Final = f"{ANNEX}    eligible_collateral:\n"
CASES: Final[dict[str, tuple[str, Callable[[int], str], str]]] = {
    "keys that nobody knows": (ANNEX, lambda n: f"    key{n}: 1\n", ""),
    "keys at the top": (ANNEX, lambda n: f"key{n}: 1\n", ""),
    "one key again and again": (ANNEX, lambda _: "    threshold: nil\n", ""),
    "rows that read not": (TABLE, lambda _: "      - {asset: b, haircut: 2}\n", ""),
    "rows all alike": (TABLE, lambda _: "      - {asset: b}\n", ""),
    "rows all alike, each apart": (TABLE, lambda n: f"      - {{asset: b{n}}}\n", ""),
    "rows while a rating holds": (
        TABLE,
        lambda n: (
            "      - {asset: b, valuation_percentage: 98%, "
            f"only_while: {{rating_of: issuer, at_least: {'BBB-' if n % 2 else 'A-'}, "
            "agency: S&P}}\n"
        ),
        "",
    ),
    "buckets of maturity": (
        TABLE,
        lambda n: f'      - {{asset: b, remaining: "[{n}d, {n + 1}d)", haircut: 2%}}\n',
        "",
    ),
    "buckets that begin alike": (
        TABLE,
        lambda n: f'      - {{asset: b, remaining: "[0d, {n + 1}d)", haircut: 2%}}\n',
        "",
    ),
    "buckets with gaps": (
        TABLE,
        lambda n: f'      - {{asset: b, remaining: "[{2 * n}d, {2 * n + 1}d)", haircut: 2%}}\n',
        "",
    ),
    "parts of one percentage": (
        TABLE
        + '      - asset: b\n        remaining: "[0d, ]"\n        haircut:\n          x:\n',
        lambda n: f'            "[0d, {n + 1}d)": 2%\n',
        "",
    ),
    "columns of one row": (
        TABLE + "      - asset: b\n        haircut:\n",
        lambda n: f"          c{n}: 2%\n",
        "",
    ),
    "columns": (f"{ANNEX}    columns: [", lambda n: f"c{n}, ", "z]\n"),
    "caps": (
        f"{ANNEX}    concentration:\n",
        lambda _: "      - {of: {currency: KRW}, at_most: USD 5}\n",
        "",
    ),
    "caps of stray assets": (
        f"{ANNEX}    concentration:\n",
        lambda n: f"      - {{of: {{asset: b{n}}}, at_most: 5% of posted value}}\n",
        "",
    ),
    "amendments": (
        f"{ANNEX}    amendments:\n",
        lambda n: f"      - {{dated: {2030 + n % 900}-01-02, threshold: nil}}\n",
        "",
    ),
    "amendments of the greatest number, of rows": (
        f"{ANNEX}    amendments:\n",
        lambda n: (
            f"      - dated: {2030 + n}-01-02\n        eligible_collateral:\n"
            + "          - {asset: b}\n" * 430
            if n < 100
            else ""
        ),
        "",
    ),
    "a table, and amendments": (
        TABLE + "      - {asset: b}\n" * 2000 + "    amendments:\n",
        lambda n: f"      - {{dated: {2030 + n}-01-02, threshold: nil}}\n" if n < 100 else "",
        "",
    ),
    "a table apart, and amendments": (
        TABLE
        + "".join(f"      - {{asset: b{n}}}\n" for n in range(2000))
        + "    amendments:\n",
        lambda n: f"      - {{dated: {2030 + n}-01-02, threshold: nil}}\n" if n < 100 else "",
        "",
    ),
    "annexes": (
        f"{TOP}annexes:\n",
        lambda n: f"  - {{form: CSA 1994 New York, name: n{n}}}\n",
        "",
    ),
    "annexes with amendments": (
        f"{TOP}annexes:\n",
        lambda n: (
            f"  - form: CSA 1994 New York\n    name: n{n}\n    amendments:\n"
            + "".join(
                f"      - {{dated: {2030 + day}-01-02, threshold: nil}}\n" for day in range(100)
            )
            if n < 100
            else ""
        ),
        "",
    ),
    "initial-margin annexes": (
        f"{TOP}annexes:\n",
        lambda n: f"  - {{form: IM CTA 2018 New York, name: n{n}}}\n",
        "",
    ),
    "confirmations": (
        f"{ANNEX}confirmations:\n",
        lambda n: f"  - {{transaction: T{n}, changes: CSA 1994 New York, excluded: yes}}\n",
        "",
    ),
    "confirmations of no annex": (
        f"{ANNEX}confirmations:\n",
        lambda n: f"  - {{transaction: T{n}, changes: CSA 1994, excluded: yes}}\n",
        "",
    ),
    "events": (
        f"{ANNEX}    threshold:\n      B:\n        nil_while: [",
        lambda _: "Event of Default, ",
        "Illegality]\n",
    ),
    "triggers": (
        f"{ANNEX}    triggers:\n",
        lambda n: f"      t{n}: {{of: B, when: it says so}}\n",
        "",
    ),
    "ratings": (
        f"{ANNEX}    threshold:\n      A:\n        by_rating:\n",
        lambda n: f"          A{n} or better: nil\n",
        "",
    ),
    "regimes": (f"{ANNEX}    regimes:\n", lambda n: f"      r{n}: {{}}\n", ""),
    "look-up tables": (f"{ANNEX}    tables:\n", lambda n: f"      t{n}: {{}}\n", ""),
    "interest": (f"{ANNEX}    interest:\n", lambda n: f"      A{n}: {{rate: SOFR}}\n", ""),
    "accepted findings": (
        f"{ANNEX}check:\n  ignore:\n",
        lambda n: f"    - {{code: EC{n}, until: 2030-01-01, why: so}}\n",
        "",
    ),
    "clients": (
        "sheet: 1\nagreement: X\nparties:\n  A: {name: a}\n  B:\n    name: b\n    severally:\n",
        lambda n: f"      - {{name: c{n}, share: 1%}}\n",
        "",
    ),
    "other terms": (f"{ANNEX}other_terms:\n", lambda n: f"  k{n}: [1, 2]\n", ""),
    "a list of nothing": (f"{ANNEX}other_terms:\n  k: [", lambda _: "a,", "a]\n"),
    "lists of nothing": (f"{ANNEX}other_terms:\n  k: [", lambda _: "[],", "a]\n"),
    "aliases": (f"{ANNEX}other_terms:\n  k: [", lambda _: "*a,", "a]\n"),
    "one long word": (f"{TOP}other_terms: ", lambda _: "a" * 1000, "\n"),
    "comments": (ANNEX, lambda _: "#\n", ""),
}
"""What a sheet begins with, its line of a number, and what it ends with."""


def sheets() -> Iterator[tuple[str, str]]:
    """Yield each case and its text, of 1 MiB at most."""
    for name, (head, line, tail) in CASES.items():
        pieces, size = [head], len(head) + len(tail)
        for number in count():
            piece = line(number)
            size += len(piece)
            if not piece or size > MOST_BYTES:
                break
            pieces.append(piece)
        yield name, "".join((*pieces, tail))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="cases whose name has this")
    only = parser.parse_args().only
    check_text(ANNEX)  # loads the rules
    for name, text in sheets():
        if only in name:
            start = time.process_time()
            found = len(check_text(text).findings)
            took = time.process_time() - start
            size = len(text) >> 10
            print(f"{name:44} {size:5} KiB {found:7,} findings {took:6.2f} s", flush=True)


if __name__ == "__main__":
    main()
