"""Run what the papers show: every command, every Python block, every file they write out.

    python scripts/run_papers.py [PAPER ...]            writes the real output into the paper
    python scripts/run_papers.py --check [PAPER ...]    changes nothing; fails where one differs

A paper is run from top to bottom in an empty folder that holds only `samples`:

- a fenced block `yaml NAME` or `xml NAME` is written to the file NAME;
- in a block `console`, a line `$ isda …` is run and what follows is its output, both streams
  as a terminal shows them; a line `…` stands for lines left out; `$ echo $?` shows the exit
  code, which is 0 where it is not shown;
- a block `python` is run, as a doctest where it has prompts; the blocks of a paper share
  their names.
"""

import argparse
import difflib
import doctest
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAPERS = (
    "README.md",
    "docs/start.md",
    "docs/explain.md",
    "docs/facts.md",
    "docs/book.md",
    "docs/night.md",
    "docs/xml.md",
    "docs/contributing.md",
)
LEFT_OUT = "…"
BLOCK = re.compile(r"^```(\w+)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def as_run(paper: str, folder: Path, faults: list[str]) -> str:
    """Return a paper's text with every console block as its commands really answer."""
    names: dict[str, Any] = {}

    def block(found: re.Match[str]) -> str:
        language, name, body = found.groups()
        if language == "console":
            return f"```console\n{console(body)}```"
        if language == "python":
            python(body, names, faults)
        elif language in {"yaml", "xml"} and name:
            (folder / name).write_text(body, encoding="utf-8", newline="\n")
        return found[0]

    here = Path.cwd()
    os.chdir(folder)
    try:
        return BLOCK.sub(block, paper)
    finally:
        os.chdir(here)


def console(body: str) -> str:
    """Return a console block with the outputs its commands give now."""
    told, code = [], 0
    for command, shown in commands(body):
        told.append(f"$ {command}\n")
        if command == "echo $?":
            told.append(f"{code}\n")
            code = 0
            continue
        if code:
            told.append(f"$ echo $?\n{code}\n")
        if command.startswith("isda "):
            code, output = isda(command)
            told += left_out(output, shown)
        else:
            told += shown
    if code:
        told.append(f"$ echo $?\n{code}\n")
    return "".join(told)


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines shown below it."""
    command, shown = "", []
    for line in body.splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:].rstrip(), []
        else:
            shown.append(line)
    if command:
        yield command, shown


def isda(command: str) -> tuple[int, str]:
    """Run one command of the program in this process; return its code and its words."""
    from isda.cli.main import main as program  # noqa: PLC0415  # found by then

    said, argv = io.StringIO(), sys.argv
    sys.argv = ["isda", *shlex.split(command)[1:]]
    try:
        with redirect_stdout(said), redirect_stderr(said):
            program()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    else:
        code = 0
    finally:
        sys.argv = argv
    return code, re.sub(r"[ \t]+$", "", said.getvalue(), flags=re.MULTILINE)


def left_out(output: str, shown: list[str]) -> list[str]:
    """Return the output, with as much of it left out as the paper leaves out."""
    lines = output.splitlines(keepends=True)
    marks = [number for number, line in enumerate(shown) if line.strip() == LEFT_OUT]
    if not marks:
        return lines
    first, last = marks[0], len(shown) - marks[0] - 1
    if first + last >= len(lines):
        return lines
    return [*lines[:first], f"{LEFT_OUT}\n", *lines[len(lines) - last :]]


def python(body: str, names: dict[str, Any], faults: list[str]) -> None:
    """Run a block of Python; what a doctest finds wrong is added to the faults."""
    if ">>>" not in body:
        exec(compile(body, "paper", "exec"), names)  # noqa: S102  # our own papers
        return
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    test = doctest.DocTestParser().get_doctest(body, names, "paper", None, 0)
    doctest.DocTestRunner(verbose=False, optionflags=flags).run(
        test, out=faults.append, clear_globs=False
    )
    names.update(test.globs)


def main() -> int:
    """Write or check; the answer is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("papers", nargs="*", default=PAPERS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    wrong = 0
    for name in options.papers:
        path, faults = ROOT / name, []
        held = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "samples").symlink_to(ROOT / "samples", target_is_directory=True)
            made = as_run(held, Path(folder), faults)
        print("".join(faults), end="")
        if made != held and options.check:
            lines = (held.splitlines(), made.splitlines())
            print("\n".join(difflib.unified_diff(*lines, name, "as run", lineterm="")))
        elif made != held:
            path.write_text(made, encoding="utf-8", newline="\n")
            print(f"{name} written")
        wrong += bool(faults) or (options.check and made != held)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
