"""Damaged documents: whatever is done to a file ends in findings, never in a traceback."""

import json
import random
from pathlib import Path

import pytest

import isda

ROOT = Path(__file__).parents[1]
SHEETS = sorted(
    [*ROOT.glob("samples/worked/*/agreement.yaml"), *ROOT.glob("samples/sheets/*g*.yaml")]
)
FACTS = sorted(ROOT.glob("samples/worked/*/facts.yaml"))
JUNK = (
    "nil", "infinite", "not applicable", "to be agreed", "USD 5", "-1", "{}", "[]", "[a, b]",
    "{A: nil}", "yes", "2024-02-30", '"', "\u202e", "USD 1,000", "9" * 40, "1e5", "null", "~",
    "* x", "&a", "[1y, 5y)", '"[5y, 1y)"', "Event of Default", "each Friday", "ＡＢ", "0.98",
    "-5%", "{value: nil, at: x}", "{unresolved: z}", "{form: {a: b}}",
)  # fmt: skip
BREAKERS = "{}[]:,#&*!|>%@`\"'\t -0A"


def damaged(text: str, chance: random.Random) -> str:
    """Return the text with up to three lines deleted, cut, doubled or overwritten."""
    lines = text.split("\n")
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3])):
        at = chance.randrange(len(lines))
        line = lines[at]
        kind = chance.randrange(6)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines[at] = line.split(":", 1)[0] + ": " + chance.choice(JUNK)
        elif kind == 2:
            lines.insert(at, chance.choice(lines))
        elif kind == 3:
            lines[at] = line[: chance.randint(0, len(line))]
        elif kind == 4:
            place = chance.randint(0, len(line))
            lines[at] = line[:place] + chance.choice(BREAKERS) + line[place:]
        else:
            lines = lines[: at + 1]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_ends_in_findings(seed):
    """Of 150 pairs a seed, most are damaged: each reads, or says why, and nothing raises."""
    chance = random.Random(seed)  # noqa: S311  # damage, not secrets
    refused = 0
    for _ in range(150):
        sheet = damaged(chance.choice(SHEETS).read_text(encoding="utf-8"), chance)
        facts = damaged(chance.choice(FACTS).read_text(encoding="utf-8"), chance)
        terms, day = isda.read_sheet_text(sheet), isda.read_facts_text(facts)
        for outcome in (terms, day):
            assert (outcome.value is None) == bool(outcome.errors)
            assert all(each.message and each.place.file for each in outcome.findings)
        if terms.value is None or day.value is None:
            refused += 1
            continue
        made = isda.call(terms.value, day.value)
        json.dumps(isda.to_json(made))
        assert isda.sentence(made)
        for leg in made.legs:
            computed = leg.status not in {isda.Status.REFUSED, isda.Status.UNDEFINED}
            assert computed == (leg.delivery_amount is not None)
    assert 0 < refused < 150
