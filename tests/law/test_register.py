"""The register of forms."""

import re
import subprocess
import sys
from importlib.resources import files
from itertools import product
from string import ascii_lowercase, ascii_uppercase

import pytest

from isda.basics.cite import Cite
from isda.basics.faults import InvariantBroken
from isda.law.forms import Form
from isda.law.register import (
    ALIASES,
    Status,
    at,
    find,
    head,
    parent,
    register,
    rows,
    suggest,
    topic,
    topics,
)

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
DIGITS = tuple(str(number) for number in range(1, 10))
SERIES = (tuple(ascii_lowercase), ROMANS, tuple(ascii_uppercase), DIGITS)
ANNEXES = [form for form in Form if form.value.startswith("csa")]
NUMBERED = [form for form in Form if form is not Form.LOSS_LIMIT_KOREA]
ROWS = register().rows


def cited(found):
    return [str(row.cite) for row in found]


def test_every_row_is_complete():
    """Every paragraph has a kebab-case topic, a gist that ends as a sentence, and a status."""
    for row in ROWS:
        for each in row.topics:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each), row
        assert re.fullmatch(r"\S.*\.", row.gist), row
        assert "  " not in row.gist, row
        assert row.status in set(Status), row
        assert row.letters in {"printed", "samples"}, row


def test_gists_are_short():
    """No gist is longer than 160 characters: long enough to say it, too short to copy it."""
    assert [row.cite for row in ROWS if len(row.gist) > 160] == []


def test_outside_and_unverified_rows_say_why():
    """What is not kept, and what nobody read at its source, says why."""
    silent = [
        row.cite
        for row in ROWS
        if (row.status is Status.OUTSIDE or row.unverified) and len(row.reason) < 20
    ]
    assert silent == []


def test_only_outside_and_unverified_rows_carry_a_reason():
    """A reason stands only where one is needed, so that it is read."""
    stray = [
        row.cite
        for row in ROWS
        if row.reason and row.status is not Status.OUTSIDE and not row.unverified
    ]
    assert stray == []


