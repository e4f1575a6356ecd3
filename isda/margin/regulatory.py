"""What a regulation leaves of the percentage of a lot, where the annex is capped by it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from isda.basics.arithmetic import EXACT
from isda.basics.finding import Place
from isda.facts.facts import Lot
from isda.law.paragraphs import cite
from isda.margin.eligibility import Match, Verdict
from isda.margin.inputs import Notes
from isda.tables.haircuts import HaircutRow, NotPrinted, known_on, of_asset
from isda.terms.bound import BoundTerms

PER_100: Final = -2


class Limit(NamedTuple):
    """What a regulation takes off a lot at least: inputs of its recipe, and their places."""

    given: Mapping[str, Decimal]
    sources: Mapping[str, Place]


NO_LIMIT: Final = Limit(MappingProxyType({}), MappingProxyType({}))


def limit_of(terms: BoundTerms, lot: Lot, found: Match, on: date, notes: Notes) -> Limit | None:
    """Return the least haircut of a lot that counts, or None where it cannot be said.

    Cash keeps its percentage: no table takes anything off it, and none counts more than all.

    Law:
        csa-2016-vm-ny 13(c)(v)(A) · csa-2016-vm-eng 11(c)(v)(A).
    """
    if terms.at_most is None or found.verdict is not Verdict.COUNTS:
        return NO_LIMIT
    if terms.percentage_of_all is not None:
        notes.leave_undefined(
            "MC201",
            f"{lot.lot_id} ({lot.asset}) has no percentage: one stands in the place of all, "
            "and whether a regulation caps that one is not said",
            place=notes.place_of(terms.path_of("all_percentages")),
            cites=(cite("valuation-percentage", terms.form),),
            help_text="the annex has to say",
        )
        return None
    try:
        row = _printed(terms, lot, found, on)
    except NotPrinted as problem:
        notes.refuse(
            "MC154",
            f"the annex caps the percentage of {lot.lot_id} ({lot.asset}) by a regulation, and "
            f"{problem.why}",
            place=lot.place,
            help_text=problem.help,
            cites=(cite("valuation-percentage", terms.form),),
        )
        return None
    if row is None:
        return NO_LIMIT
    found_in = f"{row.source}: {row.asset_class} {row.step} {row.bucket}"
    where = Place(f"{terms.at_most} {row.source.article}", path=found_in)
    given = {"regulatory_haircut": row.percent.scaleb(PER_100, EXACT)}
    return Limit(given, dict.fromkeys(given, where))


def _printed(terms: BoundTerms, lot: Lot, found: Match, on: date) -> HaircutRow | None:
    """Return the row of the regulation's table for a lot; None for cash, which is not in it.

    Raises:
        NotPrinted: The table has none, or the sheet and the facts do not tell which.
    """
    regime = terms.at_most.regime if terms.at_most else ""
    if lot.is_letter:
        raise NotPrinted(
            "no table has haircuts of letters of credit",
            "leave the agreement out of the run: whether the cap touches it is not said",
        )
    if lot.is_cash:
        known_on(regime, on)
        return None
    asset_class = terms.annex.eligible_collateral[found.row].class_
    if asset_class is None:
        raise NotPrinted(
            f"its row says no class (row {found.row + 1})",
            "write `class:` on the row of the sheet, such as `class: government`",
        )
    return of_asset(
        regime, asset_class, step=lot.credit_quality_step, matures=lot.matures, day=on
    )
