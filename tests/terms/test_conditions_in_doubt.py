"""A Specified Condition with a rule of its own: what is in doubt is never taken not to hold."""

import pytest
import small
from small import annex, call, owes

CONDITION = {"of": "A", "when": {"below": "BBB-", "agency": "S&P"}}


def rating(words, since, of="B", agency="S&P", term="long_term"):
    return {"of": of, "agency": agency, term: words, "since": since}


def with_condition(*ratings, exposure="USD 100", **terms):
    """What B owes where a Downgrade of A is a Specified Condition of A."""
    given = {"posting_parties": ["B"], "triggers": {"Downgrade": CONDITION}}
    given |= {"specified_conditions": {"A": ["Downgrade"]}}
    return call(annex(**given | terms), exposure=owes(exposure), ratings=list(ratings))


@pytest.mark.parametrize(
    ("words", "status"), [("BB+", "withheld"), ("BBB-", "call"), (None, "refused")]
)
def test_a_specified_condition_with_a_rule_is_not_guessed(words, status):
    """With no rating of A nobody can say whether B need deliver: no call goes out."""
    ratings = [rating(words, "2020-01-02", of="A")] if words else []
    made = with_condition(*ratings)
    assert made.status == status
    if words is None:
        assert "MC121" in small.codes(made)
        assert not made.movements


def test_a_specified_condition_that_the_document_leaves_open():
    """An agency that rates nothing, and no rule for it: the document does not say."""
    assert with_condition(rating("unrated", "2020-01-02", of="A")).status == "undefined"


def test_conditions_out_of_use_ask_for_no_rating():
    """Where no condition can withhold, nobody asks whether one holds."""
    assert with_condition(conditions_precedent="deleted").status == "call"


def test_a_term_that_turns_on_a_specified_condition_is_not_guessed():
    """A threshold that is nil while one continues needs the rating too, and only for A."""
    terms = {
        "conditions_precedent": "deleted",
        "posting_parties": ["A"],
        "threshold": {"A": {"value": "USD 50", "nil_while": ["Specified Condition"]}},
    }
    missing = with_condition(exposure="USD -100", **terms)
    assert missing.status == "refused"
    assert [each.code for each in missing.reasons] == ["MC121"]
    for words, moved in (("BB+", "100"), ("BBB-", "50")):
        made = with_condition(rating(words, "2020-01-02", of="A"), exposure="USD -100", **terms)
        assert [small.plain(each.amount) for each in made.movements] == [moved]
