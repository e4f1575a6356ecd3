"""A night that is killed and taken up: the same bytes, and nothing done twice."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from tiny_book import TRADES, tiny

from isda.batch import night_run, unfinished
from isda.batch.inputs import inputs_of, made_of
from isda.batch.make_book import Size, make_book
from isda.batch.night import night
from isda.batch.unfinished import FOLDER, HEAD, OtherNight, Unfinished, begin

ROOT = Path(__file__).parents[2]
ON = date(2024, 12, 30)
DAY = ("--on", "2024-12-30")
KILLER = """
import os, signal, sys
from isda.batch import bind, outputs, processes, stages, unfinished
from isda.cli.main import app

processes.PART = 5  # many agreements called one by one, a few at a time
where, number, *words = sys.argv[1:]
left = [int(number)]


def dying(*_):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)


def before(owner, name, only=lambda *_: True):
    really = getattr(owner, name)

    def wrapped(*args, **kwargs):
        if only(*args):
            dying()
        return really(*args, **kwargs)

    setattr(owner, name, wrapped)


if where == "stage":
    before(stages.Stages, "begin")
elif where == "part":
    before(unfinished.Unfinished, "keep")
elif where == "half":
    before(os, "replace", lambda *paths: ".called" in str(paths[1]))
    before(unfinished.Path, "replace", lambda _, to: str(to).endswith(".called"))
elif where == "move":
    before(outputs.Path, "replace", lambda path, *_: ".parquet.part" in path.name)
