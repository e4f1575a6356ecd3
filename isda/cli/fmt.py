"""`isda fmt`: term sheets in their usual spelling."""

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import DONE, FINDINGS, readable

if TYPE_CHECKING:
    from isda.basics.finding import Finding


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Term sheets.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where one differs.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what would change.")
    ] = False,
) -> None:
    """Bring term sheets into their usual spelling."""
    from isda.sheet.format import format_sheet
    from isda.sheet.yaml_events import read_draft

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
    if found:
        from isda.cli.findings import print_findings
        from isda.cli.screen import screen

        print_findings(screen(stderr=True), found)
    if not diff:
        verb = "would change" if check else "changed"
        typer.echo(f"{changed} of {len(files)} {verb}", err=True)
    raise typer.Exit(code)


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
        path.write_bytes(new.encode())
