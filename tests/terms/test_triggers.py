"""The document's own events: rules, lasting n days, latches, and what nobody can say."""

import pytest
import small
from small import annex, call, owes

RULE = {"of": "B", "when": {"below": "BBB-", "agency": "S&P"}}


def with_trigger(trigger, name="Downgrade", **terms):
    """A one-way annex whose threshold of B is nil while the trigger is in force."""
    given = {
        "posting_parties": ["B"],
        "dated": "2019-03-14",
        "triggers": {name: trigger},
        "threshold": {"B": {"value": "USD 50", "nil_while": [name]}},
    }
    return annex(**given | terms)


def rating(words, since, of="B", agency="S&P", term="long_term"):
    return {"of": of, "agency": agency, term: words, "since": since}


def due(trigger, *ratings, events=(), figures=(), on=small.MONDAY, **terms):
    """What B delivers against an exposure of 100: 100 in force, 50 not, else the status."""
    made = call(
        with_trigger(trigger, **terms),
        exposure=owes("USD 100"),
        ratings=list(ratings),
        events=list(events),
        figures=list(figures),
        on=on,
    )
    return str(int(made.movements[0].amount)) if made.movements else str(made.status)


def test_a_rule_holds_while_the_rating_is_below():
    """At BBB- the event does not hold; at BB+ it does, from that day on."""
    good = rating("BBB-", "2020-01-02")
    assert due(RULE, good) == "50"
    assert due(RULE, good, rating("BB+", "2024-12-30")) == "100"
    assert due(RULE, good, rating("BB+", "2024-12-31")) == "50"
    assert due(RULE) == "refused"
    assert due(RULE, rating("unrated", "2020-01-02")) == "undefined"


@pytest.mark.parametrize(
    ("begun", "period", "found"),
    [
        ("2024-11-30", "30 days", "100"),
        ("2024-12-01", "30 days", "50"),
        ("2024-12-23", "4 Local Business Days", "100"),
        ("2024-12-24", "4 Local Business Days", "50"),
        ("2024-12-27", "1 Seoul business day", "100"),
        ("2024-12-30", "1 Seoul business day", "50"),
    ],
)
def test_an_event_must_have_lasted(begun, period, found):
    """Begun on day 0, in force from the n-th day of the stated calendar on.

    Seoul is closed on Christmas Day: the 24th, 26th, 27th and 30th are the four business days
    after Monday the 23rd.
    """
    given = RULE | {"for": period}
    assert due(given, rating("A", "2020-01-02"), rating("BB", begun)) == found


def test_an_event_that_paused_begins_anew():
    """A day of a better rating in between starts the count again."""
    history = [
        *(("A", "2020-01-02"), ("BB", "2024-11-01"), ("A", "2024-12-20")),
        ("B", "2024-12-21"),
    ]
    given = RULE | {"for": "30 days"}
    assert due(given, *(rating(*one) for one in history)) == "50"
    assert due(given, *(rating(*one) for one in history if one[1] != "2024-12-20")) == "100"


def test_a_history_that_does_not_reach_back_is_refused():
    """Ten days are known, thirty are asked: whether it has lasted is not guessed."""
    given = RULE | {"for": "30 days"}
    assert due(given, rating("BB", "2024-12-20")) == "refused"
    assert due(given, rating("BB", "2024-11-30")) == "100"


def test_since_signing_is_in_force_at_once():
    """Below from the signing on, it needs no thirty days; begun later, it does."""
    given = RULE | {"for": "30 days", "or_since": "signing"}
    signed = {"dated": "2024-12-20"}
    assert due(given, rating("BB", "2024-12-20"), **signed) == "100"
    assert due(given, rating("A", "2024-01-02"), rating("BB", "2024-12-21"), **signed) == "50"


LATCH = {
    "of": "B",
    "in_when": {"below": "BB+ / Ba1", "agencies_needed": "any"},
    "out_when": {"at_least": "BBB- / Baa3", "agencies_needed": "all"},
}


def both(sp, moodys, since):
    return rating(sp, since), rating(moodys, since, agency="Moody's")


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (("BB", "Ba1"), "100"),
        (("BB+", "Baa3"), "100"),
        (("BBB-", "Ba1"), "100"),
        (("BBB-", "Baa3"), "50"),
    ],
)
def test_a_latch_has_a_way_in_and_another_out(now, found):
    """In when either is below BB+ / Ba1, out only when both are back at BBB- / Baa3."""
    history = both("A", "A2", "2019-03-14") + both("BB", "Ba2", "2023-05-02")
    assert due(LATCH, *history, *both(*now, "2024-06-03")) == found


