"""What must hold for every file, whatever is in it."""

import io
import json
import time

from rich.console import Console

from isda.cli.findings import print_findings
from isda.lint.check import Asked, check
from isda.lint.fixing import mend
from isda.lint.rule import known_codes
from isda.statement.check_json import check_json
from isda.statement.check_lines import concise, github, junit
from isda.statement.check_sarif import sarif
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import Profile

ASKED = Asked(profiles=frozenset(Profile))
MOST_SECONDS = 1
BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")
"""What ends a line in YAML."""


def try_one(folder, content, suffix):
    """Check one file under every profile and print it every way; return its processor seconds.

    Raises:
        AssertionError: A finding has no code, no words, or a place outside the file.
    """
    path = folder / f"fuzzed{suffix}"
    path.write_bytes(content)
    started = time.process_time()
    checked = check(path, ASKED)
    seconds = time.process_time() - started
    lines = sum(checked.text.count(each) for each in BREAKS) + 1
    codes = known_codes()
    for each in checked.findings:
        assert each.code in codes
        assert each.message
        assert each.place.file == str(path)
        assert not checked.text or each.place.line <= lines + 1
        assert "\n" not in concise(each)
        assert "\n" not in github(each)
    json.dumps(check_json([checked], LAST_DAY))
    json.dumps(sarif([checked]))
    junit([checked])
    print_findings(Console(file=io.StringIO(), width=80, highlight=False), checked.findings)
    mend(checked.text, checked.findings, unsafe=True, name=str(path))
    return seconds
