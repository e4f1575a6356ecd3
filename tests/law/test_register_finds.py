"""What the register finds: by paragraph, by topic, and by what comes near."""

import pytest

from isda.law.forms import Form
from isda.law.register import ALIASES, find, register, suggest, topic, topics

ANNEXES = [form for form in Form if form.value.startswith(("csa-", "csd-"))]
ROWS = register().rows


def cited(found):
    return [str(row.cite) for row in found]


@pytest.mark.parametrize(
    "text",
    [
        "csa-1994-ny 13(b)(iv)(C)",
        "CSA 1994 New York 13(b)(iv)(C)",
        "csa 1994 new york ¶13(B)(IV)(c)",
        "CSA 1994 New York, paragraph 13 (b) (iv) (C)",
    ],
)
def test_find_reads_a_form_and_a_paragraph_as_people_write_them(text):
    """Slug or title, any case, any spaces, with or without the sign: one paragraph is meant."""
    assert cited(find(text)) == ["csa-1994-ny 13(b)(iv)(C)"]


@pytest.mark.parametrize("text", ["13(b)(iv)(C)", "¶13(b)(iv)(C)", "Paragraph13(b)(iv)(c)"])
def test_find_without_a_form_looks_in_all_of_them(text):
    """Only the 1994 form has this number, so only it answers."""
    assert cited(find(text)) == ["csa-1994-ny 13(b)(iv)(C)"]


def test_find_returns_each_form_with_the_number():
    """Forms with elections in 13 have a 13(a); the 2016 one has two items under it."""
    expected = [
        "csa-1994-ny 13(a)",
        "csd-1995-eng 13(a)",
        "csa-2016-vm-ny 13(a)",
        "csa-2016-vm-ny 13(a)(i)",
        "csa-2016-vm-ny 13(a)(ii)",
        "csa-2018-im-ny 13(a)",
        "csd-2018-im-eng 13(a)",
    ]
    assert cited(find("paragraph 13(a)")) == expected
    assert cited(find("13(a)")) == ["ma-1992 13(a)", "ma-2002 13(a)", *expected]


def test_the_word_of_the_reference_narrows_only_where_something_is_left():
    """Paragraph means an annex and Section a Master, but no answer is lost for the word."""
    assert {row.form for row in find("§ 13(a)")} == {Form.MASTER_1992, Form.MASTER_2002}
    assert cited(find("paragraph 5(a)(vii)")) == cited(find("5(a)(vii)")) != []


def test_find_returns_children_of_a_parent_and_nothing_beside_it():
    """13(b)(iv) brings its four letters and not 13(b)(i) or 13(b)(v)."""
    assert cited(find("csa-1994-ny 13(b)(iv)")) == [
        "csa-1994-ny 13(b)(iv)",
        *(f"csa-1994-ny 13(b)(iv)({letter})" for letter in "ABCD"),
    ]


def test_find_of_a_whole_number_does_not_take_its_longer_namesakes():
    """Paragraph 1 is not paragraph 11 or 13."""
    assert cited(find("csa-1994-ny 1")) == [
        f"csa-1994-ny 1{tail}" for tail in ("", "(a)", "(b)")
    ]


def test_find_understands_sections_of_the_master():
    """Section 5(a)(i) is failure to pay in both Masters; one annex has a paragraph 5(a)(i)."""
    expected = ["ma-1992 5(a)(i)", "ma-2002 5(a)(i)"]
    assert cited(find("Section 5(a)(i)")) == expected
    assert cited(find("5(a)(i)")) == [*expected, "csd-2018-im-eng 5(a)(i)"]
    assert cited(find("ISDA Master Agreement 2002 section 5(a)(i)")) == expected[1:]


@pytest.mark.parametrize(
    "text", ["Schedule Part 4(h)", "schedule part 4 (H)", "Part 4(h)", "Schedule 4(h)"]
)
def test_find_understands_the_schedule(text):
    """Part 4(h) of the Schedule is the governing law in both Masters."""
    assert cited(find(text)) == ["ma-1992 Schedule Part 4(h)", "ma-2002 Schedule Part 4(h)"]
    assert {row.topic for row in find(text)} == {"governing-law"}


def test_find_understands_definitions_and_topics_in_words():
    """12 Value brings its limbs; the loss-limit agreement is found by its words."""
    assert cited(find("csa-1994-ny 12 value (I)"))[0] == "csa-1994-ny 12 Value (i)"
    assert cited(find("Loss limit agreement (Korea) over the limit")) == [
        "loss-limit-kr over the limit"
    ]


@pytest.mark.parametrize("text", ["", "  ", "99(z)", "13(b)(iv)(E)", "csa-1994-ny", "(a)"])
def test_find_of_nothing_is_nothing(text):
    """A number that no form has, or no number at all, finds nothing."""
    assert find(text) == ()


def test_every_row_is_found_by_its_own_citation():
    """The text of any citation leads back to its row, first."""
    for row in ROWS:
        assert find(str(row.cite))[0] == row


@pytest.mark.parametrize(
    "name",
    [
        "minimum transfer amount",
        "Minimum_Transfer_Amount",
        "minimum-transfer-amount",
        " MTA ",
        "minimum transfer amounts",
        "최소인도금액",
    ],
)
def test_topic_is_tolerant(name):
    """Spaces, case, plural, short word and Korean term all mean the same topic."""
    found = cited(topic(name))
    assert "loss-limit-kr minimum transfer amount" in found
    if name != "최소인도금액":
        assert {row.form for row in topic(name)} == {*ANNEXES, Form.LOSS_LIMIT_KOREA}


def test_topic_shows_where_parties_add_what_a_form_lacks():
    """The 2016 forms have no Threshold; its home there is the last letter, and it says so."""
    home = {row.form: row for row in topic("threshold") if row.topic != "threshold"}
    assert home[Form.VM_2016_NEW_YORK].paragraph == "13(p)"
    assert home[Form.VM_2016_ENGLISH].paragraph == "11(k)"
    assert all("Threshold" in home[form].gist for form in ANNEXES if form in home)


def test_haircut_means_both_kinds():
    """A haircut is a valuation percentage to some and an FX haircut to others."""
    assert {"valuation-percentage", "fx-haircut"} <= {
        each for row in topic("haircut") for each in row.topics
    }


def test_an_unknown_topic_is_nothing():
    """A word that no form knows has no rows."""
    assert topic("weather") == ()
    assert topic("") == ()


def test_every_alias_leads_to_a_topic_and_hides_none():
    """An alias points to topics that exist, and is no topic itself."""
    for alias, wanted in ALIASES.items():
        assert set(wanted) <= topics(), alias
        assert alias not in topics(), alias


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("treshold", "threshold"),
        ("minimun transfer amout", "minimum-transfer-amount"),
        ("independant amount", "independent-amount"),
        ("13(b)(iv)(E)", "13(b)(iv)(D)"),
        ("Schedule Part 4(z)", "Schedule Part 4(n)"),
    ],
)
def test_suggest_offers_the_nearest(text, first):
    """A slip of the pen is answered with what was meant, first."""
    assert suggest(text)[0] == first


def test_suggest_offers_nothing_for_nonsense():
    """A text like nothing in the register gets no suggestion."""
    assert suggest("qqqqzzzz") == ()
