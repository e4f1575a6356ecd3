"""Time the check of sheets of 1 MiB that nobody should write: `python benchmarks/hostile.py`.

Each case fills a file of the greatest size that is read with more and more of one thing. One
line a case: what it is full of, its size, how much is found, and seconds of processor time.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from isda.basics.ratings import LONG_TERM
from isda.lint.check import check_text
from isda.sheet.draft import MOST_BYTES
from isda.terms.bounds import MOST

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
    "annexes": (
        f"{TOP}annexes:\n",
        lambda n: f"  - {{form: CSA 1994 New York, name: n{n}}}\n",
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
        lambda n: f"{{name: c{n}, share: 1%}}, ",
        f"{{name: z, share: 1%}}]}}}}\n{ANNEX.removeprefix(TOP)}",
    ),
    "other terms": (f"{ANNEX}other_terms:\n", lambda n: f"  k{n}: [1, 2]\n", ""),
    "a list of nothing": (f"{ANNEX}other_terms:\n  k: [", lambda _: "a,", "a]\n"),
    "lists of nothing": (f"{ANNEX}other_terms:\n  k: [", lambda _: "[],", "a]\n"),
    "aliases": (f"{ANNEX}other_terms:\n  k: [", lambda _: "*a,", "a]\n"),
    "one long word": (f"{TOP}other_terms: ", lambda _: "a" * 1000, "\n"),
    "comments": (ANNEX, lambda _: "#\n", ""),
}
"""What a sheet begins with, its line of a number, and what it ends with."""


ROWS: Final = MOST["eligible_collateral"]


def _repeated(count: int, line: Callable[[int], str]) -> str:
    return "".join(map(line, range(count)))


def _annexes(count: int, rest: str) -> str:
    line = "  - form: CSA 1994 New York\n    name: n{}\n{}"
    return f"{TOP}annexes:\n" + _repeated(count, lambda number: line.format(number, rest))


def _amended(count: int) -> str:
    line = "      - {{dated: {}-01-02, threshold: nil}}\n"
    return "    amendments:\n" + _repeated(count, lambda number: line.format(2030 + number))


def _table(line: Callable[[int], str], count: int = ROWS) -> str:
    return "    eligible_collateral:\n" + _repeated(
        count, lambda number: f"      - {{{line(number)}}}\n"
    )


def _rated(number: int) -> str:
    scale = LONG_TERM["S&P"][:20]
    others = LONG_TERM["Moody's"][:20]
    named = f"{scale[number % 20]} / {others[-number // 20 % 20]}"
    rated = f"{{rating_of: issuer, at_least: {named}}}"
    return f"asset: b, haircut: {number % 99}%, only_while: {rated}"


def _confirmed(count: int, name: str) -> str:
    line = "  - {{transaction: T{}, changes: {}, independent_amount: {{B: USD 5}}}}\n"
    return "confirmations:\n" + _repeated(count, lambda number: line.format(number, name))


AT_THE_BOUNDS: Final = {
    "rows all alike": _annexes(1, _table(lambda _: "asset: b")),
    "rows all apart": _annexes(1, _table(lambda n: f"asset: b{n}")),
    "rows of issuers": _annexes(1, _table(lambda n: f"asset: b, issuers: [i{n // 2}]")),
    "rows of many issuers": _annexes(
        1, _table(lambda n: f"asset: b, issuers: [{', '.join(f'i{n}.{m}' for m in range(40))}]")
    ),
    "rows of ratings": _annexes(1, _table(_rated)),
    "rows of ratings, four tables": _annexes(4, _table(_rated)),
    "rows of events": _annexes(
        1,
        _table(
            lambda n: f"asset: b, haircut: 1%, only_while: {{approved_by: i{n}}}",
        ),
    ),
    "buckets in a row": _annexes(
        1, _table(lambda n: f'asset: b, remaining: "[{n}d, {n + 1}d)", haircut: {n % 9}%')
    ),
    "buckets with gaps": _annexes(
        1, _table(lambda n: f'asset: b, remaining: "[{2 * n}d, {2 * n + 1}d)", haircut: 2%')
    ),
    "gaps of many issuers": _annexes(
        1,
        _table(
            lambda n: (
                f'asset: b, remaining: "[{n % 2 * 9}d, {n % 2 * 9 + 1}d)", '
                f"issuers: [i{n // 2}], haircut: 2%"
            )
        ),
    ),
    "tables": _annexes(15, _table(lambda _: "asset: b")),
    "tables of cash": _annexes(
        8, _table(lambda n: f"asset: US Tresury, currency: {'KRW' if n % 2 else 'USD'}")
    ),
    "a table, and amendments": _annexes(1, _table(lambda _: "asset: b") + _amended(14)),
    "columns": _annexes(
        1,
        f"    columns: [{', '.join(f'c{n}' for n in range(MOST['columns']))}]\n"
        "    regimes:\n      r: {credit_support_amount: exposure, column: c0}\n"
        "    credit_support_amount: not applicable\n"
        + _table(lambda n: f'asset: b, remaining: "[{n}d, {n + 1}d)", haircut: 2%'),
    ),
    "annexes": _annexes(100, ""),
    "annexes with amendments": _annexes(100, _amended(3)),
    "annexes with more amendments": _annexes(4, _amended(100)),
    "annexes with regimes and amendments": _annexes(100, _amended(3))
    + "check: {profiles: [eu, uk, us, jp]}\n",
    "annexes with all amendments": _annexes(100, _amended(100)),
    "confirmations": _annexes(1, "") + _confirmed(5000, "n0"),
    "confirmations of no annex": _annexes(1, "") + _confirmed(5000, "n"),
    "confirmations of annexes": _annexes(100, "") + _confirmed(5000, "n99"),
    "confirmations, and amendments": _annexes(1, _amended(100)) + _confirmed(5000, "n0"),
    "triggers and events": _annexes(
        1,
        "    triggers:\n"
        + _repeated(2000, lambda n: f"      t{n}: {{of: B, when: it says so}}\n")
        + "    specified_conditions: {A: ["
        + _repeated(1999, lambda n: f"t{n}, ")
        + "t0]}\n",
    ),
    "events that nobody knows": _annexes(
        1,
        "    specified_conditions: {A: ["
        + _repeated(1999, lambda n: f"Event of Defalt {n}, ")
        + "t0]}\n",
    ),
    "ratings": _annexes(
        1,
        "    agencies: [S&P]\n    threshold:\n      A:\n        by_rating:\n"
        + _repeated(2000, lambda n: f"          A{n} or better: nil\n"),
    ),
    "caps": _annexes(
        1,
        "    concentration:\n"
        + _repeated(
            2000, lambda n: f"      - {{of: {{asset: b{n}}}, at_most: 1% of posted value}}\n"
        )
        + _table(lambda n: f"asset: b{n}"),
    ),
    "regimes": _annexes(
        1,
        "    credit_support_amount: not applicable\n    regimes:\n"
        + _repeated(2000, lambda n: f"      r{n}: {{credit_support_amount: exposure}}\n"),
    ),
    "broken rows": _annexes(10, _table(lambda n: f"asset: b{n}, haircut: {n}")),
    "broken annexes": _annexes(100, "    threshold: USD\n    rounding: nill\n"),
    "accepted findings": _annexes(1, "")
    + "check:\n  ignore:\n"
    + _repeated(2000, lambda n: f"    - {{code: EC{n}, until: 2030-01-01, why: so}}\n"),
    "clients": _annexes(1, "").replace(
        "B: {name: b}",
        "B: {name: b, severally: ["
        + _repeated(1999, lambda n: f"{{name: c{n}, share: 0.05%}}, ")
        + "{name: z, share: 0.05%}]}",
    ),
}
"""Sheets with as much of something as is read, or nearly."""


def sheets() -> Iterator[tuple[str, str]]:
    """Yield each case and its text, of 1 MiB at most."""
    for name, (head, line, tail) in CASES.items():
        pieces, size = [head], len(head) + len(tail)
        for number in count():
            piece = line(number)
            size += len(piece)
            if size > MOST_BYTES:
                break
            pieces.append(piece)
        yield f"1 MiB: {name}", "".join((*pieces, tail))
    for name, text in AT_THE_BOUNDS.items():
        yield f"at the bounds: {name}", text


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
