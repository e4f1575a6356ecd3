"""What a stranger writes, and what the findings tell him to write instead."""

import pytest

from isda.basics.faults import AmountError
from isda.basics.hours import CityTime
from isda.basics.money import Money
from isda.sheet.read_sheet import read_sheet_text

SHEET = """\
sheet: 1
agreement: X
parties: {A: {name: Bank}, B: {name: Client}}
"""
HOUR_UNTOLD = "write the hour that is meant and the city, such as 13:00 New York"
ANNEXES = "annexes:\n  - form: CSA 1994 New York\n"


def only(text):
    """The one finding of a sheet."""
    (finding,) = read_sheet_text(SHEET + text).findings
    return finding


def of_annex(term):
    """The one finding of an annex with one term."""
    return only(f"{ANNEXES}    {term}\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1:00 pm New York", "write 13:00 New York"),
        ("1 p.m. London", "write 13:00 London"),
        ("1:30 P.M. (Tokyo)", "write 13:30 Tokyo"),
        ("11:59 am Seoul", "write 11:59 Seoul"),
        ("12:00 am Seoul", "write 00:00 Seoul"),
        ("12:00 pm Seoul", "write 12:00 Seoul"),
        ("12:30 a.m., New York time", "write 00:30 New York"),
        ("13:00 pm New York", "write 13:00 New York"),
        ("1pm", "write 13:00 and its city, such as 13:00 New York"),
        ("1pm NYC", "write 13:00 and its city, such as 13:00 New York"),
        ("13:00 am New York", HOUR_UNTOLD),
        ("24:00 pm New York", HOUR_UNTOLD),
    ],
)
def test_a_time_by_am_and_pm_is_told_in_hours_to_24(text, written):
    """Noon is 12:00 and midnight 00:00; an hour that cannot be told is not guessed."""
    with pytest.raises(AmountError, match="hours are counted to 24") as told:
        CityTime.read(text)
    assert (told.value.code, told.value.help) == ("DQ052", written)


@pytest.mark.parametrize("text", ["13:00 New York", "1:00 Amsterdam", "9:05 Paris"])
def test_a_time_and_its_city_read(text):
    """A city that begins with am or has pm nowhere is no half of a day."""
    assert str(CityTime.read(text)).endswith(text.partition(" ")[2])


def test_a_time_by_pm_never_leads_to_the_night():
    """The finding of a sheet says 13:00, at the time."""
    finding = of_annex("disputes: {resolution_time: '1:00 pm New York'}")
    assert (finding.code, finding.help) == ("DQ052", "write 13:00 New York")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$500,000", "write USD 500,000, if that is the currency meant"),
        ("US$500,000.50", "write USD 500,000.50, if that is the currency meant"),
        ("€ 1", "write EUR 1, if that is the currency meant"),
        ("1 £", "write GBP 1, if that is the currency meant"),
        ("¥1,000", "write JPY 1,000, if that is the currency meant"),
        ("₩1000", "write KRW 1000, if that is the currency meant"),
        ("USD500,000", "write USD 500,000"),
        ("500,000 USD", "write USD 500,000"),
    ],
)
def test_an_amount_with_a_sign_is_told_with_its_letters(text, written):
    """The sign or the missing space is named, and no comma is blamed."""
    with pytest.raises(AmountError) as told:
        Money.read(text)
    assert (told.value.code, told.value.help) == ("DQ047", written)
    assert "commas" not in told.value.message


def test_commas_are_blamed_where_they_are_wrong():
    """Of digits and commas alone the commas are at fault, behind a sign too."""
    for text in ("5,00", "$5,00", "10,00,000"):
        with pytest.raises(AmountError, match="commas do not group thousands"):
            Money.read(text)


@pytest.mark.parametrize("word", ["zero", "None", "0", "null"])
def test_an_amount_of_nothing_is_nil(word):
    """The word of the sheet is named."""
    assert of_annex(f"minimum_transfer_amount: {word}").help == "write `nil`"


def test_nil_is_offered_where_it_may_stand():
    """Where no amount may be nil, and where a percentage stands, nothing is said of nil."""
    finding = of_annex("eligible_collateral: [{asset: cash, valuation_percentage: 0}]")
    assert (finding.code, "nil" in finding.help) == ("DQ049", False)


@pytest.mark.parametrize(
    ("term", "clean"),
    [
        ("threshold: “nil”", "write `nil`"),
        ("threshold: ‘nil’", "write `nil`"),
        ("threshold: “USD 5”", "write USD 5"),
        ("governing_law: “not stated”", "write `not stated`"),
        ("valuation_agent: ‘party A’", "write party A"),
        ("“threshold”: nil", "write `threshold`"),
    ],
)
def test_curly_quotes_come_out(term, clean):
    """What a word processor puts around a word is named, in values and in keys."""
    assert of_annex(term).help == f"take the curly quotes out: {clean}"


