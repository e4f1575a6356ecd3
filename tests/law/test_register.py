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
from isda.law.forms import VARIANT_OF, Form
from isda.law.register import (
    Status,
    _paragraphs,
    at,
    head,
    parent,
    register,
    rows,
)

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
DIGITS = tuple(str(number) for number in range(1, 10))
SERIES = (tuple(ascii_lowercase), ROMANS, tuple(ascii_uppercase), DIGITS)
ANNEXES = [form for form in Form if form.value.startswith(("csa-", "csd-"))]
IN_WORDS = [Form.LOSS_LIMIT_KOREA, Form.KOREA_PLEDGE, Form.KOREA_LOAN]
NUMBERED = [form for form in Form if form not in IN_WORDS]
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


def written(form):
    """The paragraphs that a form's own file names, in its order."""
    text = files("isda.law").joinpath("forms", f"{form.value}.yaml").read_text(encoding="utf-8")
    return re.findall(r'^  "([^"]+)":', text, re.MULTILINE)


@pytest.mark.parametrize("form", [form for form in Form if form not in VARIANT_OF])
def test_the_file_has_one_line_for_each_row(form):
    """YAML keeps the last of two equal keys in silence, so the keys are counted in the text."""
    assert written(form) == [row.paragraph for row in rows(form)]


@pytest.mark.parametrize("form", VARIANT_OF)
def test_the_file_of_a_variant_has_only_what_differs(form):
    """A variant has each paragraph of its model, in that order; its own rows say otherwise."""
    own, shared = written(form), rows(VARIANT_OF[form])
    assert len(own) == len(set(own))
    assert [row.paragraph for row in rows(form)] == [row.paragraph for row in shared]
    told = {row.paragraph: (row.gist, row.label_ko) for row in shared}
    differing = [
        row.paragraph for row in rows(form) if (row.gist, row.label_ko) != told[row.paragraph]
    ]
    assert own == differing


@pytest.mark.parametrize("form", VARIANT_OF)
def test_a_variant_is_unverified_as_a_whole(form):
    """What is taken from another form was read nowhere in this one, and the head says so."""
    assert head(form).variant_of is VARIANT_OF[form]
    assert head(form).unverified
    assert all(row.unverified and row.reason for row in rows(form))


def test_a_variant_may_not_add_a_paragraph():
    """A row that the model does not have has no place among its rows, and is refused."""
    with pytest.raises(InvariantBroken, match=r"csa-2016-vm-ie: not in its model: \{'12'\}"):
        _paragraphs(Form.VM_2016_IRISH, {"paragraphs": {"12": {}}})


def test_no_topic_is_repeated_in_also():
    """A row names each of its topics once."""
    assert [row.cite for row in ROWS if len(set(row.topics)) < len(row.topics)] == []


@pytest.mark.parametrize("form", NUMBERED)
def test_numbers_are_well_formed(form):
    """A paragraph is a number with levels, a definition, or a part of the Schedule."""
    level = r"(?:\((?:[a-z]|[ivx]+|[A-Z]|\d)\))"
    shape = rf"\d{{1,2}}{level}*|\d\d [A-Z][A-Za-z -]+(?: \((?:VM|IM|IA)\))?(?: {level}+)?"
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
        tail = re.search(r"\((?!VM|IM|IA)(\w+)\)$", row.paragraph)
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
        (Form.CSD_1995_ENGLISH, 13),
        (Form.VM_2016_IRISH, 11),
        (Form.IM_2018_NEW_YORK, 13),
        (Form.IM_2018_ENGLISH, 13),
    ],
)
def test_main_paragraphs_count_from_one(form, last):
    """Every form is there from its paragraph 1 to its last."""
    mains = [int(row.paragraph) for row in rows(form) if row.paragraph.isdigit()]
    assert mains == list(range(1, last + 1))


def above(row):
    """The topic of the paragraph one level up."""
    up = parent(row.paragraph)
    return None if up is None else at(Cite(row.form.value, up)).topic


@pytest.mark.parametrize("form", NUMBERED)
def test_definitions_stand_in_alphabetical_order(form):
    """The definitions follow the alphabet, as they do in the forms."""
    words = [
        match[1].casefold()
        for row in rows(form)
        if above(row) == "definitions"
        and (match := re.fullmatch(r"\d\d ([A-Z][A-Za-z -]+)(?: \(\w\w\))?", row.paragraph))
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
        (Form.CSD_1995_ENGLISH, "13(l)"),
        (Form.VM_2016_FRENCH, "11(k)"),
        (Form.IM_2018_NEW_YORK, "13(u)"),
        (Form.IM_2018_ENGLISH, "13(u)"),
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


@pytest.mark.parametrize("form", IN_WORDS)
def test_the_korean_agreements_are_unverified_and_bilingual(form):
    """Nobody read their text, so each of their topics is unverified and has a Korean term."""
    assert all(row.unverified and row.label_ko for row in rows(form))
    assert head(form).unverified
    assert head(form).label_ko
    assert not any(row.label_ko for row in ROWS if row.form not in IN_WORDS)


def test_letters_of_the_1995_deed_and_of_2018_were_seen_in_samples_only():
    """No lettered election of these forms passes as printed."""
    for form in (Form.CSD_1995_ENGLISH, Form.IM_2018_NEW_YORK, Form.IM_2018_ENGLISH):
        elections = [row for row in rows(form) if row.paragraph.startswith("13(")]
        assert {row.letters for row in elections} == {"samples"}


def test_technique_follows_law():
    """New York annexes are pledges, English deeds charges, transfer annexes pass title."""
    techniques = {form.value: head(form).technique for form in ANNEXES}
    assert techniques == {
        "csa-1994-ny": "pledge",
        "csa-1995-eng": "title transfer",
        "csa-2016-vm-ny": "pledge",
        "csa-2016-vm-eng": "title transfer",
        "csd-1995-eng": "charge",
        "csa-2016-vm-fr": "title transfer",
        "csa-2016-vm-ie": "title transfer",
        "csa-2016-vm-jp": "title transfer",
        "csa-2018-im-ny": "pledge",
        "csd-2018-im-eng": "charge",
        "csa-kr-pledge": "pledge",
        "csa-kr-loan": "title transfer",
    }


def test_an_unknown_cite_is_our_fault():
    """A citation that is not in the register breaks an invariant."""
    with pytest.raises(InvariantBroken, match=r"csa-1994-ny 13\(z\)"):
        at(Cite("csa-1994-ny", "13(z)"))


def test_importing_the_room_reads_no_yaml():
    """The register is read when asked for: importing it opens no form."""
    code = (
        "import sys, isda, isda.law.paragraphs, isda.law.register as r;"
        "sys.exit(r.register.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
