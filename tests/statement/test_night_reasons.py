"""The report of a night says why: names of codes, ways out, what is left out; its manifest."""

import json

from jsonschema import Draft202012Validator
from lxml import html
from nights import table

from isda.statement.night import publish
from isda.statement.night_figures import _left_out
from isda.statement.night_page import _below, _name_of, _remedy_of
from isda.statement.night_shapes import night_schema


def report(folder):
    return html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))


def test_korean_names_codes_and_says_what_to_do(made):
    """A code has its name beside it and its way out below it, a reason its name."""
    run, out, book = made
    publish(run, book, out.parent / "names", korean=True)
    words = report(out.parent / "names").xpath("string(//section[@id='exceptions'])")
    assert "MC107 평가손익 없음 · 산출 거부 · 4평가손익을 추가하십시오." in words


def test_a_reason_is_named_and_its_paragraphs_name_their_form():
    """A code of words is those words, with a way out; a slug of a form is its title."""
    code = "condition-precedent"
    assert [each.text for each in _name_of(code, korean=False)] == [
        "condition precedent not met"
    ]
    assert [each.text for each in _name_of(code, korean=True)] == ["선행조건 미충족"]
    assert _remedy_of(code, korean=False).startswith("Do not send it without the lawyers.")
    assert _remedy_of(code, korean=True).startswith("법무 검토 없이 보내지 마십시오.")
    _, small = _below("csd-1995-eng 4(a); ma-2002 2(a)(iii)")
    assert small.text == "CSD 1995 English 4(a), ISDA Master Agreement 2002 2(a)(iii)"
    assert _below("") == []


def test_lots_without_a_value_are_left_out_with_the_reason(made):
    """How many there are is said by why: as many as the table of lots has without a leg."""
    _, out, _ = made
    refused = {
        row["agreement"] for row in table(out, "exceptions") if row["status"] == "refused"
    }
    empty = {
        (row["agreement"], row["lot_id"])
        for row in table(out, "lots")
        if not row["leg"] and row["agreement"] in refused
    }
    words = report(out).xpath("string(//section[@id='held']/p)")
    count = f"{len(empty):,}"
    assert (
        f"Left out are {count} lots of which nothing is computed today: {count} of agreem"
        in words
    )
    assert "that are refused." in words


def test_lots_that_no_leg_values_today_are_told_from_refused_ones():
    """A leg without a Valuation Date leaves its lots out for another reason."""
    told = _left_out((("refused", 3), ("undefined", 1), ("no_call", 1_200)), str)
    assert told == (
        "Left out are 1,204 lots of which nothing is computed today: 3 of agreements that are "
        "refused, 1 of agreements that are undefined, 1,200 of legs that are not valued on the "
        "day."
    )


def test_the_manifest_keeps_to_its_schema(made):
    """It names its shape, is valid against what is published, and counts each table."""
    _, out, _ = made
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == night_schema()["$id"] == "isda/night/1"
    assert list(Draft202012Validator(night_schema()).iter_errors(manifest)) == []
    assert manifest["tables"] == {name: len(table(out, name)) for name in manifest["tables"]}
    assert set(manifest["tables"]) == {each.stem for each in out.glob("*.parquet")}
