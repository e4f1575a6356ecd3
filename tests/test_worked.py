"""Every worked case by hand is what the program computes, step by step, in both worlds."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import yaml

import isda
from isda.batch.columns import MONEY, run_on_frame
from isda.margin.working import Working

WORKED = Path(__file__).parents[1] / "samples" / "worked"
CASES = sorted(path for path in WORKED.iterdir() if path.is_dir())
EACH_CASE = pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
INPUTS = ("independent_amounts_of_pledgor", "independent_amounts_of_secured_party")
WHERE = {"file", "line", "column", "row"}
PARTS = {
    "held_value": ("value_counted", "value_after_caps", "value"),
    "deliveries_in_transit": ("value_after_caps", "value", "in_transit"),
    "returns_in_transit": ("value", "in_transit"),
    "net_mark": ("mark_in_base_currency",),
    "independent_amounts_of_pledgor": ("independent_amount",),
    "independent_amounts_of_secured_party": ("independent_amount",),
    "deposit": ("independent_amount",),
    "notional": ("discounted_notional",),
    "proceeds": ("discounted_proceeds",),
    "first_of_notionals": ("part_of_notional",),
}
"""Which steps of a trade or a lot a sum adds up."""


def texts(path):
    """A file with every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # no loader is plainer


def called(folder):
    expected = texts(folder / "expected.yaml")
    agreement = isda.read_sheet(folder / "agreement.yaml").must()
    facts = isda.read_facts(folder / "facts.yaml").must()
    return isda.call(agreement, facts, on=date.fromisoformat(expected["on"])), expected


def result_of(made, leg, name, of=""):
    """A step's result; what a leg was given without a step is read from the leg itself."""
    found = [
        line.result
        for line in made.working.of_leg(leg.key)
        if (line.name, line.of) == (name, of)
    ]
    if found:
        return found[-1]
    assert not of, (of, name)
    if name == "loss":
        return leg.exposure
    poster, holder = leg.posting_party, leg.posting_party.other
    side = {INPUTS[0]: poster, INPUTS[1]: holder}[name]
    return leg.independent_amounts[side]


@EACH_CASE
def test_every_figure_of_a_worked_case_is_computed(folder):
    """Each status, step, lot, trade, limit figure, reason and movement is the one by hand."""
    made, expected = called(folder)
    assert made.status == expected["status"]
    assert [leg.posting_party for leg in made.legs] == [
        leg["posting_party"] for leg in expected["legs"]
    ]
    for leg, stated in zip(made.legs, expected["legs"], strict=True):
        assert leg.status == stated["status"]
        assert leg.regime == stated.get("regime")
        assert leg.decides is {"yes": True, "no": False}.get(stated.get("decides"))
        for name, figure in stated.get("steps", {}).items():
            assert result_of(made, leg, name) == Decimal(figure), name
        others = list(stated.get("trades", {}).items()) + list(
            stated.get("after_caps", {}).items()
        )
        for of, steps in [*stated.get("lots", {}).items(), *others]:
            for name, figure in steps.items():
                assert result_of(made, leg, name, of) == Decimal(figure), (of, name)
        if "withheld_amount" in stated:
            assert leg.withheld_amount == Decimal(stated["withheld_amount"])
        check_limit(leg, stated.get("limit", {}))
    document = isda.to_json(made)
    check_cures(made, expected.get("cures", []))
    assert [
        {key: text for key, text in one.items() if key != "annex"}
        for one in document["movements"]
    ] == expected["movements"]


def check_cures(made, stated):
    """Compare what a movement takes in a chosen asset."""
    for one in stated:
        (cure,) = isda.cure(made, one.get("in"))
        assert cure.asset == one["asset"]
        if "reason" in one:
            assert (cure.amount, cure.reason.code) == (None, one["reason"])
        else:
            assert cure.amount == Decimal(one["amount"])
            assert cure.nominal.amount == Decimal(one["nominal"])


def check_limit(leg, stated):
    """Compare what a case says of the limit: shares and words as printed, amounts exactly."""
    for name, figure in stated.items():
        got = getattr(leg.limit, name)
        if name == "latched":
            assert {True: "yes", False: "no"}[got] == figure
        elif name == "used":
            assert round(got * 100, 2) == Decimal(figure.removesuffix("%"))
        elif name == "alert":
            assert str(got) == figure
        else:
            assert got == Decimal(figure), name


@EACH_CASE
def test_a_worked_case_keyed_as_json_gives_the_same_bytes(folder):
    """YAML or JSON makes no difference but the names of files and the places in them."""
    made, expected = called(folder)
    sheet = json.dumps(texts(folder / "agreement.yaml"), ensure_ascii=False)
    facts = json.dumps(texts(folder / "facts.yaml"), ensure_ascii=False)
    again = isda.call(
        isda.read_sheet_text(sheet, "sheet.json").must(),
        isda.read_facts_text(facts, "facts.json").must(),
        on=date.fromisoformat(expected["on"]),
    )
    assert placeless(isda.to_json(made)) == placeless(isda.to_json(again))


def placeless(document):
    """A call as text without files, lines, columns and rows."""

    def without(node):
        if isinstance(node, dict):
            return {key: without(part) for key, part in node.items() if key not in WHERE}
        return [without(part) for part in node] if isinstance(node, list) else node

    return json.dumps(without(document), ensure_ascii=False)


def test_the_columns_give_the_digits_of_every_worked_case(monkeypatch):
    """Every recipe that a worked case followed gives the same digits on a frame."""
    followed = defaultdict(list)
    follow = Working.follow

    def note(self, recipe, given, **rest):
        known = follow(self, recipe, given, **rest)
        followed[recipe].append(known)
        return known

    monkeypatch.setattr(Working, "follow", note)
    for folder in CASES:
        called(folder)
    assert len(followed) >= 60
    for recipe, runs in followed.items():
        rows = {name: [run[name] for run in runs] for name in recipe.inputs}
        frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, MONEY))
        made = run_on_frame(recipe, frame, {name: name for name in rows})
        for step in recipe.steps:
            assert made[step.name].to_list() == [run[step.name] for run in runs], step


@EACH_CASE
def test_each_line_of_a_worked_case_recomputes(folder):
    """A line's result comes out again from the line alone."""
    made, _ = called(folder)
    assert len(made.working) or made.status in {"no_call", "refused", "undefined"}
    for line in made.working:
        assert line.again() == line.result, line


@EACH_CASE
def test_the_whole_working_recomputes_from_its_lines(folder):
    """What a line takes from an earlier step of its lot or leg is that step's result."""
    made, _ = called(folder)
    known = {}
    for line in made.working:
        if line.formula == "total":
            for of, part in line.inputs.items():
                assert part == part_of(known, line, of), (line.name, of)
        else:
            for parameter, name in line.step.inputs:
                source = line.sources.get(name, name)
                if not isinstance(source, str) or source.startswith("annexes."):
                    continue  # a figure of a file, or a term of the sheet
                steps = [(line.leg, of, source) for of in (line.of, "")]
                for step in [step for step in steps if step in known][:1]:
                    assert line.inputs[parameter] == known[step], line
        known[line.leg, line.of, line.name] = line.result
    for leg in made.legs:
        for name in ("delivery_amount", "return_amount"):
            if (leg.key, "", name) in known:
                assert getattr(leg, name) == known[leg.key, "", name]


def part_of(known, line, of):
    """The result that a sum takes of one lot or trade."""
    if line.name not in PARTS:
        return line.inputs[of]
    steps = [known[key] for name in PARTS[line.name] if (key := (line.leg, of, name)) in known]
    return steps[0] if steps else line.inputs[of]
