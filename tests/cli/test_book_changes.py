"""Files of a book that change while it is run, or since a run was broken off."""

import os
from datetime import date
from pathlib import Path

import pytest
from tiny_book import lines, sheets, tiny

from isda.batch import night_run
from isda.batch.inputs import BookChanged, inputs_of, made_of, must_stand
from isda.batch.night import night
from isda.batch.unfinished import FOLDER, begin

ON = date(2024, 12, 30)
DAY = ("--on", "2024-12-30")
ONE_BY_ONE = {
    "agreements.jsonl": lines(
        sheets(ONE={"concentration": [{"of": {"asset": "US Treasury"}, "at_most": "50%"}]})
    )
}


def tables(out):
    """The tables that a run left."""
    return {path.name: path.read_bytes() for path in out.glob("*.csv")}


def test_a_book_that_changes_while_it_is_run_is_not_published(tmp_path):
    """A file that is another than at the start stops the run; what it writes does not."""
    book = tiny(tmp_path / "book")
    inputs = inputs_of(book, book / "out")
    (book / "out").mkdir()
    (book / "out" / "calls.csv").write_text("")
    must_stand(inputs, book, book / "out")
    (book / "fx.csv").write_text("pair,on,rate\n")
    with pytest.raises(BookChanged, match=r"fx\.csv changed while the book was run"):
        must_stand(inputs, book, book / "out")


def moved_aside_and_back(path):
    """Put another file in its place for a while."""
    aside = path.rename(path.with_suffix(".aside"))
    path.write_text("pair,on,rate\n")
    path.unlink()
    aside.rename(path)


def rewritten_with_its_old_time(path):
    """Write it, and set its time back."""
    old = path.stat()
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))


SINCE = {
    "moved aside and back": moved_aside_and_back,
    "its old time": rewritten_with_its_old_time,
    "another time": lambda path: os.utime(path, (1, 1)),
    "another file": lambda path: path.rename(path.with_name("more.csv")),
}


@pytest.mark.parametrize("since", SINCE.values(), ids=SINCE)
def test_what_was_written_to_while_it_was_run_is_not_published(tmp_path, since):
    """Its bytes may be those it had: nobody knows what was read of it in between."""
    book = tiny(tmp_path / "book")
    inputs = inputs_of(book, book / "out")
    since(book / "fx.csv")
    with pytest.raises(BookChanged, match=r"fx\.csv(, more\.csv)? changed while"):
        must_stand(inputs, book, book / "out")


@pytest.mark.parametrize("links", [False, True])
def test_a_folder_of_parts_that_is_moved_aside_and_back_is_found_out(tmp_path, links):
    """Its files keep their stamps, and the folder does not; a link to one is as good."""
    book, out = tiny(tmp_path / "book"), tmp_path / "out"
    parts = tmp_path / "feed" if links else book / "lots"
    parts.mkdir()
    (book / "lots.csv").rename(parts / "a.csv")
    if links:
        (book / "lots").symlink_to(parts)
    inputs = inputs_of(book, out)
    must_stand(inputs, book, out)
    moved(book / "lots", None)
    with pytest.raises(BookChanged, match="book: lots/ changed while the book was run"):
        must_stand(inputs, book, out)
    inputs = inputs_of(book, out)
    (parts / "a.csv").rename(parts / "b.csv")
    with pytest.raises(BookChanged, match=r"book: lots/a\.csv, lots/b\.csv changed"):
        must_stand(inputs, book, out)


def test_a_night_may_be_written_beside_earlier_ones_in_the_book(tmp_path):
    """A folder that the run writes into changes, and its files do not."""
    book = tiny(tmp_path / "book")
    first, second = book / "nights" / "1", book / "nights" / "2"
    first.mkdir(parents=True)
    (first / "calls.csv").write_text("")
    inputs = inputs_of(book, second)
    second.mkdir()
    must_stand(inputs, book, second)


def written(path, raw):
    """Write a file once more."""
    path.write_bytes(raw)


