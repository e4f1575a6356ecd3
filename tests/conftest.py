"""Lets every test import `small`, the smallest sheet and day with one thing changed."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("isda", derandomize=True, deadline=None, database=None)
settings.load_profile("isda")
