"""Plans of agreements as frames: what a night computes from, and what it keeps on disk.

One row an agreement and one a leg; a recipe is kept once, by a digest of its steps. Frames
of agreements that were bound yesterday and of those bound today are laid together.
"""

import importlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple, Self

import polars as pl

from isda.basics.amounts import plain
from isda.basics.cite import Cite
from isda.basics.faults import must
from isda.basics.finding import Finding, Place, Severity
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.batch.asked import Asked
from isda.batch.columns import MONEY, Schema
from isda.batch.plans import SHARED, AgreementPlan, LegPlan, TableShape
from isda.margin.recipe import Step

CONSTANT = "c."
SAID = "s."
"""What the columns of constants, and of steps that no sum changes, begin with."""
NO_RECIPE = ""
SHARES = {name: name.replace("independent_amounts", "share") for name in SHARED}
"""The columns of shares of each notional, by the name of their sum."""

AGREEMENTS: Schema = {
    "agreement": pl.String, "party_a": pl.String, "party_b": pl.String,
    "covers_from": pl.Date, "base_currency": pl.String, "table": pl.String,
    "findings": pl.String, "single": pl.String, "notionals": pl.Boolean, "strip_of": pl.String,
    "fixed_before": pl.Boolean,
}  # fmt: skip
LEGS: Schema = {
    "agreement": pl.String, "leg": pl.UInt8, "annex": pl.String, "document": pl.String,
    "form": pl.String, "posting_party": pl.String, "base_currency": pl.String,
    "recipe": pl.String, "threshold": pl.String, "independent_amount_a": MONEY,
    "independent_amount_b": MONEY, "in_transit": MONEY, "returns_in_transit": MONEY,
    "withheld_delivery": pl.String, "withheld_return": pl.String, "silent": pl.String,
    **dict.fromkeys(SHARES.values(), MONEY),
}  # fmt: skip
Recipes = dict[str, tuple[Step, ...]]


@dataclass(slots=True)
class Bound:
    """Bound terms of many agreements, as frames.

    Attributes:
        agreements: One row an agreement; `single` says why columns do not compute it.
        legs: One row a leg of those that columns compute.
        recipes: Their steps, by digest.
        shapes: What their tables of eligible collateral turn on, by table.
    """

    agreements: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=AGREEMENTS))
    legs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LEGS))
    recipes: Recipes = field(default_factory=dict)
    shapes: dict[str, TableShape] = field(default_factory=dict)

    def __or__(self, other: Self) -> "Bound":
        """Return both, one after the other."""
        return Bound(
            pl.concat([self.agreements, other.agreements], how="diagonal"),
            pl.concat([self.legs, other.legs], how="diagonal"),
            self.recipes | other.recipes,
            self.shapes | other.shapes,
        )

    def of(self, agreements: Iterable[str]) -> "Bound":
        """Return the rows of some agreements."""
        names = pl.DataFrame({"agreement": list(agreements)}, schema={"agreement": pl.String})
        return Bound(
            self.agreements.join(names, on="agreement", how="semi"),
            self.legs.join(names, on="agreement", how="semi"),
            self.recipes,
            self.shapes,
        )


class Rows(NamedTuple):
    """One agreement as rows of the frames: what one process hands to another.

    Attributes:
        agreement: Its row.
        legs: The rows of its legs, where columns compute it.
        recipes: The steps of its legs as text, by digest.
        shapes: What its table of eligible collateral turns on, by that table.
    """

    agreement: dict[str, Any]
    legs: list[dict[str, Any]]
    recipes: dict[str, str]
    shapes: dict[str, TableShape]


def rows_of(plan: AgreementPlan) -> Rows:
    """Return the rows of an agreement that columns compute."""
    recipes: dict[str, str] = {}
    agreement = {
        "agreement": plan.agreement,
        "party_a": plan.parties[0],
        "party_b": plan.parties[1],
        "covers_from": plan.covers_from,
        "base_currency": plan.legs[0].base_currency,
        "table": plan.table,
        "findings": findings_text(plan.findings),
        "single": "",
    }
    legs = [
        {"agreement": plan.agreement, "leg": number} | _leg_row(leg, recipes)
        for number, leg in enumerate(plan.legs)
    ]
    return Rows(agreement, legs, recipes, {plan.table: plan.shape})


def rows_of_single(agreement: str, why: str, asked: Asked | None) -> Rows:
    """Return the rows of an agreement that is called by itself.

    Args:
        agreement: Its identifier.
        why: Why.
        asked: Which sums of its trades it asks for; None where it asks for each.
    """
    return Rows({"agreement": agreement, "single": why} | _sums(asked), [], {}, {})


def as_frames(every: Iterable[Rows]) -> Bound:
    """Return the rows of agreements as frames."""
    agreements: list[dict[str, Any]] = []
    legs: list[dict[str, Any]] = []
    recipes: Recipes = {}
    shapes: dict[str, TableShape] = {}
    for rows in every:
        agreements.append(rows.agreement)
        legs += rows.legs
        shapes |= rows.shapes
        for digest, text in rows.recipes.items():
            if digest not in recipes:
                recipes[digest] = recipe_of(json.loads(text))
    own = sorted({name for leg in legs for name in leg} - set(LEGS))
    return Bound(
        pl.DataFrame(agreements, schema=AGREEMENTS),
        pl.DataFrame(legs, schema={**LEGS, **dict.fromkeys(own, MONEY)}),
        recipes,
        shapes,
    )


