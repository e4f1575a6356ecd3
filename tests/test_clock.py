"""A call for a given day is the same bytes whatever clock, zone or hash seed say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from freezegun import freeze_time

import isda
from isda.statement.as_json import to_text

ROOT = Path(__file__).parents[1]
CASES = sorted(path for path in (ROOT / "samples" / "worked").iterdir() if path.is_dir())[::3]
DIGEST = """
import hashlib, pathlib, isda
from isda.statement.as_json import to_text
digest = hashlib.sha256()
for folder in sorted(p for p in pathlib.Path("samples/worked").iterdir() if p.is_dir())[::3]:
    agreement = isda.read_sheet(folder / "agreement.yaml").must()
    facts = isda.read_facts(folder / "facts.yaml").must()
    digest.update(to_text(isda.to_json(isda.call(agreement, facts))).encode())
print(digest.hexdigest())
"""
WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "99", "TZ": "America/Adak", "LANG": "de_DE.UTF-8", "PYTHONUTF8": "0"},
]


@pytest.fixture(scope="module")
def read():
    """Agreements and facts, read before any clock is stopped."""
    found = [
        (
            isda.read_sheet(folder / "agreement.yaml").must(),
            isda.read_facts(folder / "facts.yaml").must(),
        )
        for folder in CASES
    ]
    return [(agreement, facts, texts(agreement, facts)) for agreement, facts in found]


def texts(agreement, facts):
    return to_text(isda.to_json(isda.call(agreement, facts)))


@pytest.mark.parametrize("clock", ["1999-12-31 23:59:59", "2024-02-29 12:00", "2099-01-01"])
def test_the_clock_changes_no_byte(read, clock):
    """At the turn of the century, on a leap day or in 2099: the call of its day is the same."""
    with freeze_time(clock):
        assert [texts(agreement, facts) for agreement, facts, _ in read] == [
            text for _, _, text in read
        ]


def test_hash_seed_zone_and_language_change_no_byte():
    """Four worlds of hash seed, time zone and language print the same digest."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    running = [
        subprocess.Popen(  # this Python
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            env=plain | world,
            stdout=subprocess.PIPE,
            text=True,
        )
        for world in WORLDS
    ]
    digests = [process.communicate()[0].strip() for process in running]
    assert all(process.returncode == 0 for process in running)
    assert len(set(digests)) == 1
    assert len(digests[0]) == 64
