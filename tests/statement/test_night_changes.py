"""A night beside an earlier one: what changed, and whether it is the night that was meant."""

import json
import shutil
from datetime import date

import polars as pl
import pytest
from lxml import html
from nights import table

from isda.batch.report_changes import Earlier, NoNight, changes_since, doubts, earlier_night
from isda.batch.report_parties import Parties
from isda.statement import night as published
from isda.statement.night import publish


def legs(*rows):
    names = ("agreement", "posting_party", "base_currency", "exposure", "required")
    said = [dict(zip(names, row, strict=True)) | {"annex": "VM"} for row in rows]
    empty = pl.DataFrame(schema=dict.fromkeys(published.TABLES["calls"], pl.String))
    return pl.concat([empty, pl.DataFrame(said)], how="diagonal")


def changes_in(folder):
    """What the report in a folder says of changes."""
    tree = html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))
    return tree.xpath("string(//section[@id='changes'])")


def test_changes_are_told_of_legs_with_a_figure_on_both_days(tmp_path):
    """Each annex once, by the leg that changed most; what cannot be compared is counted."""
    earlier = Earlier(tmp_path, {"on": "2024-12-29", "book": "small"})
    then = legs(("X", "A", "USD", "5", "5"), ("X", "B", "USD", "-5", "0"),
                ("Y", "B", "USD", "1", "1"), ("C", "B", "EUR", "1", "1"))  # fmt: skip
    then.write_parquet(tmp_path / "calls.parquet")
    now = legs(("X", "A", "USD", "-3", "0"), ("X", "B", "USD", "3", "3"),
               ("Y", "B", "USD", "1", "1"), ("C", "B", "GBP", "9", "9"),
               ("N", "B", "USD", None, None))  # fmt: skip
    found = changes_since(earlier, now, Parties(now), 5)
    assert (found.compared, found.alone_now, found.alone_before) == (3, 2, 1)
    (only,) = found.rows
    assert (only.agreement, only.posting_party) == ("X", "A")
    assert (only.exposure, only.exposure_change) == (-3, -8)
    assert (only.required, only.required_change) == (0, -5)


def test_a_night_compared_with_itself_has_no_change(made, tmp_path):
    """The report of a night beside its own tables says so, and that nothing changed."""
    run, out, book = made
    publish(run, book, tmp_path, before=out)
    words = changes_in(tmp_path)
    assert "No exposure and no requirement changed." in words
    told = "the night that this one is compared with is of the same day, 2024-12-30"
    assert f"T{told[1:]}." in words
    assert [
        each["message"] for each in table(tmp_path, "findings") if each["code"] == "DQ093"
    ] == [told]


def test_a_night_of_another_book_is_said_to_be_one(made, tmp_path):
    """Another name is told, and that no agreement is in both: nothing is compared then."""
    run, out, book = made
    other = shutil.copytree(out, tmp_path / "other")
    text = json.dumps(json.loads((out / "manifest.json").read_text()) | {"book": "elsewhere"})
    (other / "manifest.json").write_text(text)

    def said():
        publish(run, book, tmp_path / "out", before=other)
        return changes_in(tmp_path / "out")

    assert "The night that this one is compared with is of book elsewhere." in said()
    calls = pl.read_parquet(other / "calls.parquet")
    others = pl.concat_str(pl.lit("other-"), "agreement").alias("agreement")
    calls.with_columns(others).write_parquet(other / "calls.parquet")
    words = said()
    assert "No agreement of this night is in the night that it is compared with." in words
    assert "Nothing can be compared." in words
    assert "changed." not in words


def test_a_night_of_an_earlier_day_of_the_book_leaves_no_doubt():
    """One name and another day."""
    then = {"book": "small", "on": "2024-12-29"}
    assert [*doubts(then, "small", date(2024, 12, 30), shares=True)] == []


def test_neither_its_own_folder_nor_a_later_day_is_compared_with(made, tmp_path):
    """What is to be written over, or comes later, is no earlier night."""
    run, out, book = made
    with pytest.raises(NoNight, match="it is the folder that this run writes to"):
        publish(run, book, out, before=out)
    earlier_night(out, date(2024, 12, 30), tmp_path)
    why = "it is of 2024-12-30, a later day than 2024-12-29"
    with pytest.raises(NoNight, match=why):
        earlier_night(out, date(2024, 12, 29), tmp_path)


@pytest.mark.parametrize("day", [None, "zzz", 3, "2024-13-01"])
def test_a_night_of_no_day_is_damaged(made, tmp_path, day):
    """A manifest is written by the program, and may have been cut or changed since."""
    _, out, _ = made
    other = shutil.copytree(out, tmp_path / "other")
    text = json.dumps(json.loads((out / "manifest.json").read_text()) | {"on": day})
    (other / "manifest.json").write_text(text)
    with pytest.raises(NoNight, match="it names no day"):
        earlier_night(other, date(2024, 12, 30), tmp_path)


def test_a_night_whose_calls_are_damaged_is_refused_beforehand(made, tmp_path):
    """It is found before this night is computed, and not when it is to be compared."""
    _, out, _ = made
    other = shutil.copytree(out, tmp_path / "other")
    whole = (out / "calls.parquet").read_bytes()
    for raw in (b"junk", whole[: len(whole) // 2]):
        (other / "calls.parquet").write_bytes(raw)
        with pytest.raises(NoNight, match=r"`calls\.parquet` is damaged"):
            earlier_night(other, date(2024, 12, 30), tmp_path)
    pl.read_parquet(out / "calls.parquet").drop("required").write_parquet(
        other / "calls.parquet"
    )
    with pytest.raises(NoNight, match=r"`calls\.parquet` is damaged"):
        earlier_night(other, date(2024, 12, 30), tmp_path)


@pytest.mark.parametrize("text", [None, "{", "[]", '{"schema": "isda/run/1"}'])
def test_a_folder_without_a_night_is_refused(tmp_path, text):
    """Only a night can be compared with: no file, no JSON and no other document will do."""
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(NoNight, match="no night is there to compare with"):
        earlier_night(tmp_path, date(2024, 12, 30), tmp_path / "out")
