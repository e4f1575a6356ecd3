"""Tables by rating: each agency's row, the rule among rows, what is missing or open."""

import pytest
import small
from small import annex, call, owes

import isda
from isda.basics.ratings import Grade
from isda.sheet.read_sheet import read_sheet_text

DAY = "2024-01-02"
TABLE = {
    "AA- / Aa3 or better": "USD 50",
    "A / A2 or better": "USD 20",
    "BBB / Baa2 or better": "USD 5",
    "below": "nil",
    "unrated": "USD 1",
}


def rated(sp="unrated", moodys="unrated", of="B", since=DAY):
    """Ratings of both agencies; None leaves an agency out."""
    said = {"S&P": sp, "Moody's": moodys}
    return [
        {"of": of, "agency": agency, "long_term": rating, "since": since}
        for agency, rating in said.items()
        if rating is not None
    ]


def table(rows=TABLE, **more):
    """A one-way annex whose threshold of B is by rating."""
    given = {"by_rating": rows, "split_rating": "lower"} | more
    return annex(posting_parties=["B"], threshold={"B": given})


def threshold(ratings, **more):
    """The threshold of B, or the status of the leg."""
    made = call(table(**more), exposure=owes("USD 100"), ratings=ratings)
    leg = small.leg_of(made)
    return small.plain(leg.threshold) if leg.threshold is not None else str(leg.status)


@pytest.mark.parametrize(
    ("sp", "moodys", "found"),
    [("AA-", "Aa3", "50"), ("A+", "A1", "20"), ("AAA", "A2", "20"), ("A", "A3", "5"),
     ("BBB-", "Aaa", "0"), ("D", "C", "0")],
)  # fmt: skip
def test_the_lower_of_two_ratings_picks_the_row(sp, moodys, found):
    """At a row's rating the row holds; a notch below it the next one does."""
    assert threshold(rated(sp, moodys)) == found


@pytest.mark.parametrize(
    ("rule", "sp", "moodys", "found"),
    [
        ("higher", "BBB-", "Aaa", "50"),
        ("average", "AA-", "A2", "20"),
        ("average", "AA-", "Baa2", "20"),
        ("average", "AAA", "C", "5"),
        ("2nd from the best", "AAA", "A2", "20"),
        ("3rd from the best", "AAA", "A2", "undefined"),
        ("2nd from the best", "AAA", "unrated", "undefined"),
    ],
)
def test_the_rule_among_rows(rule, sp, moodys, found):
    """Higher, average with a half to the worse row, n-th from the best or undefined."""
    assert threshold(rated(sp, moodys), split_rating=rule) == found


@pytest.mark.parametrize(
    ("rule", "found"), [("use the others", "50"), ("last row", "0"), ("undefined", "undefined")]
)
def test_one_agency_that_rates_nothing(rule, found):
    """The others are used unless the document says that the last row or nothing holds."""
    assert threshold(rated("AA", "unrated"), one_missing=rule) == found


def test_nobody_rates():
    """The row `unrated` holds; without one the document does not say."""
    assert threshold(rated()) == "1"
    without = {key: amount for key, amount in TABLE.items() if key != "unrated"}
    assert threshold(rated(), rows=without) == "undefined"


def test_a_missing_rating_is_refused_by_name():
    """An agency without a row in the facts is no agency that rates nothing."""
    made = call(table(), exposure=owes("USD 100"), ratings=rated("AA", None))
    assert "no rating of party B by Moody's" in small.found(made, "MC121").message
    tomorrow = rated("AA", "Aa2", since="2024-12-31")
    assert call(table(), exposure=owes("USD 100"), ratings=tomorrow).status == "refused"


def test_a_rating_holds_until_the_next():
    """The newest row of the day counts, whatever the order of the rows."""
    later = rated("BBB", "Baa2", since="2024-12-30") + rated("AA", "Aa2")
    assert threshold(later) == "5"
    assert threshold(rated("BBB", "Baa2", since="2024-12-31") + rated("AA", "Aa2")) == "50"


