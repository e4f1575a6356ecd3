"""The clock tells the day, and nothing but the last day of an acceptance asks it."""

from datetime import date
from pathlib import Path

import pytest
from freezegun import freeze_time
from typer.testing import CliRunner

from isda.cli.main import app
from isda.service.clock import today

FIRES = Path(__file__).parents[2] / "samples/lint/CS005/fires/both-infinite.yaml"
ACCEPT = "check:\n  ignore:\n    - {code: CS005, reason: agreed so, until: 2027-03-31}\n"


def test_the_clock_tells_the_day():
    """At noon of a stopped clock it is that day."""
    with freeze_time("2027-03-31 12:00"):
        assert today() == date(2027, 3, 31)


@pytest.mark.parametrize(("day", "code"), [("2027-03-31", 0), ("2027-04-01", 1)])
def test_an_acceptance_is_over_on_the_day_after_its_last(tmp_path, day, code):
    """By the calendar, not by the day of the tables: the day after, the finding counts."""
    sheet = tmp_path / "a.yaml"
    sheet.write_text(ACCEPT + FIRES.read_text(encoding="utf-8"), encoding="utf-8")
    CliRunner().invoke(app, ["check", str(sheet)])  # what is read once is read before
    with freeze_time(f"{day} 12:00"):
        made = CliRunner().invoke(app, ["check", str(sheet)])
    assert made.exit_code == code
    assert ("DQ099" in made.stdout) == bool(code)


def test_a_day_that_is_asked_for_stands_above_the_clock(tmp_path):
    """`--on` decides for regulations, amendments and acceptances alike."""
    sheet = tmp_path / "a.yaml"
    sheet.write_text(ACCEPT + FIRES.read_text(encoding="utf-8"), encoding="utf-8")
    with freeze_time("2030-01-01 12:00"):
        assert (
            CliRunner().invoke(app, ["check", str(sheet), "--on", "2026-11-20"]).exit_code == 0
        )