def test_curly_quotes_of_a_name_stay():
    """Own words may have any quotes."""
    sheet = SHEET + ANNEXES + "    name: the “old” annex\n"
    assert read_sheet_text(sheet).must().annexes[0].title == "the “old” annex"


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("independent_amount: {B: 2% of notional}", "percent_of_notional: 2%"),
        ("independent_amount: {B: 0.5%}", "percent_of_notional: 0.5%"),
    ],
)
def test_a_share_of_the_notional_has_its_key(term, written):
    """An independent amount in per cent is told its key."""
    assert of_annex(term).help == f"write `{written}` in the place of an amount"


def test_a_share_of_equity_has_its_key():
    """A threshold of cross default in per cent of equity is told its key."""
    master = (
        "master:\n  form: ISDA Master Agreement 2002\n"
        "  cross_default: {A: 3% of shareholders equity}\n"
    )
    help_text = only(master + ANNEXES).help
    assert help_text == "write `percent_of_equity: 3%` in the place of an amount"


def test_a_share_of_something_else_is_not_guessed():
    """Two per cent of exposure are no share of the notional, and a threshold has none."""
    for term in ("independent_amount: {B: 2% of the moon}", "threshold: 2% of notional"):
        assert "percent_of_notional" not in of_annex(term).help


@pytest.mark.parametrize(
    ("rate", "written"), [("SOFR", "{USD: {rate: SOFR}}"), ("ESTR", "{EUR: {rate: ESTR}}")]
)
def test_interest_goes_by_currency(rate, written):
    """A rate alone is shown under its currency."""
    help_text = of_annex(f"interest: {rate}").help
    assert help_text == f"write it by currency, such as {written}"


@pytest.mark.parametrize("year", ["1992", "2002"])
def test_a_master_keeps_its_year(year):
    """The year before the words proposes the form of that year."""
    for words in (f"{year} ISDA Master Agreement", f"ISDA {year}"):
        help_text = only(f"master: {{form: {words}}}\n{ANNEXES}").help
        assert help_text == f"did you mean `ISDA Master Agreement {year}`?"


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("1994 ISDA Credit Support Annex (New York law)", "CSA 1994 New York"),
        ("2016 VM CSA (English Law)", "VM CSA 2016 English"),
        ("ISDA 2018 IM CSD English", "IM CSD 2018 English"),
        ("1995 Credit Support Deed", "CSD 1995 English"),
        ("ISDA 1995 CSA (English)", "CSA 1995 English"),
        ("VM CSA 2016 Frnch", "VM CSA 2016 French"),
    ],
)
def test_a_form_in_other_words_is_known_by_year_and_law(form, meant):
    """Year, law and kind choose the form; spelling chooses only among those."""
    help_text = only(f"annexes:\n  - form: {form}\n").help
    assert help_text == f"did you mean `{meant}`?"


def test_a_form_of_another_year_is_not_proposed():
    """A form of 2019 is no form of 2018, however alike the names are."""
    for form in ("IM CSD 2019 English", "CSA 1994 English"):
        assert only(f"annexes:\n  - form: {form}\n").help.startswith("write one of: CSA 1994")


def test_several_forms_of_one_year_are_all_named():
    """Where the law is not said, the forms of the year are named and no other."""
    help_text = only("annexes:\n  - form: 2016 annex of ours\n").help
    assert "VM CSA 2016 Irish" in help_text
    assert "1994" not in help_text


@pytest.mark.parametrize(
    ("key", "written"), [("Party A", "A"), ("party_b", "B"), ("a", "A"), ("b", "B")]
)
def test_a_party_is_told_its_key(key, written):
    """What a party is called leads to `A:` or `B:`, and no amount is set aside."""
    findings = read_sheet_text(f"{SHEET}{ANNEXES}    threshold: {{'{key}': USD 5}}\n").findings
    wanted = f"write `{written}:`: that is the key of party {written}"
    assert [each.help for each in findings] == [wanted]


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("holding: yes", "did you mean `holding_and_use`?"),
        ("letter_of_credit: USD 5", "this goes under `other_eligible_support:`"),
        ("treshold: USD 5", "did you mean `threshold`?"),
        ("wishes: none", "what was agreed and computes nothing goes under `other_terms:`"),
        ("wishes: Clause 5", "what was agreed and computes nothing goes under `other_terms:`"),
    ],
)
def test_an_unknown_key_is_told_what_it_may_mean(term, told):
    """A known key that begins so, a near one, or the place of what computes nothing."""
    assert of_annex(term).help == told


@pytest.mark.parametrize(
    "value", ["USD 5", "5", "2%", "2% of notional", "$5", "{A: nil, B: 'USD 5'}", "[5 EUR]"]
)
def test_a_figure_is_never_sent_to_where_nothing_computes(value):
    """An amount or a percentage under an unknown key is sent to the list of keys."""
    assert of_annex(f"wishes: {value}").help.startswith("find the key of this figure")
