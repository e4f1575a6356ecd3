"""Numbers as the outside world writes them: what is read exactly, and what is refused."""

from decimal import Decimal

import pytest

from isda.basics.amounts import (
    MONEY_DIGITS,
    RATE_DIGITS,
    did_you_mean,
    plain,
    read_currency,
    read_number,
    shown,
)
from isda.basics.faults import AmountError
from isda.basics.money import Money, grouped
from isda.basics.percentages import Haircut, MarginRatio, Percentage, ValuationPercentage

FULL_WIDTH, ARABIC = "１２３", "٣٤"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("0.5", "0.5"),
        ("1,000", "1000"),
        ("25,000,000.50", "25000000.50"),
        ("1000", "1000"),
        ("9999999999999999.99999999", "9999999999999999.99999999"),
        ("9,999,999,999,999,999", "9999999999999999"),
    ],
)
def test_what_is_read_is_exact(text, number):
    """Digits, an optional point, correct commas: exactly what stands there."""
    assert read_number(text, digits=MONEY_DIGITS) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "DQ040"),
        ("ten", "DQ040"),
        ("12 000", "DQ040"),
        ("1e6", "DQ041"),
        ("1E+6", "DQ041"),
        ("1_000", "DQ041"),
        (FULL_WIDTH, "DQ041"),
        (ARABIC, "DQ041"),
        ("1,00", "DQ041"),
        ("10,00,000", "DQ041"),
        (",100", "DQ041"),
        ("+5", "DQ041"),
        (".5", "DQ041"),
        ("5.", "DQ041"),
        ("007", "DQ042"),
        ("00.5", "DQ042"),
        ("1" * 17, "DQ043"),
        ("1" * 40, "DQ043"),
        ("0.123456789", "DQ043"),
        ("-1", "DQ044"),
        ("NaN", "DQ045"),
        (".nan", "DQ045"),
        ("inf", "DQ045"),
        ("-Infinity", "DQ045"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text, code):
    """Exponents, underscores, foreign digits, 40 digits, NaN: each has its code and a help."""
    with pytest.raises(AmountError) as caught:
        read_number(text, digits=MONEY_DIGITS)
    assert caught.value.code == code
    assert caught.value.message
    assert caught.value.help
    assert len(caught.value.message) < 200


def test_the_digits_before_and_after_the_point_have_their_bounds():
    """Sixteen and eight for money, eight and twelve for rates; one more is refused."""
    assert read_number("1" * 16 + "." + "1" * 8, digits=MONEY_DIGITS)
    assert read_number("1" * 8 + "." + "1" * 12, digits=RATE_DIGITS)
    for text, digits in ((f"{'1' * 9}", RATE_DIGITS), (f"0.{'1' * 13}", RATE_DIGITS)):
        with pytest.raises(AmountError, match="at most"):
            read_number(text, digits=digits)


def test_a_sign_is_read_where_one_may_stand():
    """A mark may be negative; minus nil is nil."""
    assert read_number("-5.5", digits=MONEY_DIGITS, signed=True) == Decimal("-5.5")
    assert str(read_number("-0", digits=MONEY_DIGITS, signed=True)) == "0"


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+7", "10000000"), ("-0.0", "0"), ("100", "100"), ("1.500", "1.5"), ("0E-18", "0"),
     ("-12.30", "-12.3"), ("1E-9", "0.000000001")],
)  # fmt: skip
def test_an_amount_prints_in_plain_fixed_point(number, text):
    """No exponent, no trailing zero, no minus nil."""
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [("25,000,000", "DQ048"), ("USD", "DQ047"), ("USD ten", "DQ040"), ("USD25", "DQ047"),
     ("five dollars", "DQ046"), ("usd 5", "DQ046"), ("DOLLARS 5", "DQ046"), ("5 USD", "DQ047"),
     ("USD -5", "DQ044"), ("USD 1e6", "DQ041"), ("1e6", "DQ041"), ("NaN", "DQ045")],
)  # fmt: skip
def test_money_without_a_currency_or_a_number_is_refused(text, code):
    """Currency first, then the amount: nothing else is money."""
    with pytest.raises(AmountError) as caught:
        Money.read(text)
    assert caught.value.code == code


