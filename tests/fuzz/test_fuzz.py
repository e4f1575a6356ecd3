"""20,000 files that nobody should write: each ends in findings, soon, and in every format."""

import gc
import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent


def part(name):
    """A module of this folder, which is no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


documents, one = part("documents"), part("one")
CHUNKS, EACH = 10, 2_000


@pytest.fixture
def alone():
    """What other tests left in memory is not gone through in the seconds of a check."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("number", range(CHUNKS))
def test_no_file_makes_the_check_raise_or_take_a_second(tmp_path, number):
    """Whatever is in a file, its check has codes, words and places, within a second of work."""

    @seed(number)
    @settings(
        max_examples=EACH, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(documents.contents(), st.sampled_from(documents.SUFFIXES))
    def run(content, suffix):
        tries = (one.try_one(tmp_path, content, suffix) for _ in range(2))
        assert any(seconds < one.MOST_SECONDS for seconds in tries)  # once it may be chance

    run()
