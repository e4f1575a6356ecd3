"""What the papers say is so: commands and code run, links lead somewhere, counts are right."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import isda
from isda.terms.agreement import BY_TITLE

ROOT = Path(__file__).parents[1]
OURS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ALL = [*OURS, *sorted([*(ROOT / "samples").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MADE = {
    ROOT / "docs" / "sheet.md",
    *(ROOT / "docs" / "law").glob("*.md"),
    *(ROOT / "docs" / "rules").glob("*.md"),
}
WIDTH = 100


def name(path):
    """Return a paper's name, for the report of a test."""
    return str(path.relative_to(ROOT))


def blocks(path):
    """Return the fenced blocks of a paper: language and text."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^```(\w*).*?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def prose(path):
    """Return the lines of a paper that are neither in a block nor in a table."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [line for line in text.splitlines() if not line.startswith(("|", "    ", "<!--"))]


RUN = [path for path in OURS if {"console", "python"} & {kind for kind, _ in blocks(path)}]


@pytest.mark.parametrize("paper", RUN, ids=name)
def test_what_a_paper_shows_is_what_the_program_does(paper):
    """Every command and every Python block of a paper runs, with the output that is shown."""
    checked = subprocess.run(  # our own script
        [sys.executable, "scripts/run_papers.py", "--check", name(paper)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_command_of_a_paper_answers_the_same_as_a_process():
    """The first call of the README, as a process of its own, prints what is shown."""
    command, shown = re.search(
        r"^\$ isda (call .*)\n((?:.*\n)*?)```", README, re.MULTILINE
    ).groups()
    run = subprocess.run(  # our own program
        [sys.executable, "-m", "isda", *command.split()],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert [line.rstrip() for line in run.stdout.splitlines()] == shown.splitlines()


def test_no_command_stands_where_it_is_not_run():
    """A command of ours stands in a console block, which is run, and in no other."""
    loose = [
        (name(path), line)
        for path in OURS
        for kind, text in blocks(path)
        if kind != "console"
        for line in text.splitlines()
        if re.match(r"(\$ )?isda ", line)
    ]
    assert not loose


def test_every_link_leads_somewhere():
    """Each relative link of a paper names a file or a folder of this repository."""
    dead = [
        (name(paper), link)
        for paper in ALL
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", paper.read_text(encoding="utf-8"))
        if "://" not in link and not (paper.parent / link).exists()
    ]
    assert not dead


VARIETY = (ROOT / "docs" / "variety.md").read_text(encoding="utf-8")
ROWS = [
    row.strip("| ").split(" | ")
    for row in VARIETY.splitlines()
    if row.startswith("| ") and not row.startswith(("| ---", "| what"))
]
WRITTEN = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_variety_is_shown_by_something_that_exists(row):
    """What a document may say is said to be computed, kept, undefined or refused, and shown."""
    _, _, becomes, shown = row
    assert becomes.split(",")[0] in {"computed", "kept", "undefined", "refused"}
    tests = re.findall(r"`(test_\w+)`", shown)
    assert tests or "](../samples/" in shown
    assert set(tests) <= WRITTEN


def test_no_variety_is_told_twice():
    """Each row says something of its own: no two have the same key and the same samples."""
    told = [(row[1], re.sub(r" ?`test_\w+`", "", row[3])) for row in ROWS if "](" in row[3]]
    assert len(told) == len(set(told))


def test_prose_fits_its_width():
    """No line of prose is wider than 100 columns; generated pages are not wrapped."""
    wide = [
        (name(paper), line)
        for paper in OURS
        if paper not in MADE
        for line in prose(paper)
        if len(line) > WIDTH
    ]
    assert not wide


def test_the_readme_lists_every_public_name():
    """The table of Python names is `isda.__all__`, no more and no less."""
    table = README.partition("## The Python names")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(isda.__all__)


def test_the_readme_lists_every_form():
    """The forms that are computed are the program's own list."""
    rows = re.findall(r"^\| (.*) \| computed \|$", README, re.MULTILINE)
    assert sorted(form for row in rows for form in row.split(" · ")) == sorted(BY_TITLE)


def test_the_count_of_worked_cases_is_right():
    """Where a paper says how many worked cases there are, so many folders are there."""
    cases = [path for path in (ROOT / "samples" / "worked").iterdir() if path.is_dir()]
    said = [
        int(count)
        for path in OURS
        for count in re.findall(r"(\d+) worked cases", path.read_text(encoding="utf-8"))
    ]
    assert said
    assert set(said) == {len(cases)}


def test_every_make_target_exists():
    """Each `make …` that a paper names is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w ]+):", makefile, re.MULTILINE))
    known = {target for group in targets for target in group.split()}
    said = {
        target
        for path in OURS
        for target in re.findall(r"(?:`|^)make (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert said <= known, said - known


def test_the_decisions_are_all_listed():
    """The index of the decisions names every note once."""
    folder = ROOT / "docs" / "decisions"
    notes = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[^)]*)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == notes