def test_a_latch_begins_off_at_the_signing():
    """Between the two ways nothing is latched that never went in; unknown before is refused."""
    assert due(LATCH, *both("BB+", "Ba1", "2019-03-14")) == "50"
    assert due(LATCH, *both("BB+", "Ba1", "2019-03-15")) == "refused"
    assert due(LATCH, *both("BB", "Ba1", "2019-03-15")) == "100"
    crossed = LATCH | {"out_when": {"at_most": "BB / Ba2", "agencies_needed": "any"}}
    assert due(crossed, *both("BB", "Ba2", "2019-03-14")) == "undefined"


LINES = {
    "of": "B",
    "unless_any_of": ["B", "guarantor of B"],
    "is_rated": [
        {"agency": "S&P", "long_term": "A-", "short_term": "A-2"},
        {"agency": "S&P", "long_term": "A", "short_term": "unrated"},
    ],
}


def entity(long_term, short_term, of="B"):
    return [
        rating(long_term, "2020-01-02", of=of),
        rating(short_term, "2020-01-02", of=of, term="short_term"),
    ]


@pytest.mark.parametrize(
    ("own", "guarantor", "found"),
    [
        (("A-", "A-2"), ("D", "D"), "50"),
        (("A-", "A-3"), ("D", "D"), "100"),
        (("A", "unrated"), ("D", "D"), "50"),
        (("A-", "unrated"), ("D", "D"), "100"),
        (("D", "D"), ("AA", "A-1"), "50"),
    ],
)
def test_one_that_is_rated_so_keeps_it_off(own, guarantor, found):
    """Either line, of the party or of its guarantor, keeps the event off."""
    ratings = entity(*own) + entity(*guarantor, of="guarantor of B")
    assert due(LINES, *ratings) == found


def test_a_guarantor_of_unknown_rating_matters_only_where_it_decides():
    """The party's own rating keeps the event off; without it the guarantor's is needed."""
    assert due(LINES, *entity("A-", "A-2")) == "50"
    assert due(LINES, *entity("D", "D")) == "refused"


def figure(amount, since, **more):
    return {"figure": "assets under management", "amount": amount, "since": since} | more


def test_a_figure_of_the_facts_may_be_the_rule():
    """Below forty the event holds; at it, it does not; without the figure nobody knows."""
    rule = {"of": "B", "when": {"fact": "Assets under management", "below": "USD 40"}}
    assert due(rule, figures=[figure("USD 40", "2024-01-02")]) == "50"
    assert due(rule, figures=[figure("USD 39.99", "2024-01-02", of="B")]) == "100"
    assert due(rule, figures=[figure("USD 39.99", "2024-01-02", of="A")]) == "refused"
    assert due(rule, figures=[figure("EUR 39", "2024-01-02")]) == "refused"
    floor = {"of": "B", "when": {"fact": "assets under management", "at_most": "USD 40"}}
    assert due(floor, figures=[figure("USD 40", "2024-01-02")]) == "100"


def test_an_event_without_a_rule_is_told_by_the_facts():
    """The facts tell it; once it has lasted it is in force; another party's is another."""
    told = {"event": "downgrade", "of": "B", "from": "2024-12-23"}
    given = {"of": "B", "for": "4 Local Business Days"}
    assert due(given, events=[told]) == "100"
    assert due(given, events=[told | {"from": "2024-12-24"}]) == "50"
    assert due(given | {"of": "either"}, events=[told | {"of": "A"}]) == "50"
    assert due(given, events=[told | {"of": "A"}]) == "refused"
    assert due({"of": "either"}, events=[told | {"of": "either"}]) == "100"


def test_an_event_with_a_rule_that_the_facts_tell_as_well_is_refused():
    """Two sources for one event: the rule, and somebody who says so."""
    told = {"event": "Downgrade", "of": "B", "from": "2024-12-23"}
    assert due(RULE, rating("A", "2020-01-02"), events=[told]) == "refused"


