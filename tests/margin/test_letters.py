"""Letters of credit on a day: what counts, and what keeps one at nothing."""

import pytest
import small
from small import ENG95, VMNY, agreement, annex, call, owes, read

import isda

ROW = {"support": "letter of credit", "valuation_percentage": "100%"}
RATED = ROW | {"only_while": {"rating_of": "issuer", "at_least": "A-", "agency": "S&P"}}
DEFAULT = ROW | {"nil_while": ["letter of credit default"]}
EXPIRES = ROW | {"expires_at_least": "30 days"}
ON = {"posting_parties": ["B"], "valuation_date": "any day"}
BANK = {"issuer": "Meridian Bank"}


def letter(nominal="USD 60", **keys):
    return {"posted_by": "B", "asset": "letter of credit", "nominal": nominal} | keys


def under(*rows, form=small.NY94, **terms):
    return annex(form, **ON, other_eligible_support={"B": [*rows]}, **terms)


def made(*rows, held=(), terms=None, **given):
    terms = terms or under(*rows)
    return call(terms, exposure=owes("USD 100"), held=held or [letter()], **given)


def counted(*rows, **given):
    leg = small.leg_of(made(*rows, **given))
    return None if leg.held_value is None else small.plain(leg.held_value)


def codes(*rows, **given):
    return small.codes(made(*rows, **given))


def test_a_letter_counts_its_share_of_what_may_be_drawn():
    """In full, in part, and in another currency at the rate of the day."""
    assert counted(ROW) == "60"
    assert counted(ROW | {"valuation_percentage": "90%"}) == "54"
    euros = {"held": [letter("EUR 60")], "fx": {"EURUSD": "1.1"}}
    assert counted(ROW, **euros) == "66"
    assert codes(ROW, held=[letter("EUR 60")]) == ["MC101"]


def test_a_letter_without_a_row_counts_nothing():
    """No rows at all, own words only, rows of the other party, or another currency."""
    for terms in (
        annex(**ON),
        annex(**ON, other_eligible_support="a guarantee of the parent"),
        annex(**ON, other_eligible_support={"A": [ROW]}),
        under(ROW | {"currency": "EUR"}),
    ):
        result = made(terms=terms)
        assert small.plain(small.leg_of(result).held_value) == "0"
        found = small.found(result, "MC301")
        assert "no row of the other eligible support of party B" in found.message


def test_a_row_holds_for_both_parties_where_none_is_named():
    """A bare list is for both."""
    terms = annex(**ON, other_eligible_support=[ROW])
    assert counted(terms=terms) == "60"


def test_the_rating_of_the_bank_decides():
    """At least A-; a notch below counts nothing, an unknown one refuses."""

    def rated(words):
        row = {"of": "Meridian Bank", "agency": "S&P", "long_term": words}
        return {"held": [letter(**BANK)], "ratings": [row | {"since": "2024-01-02"}]}

    assert counted(RATED, **rated("A-")) == "60"
    assert counted(RATED, **rated("BBB+")) == "0"
    assert codes(RATED, held=[letter(**BANK)]) == ["MC102"]
    result = made(RATED, **rated("unrated"))
    assert (result.status, small.codes(result)) == ("undefined", ["MC201"])


@pytest.mark.parametrize(
    ("expires", "worth"), [("2025-01-28", "0"), ("2025-01-29", "60"), ("2025-01-30", "60")]
)
def test_a_letter_must_run_long_enough(expires, worth):
    """Thirty days from 30 December end on 29 January; that day itself is enough."""
    assert counted(EXPIRES, held=[letter(matures=expires)]) == worth


def test_a_letter_that_has_expired_counts_nothing():
    """Yesterday it expired; today is its last day."""
    assert counted(ROW, held=[letter(matures="2024-12-29")]) == "0"
    assert counted(ROW, held=[letter(matures="2024-12-30")]) == "60"


def test_an_expiry_that_is_asked_for_and_not_told_is_refused():
    """The facts have to say when it expires."""
    assert "expires" in small.found(made(EXPIRES), "MC102").message


