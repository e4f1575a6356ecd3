"""Sheets with regimes, columns, tables and formulas that do not read, each with its code."""

import small

BOTH = small.REGIME_ONE


def finds(terms):
    """The codes and places of a sheet that does not read."""
    found = small.read(small.agencies(**terms)).errors
    return [(each.code, each.place.path or each.place.line) for each in found], found


def test_sheets_that_contradict_themselves_do_not_read():
    """Each fault of regimes, tables, columns and formulas has its code."""
    bad = {
        "DQ039": {"credit_support_amount": "exposure"},
        "DQ081": {
            "regimes": {"First": {"column": "one", "credit_support_amount": "nothing_known"}}
        },
        "DQ082": {
            "regimes": {
                "First": {"column": "one", "credit_support_amount": "exposure * exposure"}
            }
        },
        "DQ083": {
            "regimes": {
                "First": {"column": "one", "credit_support_amount": "exposure" + " + nil" * 60}
            }
        },
        "DQ080": {
            "regimes": {"First": {"column": "one", "credit_support_amount": "exposure / 2%"}}
        },
    }
    for code, terms in bad.items():
        assert code in [one for one, _ in finds(terms)[0]], code


def test_faults_of_columns_limbs_and_tables():
    """A column that is not there, is not said or is unused; limbs out of order; odd tables."""
    limb = {"while": ["Illegality"], "amount": "exposure", "column": "one"}
    late = [{"otherwise": "nil", "column": "one"}, limb]
    rows = {"(0y, )": ["1%", "2%"]}
    table = {"by": "weighted average life", "columns": ["first"], "rows": rows}
    split = {
        "asset": "cash",
        "currency": "USD",
        "valuation_percentage": {"one": {"[0y, 1y]": "9%"}},
    }
    for code, terms in (
        ("DQ084", {"regimes": {"First": {"column": "three", "credit_support_amount": "nil"}}}),
        ("DQ084", {"regimes": {"First": {"credit_support_amount": "exposure"}}}),
        ("DQ084", {"regimes": None, "credit_support_amount": None}),
        ("DQ084", {"columns": ["one"], "regimes": {"First": BOTH}}),
        ("DQ084", {"eligible_collateral": [split]}),
        ("DQ084", {"tables": {"t": table}}),
        ("DQ084", {"tables": {"t": table | {"rows": {"(0y, )": ["1%"]}},
                              "u": table | {"rows": {"(0y, )": ["1%"]}}}}),
        ("DQ037", {"regimes": {"First": {"credit_support_amount": late}}}),
        ("DQ037", {"regimes": {"First": {"credit_support_amount": [{"amount": "nil"}]}}}),
        ("DQ037", {"regimes": {"First": {"credit_support_amount": [
            {"while": ["Illegality"]}]}}}),
        ("DQ037", {"regimes": {"First": {"credit_support_amount": [
            {"otherwise": "nil", "amount": "nil"}]}}}),
        ("DQ036", {"regimes": {"First": {"credit_support_amount": [
            limb | {"while": ["Rainy Day"]}]}}}),
    ):  # fmt: skip
        assert code in [one for one, _ in finds(terms)[0]], terms


def test_a_formula_and_the_switches_of_the_printed_one_are_refused_together():
    """A formula replaces the printed one, so its switches have nothing to change."""
    own = {
        "regimes": None,
        "columns": None,
        "eligible_collateral": [small.USD_CASH],
        "credit_support_amount": "exposure",
        "independent_amount_is": "outside",
    }
    assert [code for code, _ in finds(own)[0]] == ["DQ039"]


def test_regimes_and_the_switches_of_the_printed_formula_are_refused_together():
    """No regime reads a switch, even one that says what is printed: each is at its line."""
    for key, word in (
        ("independent_amount_is", "outside"),
        ("independent_amount_is", "inside threshold"),
        ("independent_amount_is", "separate"),
        ("holders_independent_amount", "ignored"),
        ("never_below_independent_amount", "yes"),
    ):
        assert [code for code, _ in finds({key: word})[0]] == ["DQ039"], (key, word)
    assert finds({"never_below_independent_amount": "not stated"})[0] == []
    layer = {"dated": "2024-01-01", "never_below_independent_amount": "yes"}
    assert [code for code, _ in finds({"amendments": [layer]})[0]] == ["DQ039"]