def test_a_name_that_nobody_defines_is_refused_at_its_line():
    """A term may turn on the Masters' events, the annex's triggers and the Schedule's own."""
    errors = small.read(with_trigger(RULE, threshold={"B": {"nil_while": ["Downgrad"]}})).errors
    assert [each.code for each in errors] == ["DQ036"]
    assert "Downgrade" in errors[0].help
    own = {"form": "ISDA Master Agreement 2002", "additional_termination_events": [
        {"event": "NAV Trigger"}]}  # fmt: skip
    terms = with_trigger(
        RULE, threshold={"B": {"value": "USD 50", "nil_while": ["NAV Trigger"]}}
    )
    told = {"event": "NAV Trigger", "of": "B", "from": "2024-12-23"}
    made = call(terms, keys={"master": own}, exposure=owes("USD 100"), events=[told])
    assert small.moved(made) == [("B", "100", "delivery")]


@pytest.mark.parametrize(
    ("trigger", "code"),
    [
        ({"of": "B", "in_when": RULE["when"]}, "DQ038"),
        (RULE | {"is_rated": LINES["is_rated"]}, "DQ037"),
        ({"of": "B", "unless_any_of": ["B"]}, "DQ038"),
        ({"of": "B", "is_rated": [{"agency": "S&P"}]}, "DQ038"),
        ({"of": "B", "is_rated": [{"agency": "S&P", "long_term": "Aa1"}]}, "DQ058"),
        ({"of": "B", "for": "5 Mars days"}, "DQ056"),
        ({"of": "B", "when": {"agency": "S&P"}}, "DQ038"),
        ({"of": "B", "when": {"below": "A", "at_least": "A", "agency": "S&P"}}, "DQ038"),
        ({"of": "B", "when": {"below": "A"}}, "DQ059"),
        ({"of": "B", "when": {"below": "A / A2"}}, "DQ038"),
        ({"of": "B", "when": {"below": "A / A2", "split_rating": "average"}}, "DQ038"),
        ({"of": "B", "when": {"below": "A / A2", "split_rating": "lower",
                              "agencies_needed": "all"}}, "DQ037"),
        ({"of": "B", "when": {"fact": "AUM", "below": "40"}}, "DQ048"),
        ({"when": RULE["when"]}, "DQ015"),
    ],
)  # fmt: skip
def test_a_trigger_that_says_too_little_or_too_much(trigger, code):
    """What a trigger lacks or says twice is an error of the sheet."""
    assert [each.code for each in small.read(with_trigger(trigger)).errors] == [code]


@pytest.mark.parametrize(
    ("split", "sp", "moodys", "found"),
    [
        ("lower", "BB", "A2", "100"),
        ("higher", "BB", "A2", "50"),
        ("higher", "BB", "Ba2", "100"),
        ("lower", "A", "A2", "50"),
    ],
)
def test_a_split_rating_in_a_rule(split, sp, moodys, found):
    """The lower rating is below where either is; the higher only where both are."""
    rule = {"of": "B", "when": {"below": "BBB- / Baa3", "split_rating": split}}
    assert due(rule, *both(sp, moodys, "2020-01-02")) == found


@pytest.mark.parametrize(
    ("missing", "found"),
    [("use the others", "50"), ("last row", "100"), ("undefined", "undefined")],
)
def test_an_agency_that_rates_nothing_in_a_rule(missing, found):
    """The others decide, or it counts as below, or the document does not say."""
    rule = {"below": "BBB- / Baa3", "split_rating": "lower", "one_missing": missing}
    ratings = both("A", "unrated", "2020-01-02")
    assert due({"of": "B", "when": rule}, *ratings) == found


def test_a_calendar_that_does_not_reach_refuses():
    """Thirty business days from a year that no calendar knows cannot be counted."""
    given = RULE | {"for": "30 Seoul business days"}
    ratings = [rating("A", "1980-01-02"), rating("BB", "1989-12-20")]
    made = call(
        with_trigger(given, dated="1979-01-02"),
        exposure=owes("USD 100"), ratings=ratings, on="1989-12-29",
    )  # fmt: skip
    assert [each.code for each in made.reasons][:1] == ["MC117"]


