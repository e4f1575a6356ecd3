"""Lets tests import `small`, `parity`, the twins and the random cases of the oracle."""

import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "oracle"), str(HERE / "lint")]

settings.register_profile("isda", derandomize=True, deadline=None, database=None)
settings.load_profile("isda")
