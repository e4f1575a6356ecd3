"""The JSON Schemas of what we print: `python -m isda.statement.publish [FOLDER]`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isda.statement.as_json import to_text
from isda.statement.check_shapes import check_schema
from isda.statement.night_shapes import night_schema
from isda.statement.shapes import call_schema, run_schema

PUBLISHED: dict[str, Callable[[], dict[str, Any]]] = {
    "call-1.json": call_schema,
    "check-1.json": check_schema,
    "night-1.json": night_schema,
    "run-1.json": run_schema,
}
"""File name to schema, as `schemas/` holds them."""


def texts() -> dict[str, str]:
    """Return every published file, name to text.

    Example:
        >>> sorted(texts())
        ['call-1.json', 'check-1.json', 'night-1.json', 'run-1.json']
    """
    return {name: to_text(build()) for name, build in PUBLISHED.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in PUBLISHED]


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
