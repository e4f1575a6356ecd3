"""The faults of samples/faults: what is replaced in which clean file, and what must be said."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault.

    Attributes:
        file: The broken file, named for its fault.
        old: Text of the clean file, which must stand there once.
        new: What stands there instead.
        words: What some finding's message or help must contain.
        note: The fault in a few words.
        at_line: Whether the finding must stand on the line of the fault.
        lines_down: How many lines below the start of the replaced text the fault stands.
        severity: `error` refuses; a `warning` leaves the faulty thing out and goes on.
        code: The code that must be found, where the file is here to show it.
    """

    file: str
    old: str = ""
    new: str = ""
    words: tuple[str, ...] = ()
    note: str = ""
    at_line: bool = True
    lines_down: int = 0
    severity: str = "error"
    code: str = ""


RAW = (
    Fault("empty.yaml", words=("empty",), note="a file of no bytes"),
    Fault("only-comments.yaml", words=("empty",), note="nothing but a comment"),
    Fault("cut-in-half.yaml", note="the second half was lost in copying"),
    Fault("not-utf8.yaml", words=("UTF-8",), note="Latin-1 bytes"),
    Fault("too-deep.yaml", words=("deep",), note="forty levels"),
    Fault("deep-brackets.yaml", words=("deep",), note="200 kB of opening brackets"),
    Fault("alias-bomb.yaml", words=("anchor",), note="aliases of aliases, 4 to the 11th"),
    Fault("two-documents.yaml", words=("document",), note="two sheets in one file"),
    Fault("null-byte.yaml", note="a null byte inside a name"),
    Fault("a-list.yaml", note="a list where a sheet is expected"),
)

MTA = """\
    minimum_transfer_amount:
      A: USD 250,000
      B: USD 250,000
"""
ROUNDING = """\
    rounding:
      delivery: up to USD 10,000
      return: down to USD 10,000
"""
THRESHOLD = "        value: USD 5,000,000\n"
ROW = '        remaining: "[0y, 10y]"\n        valuation_percentage: 98%\n'


def _amount(file: str, text: str, words: tuple[str, ...], note: str) -> Fault:
    """A threshold that cannot be read."""
    return Fault(file, "USD 5,000,000", text, words, note)


AMOUNTS = (
    _amount("exponent.yaml", "USD 5e6", ("5e6",), "an exponent in money"),
    _amount("underscore.yaml", "USD 5_000_000", ("5_000_000",), "underscores in money"),
    _amount(
        "full-width-digits.yaml",
        "USD ５,０００,０００",
        ("ASCII",),
        "digits of a Korean keyboard",
    ),
    _amount("wrong-commas.yaml", "USD 5,00,000", ("comma",), "commas that group no thousands"),
    _amount("negative-threshold.yaml", "USD -5,000,000", ("negative",), "a negative threshold"),
    _amount("nan.yaml", "USD NaN", ("NaN",), "not a number"),
    _amount("infinity-amount.yaml", "USD Infinity", ("infinit",), "`infinite` is the word"),
    _amount("forty-digits.yaml", "USD " + "1234567890" * 4, ("digits",), "forty digits"),
    _amount("unknown-currency.yaml", "USX 5,000,000", ("USX",), "no such currency"),
    _amount("bare-number.yaml", "5000000", ("currency",), "money without its currency"),
    _amount("float-number.yaml", "5000000.5", ("currency",), "a float of YAML"),
    _amount("sexagesimal.yaml", "5:00:00", ("5:00:00",), "base sixty to an old YAML reader"),
    _amount("yaml-nan.yaml", ".nan", (".nan",), "not a number, as YAML writes it"),
    _amount("yaml-infinity.yaml", ".inf", (".inf",), "infinity, as YAML writes it"),
    _amount("hexadecimal.yaml", "USD 0x10", ("0x10",), "a number of base sixteen"),
    _amount(
        "full-stop-thousands.yaml", "USD 5.000.000", ("5.000.000",), "points for thousands"
    ),
)