def moved(path, _):
    """Move a file aside and back."""
    path.rename(f"{path}.old")
    path.with_name(f"{path.name}.old").rename(path)


@pytest.mark.parametrize("back", [written, moved])
def test_what_changed_and_changed_back_is_not_taken_up(isda, tmp_path, back):
    """What was called while a file had other bytes is called again, and the command says why.

    Size and time may be those that the file had.
    """
    book, out = tiny(tmp_path / "book", ONE_BY_ONE), tmp_path / "out"
    trades, words = book / "trades.csv", ("run", book, *DAY, "--columns", "--out", out)
    kept, before = trades.read_bytes(), trades.stat()
    of = made_of(inputs_of(book, out), ON)
    trades.write_bytes(kept.replace(b"7000000.25", b"7000000.26"))
    night(book, on=ON, unfinished=begin(out, of, resume=False))
    assert list((out / FOLDER).glob("*.called"))
    trades.write_bytes(kept)
    back(trades, kept)
    os.utime(trades, ns=(before.st_atime_ns, before.st_mtime_ns))
    ended = isda(*words, "--resume")
    assert ended.exit_code == 0
    said = "trades.csv was written to since a run was broken off here, so nothing of it is"
    assert said in " ".join(ended.stderr.split())
    made = tables(out)
    assert isda(*words).exit_code == 0
    assert made == tables(out)


def test_why_nothing_is_taken_up_is_said_of_several_files_and_in_korean(
    isda, monkeypatch, tmp_path
):
    """One file was written to and several were; a folder keeps its name in Korean."""
    book = tiny(tmp_path / "book")
    monkeypatch.chdir(tmp_path)

    def said(names, *language):
        begin(Path("cash"), made_of(inputs_of(book, Path("cash")), ON), resume=False)
        for name in names:
            os.utime(book / name, (1, len(names)))
        words = ("run", book, *DAY, "--columns", "--out", "cash", "--resume", *language)
        return isda(*words).stderr.splitlines()[0]

    since = "written to since a run was broken off here, so nothing of it is taken up"
    assert said(["fx.csv", "lots.csv"]) == f"cash: fx.csv, lots.csv were {since}"
    assert said(["fx.csv"]) == f"cash: fx.csv was {since}"
    assert said(["fx.csv", "lots.csv"], "--lang", "ko") == (
        "cash: 이곳에서 중단된 실행 이후 fx.csv, lots.csv가 다시 기록되어 이어받지 않고 "
        "처음부터 시작합니다"
    )


def test_a_folder_that_is_a_link_to_where_a_feed_delivers_is_of_the_book(tmp_path):
    """Its files are told apart as others are; a link back into the book leads nowhere."""
    book, feed = tiny(tmp_path / "book"), tmp_path / "feed"
    feed.mkdir()
    (book / "lots.csv").rename(feed / "one.csv")
    (book / "lots").symlink_to(feed)
    (book / "back").symlink_to(book)
    inputs = inputs_of(book, tmp_path / "out")
    assert "lots/one.csv" in inputs.digests
    assert not any(name.startswith("back") for name in inputs.digests)
    (feed / "one.csv").write_text("lot_id\n")
    with pytest.raises(BookChanged, match=r"lots/one\.csv changed"):
        must_stand(inputs, book, tmp_path / "out")


def test_a_book_that_changes_ends_the_command(isda, monkeypatch, tmp_path):
    """The command ends with 2, and neither tables nor anything to take up is left."""
    book, out = tiny(tmp_path / "book"), tmp_path / "out"
    really = night_run.must_agree

    def meanwhile(*words):
        (book / "fx.csv").write_text("pair,on,rate\n")
        return really(*words)

    monkeypatch.setattr(night_run, "must_agree", meanwhile)
    ended = isda("run", book, *DAY, "--columns", "--out", out)
    assert ended.exit_code == 2
    assert "fx.csv changed while the book was run: nothing was written" in ended.stderr
    assert not out.exists()