app(words)
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A made bank of sixty agreements."""
    folder = tmp_path_factory.mktemp("bank") / "book"
    make_book(folder, Size(60, 900, 300), seed=5, on=ON)
    return folder


@pytest.fixture(scope="module")
def whole(book, tmp_path_factory):
    """The files of a run of it that nobody broke off."""
    out = tmp_path_factory.mktemp("whole") / "out"
    assert run(book, out, "none", 0, "--store", out.parent / "store").returncode == 0
    return files_of(out)


def run(book, out, where, number, *words):
    """Run the book in a process of its own that kills itself at a point."""
    command = [
        *(sys.executable, "-c", KILLER, where, str(number)),
        *("run", str(book), *DAY, "--columns", "--out", str(out), *map(str, words)),
    ]
    kept = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, env=kept, cwd=ROOT, check=False)


def files_of(out):
    """What a run left, but how long it took."""
    files = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    files.pop("timings.json")
    return files


POINTS = [
    *(("stage", number) for number in (2, 5, 9)),
    *(("part", number) for number in (1, 3)),
    *(("half", 2), ("move", 1), ("move", 4)),
]


@pytest.mark.parametrize(("where", "number"), POINTS)
def test_a_night_that_is_killed_is_taken_up(book, whole, tmp_path, where, number):
    """Killed at a stage, between agreements, in a half-written file or while files are moved.

    The same command with --resume leaves the bytes of a run that nobody broke off, and
    nothing else.
    """
    out, store = tmp_path / "out", tmp_path / "store"
    killed = run(book, out, where, number, "--store", store)
    assert killed.returncode == -signal.SIGKILL
    assert (out / FOLDER / HEAD).is_file()
    had = len(Unfinished(out / FOLDER).done)
    resumed = run(book, out, "none", 0, "--store", store, "--resume")
    taken, written = resumed.stderr.decode().splitlines()
    assert (resumed.returncode, written) == (0, f"written to {out}")
    with_them = f", with {had} agreements that it had called one by one"
    what = with_them if had else ": it had called no agreement one by one yet"
    assert taken == f"{out}: the run that was broken off is taken up{what}"
    assert files_of(out) == whole
    assert not (out / FOLDER).exists()


def test_twice_killed_and_taken_up(book, whole, tmp_path):
    """A run that is killed again while it is taken up goes on from where it came to."""
    out = tmp_path / "out"
    for number in (3, 2):
        words = ("--resume",) if number == 2 else ()
        run(book, out, "part", number, "--store", tmp_path / "store", *words)
    assert len(list((out / FOLDER).glob("*.called"))) == 3
    resumed = run(book, out, "none", 0, "--store", tmp_path / "store", "--resume")
    assert resumed.returncode == 0
    assert files_of(out) == whole


def test_without_resume_a_run_begins_anew_and_says_so(book, whole, tmp_path):
    """Nobody is made to take up what was broken off; what it had kept is thrown away."""
    out = tmp_path / "out"
    run(book, out, "part", 2, "--store", tmp_path / "store")
    again = run(book, out, "none", 0, "--store", tmp_path / "store")
    assert "this one begins anew; --resume takes it up" in again.stderr.decode()
    assert files_of(out) == whole
    assert not (out / FOLDER).exists()


def test_nothing_that_was_finished_is_called_again(monkeypatch, book, tmp_path):
    """Agreements that were called one by one before are not called again, and no other way."""
    called, really, stop_at = [], night_run.called, 30

    def counting(whole, rows, on, name):
        called.append((name, type(rows)))  # those called twice have rows of another kind
        if len(called) == stop_at:
            raise KeyboardInterrupt
        return really(whole, rows, on, name)

    monkeypatch.setattr(night_run, "called", counting)
    monkeypatch.setattr("isda.batch.processes.MANY", 10**9)
    monkeypatch.setattr("isda.batch.processes.PART", 5)
    of = made_of(inputs_of(book, tmp_path), ON)
    with pytest.raises(KeyboardInterrupt):
        night(book, on=ON, unfinished=begin(tmp_path, of, resume=False))
    first, stop_at = called[:25], 0
    called.clear()
    made = night(book, on=ON, unfinished=begin(tmp_path, of, resume=True)).must()
    assert not set(first) & set(called)
    monkeypatch.setattr(night_run, "called", really)
    whole = night(book, on=ON).must()
    assert made.calls == whole.calls
    assert made.steps.equals(whole.steps)


def test_processes_end_with_the_one_they_work_for(tmp_path):
    """Processes that a killed run had started are gone a moment later."""
    code = (
        "import os, sys, time\n"
        "from isda.batch import processes\n"
        "def work(name):\n"
        f"    open({str(tmp_path)!r} + '/' + str(os.getpid()), 'w').close()\n"
        "    time.sleep(0.2)\n"
        "processes.MANY = 1\n"
        "processes.in_processes(work, [str(number) for number in range(10_000)])\n"
    )
    kept = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=kept, cwd=ROOT) as process:
        until = time.monotonic() + 20
        while not list(tmp_path.iterdir()) and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert workers
    while any(map(is_there, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_there, workers))


def is_there(number):
    """Whether a process runs; one that only waits to be fetched does not."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


def left_by(out, book, on=ON):
    """Leave what a broken run of a book leaves."""
    begin(out, made_of(inputs_of(book, out), on), resume=False)


def test_another_book_day_or_program_is_not_taken_up(isda, tmp_path):
    """The command ends with 2 and says what is another; nothing is written."""
    book, out = tiny(tmp_path / "book"), tmp_path / "out"

    def ended(*day):
        words = ("run", book, *(day or DAY), "--columns", "--out", out, "--resume")
        made = isda(*words)
        assert made.exit_code == 2
        assert {path.name for path in out.iterdir()} == {FOLDER}
        return made.stderr

    left_by(out, book)
    assert "it was of 2024-12-30, and this one is of 2024-12-31" in ended("--on", "2024-12-31")
    tiny(book, {"trades.csv": TRADES.replace("7000000.25", "7000000.26")})
    said = ended()
    assert "the book is another since, in trades.csv" in said
    assert "without --resume it begins anew" in said
    tiny(book)
    (book / "lots.csv").rename(book / "other.csv")
    assert "in lots.csv, other.csv" in ended()
    (book / "other.csv").rename(book / "lots.csv")
    head = out / FOLDER / HEAD
    kept = json.loads(head.read_text())
    head.write_text(json.dumps(kept | {"engine": "00"}))
    assert "the program is another since" in ended()
    head.write_text(json.dumps(kept))
    assert isda("run", book, *DAY, "--columns", "--out", out, "--resume").exit_code == 0


