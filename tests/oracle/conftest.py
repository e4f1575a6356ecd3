"""Lets the files of the oracle find each other, and nothing else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
