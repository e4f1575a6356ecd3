"""What the posted collateral counts for, lot by lot, before any cap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from isda.basics.amounts import did_you_mean
from isda.basics.arithmetic import EXACT, NIL
from isda.basics.finding import Severity
from isda.basics.percentages import Haircut, MarginRatio, Percentage, ValuationPercentage
from isda.facts.facts import Lot
from isda.law.paragraphs import cite
from isda.margin import lot_plan
from isda.margin.eligibility import Match, Verdict, match
from isda.margin.inputs import SAME, Notes, Spot
from isda.margin.letters import match_letter
from isda.margin.lot_plan import LotKind, Percent
from isda.margin.recipe import Recipe
from isda.margin.regulatory import limit_of
from isda.margin.row_conditions import CannotTell, replaced
from isda.margin.working import Source, Working
from isda.terms.bound import BoundTerms
from isda.terms.collateral import FxExemption
from isda.terms.row_conditions import ReplaceWhen, UntilReplaced
from isda.terms.switches import Accrued

WHOLE = Decimal(1)
PER_100 = -2
PERCENTS: dict[type[Percentage], tuple[str, Percent]] = {
    ValuationPercentage: ("valuation_percentage", Percent.VALUATION_PERCENTAGE),
    Haircut: ("haircut", Percent.HAIRCUT),
    MarginRatio: ("margin_ratio", Percent.MARGIN_RATIO),
}
"""The input that a percentage is, and the kind of recipe it chooses."""

COUNTED = frozenset({Verdict.COUNTS, Verdict.AT_FACE})
"""Verdicts by which a lot counts."""


@dataclass(slots=True)
class Valued:
    """A lot with its value before caps.

    Attributes:
        lot: The lot.
        value: After its percentage, in base currency.
        asset: Its asset, as the row that takes it names it.
        market_value: Before any percentage, in its own currency.
        counted: After its percentage, in its own currency.
    """

    lot: Lot
    value: Decimal
    asset: str
    market_value: Decimal
    counted: Decimal = NIL


def value_lot(terms: BoundTerms, lot: Lot, on: date, notes: Notes) -> Valued | None:
    """Value one lot as if held on the day, or say why it has no value.

    Where all that is held goes back, it has its market value: no row and no percentage says
    what comes back of it.

    Law:
        csa-1994-ny 12 Value · csa-1995-eng 10 Value · the 2016 VM forms alike.
    """
    found = _matched(terms, lot, on)
    switch = None if terms.returns_all else terms.annex.replace_when
    if switch is not None and found.verdict in COUNTED:
        found = _switched(terms, switch, lot, found, notes)
    if not _can_be_valued(terms, lot, found, notes):
        return None
    limit = limit_of(terms, lot, found, on, notes)
    if limit is None:
        return None
    percent, given, sources = lot_inputs(terms, lot, found)
    given.update(limit.given)
    sources.update(limit.sources)
    kind = LotKind(
        terms.form,
        percent,
        lot.is_cash,
        lot.is_dirty,
        terms.accrued is Accrued.OUTSIDE,
        SAME.how,
        bool(limit.given),
    )
    if found.verdict is Verdict.NOT_ELIGIBLE:
        notes.find(
            "MC301",
            Severity.WARNING,
            f"{lot.lot_id} counts zero: {found.why}; it stays returnable",
            place=lot.place,
            help_text=_meant(terms, lot),
            cites=(cite(_topic(lot), terms.form),),
        )
    else:
        spot = _spot(lot, kind, given, notes)
        if spot is None:
            return None
        kind = kind._replace(conversion=spot.how)
        if spot.rate is not None:
            given["spot"], sources["spot"] = spot.rate.rate, spot.rate.place
    recipe = _recipe(lot, kind)
    known = notes.working.follow(recipe, given, leg=notes.leg, of=lot.lot_id, sources=sources)
    if kind.is_capped:
        _say_capped(terms, lot, kind, given, known["value_after_haircut"], notes)
    rows = () if lot.is_letter else terms.annex.eligible_collateral
    return Valued(
        lot,
        known["value"],
        rows[found.row].asset if rows and found.row >= 0 else lot.asset,
        known["market_value"],
        known["value_after_haircut"],
    )


def _say_capped(
    terms: BoundTerms,
    lot: Lot,
    kind: LotKind,
    given: Mapping[str, Decimal],
    counted: Decimal,
    notes: Notes,
) -> None:
    """Note that a lot counts less than the table of the annex says."""
    uncapped = _recipe(lot, kind._replace(is_capped=False))
    if counted < Working().follow(uncapped, given)["value_after_haircut"]:
        notes.find(
            "MC320",
            Severity.INFO,
            f"{lot.lot_id} counts less than its row says: {terms.at_most} rules take at least "
            f"{Percentage(given['regulatory_haircut'])} off",
            place=lot.place,
            help_text="check that this regulation is the one that is meant",
            cites=(cite("valuation-percentage", terms.form),),
        )


def _recipe(lot: Lot, kind: LotKind) -> Recipe:
    return lot_plan.letter(kind) if lot.is_letter else lot_plan.lot(kind)


def _spot(lot: Lot, kind: LotKind, given: Mapping[str, Decimal], notes: Notes) -> Spot | None:
    """Return how a lot reaches the base currency; one that counts for nothing needs no rate."""
    if notes.quoted(lot.nominal.currency) is None:
        counted = Working().follow(_recipe(lot, kind), given)["value"]
        if not counted:
            return SAME
    return notes.spot(lot.nominal.currency, place=lot.place)


def _matched(terms: BoundTerms, lot: Lot, on: date) -> Match:
    """Return how a lot counts; where all that is held goes back, each counts whole."""
    if terms.returns_all:
        return Match(Verdict.AT_FACE)
    return match_letter(terms, lot, on) if lot.is_letter else match(terms, lot, on)


def _topic(lot: Lot) -> str:
    """Return what the annex says of a lot under: its table, or its other support."""
    return "other-eligible-support" if lot.is_letter else "eligible-collateral"


def _can_be_valued(terms: BoundTerms, lot: Lot, found: Match, notes: Notes) -> bool:
    """Whether a lot has its row and its price; what is missing refuses, a gap is undefined."""
    topic = _topic(lot)
    if found.verdict is Verdict.UNKNOWN:
        notes.refuse(
            "MC102",
            f"{lot.lot_id} cannot be placed in the table: {found.why}",
            place=lot.place,
            help_text=found.help or "complete the facts of the lot",
            cites=(cite(topic, terms.form),),
        )
        return False
    if lot.price is None and lot.has_price:
        notes.refuse(
            "MC103",
            f"no price for {lot.lot_id} ({lot.asset}{', ' + lot.code if lot.code else ''})",
            place=lot.place,
            help_text="add the price of the day, per 100 of nominal",
        )
        return False
    if found.verdict is Verdict.UNDEFINED:
        notes.leave_undefined(
            "MC201",
            f"{lot.lot_id} ({lot.asset}) has no percentage: {found.why}",
            place=notes.place_of(_row_path(terms, found)),
            cites=(cite(topic, terms.form),),
            help_text="the rows of other eligible support have to say"
            if lot.is_letter
            else "the table of eligible collateral has to say",
        )
        return False
    return True


def _switched(
    terms: BoundTerms, switch: ReplaceWhen, lot: Lot, found: Match, notes: Notes
) -> Match:
    """Return the verdict on a lot that counts, once the downgrade switch has looked at it."""
    try:
        why = replaced(terms, switch, lot)
    except CannotTell as problem:
        verdict = Verdict.UNDEFINED if problem.is_open else Verdict.UNKNOWN
        return Match(verdict, why=problem.why, help=problem.help)
    if why is None:
        return found
    notes.deliver_in = switch.replace_with
    if switch.until_replaced is UntilReplaced.NOTHING:
        return Match(Verdict.NOT_ELIGIBLE, row=found.row, why=why)
    notes.find(
        "MC314",
        Severity.WARNING,
        f"{lot.lot_id} counts until it is replaced: {why}",
        place=lot.place,
        help_text="ask for the other collateral in exchange",
        cites=(cite("eligible-collateral", terms.form),),
    )
    return found


def _meant(terms: BoundTerms, lot: Lot) -> str:
    """Return the asset of the table that a lot's asset may be a slip of."""
    known = {row.asset.casefold(): row.asset for row in terms.annex.eligible_collateral}
    if lot.is_letter or lot.asset.casefold() in known:
        return ""
    names = ", ".join(known.values()) or "none"
    return did_you_mean(lot.asset, tuple(known.values())) or f"assets of the table: {names}"