def test_nothing_to_take_up_is_a_run_from_the_start(isda, tmp_path):
    """The option may always stand there: where nothing was broken off it changes nothing."""
    book = tiny(tmp_path / "book")
    for name, words in (("one", ()), ("two", ("--resume",))):
        out = tmp_path / name
        assert isda("run", book, *DAY, "--columns", "--out", out, *words).exit_code == 0
        assert not (out / FOLDER).exists()
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_only_columns_are_taken_up(isda, tmp_path):
    """A run agreement by agreement keeps nothing to take up, and says so."""
    words = ("run", tiny(tmp_path / "book"), *DAY, "--single", "--resume")
    ended = isda(*words, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "--resume is for a run on columns" in " ".join(ended.stderr.split())


def test_what_falls_back_leaves_nothing_to_take_up(isda, tmp_path):
    """A book that is nothing for columns is run agreement by agreement, from the start."""
    book = tiny(tmp_path / "book", {"trades.csv": TRADES.replace("T1", '"T1"')})
    out = tmp_path / "out"
    assert isda("run", book, *DAY, "--columns", "--out", out, "--resume").exit_code == 0
    assert not (out / FOLDER).exists()


@pytest.mark.parametrize("how", ["cut", "foreign", "head"])
def test_what_is_damaged_is_done_again(book, tmp_path, how):
    """A file whose bytes are not those that were written is of no use, and does no harm."""
    out = tmp_path / "out"
    of = made_of(inputs_of(book, out), ON)
    kept = begin(out, of, resume=False)
    night(book, on=ON, unfinished=kept)
    assert len(Unfinished(out / FOLDER).done) == len(kept.done) > 0
    first, *_ = sorted((out / FOLDER).glob("*.called"))
    if how == "head":
        (out / FOLDER / HEAD).write_text("{")
        assert not begin(out, of, resume=True).done
        return
    first.write_bytes(first.read_bytes()[:-1] if how == "cut" else b"")
    assert len(Unfinished(out / FOLDER).done) < len(kept.done)


class Runs:
    """Something that is called when it is read."""

    def __reduce__(self):
        return os.system, ("exit 3",)


@pytest.mark.parametrize("kept", [Runs(), {"ONE": 5}, [1], {"ONE": Runs()}])
def test_nothing_is_run_by_reading_what_was_kept(tmp_path, kept):
    """Only data of this program is made of what stands there, whoever wrote it."""
    raw = pickle.dumps(kept)
    path = tmp_path / f"000001-{unfinished._digest(raw)}.called"
    path.write_bytes(raw)
    assert not Unfinished(tmp_path).done


def test_another_night_says_its_folder(tmp_path):
    """Whoever is refused is told where the broken run stands."""
    book = tiny(tmp_path / "book")
    left_by(tmp_path / "out", book)
    with pytest.raises(OtherNight, match=str(tmp_path / "out")):
        begin(
            tmp_path / "out", made_of(inputs_of(book, tmp_path), date(2025, 1, 2)), resume=True
        )


def test_where_nothing_can_be_kept_the_night_goes_on(book, tmp_path):
    """A folder that is taken away meanwhile costs what was kept, and no figure."""
    kept = begin(tmp_path, made_of(inputs_of(book, tmp_path), ON), resume=False)
    shutil.rmtree(tmp_path / FOLDER)
    made = night(book, on=ON, unfinished=kept).must()
    assert made.calls == night(book, on=ON).must().calls
    assert not (tmp_path / FOLDER).exists()