def test_money_prints_as_it_is_read():
    """Thousands are grouped, decimals kept, a sign in front."""
    assert str(Money.read("USD 25000000.50")) == "USD 25,000,000.5"
    assert str(Money(Decimal("-1234.5"), "USD")) == "USD -1,234.5"
    assert str(Money(Decimal("-0.5"), "USD")) == "USD -0.5"
    assert grouped(Decimal("-0.5")) == "-0.5"


def test_the_longest_amount_is_grouped_to_its_last_digit():
    """Sixteen digits before the point and eighteen after it are all shown."""
    longest = Decimal("1234567890123456.123456789012345678")
    assert grouped(longest) == "1,234,567,890,123,456.123456789012345678"
    assert grouped(longest.copy_negate()) == "-1,234,567,890,123,456.123456789012345678"


@pytest.mark.parametrize(
    ("kind", "text", "fraction"),
    [
        (ValuationPercentage, "0%", "0"),
        (ValuationPercentage, "98%", "0.98"),
        (ValuationPercentage, "100%", "1"),
        (Haircut, "2%", "0.02"),
        (Haircut, "100%", "1"),
        (MarginRatio, "100%", "1"),
        (MarginRatio, "108%", "1.08"),
        (MarginRatio, "200%", "2"),
        (Percentage, "250%", "2.5"),
        (Percentage, "99.5 %", "0.995"),
    ],
)
def test_a_percentage_is_a_fraction_with_its_sign(kind, text, fraction):
    """98 % is 0.98; each kind is read within its own range."""
    assert kind.read(text).fraction == Decimal(fraction)


@pytest.mark.parametrize(
    ("kind", "text", "code", "words"),
    [
        (ValuationPercentage, "100.000000000001%", "DQ050", "0% to 100%"),
        (Haircut, "101%", "DQ050", "haircut"),
        (MarginRatio, "99.999999999999%", "DQ050", "100% to 200%"),
        (MarginRatio, "200.000000000001%", "DQ050", "margin ratio"),
        (Haircut, "0.02", "DQ049", "scale"),
        (ValuationPercentage, "98", "DQ049", "scale"),
        (ValuationPercentage, "most", "DQ049", "is no valuation percentage"),
        (Haircut, "-2%", "DQ044", "negative"),
        (Haircut, "2e0%", "DQ041", "exponents"),
    ],
)
def test_a_percentage_of_unclear_scale_or_outside_its_range_is_refused(kind, text, code, words):
    """A bare number has no scale; a haircut of 101 % or a ratio below 100 % is a slip."""
    with pytest.raises(AmountError) as caught:
        kind.read(text)
    assert caught.value.code == code
    assert words in caught.value.message


def test_the_help_for_a_bare_number_names_both_scales():
    """0.98 may be 98 % or 0.98 %; 98 can only be 98 %."""
    for text, words in (("0.98", "98% or 0.98%"), ("98", "write 98% if")):
        with pytest.raises(AmountError) as caught:
            ValuationPercentage.read(text)
        assert words in caught.value.help


def test_three_percentages_are_three_types():
    """2 %, 98 % and 102 % of the same collateral are not equal and not of one kind."""
    assert Haircut.read("2%") != ValuationPercentage.read("2%")
    assert {str(each.read("100%")) for each in (Haircut, ValuationPercentage, MarginRatio)} == {
        "100%"
    }


def test_a_currency_is_one_of_iso_4217():
    """Three capital letters that exist; a near miss is named."""
    assert read_currency("KRW") == "KRW"
    for text in ("krw", "KRV", "WON", "", "ＵＳＤ"):
        with pytest.raises(AmountError) as caught:
            read_currency(text)
        assert caught.value.code == "DQ046"
        assert caught.value.help


def test_what_is_shown_in_a_message_is_short_and_visible():
    """Long texts are cut, invisible characters written out; a near word is offered."""
    assert shown("x" * 48) == "x" * 48
    assert shown("x" * 49) == "x" * 48 + "…"
    assert shown("a\u202eb") == "a\\u202eb"
    assert did_you_mean("treshold", ["threshold"]) == "did you mean `threshold`?"
    assert did_you_mean("zzz", ["threshold"]) == ""