@pytest.mark.parametrize("of", ["meridian bank", "LC-1", "XS1"])
def test_a_default_of_the_letter_or_its_issuer(of):
    """By the issuer's name, the letter's own, or its code; from the day to the day before."""
    held = [letter(lot="LC-1", code="XS1", **BANK)]

    def told(since, until=None):
        event = {"event": "Letter of Credit Default", "of": of, "from": since}
        return {"held": held, "events": [event | ({"until": until} if until else {})]}

    assert counted(DEFAULT, **told("2024-12-30")) == "0"
    assert counted(DEFAULT, **told("2024-12-31")) == "60"
    assert counted(DEFAULT, **told("2024-12-01", "2024-12-30")) == "60"
    assert codes(ROW, **told("2024-12-30")) == ["MC116"]


def test_a_default_needs_to_know_whose_letter_it_is():
    """Without its issuer nobody can say whether a default concerns it."""
    assert "issuer" in small.found(made(DEFAULT), "MC102").message


def test_a_default_of_somebody_else_changes_nothing():
    """A bank whose letter nobody holds, with the row or without; a near name is told."""

    def told(of):
        event = {"event": "Letter of Credit Default", "of": of, "from": "2024-12-01"}
        return {"held": [letter(**BANK)], "events": [event]}

    assert counted(DEFAULT, **told("Polder Savings")) == "60"
    assert counted(ROW, **told("Polder Savings")) == "60"
    near = made(DEFAULT, **told("Meridan Bank"))
    assert small.plain(small.leg_of(near).held_value) == "60"
    assert "meridian bank" in small.found(near, "MC317").help


def test_a_default_of_a_letter_that_is_chosen_or_over_is_no_slip():
    """LC-2 is only chosen, and the default of LC-3 has ended: neither is told beside LC-1."""

    def told(of, **more):
        event = {"event": "Letter of Credit Default", "of": of, "from": "2024-12-01"} | more
        chosen = [letter(lot="LC-2", issuer="Polder")]
        return made(DEFAULT, held=[letter(lot="LC-1", **BANK)], chosen=chosen, events=[event])

    assert small.codes(told("LC-2")) == []
    assert small.codes(told("LC-3", until="2024-12-30")) == []
    assert small.codes(told("LC-3")) == ["MC317"]


@pytest.mark.parametrize("of", ["B", "party B"])
def test_a_default_of_a_party_is_no_default_of_a_letter(of):
    """A party has no letter of credit of its own: the facts have to name the letter."""
    event = {"event": "Letter of Credit Default", "of": of, "from": "2024-12-01"}
    found = small.found(made(DEFAULT, held=[letter(**BANK)], events=[event]), "MC116")
    assert (
        found.help == "write whose it is: `of:` with the letter's `lot`, its code or its issuer"
    )


def test_what_a_letter_lacks_is_said_with_what_to_do():
    """The paragraph is that of other support, and the help is the condition's own."""
    found = small.found(made(EXPIRES), "MC102")
    assert (found.help, str(found.cites[0])) == ("add `matures`", "csa-1994-ny 13(b)(iii)")
    assert small.found(made(DEFAULT), "MC102").help == "add its `issuer`"
    two = small.found(made(ROW, ROW | {"valuation_percentage": "50%"}), "MC201")
    assert two.help == "the rows of other eligible support have to say"


def test_an_event_of_the_poster_may_make_letters_nil():
    """A standard event, or a trigger of the sheet; told in general it refuses."""
    row = ROW | {"nil_while": ["Bankruptcy"]}
    event = {"event": "Bankruptcy", "of": "B", "from": "2024-12-01"}
    assert counted(row, terms=under(row, conditions_precedent="deleted"), events=[event]) == "0"
    assert counted(row, events=[event | {"event": "Illegality"}]) == "60"
    general = event | {"event": "Event of Default"}
    assert codes(row, events=[general]) == ["MC102"]
    named = {"triggers": {"Letter of Credit Default": {"of": "B"}}}
    told = event | {"event": "Letter of Credit Default"}
    held = [letter(**BANK)]
    assert counted(terms=under(DEFAULT, **named), held=held, events=[told]) == "0"
    assert counted(terms=under(DEFAULT, **named), held=held) == "60"
    assert codes(DEFAULT, held=held, events=[told]) == ["MC116"]


def test_two_rows_that_count_a_letter_leave_it_undefined():
    """Which percentage holds is not said; rows that exclude each other say it."""
    result = made(ROW, ROW | {"valuation_percentage": "50%"})
    assert (result.status, small.codes(result)) == ("undefined", ["MC201"])
    won = ROW | {"currency": "KRW"}
    assert counted(won, ROW | {"currency": "USD"}) == "60"


