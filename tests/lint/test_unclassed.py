"""Assets whose names tell no class: what was not compared with a regime is said."""

from datetime import date
from pathlib import Path

import pytest

from isda.lint.check import Asked, check_text
from isda.statement.haircut_lists import haircut_lines
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import REGIMES

LINT = Path(__file__).parents[2] / "samples" / "lint"
VM = (LINT / "RG001" / "quiet" / "nil.yaml").read_text(encoding="utf-8")
EU, _, _, JP, KR = REGIMES
LAST_KOREAN_DAY = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("profiles", "on", "told"),
    [
        ([], LAST_DAY, False),
        ([EU], LAST_DAY, True),
        ([JP], LAST_DAY, False),
        ([KR], LAST_KOREAN_DAY, True),
        ([KR], LAST_DAY, False),
    ],
)
def test_an_asset_of_no_class_is_told_where_a_regime_prints_haircuts(profiles, on, told):
    """What was not compared is said once a name, and only where it could have been."""
    rows = "".join(
        f"      - {{asset: {name}, currency: EUR, valuation_percentage: 98%}}\n"
        for name in ("agency bond", "agency bond", "Wertpapier")
    )
    text = VM.replace("[eu]", "[]").replace(
        "    eligible_collateral:\n", f"    eligible_collateral:\n{rows}"
    )
    asked = Asked(profiles=frozenset(profiles), on=on)
    findings = check_text(text, asked=asked).findings
    said = [each.message for each in findings if each.code == "RG006"]
    names = ("agency bond", "Wertpapier") if told else ()
    assert said == [f"not compared: the class of {name} is not known" for name in names]


@pytest.mark.parametrize("code", ["RG006", "RG007", "RG009"])
def test_the_page_of_a_rule_of_haircuts_lists_them(code):
    """Class, maturity, quality, source and mark stand on the page, and the names of assets."""
    page = (LINT.parents[1] / "docs" / "rules" / f"{code}.md").read_text(encoding="utf-8")
    assert "\n".join(haircut_lines()).strip() in page
    for said in (
        "government, quality step 2-3: 1% up to 1 year, 3% up to 5 years, 6% beyond that",
        "2016/2251 Annex II Table 1 (primary text read)",
        "(not\nverified). From 2017-03-01 to 2026-08-31.",
        "- corporate: corporate, covered, pfandbrief",
    ):
        assert said in page
