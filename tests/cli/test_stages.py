"""How far a night is: shown at a terminal with rows and time left, and nowhere else."""

import json
import re
from datetime import date

import pytest
from tiny_book import tiny

from isda.batch.night import night
from isda.batch.stages import UNITS
from isda.cli.stages import WORDS, clock, left_in_all, left_in_stage, timings_of

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
DAY = date(2024, 12, 30)
ON = ("--on", DAY.isoformat())


def test_a_terminal_sees_stages_rows_and_agreements(terminal, tmp_path):
    """Each stage is a line with what is counted in it; last is what the run came to."""
    book, out = tiny(tmp_path / "book"), tmp_path / "out"
    shown = ESCAPES.sub("", terminal("run", book, *ON, "--columns", "--out", out))
    last = shown[shown.rindex("✓") :]
    for words in ("reading the agreements", "adding up marks", "valuing collateral"):
        assert f"✓ {words}" in shown
    assert re.search(r"✓ reading the agreements +━+ +4 agreements +0:00", shown)
    assert re.search(r"✓ adding up marks +━+ +6 rows +0:00", shown)
    assert re.search(r"✓ computing legs +━+ +8 legs", shown)
    assert "tiny on 2024-12-30: 4 agreements, 4 on columns, 0 one by one" in last
    again = ESCAPES.sub("", terminal("run", book, *ON, "--columns", "--out", out))
    assert "in all" in again


def test_a_terminal_in_korean(terminal, tmp_path):
    """With --lang ko the stages are told in Korean."""
    words = ("--columns", "--out", tmp_path / "out", "--lang", "ko")
    shown = ESCAPES.sub("", terminal("run", tiny(tmp_path / "book"), *ON, *words))
    assert "계약 읽는 중" in shown
    assert "reading" not in shown


def test_a_pipe_sees_none_of_it(process, tmp_path):
    """Where nobody watches, stderr has the one line that says where the tables are."""
    out = tmp_path / "out"
    ended = process("run", tiny(tmp_path / "book"), *ON, "--columns", "--out", out)
    assert ended.stderr.decode() == f"written to {out}\n"


def test_whoever_asks_is_told_of_every_stage(tmp_path):
    """Each stage begins, counts up to what there is, and is over, in the order of the night."""
    heard = []
    made = night(
        tiny(tmp_path / "book"), on=DAY,
        progress=lambda *words: heard.append(words),
    ).must()  # fmt: skip
    order = list(dict.fromkeys(stage for stage, _, _ in heard))
    assert order == list(made.milliseconds)
    assert set(order) <= set(WORDS)
    assert set(UNITS) <= set(WORDS)
    assert ("bind", 0, 4) in heard
    assert ("bind", 4, 4) in heard
    assert ("marks", 6, 6) in heard
    for stage in order:
        done = [count for each, count, _ in heard if each == stage]
        assert done == sorted(done)


@pytest.mark.parametrize(
    ("done", "of", "elapsed", "expected", "left"),
    [
        (0, 100, 5.0, None, None),
        (0, 100, 5.0, 8000, 3.0),
        (50, 100, 5.0, 8000, 5.0),
        (100, 100, 5.0, None, 0.0),
        (0, 0, 5.0, None, None),
        (0, 0, 5.0, 4000, 0.0),
    ],
)
def test_the_time_left_in_a_stage(done, of, elapsed, expected, left):
    """What is done says how long the rest takes; else an earlier night does; else nothing."""
    assert left_in_stage(done, of, elapsed, expected) == left


def test_the_time_left_in_a_night():
    """Of an earlier night the stages that are still to come are added; none is guessed."""
    took = {"read": 1000, "marks": 5000, "lots": 3000, "one by one": 60_000}
    assert left_in_all("lots", 1.5, took) == 61.5
    assert left_in_all("one by one", 30.0, took) == 30.0
    assert left_in_all("lots", None, took) is None
    assert left_in_all("bind", 2.0, took) is None
    assert clock(61.5) == "1:01"


def test_an_earlier_night_tells_how_long_it_took(tmp_path):
    """The folder of the outputs is asked first, then that of the night before."""
    one, two = tmp_path / "one", tmp_path / "two"
    two.mkdir()
    (two / "timings.json").write_text(json.dumps({"milliseconds": {"marks": 7}}))
    assert timings_of(one, two) == {"marks": 7}
    assert timings_of(one, None) == {}
    one.mkdir()
    for text in ("", "[]", '{"milliseconds": {"marks": "x"}}', '{"milliseconds": [1]}'):
        (one / "timings.json").write_text(text)
        assert timings_of(one, two) == {"marks": 7}
