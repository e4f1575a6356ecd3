"""The oracle and the worked cases prove each other: neither saw the other's numbers."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import loss_limit
import pytest
import yaml
from calculation import call
from reading import nine_places

WORKED = Path(__file__).parents[2] / "samples" / "worked"
PART = re.compile(
    r"(product|sum|difference|greatest|smallest)_\d|\w+_of_notionals|greatest_delivery|least_return"
)
"""Steps on the way that the oracle does not name: it works a formula off in one go."""
CASES = sorted(path for path in WORKED.iterdir() if path.is_dir())


def texts(path: Path) -> dict:
    """Read a file with every scalar as text, as the oracle takes it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # its base loader makes texts, nothing else


def same(stated: str, computed: Fraction | None) -> bool:
    """Whether a stated figure, cut at 18 places a product, is the exact one at nine."""
    return computed is not None and nine_places(Fraction(stated)) == nine_places(computed)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_every_figure_of_a_worked_case_is_the_oracles(folder: Path) -> None:
    """Each status, step, lot and movement stated by hand is what the oracle computes."""
    sheet, facts = texts(folder / "agreement.yaml"), texts(folder / "facts.yaml")
    expected = texts(folder / "expected.yaml")
    result = call(sheet, facts, date.fromisoformat(expected["on"]))
    assert result["status"] == expected["status"]
    assert [leg["posting_party"] for leg in result["legs"]] == [
        leg["posting_party"] for leg in expected["legs"]
    ]
    for leg, stated in zip(result["legs"], expected["legs"], strict=True):
        assert leg["status"] == stated["status"], leg
        assert leg["regime"] == stated.get("regime")
        for step, figure in stated.get("steps", {}).items():
            if PART.fullmatch(step):
                continue
            assert same(figure, leg["steps"][step]), (step, figure, leg["steps"][step])
        check_lots(stated.get("lots", {}), facts, leg)
        if "withheld_amount" in stated:
            assert same(stated["withheld_amount"], leg["withheld_amount"])
        check_limit(stated.get("limit", {}), leg, sheet["annexes"][0], facts)
    moved = [{**m, "amount": Fraction(m["amount"])} for m in expected["movements"]]
    assert result["movements"] == moved


def check_lots(stated: dict, facts: dict, leg: dict) -> None:
    """Compare the lots, named by their own id or by their order."""
    lots = [lot for lot in facts.get("held", []) if lot["posted_by"] == leg["posting_party"]]
    names = [lot.get("lot", f"lot {index}") for index, lot in enumerate(lots, 1)]
    if not stated:
        return
    if not any("for" in lot for lot in lots):
        assert list(stated) == names
    for name, computed in zip(stated, leg["lots"], strict=True):
        for step, figure in stated[name].items():
            assert same(figure, computed[step]), (name, step, figure, computed[step])


def check_limit(stated: dict, leg: dict, annex: dict, facts: dict) -> None:
    """Compare the figures of the loss limit that the case states."""
    if not stated:
        return
    figures = loss_limit.limit_figures(leg, annex, facts)
    for key, figure in stated.items():
        if key == "used":
            assert percentage_text(figures[key]) == figure
        elif key in ("alert", "latched"):
            assert figures[key] == figure
        else:
            assert same(figure, figures[key]), (key, figure, figures[key])


def percentage_text(share: Fraction) -> str:
    """Write a share as a percentage of at most two places."""
    return f"{float(round(share * 100, 2)):.2f}".rstrip("0").rstrip(".") + "%"


def test_every_worked_case_stands_in_the_index() -> None:
    """The index of the worked cases lists each folder once."""
    index = (WORKED / "README.md").read_text(encoding="utf-8")
    assert [folder.name for folder in CASES if index.count(f"[{folder.name}]") != 1] == []
    assert len(CASES) >= 30