def test_the_row_and_its_ratings_are_told():
    """The finding names the row and who rated what."""
    made = call(table(), exposure=owes("USD 100"), ratings=rated("A", "Aa1"))
    said = small.found(made, "MC313").message
    assert "by the row `A / A2 or better`" in said
    assert "A by S&P and Aa1 by Moody's" in said


def test_the_rating_of_another_may_decide():
    """A guarantor's rating picks the row, and the party's own is not asked for."""
    ratings = rated("A", "A2", of="guarantor of B")
    assert threshold(ratings, rating_of="guarantor of B") == "20"


def test_agencies_of_the_annex_and_of_one_table():
    """Korean agencies by the annex; one agency alone by its table."""
    korean = {"AA0 / AA0 or better": "USD 7", "below": "nil"}
    ratings = [
        {"of": "B", "agency": name, "long_term": "AA", "since": DAY} for name in ("KIS", "NICE")
    ]
    given = {"by_rating": korean, "split_rating": "lower"}
    terms = annex(posting_parties=["B"], agencies=["KIS", "NICE"], threshold={"B": given})
    made = call(terms, exposure=owes("USD 100"), ratings=ratings)
    assert small.plain(small.leg_of(made).threshold) == "7"
    alone = {"by_rating": {"A or better": "USD 9", "below": "nil"}, "agency": "KIS"}
    made = call(
        annex(posting_parties=["B"], threshold={"B": alone}),
        exposure=owes("USD 100"), ratings=ratings,
    )  # fmt: skip
    assert small.plain(small.leg_of(made).threshold) == "9"


def test_minimum_and_independent_amount_may_be_by_rating():
    """A minimum falls, and a share of notional rises, with the rating."""
    terms = annex(
        posting_parties=["B"],
        minimum_transfer_amount={"B": {"by_rating": {"A or better": "USD 9", "below": "nil"},
                                       "agency": "S&P"}},
        independent_amount={"B": {"by_rating": {"A or better": "nil",
                                                "below": {"percent_of_notional": "2%"}},
                                  "agency": "S&P"}},
    )  # fmt: skip
    given = {"exposure": owes("USD 8"), "trades": [small.trade()]}
    assert small.moved(call(terms, ratings=rated("A", None), **given)) == []
    worse = call(terms, ratings=rated("A-", None), **given)
    assert small.moved(worse) == [("B", "28", "delivery")]


def test_an_event_stands_above_the_table():
    """Nil while an Event of Default continues, whatever the rating, which is not asked for."""
    terms = table(nil_while=["Event of Default"])
    event = {"event": "Event of Default", "of": "B", "from": DAY}
    made = call(terms, exposure=owes("USD 100"), events=[event])
    assert small.moved(made) == [("B", "100", "delivery")]