def test_a_calendar_that_does_not_reach_stops_only_who_needs_it():
    """What A posts turns on no trigger: only the leg of B, whose threshold does, is refused."""
    given = RULE | {"for": "30 Seoul business days"}
    made = call(
        with_trigger(given, dated="1979-01-02", posting_parties=["A", "B"]),
        exposure=owes("USD -100"),
        ratings=[rating("A", "1980-01-02"), rating("BB", "1989-12-20")],
        on="1989-12-29",
    )
    legs = {str(leg.posting_party): leg for leg in made.legs}
    assert {side: str(leg.status) for side, leg in legs.items()} == {
        "A": "call", "B": "refused",
    }  # fmt: skip
    assert [each.code for each in legs["B"].reasons] == ["MC117"]
    assert [small.plain(each.amount) for each in made.movements] == ["100"]


def test_infinite_otherwise_is_a_springing_threshold():
    """Nothing is posted until the event, and everything once it is in force."""
    terms = {"threshold": {"B": {"while": [{"event": "Downgrade", "value": "nil"},
                                           {"otherwise": "infinite"}]}}}  # fmt: skip
    assert due(RULE, rating("A", "2020-01-02"), **terms) == "no_call"
    assert due(RULE, rating("BB", "2020-01-02"), **terms) == "100"


def test_a_party_may_post_only_while_an_event_continues():
    """Outside it nothing is required, and what is held returns."""
    terms = {
        "posts_only_while": {"B": ["Downgrade"]},
        "independent_amount": {"B": "USD 5"},
        "independent_amount_is": "outside",
        "eligible_collateral": [small.USD_CASH],
        "threshold": "nil",
    }
    held = [{"posted_by": "B", "asset": "cash", "amount": "USD 30"}]
    given = {"exposure": owes("USD 100"), "held": held}
    good, bad = rating("A", "2020-01-02"), rating("BB", "2024-12-30")
    made = call(with_trigger(RULE, **terms), ratings=[good], **given)
    assert small.moved(made) == [("A", "30", "return")]
    made = call(with_trigger(RULE, **terms), ratings=[good, bad], **given)
    assert small.moved(made) == [("B", "75", "delivery")]
    quiet = call(with_trigger(RULE, **terms), ratings=[good], exposure=owes("USD 100"))
    assert quiet.reasons[0].code == "posts-only-while"
    assert call(with_trigger(RULE, **terms), **given).status == "refused"


@pytest.mark.parametrize(("begun", "found"), [("2024-12-10", "100"), ("2024-12-11", "50")])
def test_the_annex_prevails_over_an_event_of_the_schedule(begun, found):
    """An Additional Termination Event whose days an annex counts is in force after them.

    From 10 to 30 December are 20 days. The event of the Schedule itself began at once: so it is
    for an annex without a trigger of that name, and for its general name.
    """
    keys = {
        "master": {
            "form": "ISDA Master Agreement 2002",
            "additional_termination_events": [{"event": "Downgrade"}],
        }
    }
    told = [{"event": "Downgrade", "of": "B", "from": begun}]
    day = {"keys": keys, "exposure": owes("USD 100"), "events": told}
    made = call(with_trigger({"of": "B", "for": "20 days"}), **day)
    assert small.moved(made) == [("B", found, "delivery")]
    plain = with_trigger({"of": "B"}) | {"triggers": {}}
    assert small.moved(call(plain, **day)) == [("B", "100", "delivery")]
    of_any = {"B": {"value": "USD 50", "nil_while": ["Additional Termination Event"]}}
    made = call(with_trigger({"of": "B", "for": "20 days"}, threshold=of_any), **day)
    assert small.moved(made) == [("B", "100", "delivery")]


def test_a_rule_of_the_annex_is_not_skipped_for_an_event_of_the_schedule():
    """Told by the facts and by a rule: which holds is not guessed, nor is the rule skipped."""
    keys = {
        "master": {
            "form": "ISDA Master Agreement 2002",
            "additional_termination_events": [{"event": "Downgrade"}],
        }
    }
    told = [{"event": "Downgrade", "of": "B", "from": "2024-12-27"}]
    made = call(
        with_trigger(RULE), keys=keys, exposure=owes("USD 100"), events=told,
        ratings=[rating("A", "2020-01-02")],
    )  # fmt: skip
    assert made.status == "refused"
    assert "MC121" in small.codes(made)


@pytest.mark.parametrize("name", ["Event of Default", "bankruptcy", "Defaulting Party"])
def test_no_trigger_bears_a_name_of_the_master(name):
    """`Event of Default` is the Master's, with all that it includes, in every annex."""
    found = small.read(with_trigger({"of": "B", "for": "20 days"}, name)).findings
    assert [one.code for one in found] == ["DQ039"]
