"""A sheet in JSON or XML is checked as in YAML: the same is found, at its own line."""

from collections import Counter
from pathlib import Path

import pytest

from isda.lint.check import check, check_text
from isda.sheet.draft import Notation
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import read_draft

SAMPLES = Path(__file__).parents[2] / "samples"
FIRES = sorted(SAMPLES.glob("lint/*/fires/*.yaml"))


def told(checked):
    return Counter((each.code, each.severity, each.message) for each in checked.findings)


@pytest.mark.parametrize("notation", [Notation.JSON, Notation.XML])
@pytest.mark.parametrize("path", FIRES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_every_notation_is_checked_alike(path, notation):
    """Code, severity and words are those of the YAML, and each finding has a line."""
    text = rewrite(read_draft(path), notation).must()
    checked = check_text(text, f"a.{notation.value}")
    assert told(checked) == told(check(path))
    lines = text.splitlines()
    assert all(0 < each.place.line <= len(lines) for each in checked.findings)