SHEETS = (
    *AMOUNTS,
    Fault(
        "duplicate-key.yaml",
        "    base_currency: USD\n",
        "    base_currency: USD\n    base_currency: KRW\n",
        ("base_currency",),
        "one key twice, with two answers",
        lines_down=1,
    ),
    Fault("anchor.yaml", "      A: nil\n", "      A: &none nil\n", ("anchor",), "an anchor"),
    Fault("tag.yaml", "base_currency: USD", "base_currency: !!str USD", ("tag",), "a tag"),
    Fault(
        "python-tag.yaml",
        "name: Hangang Bank",
        "name: !!python/object/apply:os.getcwd []",
        ("tag",),
        "a tag that would run code",
    ),
    Fault("merge-key.yaml", "      A: nil\n", "      <<: {A: nil}\n", ("<<",), "a merge key"),
    Fault(
        "tab-indent.yaml",
        "  termination_currency: USD",
        "\ttermination_currency: USD",
        (),
        "a tab for indentation",
        at_line=False,
    ),
    Fault(
        "comma-accident.yaml",
        MTA,
        "    minimum_transfer_amount: {A: USD 250,000, B: USD 250,000}\n",
        ("comma",),
        "money cut at its comma inside { }",
    ),
    Fault(
        "comma-accident-list.yaml",
        "      B: USD 1,000,000\n",
        "      B: [USD 1,000,000]\n",
        ("comma",),
        "money cut at its comma inside [ ]",
    ),
    Fault(
        "comma-accident-phrase.yaml",
        ROUNDING,
        "    rounding: {delivery: up to USD 10,000, return: down to USD 10,000}\n",
        ("comma",),
        "a phrase with money cut at its comma",
    ),
    Fault(
        "unknown-key.yaml",
        "    threshold:\n",
        "    threshhold:\n",
        ("threshhold", "threshold"),
        "a slip in a key: did you mean",
    ),
    Fault(
        "confirmation-over-no-annex.yaml",
        "annexes:\n",
        "confirmations:\n  - {transaction: T-1, changes: CSA 1994 New Yrok, excluded: yes}\n"
        "annexes:\n",
        ("CSA 1994 New Yrok", "no annex"),
        "a Confirmation over an annex that is not there",
        at_line=False,
    ),
    Fault(
        "unknown-regulator.yaml",
        "    threshold:\n",
        "    percentages_at_most: CH\n    threshold:\n",
        ("CH", "EU, UK, US"),
        "percentages capped by a regulation that no table has",
    ),
    Fault(
        "rating-table-without-a-rule.yaml",
        THRESHOLD,
        "        by_rating:\n          AA- / Aa3 or better: USD 5,000,000\n"
        "          below: nil\n",
        ("may differ", "split_rating"),
        "two agencies may differ, and nothing says which counts",
    ),
    Fault(
        "rating-off-the-scale.yaml",
        THRESHOLD,
        "        by_rating:\n          A-- / Aa3 or better: USD 5,000,000\n"
        "          below: nil\n        split_rating: lower\n",
        ("A--", "S&P"),
        "a rating that is on no scale",
        lines_down=1,
    ),
    Fault(
        "percentage-unclear.yaml",
        "valuation_percentage: 98%",
        "valuation_percentage: 0.98",
        ("0.98", "%"),
        "a fraction or per cent?",
    ),
    Fault(
        "formula-with-a-slip.yaml",
        "base_currency: USD",
        "credit_support_amount: exposur * 125%",
        ("exposur", "character 1", "exposure"),
        "an input of a formula misspelt",
    ),
    Fault(
        "money-times-money.yaml",
        "base_currency: USD",
        "credit_support_amount: exposure * notional",
        ("character 10", "money"),
        "money multiplied by money",
    ),
    Fault(
        "formula-cut-off.yaml",
        "base_currency: USD",
        "credit_support_amount: max(nil, exposure",
        ("character 18", ")"),
        "the last bracket of a formula was lost",
    ),
    Fault(
        "regime-without-a-column.yaml",
        "base_currency: USD",
        "columns: [one]",
        ("columns", "regime"),
        "columns that nothing reads",
    ),
    Fault(
        "haircut-and-percentage.yaml",
        ROW,
        ROW + "        haircut: 2%\n",
        ("haircut", "valuation_percentage"),
        "two kinds of percentage in one row",
        at_line=False,
    ),
    Fault(
        "percentage-out-of-range.yaml",
        "valuation_percentage: 98%",
        "valuation_percentage: 102%",
        ("102%",),
        "a margin ratio under the wrong key",
    ),
    Fault(
        "margin-ratio-below-one.yaml",
        "valuation_percentage: 98%",
        "margin_ratio: 98%",
        ("98%",),
        "a valuation percentage under the wrong key",
    ),
    Fault(
        "empty-range.yaml",
        '"[0y, 10y]"',
        '"[10y, 1y]"',
        ("[10y, 1y]",),
        "a range that ends before it starts",
    ),
    Fault("time-without-city.yaml", "13:00 London", "13:00", ("city",), "whose one o'clock?"),
    Fault("unknown-city.yaml", "13:00 London", "13:00 Londn", ("Londn",), "a city misspelt"),
    Fault("no-such-hour.yaml", "13:00 London", "25:00 London", ("25:00",), "no such hour"),
    Fault(
        "bad-date.yaml",
        "  dated: 2008-01-02\n  governing_law: New York",
        "  dated: 2008-02-30\n  governing_law: New York",
        ("2008-02-30",),
        "no such day",
    ),
    Fault(
        "unknown-form.yaml",
        "form: CSA 1994 New York",
        "form: CSA 1995 New York",
        ("CSA 1995 New York",),
        "no such form",
    ),
    Fault(
        "bidi-character.yaml",
        "name: Arc Shipping Ltd",
        "name: Arc \u202eShipping Ltd",
        ("U+202E",),
        "a character that turns the writing round",
    ),
    Fault(
        "zero-width-character.yaml",
        "agreement: CLEAN",
        "agreement: CL\u200bEAN",
        ("U+200B",),
        "a character that cannot be seen",
    ),
    Fault(
        "negative-rounding.yaml",
        "up to USD 10,000",
        "up to USD -10,000",
        ("negative",),
        "a negative multiple",
    ),
    Fault(
        "unknown-event.yaml",
        "nil_while: [Event of Default]",
        "nil_while: [Rainy Day]",
        ("Rainy Day",),
        "an event that no document names",
    ),
    Fault(
        "unknown-version.yaml", "sheet: 1\n", "sheet: 2\n", ("1",), "a version from the future"
    ),
    Fault(
        "third-party.yaml",
        "posting_parties: [A, B]",
        "posting_parties: [A, C]",
        ("C",),
        "there is no party C",
    ),
    Fault("nameless-party.yaml", "name: Hangang Bank", "name:", (), "a party without a name"),
    Fault(
        "everyday-currency.yaml",
        "base_currency: USD",
        "base_currency: dollars",
        ("dollars",),
        "a currency by its everyday name",
    ),
)

