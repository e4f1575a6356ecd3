"""Runs the program on a case, through its public API and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import isda

if TYPE_CHECKING:
    from generate import Case


def run(case: Case) -> dict:
    """Write the case as JSON texts, read them as a user would, and call."""
    sheet = json.dumps(case.sheet, ensure_ascii=False, indent=1)
    facts = json.dumps(case.facts, ensure_ascii=False, indent=1)
    agreement = isda.read_sheet_text(sheet, f"case-{case.seed}.json").must()
    day = isda.read_facts_text(facts, f"facts-{case.seed}.json").must()
    return isda.to_json(isda.call(agreement, day, on=case.day))
