"""The fixes of `isda check`: written to the sheets, or shown as they would be written."""

from codecs import BOM_UTF8
from difflib import unified_diff
from pathlib import Path
from shutil import copymode
from tempfile import NamedTemporaryFile

import typer

from isda.cli.language import say
from isda.lint.check import Asked, Checked, check
from isda.lint.fixing import mend
from isda.lint.many import is_bulk

UNSOUND = "with its fixes less of the sheet would read, so none was made"
NOT_IN_LINES = "sheets in lines are not mended here: mend them where they come from"
SAFE_ONLY = "fixes that change what is agreed are made with --unsafe-fixes"


def mended(checked: list[Checked], asked: Asked, *, unsafe: bool, diff: bool) -> list[Checked]:
    """Mend the sources, or show how; return the sheets as they are then.

    Args:
        checked: The sheets, with what was found.
        asked: What the check was asked for.
        unsafe: Whether fixes that change what is agreed are made as well.
        diff: Whether they are shown, and nothing is written.
    """
    after, made, held = [], 0, 0
    for name in sorted({each.file for each in checked if is_bulk(Path(each.file))}):
        typer.echo(f"{name}: {say(NOT_IN_LINES)}", err=True)
    for each in checked:
        mended = mend(each.text, each.findings, unsafe=unsafe, name=each.file)
        if not mended.is_sound:
            typer.echo(f"{each.file}: {say(UNSOUND)}", err=True)
            after.append(each)
            continue
        made += len(mended.made)
        held += sum(one.fix is not None and not one.fix.is_safe for one in each.findings)
        if mended.text == each.text:
            after.append(each)
        elif diff:
            typer.echo(_diff(each.file, each.text, mended.text), nl=False)
            after.append(each)
        else:
            _write(Path(each.file), mended.text)
            after.append(check(each.file, asked))
    typer.echo(say(f"{made} would be mended" if diff else f"{made} mended"), err=True)
    if held and not unsafe:
        typer.echo(say(SAFE_ONLY), err=True)
    return after


def _write(path: Path, text: str) -> None:
    """Write a sheet; a byte order mark stays."""
    had_mark = path.read_bytes().startswith(BOM_UTF8)
    write_whole(path, (BOM_UTF8 if had_mark else b"") + text.encode())


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all; its mode and a link to it stay."""
    path = path.resolve()
    with NamedTemporaryFile(dir=path.parent, prefix=".isda-", delete=False) as file:
        aside = Path(file.name)  # nobody else's, and nobody else reads it
        try:
            file.write(raw)
            file.flush()
            copymode(path, aside)
            aside.replace(path)
        except OSError:
            aside.unlink()
            raise


def _diff(name: str, old: str, new: str) -> str:
    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), name, f"{name}, mended"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