def _row_path(terms: BoundTerms, found: Match) -> str:
    """Return where a row of the table stands, or the table where it is none."""
    table = terms.path_of(found.table)
    return f"{table}.{found.row}" if found.row >= 0 else table


def lot_inputs(
    terms: BoundTerms, lot: Lot, found: Match
) -> tuple[Percent, dict[str, Decimal], dict[str, Source]]:
    """Return the kind of percentage, the numbers a lot's recipe starts from, and their sources.

    A currency that is not the base currency needs `spot` besides.
    """
    given = {"nominal": lot.nominal.amount, "nil": NIL}
    if lot.price is not None:
        given |= {
            "price": lot.price.scaleb(PER_100, EXACT),
            "factor": lot.factor,
            "accrued": lot.accrued,
        }
    sources: dict[str, Source] = dict.fromkeys(given, lot.place)
    if found.verdict is Verdict.NOT_ELIGIBLE:
        return Percent.NOT_ELIGIBLE, given, sources
    given["fx_haircut"], given["whole"] = NIL, WHOLE
    if found.verdict is Verdict.AT_FACE:
        if terms.returns_all:
            sources["whole"] = f"{terms.path}.posts_only_while.{terms.pledgor}.on_leaving"
        return Percent.FACE, given, sources
    row = _row_path(terms, found)
    haircut = None if lot.is_letter else fx_haircut(terms, lot)
    if haircut is not None:
        given["fx_haircut"] = haircut.fraction
        sources["fx_haircut"] = f"{terms.path}.fx_haircut"
    name, percent = PERCENTS[type(found.counted)]
    given[name], sources[name] = found.counted.fraction, row
    return percent, given, sources


def fx_haircut(terms: BoundTerms, lot: Lot) -> Percentage | None:
    """Return the currency haircut of a lot, or None where it does not touch it."""
    elected = terms.annex.fx_haircut
    currency = lot.nominal.currency
    own = terms.haircut_currency or terms.base_currency
    if not isinstance(elected.value, Percentage) or currency == own:
        return None
    if terms.haircut_currency and "unless" not in elected.model_fields_set:
        return elected.value  # initial margin: cash too, unless the sheet says otherwise
    if lot.is_cash and FxExemption.CASH in elected.unless:
        return None
    if (
        currency in terms.eligible_currencies
        and FxExemption.ELIGIBLE_CURRENCY in elected.unless
    ):
        return None
    return elected.value
