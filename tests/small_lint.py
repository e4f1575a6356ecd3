"""Sheets made of the small ones in samples/lint, for tests of boundaries."""

from pathlib import Path

import yaml

from isda.lint.check import check_text

SAMPLES = Path(__file__).parents[1] / "samples" / "lint"


def sample(code, name, kind="quiet"):
    """The tree of a sample, every scalar a text."""
    path = SAMPLES / code / kind / f"{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # text only, and our own file


def with_terms(tree, **terms):
    """The tree with other terms of its first annex; None takes one out."""
    annex = {**tree["annexes"][0], **terms}
    kept = {key: said for key, said in annex.items() if said is not None}
    return {**tree, "annexes": [kept, *tree["annexes"][1:]]}


def found(tree):
    """All findings of a tree."""
    return check_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)).findings


def codes(tree):
    """The codes of all findings of a tree."""
    return sorted(each.code for each in found(tree))
