"""The rules on interest, at their boundaries."""

from datetime import date

import pytest
import yaml
from small_lint import sample, with_terms

from isda.lint.check import Asked, check_text

CLEAN = sample("HI007", "sofr")
SAID = {"basis": "360", "negative_interest": "no", "paid": "monthly"}
RATES = [
    ("EONIA", "2022-01-03", None),
    ("EONIA", "2022-01-04", "info"),
    ("eonia minus 0.1%", "2022-01-04", "info"),
    ("LIBOR", "2024-09-30", None),
    ("USD-LIBOR-BBA", "2024-10-01", "info"),
    ("JPY LIBOR", "2022-12-31", "info"),
    ("NOK LIBOR", "2026-01-01", None),
    ("EURIBOR", "2026-01-01", None),
    ("EONIA, and €STR since 2022", "2026-01-01", None),
    ("LIBOR with the fallback of the protocol", "2026-01-01", None),
    ("Strait CDOR", "2024-06-29", "info"),
    ("not applicable", "2026-01-01", None),
]


@pytest.mark.parametrize(("rate", "day", "severity"), RATES)
def test_a_rate_has_ended_from_the_day_after_its_last(rate, day, severity):
    """On its last day it is a rate, a day later it is to be checked, whatever stands around."""
    tree = with_terms(CLEAN, interest={"USD": {**SAID, "rate": rate}})
    asked = Asked(on=date.fromisoformat(day))
    told = check_text(yaml.safe_dump(tree, allow_unicode=True), asked=asked).findings
    said = [each for each in told if each.code == "HI007"]
    assert [each.severity.word for each in said] == ([severity] if severity else [])
    assert all(each.message.endswith(": check") for each in said)
