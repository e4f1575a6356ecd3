"""`isda fmt`: term sheets in their usual spelling."""

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import DONE, FINDINGS, readable, stop
from isda.sheet.draft import Notation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isda.basics.finding import Finding


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Term sheets.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where one differs.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what would change.")
    ] = False,
    to: Annotated[
        Notation | None,
        typer.Option("--to", help="Write nothing; print one sheet in that notation."),
    ] = None,
) -> None:
    """Bring term sheets into their usual spelling, or print one as YAML, JSON or XML."""
    from isda.sheet.format import format_sheet
    from isda.sheet.yaml_events import read_draft

    if to is not None:
        if len(files) > 1 or check or diff:
            stop("--to prints one sheet, without --check and --diff")
        raise typer.Exit(_print(readable(files[0]), to))
    code, found, changed = DONE, list["Finding"](), 0
    for path in files:
        readable(path)
    for path in files:
        draft = read_draft(path)
        outcome = format_sheet(draft)
        found += outcome.findings
        if outcome.value is None:
            code = FINDINGS
        elif outcome.value != draft.text:
            changed += 1
            code = FINDINGS if check else code
            _write(path, draft.text, outcome.value, check=check, diff=diff)
        if not diff and not check:
            _print_identity(path)
    _tell(found)
    if not diff:
        verb = "would change" if check else "changed"
        typer.echo(f"{changed} of {len(files)} {verb}", err=True)
    raise typer.Exit(code)


def _print(path: Path, notation: Notation) -> int:
    """Print a sheet in a notation, and return the exit code."""
    from isda.sheet.rewrite import rewrite
    from isda.sheet.yaml_events import read_draft

    outcome = rewrite(read_draft(path), notation)
    _tell(outcome.findings)
    if outcome.value is None:
        return FINDINGS
    typer.echo(outcome.value, nl=False)
    return DONE


def _print_identity(path: Path) -> None:
    """Print the identity of an agreement beside its file, where the sheet reads."""
    from isda.sheet.read_sheet import read_sheet
    from isda.terms.identity import identity

    agreement = read_sheet(path).value
    if agreement is None:
        typer.echo(
            f"{path}: no identity, for the sheet does not read: `isda check` says why", err=True
        )
        return
    typer.echo(f"{identity(agreement)}  {path}")


def _tell(found: "Sequence[Finding]") -> None:
    """Print what was found, if anything."""
    if found:
        from isda.cli.findings import print_findings
        from isda.cli.screen import screen

        print_findings(screen(stderr=True), found)


def _write(path: Path, old: str, new: str, *, check: bool, diff: bool) -> None:
    """Write a file, or say or show how it would change."""
    if diff:
        lines = unified_diff(
            old.splitlines(keepends=True),
            new.splitlines(keepends=True),
            f"{path} as it stands",
            f"{path} as isda fmt writes it",
        )
        typer.echo(
            "".join(line if line.endswith("\n") else f"{line}\n" for line in lines), nl=False
        )
    elif check:
        typer.echo(str(path))
    else:
        from isda.cli.mending import write_whole

        write_whole(path, new.encode())