def _sums(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {}
    client = None if asked.strip_of is None else asked.strip_of.value
    return asked._asdict() | {"strip_of": client}


def _leg_row(leg: LegPlan, recipes: dict[str, str]) -> dict[str, Any]:
    threshold = leg.threshold
    silent = None if leg.silent is None else reasons_text(leg.silent.reasons)
    return {
        "annex": leg.annex,
        "document": leg.document,
        "form": leg.form.value,
        "posting_party": leg.pledgor.value,
        "base_currency": leg.base_currency,
        "recipe": _kept(leg.steps, recipes),
        "threshold": plain(threshold) if isinstance(threshold, Decimal) else threshold,
        "independent_amount_a": leg.owed.get(Side.A),
        "independent_amount_b": leg.owed.get(Side.B),
        "in_transit": leg.in_transit,
        "returns_in_transit": leg.returns_in_transit,
        "withheld_delivery": reasons_text(filter(None, leg.withheld[:1])),
        "withheld_return": reasons_text(filter(None, leg.withheld[1:])),
        "silent": silent,
        **{column: leg.shares.get(name) for name, column in SHARES.items()},
        **{f"{CONSTANT}{name}": number for name, number in leg.constants.items()},
        **{f"{SAID}{name}": number for name, number in leg.said.items()},
    }


def _kept(steps: tuple[Step, ...], recipes: dict[str, str]) -> str:
    """Return the digest of a recipe, and keep its text under it."""
    if not steps:
        return NO_RECIPE
    known = _TEXTS.get(steps)
    if known is None:
        text = json.dumps(recipe_json(steps))
        known = _TEXTS[steps] = blake2b(text.encode(), digest_size=12).hexdigest(), text
    digest, recipes[digest] = known
    return digest


_TEXTS: dict[tuple[Step, ...], tuple[str, str]] = {}


def recipe_json(steps: Iterable[Step]) -> list[Any]:
    """Return steps as plain data; a formula by its module and its name."""
    return [
        [
            each.name,
            f"{each.formula.__module__}:{each.formula.__name__}",
            each.inputs,
            each.cites,
        ]
        for each in steps
    ]


def recipe_of(steps: Iterable[Any]) -> tuple[Step, ...]:
    """Return the steps that `recipe_json` wrote; formulas are those of the call, and no other.

    Example:
        >>> from isda.margin.delivery import shortfall
        >>> from isda.margin.recipe import step
        >>> steps = (step("shortfall", shortfall),)
        >>> recipe_of(recipe_json(steps)) == steps
        True
    """
    return tuple(
        Step(
            name,
            _formula(formula),
            tuple((parameter, source) for parameter, source in inputs),
            tuple(Cite(*each) for each in cites),
        )
        for name, formula, inputs, cites in steps
    )


def shape_of(texts: list[Any]) -> TableShape:
    """Return what a table turns on, as the store keeps it."""
    names, ranges, reads_issuers, reads_issue_day = texts
    return TableShape(tuple(names), tuple(ranges), reads_issuers, reads_issue_day)


def _formula(text: str) -> Any:
    module, _, name = text.partition(":")
    must(module.startswith("isda.margin."), f"{text} is no formula of the call")
    return getattr(importlib.import_module(module), name)


def reasons_text(reasons: Iterable[Reason]) -> str | None:
    """Return reasons as text, or None where there are none."""
    rows = [[each.code, each.message, each.cites] for each in reasons]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def reasons_of(text: str | None) -> tuple[Reason, ...]:
    """Return the reasons of a text.

    Example:
        >>> reasons_of(reasons_text([Reason("covered", "it is covered")]))[0].code
        'covered'
    """
    rows = json.loads(text) if text else []
    return tuple(
        Reason(code, message, tuple(Cite(*each) for each in cites))
        for code, message, cites in rows
    )


def findings_text(findings: Iterable[Finding]) -> str | None:
    """Return findings of a call as text, or None where there are none."""
    rows = [
        [
            each.code, int(each.severity), _place(each.place), each.message, each.help,
            each.cites, each.agreement,
        ]
        for each in findings
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False) if rows else None


def _place(place: Place) -> list[Any]:
    return [place.file, place.line, place.column, place.row, place.path]


def findings_of(text: str | None) -> tuple[Finding, ...]:
    """Return the findings of a text.

    Example:
        >>> found = Finding("MC306", Severity.INFO, Place("a.yaml", 3), "not stated")
        >>> findings_of(findings_text([found])) == (found,)
        True
    """
    rows = json.loads(text) if text else []
    return tuple(
        Finding(
            code,
            Severity(severity),
            Place(*place),
            message,
            help_text,
            tuple(Cite(*each) for each in cites),
            agreement,
        )
        for code, severity, place, message, help_text, cites, agreement in rows
    )
