"""Every sample agreement gives, on each of its days, what was worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import isda

AGREEMENTS = Path(__file__).parents[1] / "samples" / "agreements"
FOLDERS = sorted(path for path in AGREEMENTS.iterdir() if path.is_dir())
DAYS = [(folder, path.stem) for folder in FOLDERS for path in folder.glob("facts/*.yaml")]
EACH_FOLDER = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
EACH_DAY = pytest.mark.parametrize(
    ("folder", "day"), DAYS, ids=[f"{folder.name}-{day}" for folder, day in DAYS]
)
FIGURES = ("required", "held_value", "shortfall", "surplus")


def stated(folder):
    """What the folder says of its days, with every scalar as text."""
    text = (folder / "expected.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # no loader is plainer


@EACH_FOLDER
def test_an_agreement_has_three_days_and_two_worked_by_hand(folder):
    """The days of facts and of expectations are the same; the README names each of them."""
    days = stated(folder)
    assert sorted(days) == sorted(path.stem for path in folder.glob("facts/*.yaml"))
    assert len(days) == 3
    assert sum("legs" in one for one in days.values()) == 2
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(day in readme for day in days)


@EACH_DAY
def test_a_day_of_an_agreement_moves_what_was_worked_by_hand(folder, day):
    """Status, movements, reasons and, where worked, the figures of each leg."""
    expected = stated(folder)[day]
    agreement = isda.read_sheet(folder / "agreement.yaml").must()
    facts = isda.read_facts(folder / "facts" / f"{day}.yaml").must()
    made = isda.call(agreement, facts, on=date.fromisoformat(day))
    assert made.status == expected["status"], [leg.reasons for leg in made.legs]
    assert [
        {key: text for key, text in one.items() if key != "annex"}
        for one in isda.to_json(made)["movements"]
    ] == expected["movements"]
    legs = {(leg.annex, leg.posting_party, leg.regime): leg for leg in made.legs}
    for one in expected.get("legs", []):
        annex = one.get("annex", made.legs[0].annex)
        leg = legs.pop((annex, one["posting_party"], one.get("regime")))
        if "reasons" in one:
            assert leg.status == one["status"]
            assert [reason.code for reason in leg.reasons] == one["reasons"]
        for name in FIGURES:
            figure = Decimal(one[name]) if name in one else None
            assert getattr(leg, name) == figure, (leg.key, name)
    assert not (legs and "legs" in expected), "a worked day states every leg"
