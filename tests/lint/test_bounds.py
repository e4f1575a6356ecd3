"""What a hostile sheet may cost: comparisons and findings are counted, limits are sharp."""

from collections import Counter

import pytest

from isda.basics.days import MaturityRange
from isda.lint import claims
from isda.lint.buckets import overlapping
from isda.lint.check import MOST_OF_A_RULE, check_text
from isda.lint.rules import ec004_percentages_not_falling_with_rating as ec004
from isda.sheet.yaml_events import MOST_EVENTS, draft_of
from isda.terms.bounds import MOST, MOST_ENTRIES, MOST_VALUES, troubles_of_size

TOP = "sheet: 1\nagreement: X\nparties: {A: {name: a}, B: {name: b}}\n"
HEAD = f"{TOP}annexes:\n  - form: CSA 1994 New York\n"
TABLE = f"{HEAD}    eligible_collateral:\n"
SCALE = ("AAA", "AA", "A", "BBB", "BB", "B")


def table(count, row):
    return TABLE + "".join(f"      - {{{row(number)}}}\n" for number in range(count))


def codes(text):
    return Counter(each.code for each in check_text(text).findings)


def found(text, code):
    return [each for each in check_text(text).findings if each.code == code]


ROWS = {
    "alike": lambda _: "asset: b, haircut: 1%",
    "apart": lambda n: f"asset: b{n}, haircut: 1%",
    "in a row": lambda n: f'asset: b, haircut: 1%, remaining: "[{n}d, {n + 1}d)"',
    "with gaps": lambda n: f'asset: b, haircut: 1%, remaining: "[{2 * n}d, {2 * n + 1}d)"',
    "of conditions": lambda n: f"asset: b, haircut: 1%, only_while: {{approved_by: i{n}}}",
    "of issuers with gaps": lambda n: (
        f'asset: b, haircut: 1%, issuers: [i{n // 2}], remaining: "[{n % 2 * 9}d, '
        f'{n % 2 * 9 + 1}d)"'
    ),
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_twice_the_rows_are_at_most_twice_the_comparisons(rows, monkeypatch):
    """Rows are swept in the order of their maturities, and never held each against each."""
    counted = Counter()
    held = claims.may_share
    keys = claims.Claims._keys
    monkeypatch.setattr(claims, "may_share", lambda *a: counted.update(a=1) or held(*a))
    monkeypatch.setattr(claims.Claims, "_keys", lambda *a: counted.update(b=1) or keys(*a))
    each = []
    for count in (100, 200):
        counted.clear()
        check_text(table(count, rows))
        each.append(counted.total())
    assert each[1] <= 2 * each[0] + 4


def test_ratings_are_compared_with_those_that_count_less_and_differ(monkeypatch):
    """Rows of few ratings are few comparisons a row, however many rows there are."""
    counted = Counter()
    held = ec004._counts_less
    monkeypatch.setattr(ec004, "_counts_less", lambda *a: counted.update(a=1) or held(*a))
    text = table(
        300,
        lambda n: (
            f"asset: b, haircut: {n % 50}%, only_while: "
            f"{{rating_of: issuer, agency: S&P, at_least: {SCALE[n % 6]}}}"
        ),
    )
    check_text(text)
    sides = 2
    assert 0 < counted.total() <= 300 * len(SCALE) * sides


@pytest.mark.parametrize("count", [2, 3, 50])
def test_a_row_is_told_once_however_many_it_overlaps(count):
    """Three rows alike are two findings and not three: the first to mend."""
    assert codes(table(count, ROWS["alike"]))["EC002"] == count - 1


@pytest.mark.parametrize(("more", "last"), [(0, None), (1, "1"), (250, "250")])
def test_of_one_rule_no_more_is_listed_than_anybody_reads(more, last):
    """A hundred findings, and one line of the same code that says how many more there are."""
    told = found(table(MOST_OF_A_RULE + 1 + more, ROWS["alike"]), "EC002")
    assert len(told) == MOST_OF_A_RULE + (more > 0)
    said = [each.message for each in told if "not listed" in each.message]
    assert said == ([f"{last} more findings of this rule are not listed"] if more else [])


def test_an_amendment_that_keeps_the_table_does_not_count_its_findings_again():
    """What each later day finds again is one finding."""
    layers = "".join(
        f"      - {{dated: {2050 + n}-01-02, threshold: nil}}\n" for n in range(90)
    )
    told = found(table(5, ROWS["alike"]) + "    amendments:\n" + layers, "EC002")
    assert len(told) == 4
    assert not any("not listed" in each.message for each in told)


LISTS = {
    "eligible_collateral": lambda n: {"annexes": [{"eligible_collateral": ["b"] * n}]},
    "amendments": lambda n: {"annexes": [{"amendments": [{}] * n}]},
    "columns": lambda n: {"annexes": [{"columns": ["c"] * n}]},
    "annexes": lambda n: {"annexes": [{}] * n},
    "confirmations": lambda n: {"confirmations": [{}] * n},
}


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize(("more", "count"), [(-1, 0), (0, 0), (1, 1)])
def test_every_list_has_a_sharp_limit(key, more, count):
    """As many as the limit are read, and one more is not."""
    troubles = [*troubles_of_size(LISTS[key](MOST[key] + more))]
    assert [each.type for each in troubles] == ["DQ092"] * count
    assert all(each.context["at"].rpartition(".")[2] == key for each in troubles)


@pytest.mark.parametrize(("more", "count"), [(0, 0), (1, 1)])
def test_a_list_of_anything_else_has_a_limit_too(more, count):
    """Keys that nobody knows, events, triggers: what has no limit of its own has this one."""
    for many in (
        ["x"] * (MOST_ENTRIES + more),
        dict.fromkeys(map(str, range(MOST_ENTRIES + more))),
    ):
        assert len([*troubles_of_size({"other_terms": {"k": many}})]) == count


@pytest.mark.parametrize(("more", "count"), [(0, 0), (1, 1)])
def test_the_whole_has_a_limit(more, count):
    """Fifty lists of 999 values and itself are the limit; one value more is too many."""
    whole = {f"k{n}": ["x"] * 999 for n in range(MOST_VALUES // 1000)}
    whole |= {f"m{n}": "x" for n in range(more)}
    assert [each.type for each in troubles_of_size(whole)] == ["DQ092"] * count


def test_each_state_of_an_annex_counts_what_stands_in_it():
    """A table of 500 values under 100 amendments stands 101 times; under 90, it is read."""
    rows = {"eligible_collateral": ["b"] * 500}
    for days, count in ((98, 0), (99, 1)):
        annex = {**rows, "amendments": [{"threshold": "nil"}] * days}
        assert len([*troubles_of_size({"annexes": [annex]})]) == count


def test_what_is_no_mapping_has_no_size():
    """What is no sheet at all is told by the reader, and not here."""
    assert [*troubles_of_size("sheet")] == []
    assert [*troubles_of_size({"annexes": ["x"]})] == []


def test_a_table_that_is_too_long_is_told_and_the_rest_is_looked_at():
    """The table is taken out, nothing is said of what it may hold, and other faults are."""
    text = table(MOST["eligible_collateral"] + 1, ROWS["alike"]) + "    threshold: USD zz\n"
    assert codes(text) == {"DQ092": 1, "DQ040": 1, "CS019": 1}


def test_a_text_of_too_many_values_is_not_read_to_its_end():
    """Lists of nothing are cheap to write: the reader stops where no file goes on."""
    few, many = ("k: [" + "[]," * count + "a]\n" for count in (1000, MOST_EVENTS // 2 + 1))
    assert not draft_of(few, "a.yaml").is_broken
    assert [each.code for each in draft_of(many, "a.yaml").findings] == ["DQ092"]


def test_a_text_of_too_many_faults_is_not_read_to_its_end():
    """Aliases without end are told 500 times, and once more that there are more."""
    told = draft_of("k: [" + "*a, " * 5000 + "a]\n", "a.yaml").findings
    assert Counter(each.code for each in told) == {"DQ006": 500, "DQ092": 1}


def test_ranges_are_swept_with_the_one_that_reaches_furthest():
    """A long range overlaps all that begin within it, also behind a short one."""
    ranges = map(MaturityRange.read, ("[0y, 9y]", "[1y, 2y)", "[3y, 4y)", "(9y, 10y]"))
    assert [str(part) for _, part, _ in overlapping(ranges)] == ["[1y, 2y)", "[3y, 4y)"]


MEET = [
    ("asset: b", "asset: b, currency: KRW", True),
    ("asset: b, currency: USD", "asset: b, currency: KRW", False),
    ("asset: b, issuers: [x, y]", "asset: b, issuers: [Y, z]", True),
    ("asset: b, issuers: [x]", "asset: b, issuers: [z]", False),
    ("asset: b, issuers: [x]", "asset: b", True),
    ("asset: b, coupon: fixed", "asset: b, coupon: floating", False),
    ("asset: b, coupon: fixed", "asset: b", True),
    ("asset: b, excludes: [x]", "asset: b", False),
    ("asset: b, code: C1", "asset: c, code: C1", True),
    ("asset: b, code: C", "asset: c", True),
    ("asset: b, for: [A]", "asset: b, for: [B]", False),
    ('asset: b, remaining: "[0y, 5y]"', 'asset: b, original: "[0y, 5y]"', False),
    ('asset: b, remaining: "[0y, 5y]"', 'asset: b, remaining: "[5y, 9y]"', True),
    ('asset: b, remaining: "[0y, 5y)"', 'asset: b, remaining: "[5y, 9y]"', False),
    ('asset: b, remaining: "[0y, 5y)"', "asset: b", True),
    ("asset: b, only_while: {approved_by: x}", "asset: b, only_while: {approved_by: y}", False),
    ("asset: b, only_while: {approved_by: x}", "asset: b, only_while: {approved_by: x}", True),
    ("asset: b, only_while: {approved_by: x}", "asset: b", True),
]


@pytest.mark.parametrize(("one", "other", "meets"), MEET)
def test_rows_meet_where_one_lot_may_fall_under_both(one, other, meets):
    """In either order of the rows."""
    for rows in ((one, other), (other, one)):
        text = table(2, lambda n, rows=rows: rows[n])
        assert codes(text)["EC002"] == meets