def test_what_speaks_of_collateral_does_not_touch_letters():
    """No FX haircut, no percentage for all, no downgrade switch; a cap does."""
    alone = {
        "fx_haircut": {"value": "8%"},
        "all_percentages": [{"event": "Illegality", "of": "B", "value": "50%"}],
        "replace_when": {
            "rating_of": "issuer",
            "below": "A-",
            "agency": "S&P",
            "replace_with": "USD cash",
        },
    }
    terms = under(ROW, **alone | {"all_percentages": {"while": alone["all_percentages"]}})
    euros = {"held": [letter("EUR 60")], "fx": {"EURUSD": "1.1"}}
    event = {"event": "Illegality", "of": "B", "from": "2024-12-01"}
    assert counted(terms=terms, events=[event], **euros) == "66"
    cap = {"of": {"asset": "letter of credit"}, "at_most": "USD 45"}
    assert counted(terms=under(ROW, concentration=[cap])) == "45"
    each = {"of": {"issuer": "each"}, "at_most": "USD 45"}
    assert codes(terms=under(ROW, concentration=[each])) == ["MC102"]


def test_a_letter_on_its_way_counts_as_if_held():
    """In transit, by the same row."""
    moving = {"kind": "delivery", "by": "B", "settles": "2024-12-31"}
    row = moving | {key: part for key, part in letter().items() if key != "posted_by"}
    result = call(under(ROW, in_transit="counted"), exposure=owes("USD 100"), in_transit=[row])
    assert small.moved(result) == [("B", "40", "delivery")]


def test_how_much_of_a_letter_would_be_sent():
    """At ninety percent, forty-five dollars short take a letter over fifty."""
    row = ROW | {"valuation_percentage": "90%"}
    result = call(under(row), exposure=owes("USD 45"))
    (cure,) = isda.cure(result, "letter of credit")
    assert small.plain(cure.nominal.amount) == "50"


def sheet_codes(terms):
    return [(one.code, one.place.path) for one in read(terms).findings]


def test_letters_are_no_items_of_the_table():
    """They are drawn on, and have rows of their own."""
    row = {"asset": "Letter of Credit", "valuation_percentage": "100%"}
    assert [code for code, _ in sheet_codes(annex(eligible_collateral=[row]))] == ["DQ039"]


def test_where_title_passes_there_is_no_other_support():
    """Rows are refused; own words stay."""
    assert [code for code, _ in sheet_codes(under(ROW, form=ENG95))] == ["DQ085"]
    assert sheet_codes(annex(ENG95, other_eligible_support="a guarantee")) == []
    assert sheet_codes(under(ROW, form=VMNY)) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"support": "guarantee", "valuation_percentage": "100%"}, "DQ034"),
        ({"support": "letter of credit"}, "DQ015"),
        (ROW | {"nil_while": ["Rainy Day"]}, "DQ036"),
        (ROW | {"expires_at_least": "soon"}, "DQ054"),
        (ROW | {"valuation_percentage": "101%"}, "DQ050"),
    ],
)
def test_rows_that_cannot_be_read(row, code):
    """Another support, no percentage, an unknown event, no length of time, too much."""
    assert [found for found, _ in sheet_codes(under(row))] == [code]


def test_only_other_support_turns_on_a_default_of_a_letter():
    """A threshold that names it would never be nil: it is no event of a party."""
    terms = under(DEFAULT, threshold={"B": {"value": "USD 5", "nil_while": [small.NY94]}})
    assert [code for code, _ in sheet_codes(terms)] == ["DQ036"]
    event = {"value": "USD 5", "nil_while": ["Letter of Credit Default"]}
    terms = under(DEFAULT, threshold={"B": event})
    assert [code for code, _ in sheet_codes(terms)] == ["DQ036"]
    assert agreement(under(DEFAULT)) is not None


@pytest.mark.parametrize("key", ["price", "factor", "amount", "accrued", "dirty"])
def test_a_letter_has_no_price(key):
    """Nor anything else of a security or of cash."""
    value = {"amount": "USD 1", "accrued": "USD 1", "dirty": "yes"}.get(key, "1")
    day = small.text(held=[letter(**{key: value})])
    (found,) = isda.read_facts_text(day, "day.json").findings
    assert (found.code, f"`{key}`" in found.message) == ("DQ037", True)