LIMITS = (
    Fault(
        "loss-limit-no-reading.yaml",
        "    over_the_limit: full loss once breached\n",
        "",
        ("over_the_limit",),
        "neither reading was chosen",
        at_line=False,
    ),
    Fault(
        "loss-limit-no-order.yaml",
        "    deposit_order: inside\n",
        "",
        ("deposit_order",),
        "a deposit, inside or on top?",
        at_line=False,
    ),
    Fault(
        "loss-limit-release-unread.yaml",
        "over_the_limit: full loss once breached",
        "over_the_limit: excess only",
        ("release_level",),
        "a release level where nothing latches",
        at_line=False,
    ),
    Fault(
        "loss-limit-bank-posts.yaml",
        "posting_parties: [B]",
        "posting_parties: [A, B]",
        ("one",),
        "the bank never posts",
        at_line=False,
    ),
    Fault(
        "loss-limit-negative.yaml",
        "KRW 1,000,000,000",
        "KRW -1,000,000,000",
        ("negative",),
        "a negative limit",
    ),
    Fault(
        "loss-limit-alert-order.yaml",
        "alerts: [70%, 80%, 90%, 100%]",
        "alerts: [70, 80, 90, 100]",
        ("70",),
        "alerts without their per cent sign",
    ),
)

FACTS = (
    Fault(
        "facts-missing-price.yaml",
        '    price: "99.50"\n',
        "",
        ("price",),
        "a bond without its price",
        at_line=False,
    ),
    Fault(
        "facts-missing-rate.yaml",
        'fx:\n  USDKRW: "1,206.90"\n',
        "",
        ("USDKRW",),
        "won marks and no rate",
        at_line=False,
    ),
    Fault(
        "facts-measure-unread.yaml",
        "events:\n",
        "measures:\n  dv01: USD 5\nevents:\n",
        ("dv01", "no term"),
        "a measure that no formula reads",
        lines_down=1,
        severity="warning",
    ),
    Fault("facts-zero-rate.yaml", '"1,206.90"', '"0"', ("USDKRW",), "a rate of nil"),
    Fault(
        "facts-stale-mark.yaml",
        "T-2\n    on: 2008-09-30",
        "T-2\n    on: 2008-09-29",
        ("2008-09-29",),
        "a mark of the day before",
        at_line=False,
    ),
    Fault(
        "facts-future-mark.yaml",
        "T-2\n    on: 2008-09-30",
        "T-2\n    on: 2008-10-01",
        ("2008-10-01",),
        "a mark of tomorrow",
        at_line=False,
    ),
    Fault(
        "facts-missing-mark.yaml",
        '  - trade_id: T-2\n    on: 2008-09-30\n    mark: "1349500000"\n    currency: KRW\n',
        "",
        ("T-2",),
        "a live trade without its mark",
        at_line=False,
    ),
    Fault(
        "facts-unknown-trade.yaml",
        "T-2\n    on:",
        "T-3\n    on:",
        ("T-3",),
        "a mark of a trade nobody knows",
        at_line=False,
    ),
    Fault(
        "facts-duplicate-trade.yaml",
        "  - trade_id: T-2\n    product",
        "  - trade_id: T-1\n    product",
        ("T-1",),
        "one trade id twice",
        at_line=False,
    ),
    Fault(
        "facts-matured-trade.yaml",
        "maturity: 2009-01-02",
        "maturity: 2008-09-29",
        ("T-2",),
        "a trade that matured yesterday is still valued: its mark is not used",
        at_line=False,
        severity="warning",
    ),
    Fault(
        "facts-unknown-event.yaml",
        "event: Illegality",
        "event: Rainy Day",
        ("Rainy Day",),
        "an event that no document names",
        at_line=False,
    ),
    Fault(
        "facts-negative-nominal.yaml",
        "nominal: USD 1,000,000",
        "nominal: USD -1,000,000",
        ("negative",),
        "less than nothing is held",
    ),
    Fault(
        "facts-wrong-day.yaml",
        "on: 2008-09-30\nplus",
        "on: 2008-09-29\nplus",
        ("2008-09-29",),
        "the facts of another day",
        at_line=False,
    ),
    Fault(
        "facts-no-sign-convention.yaml",
        "plus_is_good_for: party A\n",
        "",
        ("plus_is_good_for",),
        "marks, and nobody says for whom plus is good",
        at_line=False,
    ),
    Fault(
        "facts-float-mark.yaml",
        '"2699000000"',
        '"2.699e9"',
        ("2.699e9",),
        "an exponent in a mark",
    ),
    Fault("facts-nan-mark.yaml", '"2699000000"', "NaN", ("NaN",), "not a number"),
    Fault(
        "facts-unknown-key.yaml",
        "    issuer: United States",
        "    issuerr: United States",
        ("issuerr",),
        "a slip in a key",
    ),
    Fault(
        "facts-price-too-long.yaml",
        '"99.50"',
        '"99.' + "5" * 40 + '"',
        ("digits",),
        "forty digits of a price",
    ),
)
