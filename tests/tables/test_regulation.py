"""The tables of regulators: what their reader refuses, and the days they cover."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from isda.basics.faults import InvariantBroken
from isda.tables.regulation import LAST_DAY, OutOfCover, read_regulation, regulation

HEAD = "regime: xx\nname: Somewhere\ninstruments: {act: The Act}\nfigures:\n"
TWO = """  cap:
    unit: EUR
    operator: at most
    entries:
      - {from: 2017-01-04, to: 2019-12-31, value: "100", article: act Art 1, mark: P}
      - {from: 2020-01-01, value: "200.5", article: act Art 2, mark: S, note: risen}
"""


def test_a_figure_holds_from_its_first_day_to_its_last():
    """The day before the first entry is refused; each later day has the entry in force."""
    table = read_regulation(HEAD + TWO)
    values = {
        day: table.on("cap", day).value
        for day in (date(2017, 1, 4), date(2019, 12, 31), date(2020, 1, 1), LAST_DAY)
    }
    assert list(values.values()) == [
        Decimal(100),
        Decimal(100),
        Decimal("200.5"),
        Decimal("200.5"),
    ]
    for outside in (date(2017, 1, 3), LAST_DAY + timedelta(days=1)):
        with pytest.raises(OutOfCover):
            table.on("cap", outside)
        assert table.known("cap", outside) is None
    with pytest.raises(OutOfCover):
        table.on("other", LAST_DAY)


BROKEN = {
    "a gap": ("2020-01-01", "2020-01-02"),
    "an overlap": ("2020-01-01", "2019-12-31"),
    "no last day": ("to: 2019-12-31, ", ""),
    "no article": ("article: act Art 1, ", ""),
    "no mark": (", mark: P", ""),
    "another instrument": ("act Art 1", "law Art 1"),
    "an instrument alone": ("act Art 1", "act"),
    "no number": ('"100"', "about 100"),
    "an exponent": ('"100"', "1e2"),
    "another operator": ("at most", "around"),
    "another key": ("note: risen", "remark: risen"),
    "no unit": ("    unit: EUR\n", ""),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_table_that_is_not_as_it_must_be_is_refused(old, new):
    """A gap, an overlap, a missing source and what is no number stop the reading."""
    text = HEAD + TWO
    assert old in text
    with pytest.raises(InvariantBroken):
        read_regulation(text.replace(old, new))


def test_figures_are_exact():
    """No figure passes through a binary float."""
    figures = [one for each in regulation("eu").figures.values() for one in each]
    assert figures
    assert all(type(one.value) is Decimal or one.unit == "text" for one in figures)