def test_no_paragraph_stands_twice():
    """No form has two rows for one paragraph, whatever their case and spaces."""
    keys = [(row.form, re.sub(r"\s", "", row.paragraph.casefold())) for row in ROWS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("form", Form)
def test_the_file_has_one_line_for_each_row(form):
    """YAML keeps the last of two equal keys in silence, so the keys are counted in the text."""
    text = files("isda.law").joinpath("forms", f"{form.value}.yaml").read_text(encoding="utf-8")
    assert re.findall(r'^  "([^"]+)":', text, re.MULTILINE) == [
        row.paragraph for row in rows(form)
    ]


def test_no_topic_is_repeated_in_also():
    """A row names each of its topics once."""
    assert [row.cite for row in ROWS if len(set(row.topics)) < len(row.topics)] == []


@pytest.mark.parametrize("form", NUMBERED)
def test_numbers_are_well_formed(form):
    """A paragraph is a number with levels, a definition, or a part of the Schedule."""
    level = r"(?:\((?:[a-z]|[ivx]+|[A-Z]|\d)\))"
    shape = rf"\d{{1,2}}{level}*|\d\d [A-Z][A-Za-z -]+(?: \(VM\))?(?: {level}+)?"
    shape += rf"|Schedule(?: Part \d{level}?)?"
    assert [row.paragraph for row in rows(form) if not re.fullmatch(shape, row.paragraph)] == []


@pytest.mark.parametrize("form", NUMBERED)
def test_every_parent_stands_before_its_children(form):
    """Under a paragraph comes only what belongs to it, and no level is skipped."""
    seen = set()
    for row in rows(form):
        above = parent(row.paragraph)
        assert above is None or above in seen, row
        seen.add(row.paragraph)


@pytest.mark.parametrize("form", NUMBERED)
def test_siblings_count_without_a_gap(form):
    """The items of a paragraph are (a), (b), (c) or (i), (ii), (iii) with none left out."""
    families: dict[str, list[str]] = {}
    for row in rows(form):
        above = parent(row.paragraph)
        tail = re.search(r"\((?!VM)(\w+)\)$", row.paragraph)
        if above is not None and tail:
            families.setdefault(above, []).append(tail[1])
    for above, tails in families.items():
        assert counts_on(tails), (form.value, above, tails)
    assert len(families) > 10


def counts_on(tails):
    """Whether the tails are one or two series, each from its start without a gap."""
    return any(
        tuple(tails) == first[:cut] + second[: len(tails) - cut]
        for first, second, cut in product(SERIES, SERIES, range(1, len(tails) + 1))
    )


def test_a_gap_would_be_noticed():
    """The check on gaps itself refuses a series with a hole or a wrong start."""
    assert counts_on(["a", "b", "c"])
    assert counts_on(["1", "2", "i", "ii"])
    assert not counts_on(["a", "c"])
    assert not counts_on(["ii", "iii"])
    assert not counts_on(["b"])


@pytest.mark.parametrize(
    ("form", "last"),
    [
        (Form.MASTER_1992, 14),
        (Form.MASTER_2002, 14),
        (Form.CSA_1994_NEW_YORK, 13),
        (Form.CSA_1995_ENGLISH, 11),
        (Form.VM_2016_NEW_YORK, 13),
        (Form.VM_2016_ENGLISH, 11),
    ],
)
def test_main_paragraphs_count_from_one(form, last):
    """Every form is there from its paragraph 1 to its last."""
    mains = [int(row.paragraph) for row in rows(form) if row.paragraph.isdigit()]
    assert mains == list(range(1, last + 1))


@pytest.mark.parametrize("form", NUMBERED)
def test_definitions_stand_in_alphabetical_order(form):
    """The definitions follow the alphabet, as they do in the forms."""
    words = [
        match[1].casefold()
        for row in rows(form)
        if (match := re.fullmatch(r"\d\d ([A-Z][A-Za-z -]+)(?: \(VM\))?", row.paragraph))
    ]
    assert words == sorted(words)
    assert len(words) > 10


@pytest.mark.parametrize(
    ("form", "last"),
    [
        (Form.CSA_1994_NEW_YORK, "13(m)"),
        (Form.CSA_1995_ENGLISH, "11(h)"),
        (Form.VM_2016_NEW_YORK, "13(p)"),
        (Form.VM_2016_ENGLISH, "11(k)"),
        (Form.MASTER_1992, "Schedule Part 4(j)"),
        (Form.MASTER_2002, "Schedule Part 4(n)"),
    ],
)
def test_the_elections_run_to_their_last_letter(form, last):
    """The letters of the elections end where the form's end."""
    stem = parent(last)
    letters = [row.paragraph for row in rows(form) if parent(row.paragraph) == stem]
    assert letters[-1] == last


def test_force_majeure_shifts_the_termination_events_of_2002():
    """Additional Termination Event is 5(b)(v) in 1992 and 5(b)(vi) in 2002."""
    assert at(Cite("ma-1992", "5(b)(v)")).topic == "additional-termination-events"
    assert at(Cite("ma-2002", "5(b)(vi)")).topic == "additional-termination-events"
    assert at(Cite("ma-2002", "5(b)(ii)")).topic == "force-majeure"


def test_the_loss_limit_agreement_is_unverified_and_bilingual():
    """No bank's form was read, so each of its topics is unverified and has a Korean term."""
    of_form = rows(Form.LOSS_LIMIT_KOREA)
    assert all(row.unverified and row.label_ko for row in of_form)
    assert head(Form.LOSS_LIMIT_KOREA).unverified
    assert not any(row.label_ko for row in ROWS if row.form is not Form.LOSS_LIMIT_KOREA)


def test_technique_follows_law():
    """New York annexes are pledges, English transfer annexes pass title."""
    techniques = {form.value: head(form).technique for form in ANNEXES}
    assert techniques == {
        "csa-1994-ny": "pledge",
        "csa-1995-eng": "title transfer",
        "csa-2016-vm-ny": "pledge",
        "csa-2016-vm-eng": "title transfer",
    }


def test_an_unknown_cite_is_our_fault():
    """A citation that is not in the register breaks an invariant."""
    with pytest.raises(InvariantBroken, match=r"csa-1994-ny 13\(z\)"):
        at(Cite("csa-1994-ny", "13(z)"))


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
    """Both New York annexes have a 13(a); the newer one has two items under it."""
    expected = [
        "csa-1994-ny 13(a)",
        "csa-2016-vm-ny 13(a)",
        "csa-2016-vm-ny 13(a)(i)",
        "csa-2016-vm-ny 13(a)(ii)",
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
    """Section 5(a)(i) is failure to pay in both Masters, and in no annex."""
    expected = ["ma-1992 5(a)(i)", "ma-2002 5(a)(i)"]
    assert cited(find("Section 5(a)(i)")) == expected
    assert cited(find("5(a)(i)")) == expected
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


def test_importing_the_room_reads_no_yaml():
    """The register is read when asked for: importing it opens no form."""
    code = (
        "import sys, isda, isda.law.paragraphs, isda.law.register as r;"
        "sys.exit(r.register.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