def test_infinite_by_rating_is_a_threshold_only():
    """A threshold may be infinite in a row; a minimum may not."""
    rows = {"A or better": "infinite", "below": "nil"}
    made = call(
        annex(posting_parties=["B"], threshold={"B": {"by_rating": rows, "agency": "S&P"}}),
        exposure=owes("USD 100"), ratings=rated("A", None),
    )  # fmt: skip
    assert made.reasons[0].code == "infinite-threshold"
    minimum = {"B": {"by_rating": rows, "agency": "S&P"}}
    read = small.read(annex(minimum_transfer_amount=minimum))
    assert [each.code for each in read.errors] == ["DQ031"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"split_rating": None}, "DQ038", "may differ"),
        ({"rows": {"A / A2 or better": "nil"}}, "DQ038", "nothing of lower ratings"),
        ({"rows": {"A / A2": "nil", "below": "nil"}}, "DQ038", "no row of a table"),
        ({"rows": {"A or better": "nil", "below": "nil"}}, "DQ059", "has 1 rating"),
        ({"rows": {"A / A9 or better": "nil", "below": "nil"}}, "DQ058", "Moody's"),
        ({"rows": {"A / Aa2 or better": "nil", "AA / A2 or better": "nil", "below": "nil"}},
         "DQ039", "cross"),
        ({"value": "USD 5"}, "DQ037", "both given"),
        ({"agency": "Nobody"}, "DQ058", "no agency"),
        ({"rows": {"A / A2 or better": {"percent_of_notional": "2%"}, "below": "nil"}},
         "DQ037", "share of the notional"),
        ({"rows": {"A / A2 or better": {"note": "x"}, "below": "nil"}}, "DQ037", "one value"),
        ({"rows": None}, "DQ037", "there is none"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_at_its_line(more, code, words):
    """What is wrong with a table is said when the sheet is read."""
    given = {"by_rating": TABLE, "split_rating": "lower"} | more
    if "rows" in given:
        given["by_rating"] = given.pop("rows")
    terms = annex(threshold={"B": {key: said for key, said in given.items() if said}})
    errors = small.read(terms).errors
    assert [each.code for each in errors] == [code]
    assert words in errors[0].message
    assert errors[0].place.line


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"agency": "S&P", "long_term": "Aa1"}, "DQ058"),
        ({"agency": "Nobody", "long_term": "AA"}, "DQ058"),
        ({"agency": "S&P"}, "DQ015"),
    ],
)
def test_a_rating_off_every_scale_is_an_error_of_the_facts(given, code):
    """A rating that cannot be compared is refused where it stands."""
    text = small.text(exposure=owes("USD 1"), ratings=[{"of": "B", "since": DAY} | given])
    assert [each.code for each in isda.read_facts_text(text).errors] == [code]


def test_the_same_rating_twice_is_an_error():
    """Two ratings of one agency from one day: which holds is not guessed."""
    text = small.text(exposure=owes("USD 1"), ratings=rated("AA", None) + rated("A", None))
    assert [each.code for each in isda.read_facts_text(text).errors] == ["DQ060"]


def test_letters_of_different_scales_are_never_compared_as_text():
    """A is below AA on every scale, and Baa1 above Baa3."""
    assert Grade.read("AA", "S&P").is_at_least(Grade.read("A", "S&P"))
    assert Grade.read("Baa1", "Moody's").is_at_least(Grade.read("Baa3", "Moody's"))
    assert not Grade.read("unrated", "S&P").is_at_least(Grade.read("D", "S&P"))
    assert Grade.read("A1", "KIS", short_term=True).place == 0


def test_the_order_in_which_rows_are_written_is_no_matter():
    """Ratings order the rows; a table written upside down reads the same."""
    turned = dict(reversed(TABLE.items()))
    assert threshold(rated("A", "A2"), rows=turned) == "20"


BROKEN = """\
sheet: 1
agreement: X
parties: {A: {name: Bank}, B: {name: Client}}
annexes:
  - form: CSA 1994 New York
    threshold:
      B:
        by_rating:
          AA or beter: USD 9
          A- / Aq3 or better:
            value: USD 8
          BBB.x / Baa3 or better: USD 7
          BB / Ba2 or better: USD 6
          BB- / Ba1 or better: USD 5
"""


def test_every_bad_row_is_told_at_its_key():
    """One run tells each row that does not read or crosses, and what the table lacks."""
    findings = read_sheet_text(BROKEN).findings
    told = [(each.place.line, each.place.column, each.code) for each in findings]
    table = (8, 9, "DQ038")
    assert told == [
        table,
        table,
        (9, 11, "DQ038"),
        (10, 11, "DQ058"),
        (12, 11, "DQ058"),
        (14, 11, "DQ039"),
    ]
    assert {each.help[:13] for each in findings[:2]} == {"add the row `", "write `split_"}


def test_a_bad_row_of_both_parties_is_told_once():
    """A table that both parties share has each fault once."""
    shared = BROKEN.replace("      B:\n", "")
    assert len(read_sheet_text(shared).findings) == len(read_sheet_text(BROKEN).findings)
