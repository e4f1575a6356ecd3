"""What a leg computes once its marks and its lots are added up, as steps for columns.

An agreement is called once without the bulk tables of its book: no trade, no lot, and
everything else that the day knows of it. The working of that call says which formulas
follow, in which order and with which terms; those that turn on the sum of the marks or on
the value of what is held are the leg's plan. The night follows the plan on columns, with
the sums that the bulk tables come to. There is no second choice of recipes to keep in step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from isda.basics.finding import Finding
from isda.basics.party import SIDES, Side
from isda.basics.reason import Reason
from isda.law.forms import Form
from isda.margin.outcome import Leg, MarginCall, Status
from isda.margin.recipe import Step
from isda.margin.working import Line
from isda.terms.annex import CreditSupportTerms
from isda.terms.bound import Basis, BoundAmount, BoundTerms
from isda.terms.switches import Regulator

NET_MARK = "net_mark"
HELD_VALUE = "held_value"
ROOTS = frozenset({NET_MARK, HELD_VALUE})
"""Sums of the bulk tables, by their names in the working: plans begin at them."""

ALL = "\0all trades"
"""The trade that stands for all: no trade can have an identifier that is not printable."""

LARGEST = Decimal(10) ** 14
"""No amount this large goes on columns: their products and sums stay below 10^20."""
PLACES = 18

UNREAD_SHEET = "its sheet does not read"
ON_ITS_WAY_BACK = "something on its way back"
MORE_THAN_HELD = "MC123"
"""Where no lot is told, whatever is on its way back is more than there is."""

SHARED = ("independent_amounts_of_pledgor", "independent_amounts_of_secured_party")
"""Sums of the bulk tables where a share of each notional is owed up front."""


class LegPlan(NamedTuple):
    """What a leg computes from the sum of its marks and the value of its lots.

    Attributes:
        annex: The annex, as the leg names it.
        document: The annex's own name, by which lots name it.
        form: Its form.
        pledgor: The posting party.
        base_currency: The currency of its amounts.
        steps: The formulas, in order; empty where nothing turns on the sums.
        constants: What the steps start from besides the sums.
        said: Steps that no sum changes, by name.
        threshold: As the leg shows it: an amount, a word, or None.
        owed: What each party owes up front, where no sum changes it.
        shares: Shares of each notional that are owed up front, by the name of their sum.
        in_transit: What is under way, plus towards the holder.
        returns_in_transit: What is on its way back.
        withheld: Why a delivery, and why a return, is held back.
        silent: The leg as it is whatever the sums are, where nothing is computed today.
    """

    annex: str
    document: str
    form: Form
    pledgor: Side
    base_currency: str
    steps: tuple[Step, ...]
    constants: Mapping[str, Decimal]
    said: Mapping[str, Decimal]
    threshold: Decimal | str | None
    owed: Mapping[Side, Decimal]
    shares: Mapping[str, Decimal]
    in_transit: Decimal
    returns_in_transit: Decimal
    withheld: tuple[Reason | None, Reason | None]
    silent: Leg | None


@dataclass(frozen=True, slots=True)
class PlainTerms:
    """The terms of a plain leg, as far as the reasons of a call read them."""

    form: Form
    pledgor: Side
    threshold_of_pledgor: BoundAmount
    stays_out: None = None
    initial_margin: None = None
    purpose: None = None
    limit: None = None
    is_gated: bool = False
    formula: None = None
    regime: None = None

    @property
    def secured_party(self) -> Side:
        """The other party."""
        return self.pledgor.other


class TableShape(NamedTuple):
    """What of a lot a table of eligible collateral can turn on.

    Attributes:
        names: Assets and codes that a row is named by, in small letters.
        ranges: The ranges of remaining maturity that its rows have.
        reads_issuers: Whether a row asks who issued a lot, or leaves single issues out.
        reads_issue_day: Whether a row measures from the day of issue.
    """

    names: tuple[str, ...]
    ranges: tuple[str, ...]
    reads_issuers: bool
    reads_issue_day: bool


class AgreementPlan(NamedTuple):
    """What the night needs of one agreement that it computes on columns.

    Attributes:
        agreement: Its identifier.
        parties: The names of both.
        covers_from: The first trade date that its annex covers, where it says one.
        table: What values collateral: the same for agreements whose tables are the same.
        shape: What that table turns on.
        findings: What was found whatever the bulk tables say.
        legs: One for each posting party.
    """

    agreement: str
    parties: tuple[str, str]
    covers_from: date | None
    table: str
    shape: TableShape
    findings: tuple[Finding, ...]
    legs: tuple[LegPlan, ...]


def why_single(made: MarginCall) -> str:
    """Return why an agreement is called by itself, or nothing where columns can compute it.

    Columns compute one annex whose legs stand alone: what asks for single trades, compares
    regimes or cuts what lots count for goes through the call of one agreement.

    Args:
        made: Its call without the bulk tables.
    """
    stopped = [leg for leg in made.legs if leg.status in {Status.REFUSED, Status.UNDEFINED}]
    if stopped:
        codes = {reason.code for leg in stopped for reason in leg.reasons}
        return ON_ITS_WAY_BACK if codes == {MORE_THAN_HELD} else "refused or undefined"
    annexes = {terms.path: terms.annex for terms in made.bound}
    if len(annexes) != 1:
        return "several annexes" if annexes else UNREAD_SHEET
    if made.terms.client is not None or made.terms.by_client:
        return "several clients"
    (annex,) = annexes.values()
    if not isinstance(annex, CreditSupportTerms):
        return "a loss limit"
    return _of_annex(annex) or next(filter(None, map(_of_leg, made.bound)), "")


def _of_annex(annex: CreditSupportTerms) -> str:
    covered = annex.covered_transactions
    rows = annex.eligible_collateral
    found = {
        "covered transactions by name": covered.only or covered.except_ or annex.left_out,
        "a cap on collateral": annex.concentration,
        "collateral that is replaced": annex.replace_when,
        "a pledge up to an amount": annex.pledge is not None,
        "percentages capped by a regulation": any(
            isinstance(annex.percentages_at_most.of(side).value, Regulator) for side in SIDES
        ),
        "rows that count at times": any(row.only_while for row in rows),
        "percentages by column": any(row.by_column is not None for row in rows),
    }
    return next((why for why, is_so in found.items() if is_so), "")


def _of_leg(terms: BoundTerms) -> str:
    owed = (terms.independent_amount_of_pledgor, terms.independent_amount_of_secured_party)
    found = {
        "a formula of its own": terms.formula is not None or terms.is_gated,
        "initial margin": terms.initial_margin is not None,
        "a separate independent amount": terms.purpose is not None,
        "last returns": terms.final_returns,
        "a party that posts at times": terms.stays_out is not None or terms.returns_all,
        "one percentage for all": terms.percentage_of_all is not None,
        "Confirmations": bool(terms.confirmations),
        "amounts of single trades": any(map(asks_for_each, owed)),
        "an infinite amount up front": any(each.word == "infinite" for each in owed),
    }
    return next((why for why, is_so in found.items() if is_so), "")


def asks_for_each(owed: BoundAmount) -> bool:
    """Whether an amount up front turns on each single trade by more than its notional."""
    return owed.by_trade is not None or owed.basis is Basis.PER_CONFIRMATION


def plan_of(made: MarginCall) -> AgreementPlan | None:
    """Return the plan of an agreement, or None where a number of it is too large for columns.

    Args:
        made: Its call without the bulk tables, of which `why_single` says nothing.
    """
    legs = [_leg_plan(made, *each) for each in zip(made.bound, made.legs, strict=True)]
    whole = [leg for leg in legs if leg is not None]
    if len(whole) != len(legs):
        return None
    annex = made.bound[0].annex
    return AgreementPlan(
        made.agreement,
        (made.parties[Side.A], made.parties[Side.B]),
        annex.covered_transactions.from_,
        _table(made.bound[0]),
        _shape(made.bound[0]),
        made.findings,
        tuple(whole),
    )


def _table(terms: BoundTerms) -> str:
    """Return a digest of all that values a lot: legs of which it is equal value alike."""
    rows = tuple(row.model_dump_json() for row in terms.annex.eligible_collateral)
    haircut = terms.annex.fx_haircut.model_dump_json()
    currencies = tuple(sorted(terms.eligible_currencies))
    switches = (terms.cash.value, terms.accrued.value, terms.haircut_currency)
    whole = repr((terms.form, terms.base_currency, currencies, haircut, *switches, rows))
    return blake2b(whole.encode(), digest_size=12).hexdigest()


def _shape(terms: BoundTerms) -> TableShape:
    rows = terms.annex.eligible_collateral
    measured = [row for row in rows if row.maturities is not None]
    return TableShape(
        tuple(sorted(terms.annex.rows_by_name)),
        tuple(sorted({str(row.maturities) for row in measured if row.measure == "remaining"})),
        any(row.issuers or row.excludes for row in rows),
        any(row.measure != "remaining" for row in measured),
    )


def _leg_plan(made: MarginCall, terms: BoundTerms, leg: Leg) -> LegPlan | None:
    shares = _shares(terms, made.working.of_leg(leg.key))
    traced = _Traced(ROOTS | shares.keys())
    for line in made.working.of_leg(leg.key):
        traced.take(line)
    numbers = [*traced.constants.values(), *traced.said.values(), *shares.values()]
    if not all(map(_fits, numbers)):
        return None
    owed = leg.independent_amounts
    is_silent = leg.shortfall is None
    known = traced.constants | traced.said
    return LegPlan(
        annex=leg.annex,
        document=terms.document,
        form=leg.form,
        pledgor=leg.posting_party,
        base_currency=leg.base_currency,
        steps=tuple(traced.steps),
        constants=traced.constants,
        said=traced.said,
        threshold=leg.threshold,
        owed={side: owed[side] for side in SIDES if side in owed},
        shares=shares,
        in_transit=leg.in_transit or Decimal(0),
        returns_in_transit=known.get("returns_in_transit", Decimal(0)),
        withheld=(terms.withheld_delivery, terms.withheld_return),
        silent=leg if is_silent else None,
    )


def _shares(terms: BoundTerms, lines: Iterable[Line]) -> dict[str, Decimal]:
    """Return which sums of a leg are shares of notionals: of the trade that stands for all."""
    owed = (terms.independent_amount_of_pledgor, terms.independent_amount_of_secured_party)
    summed = {line.name for line in lines if line.inputs.keys() == {ALL}}
    return {
        name: each.share.fraction
        for name, each in zip(SHARED, owed, strict=True)
        if name in summed and each.share is not None
    }


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return abs(number) < LARGEST and isinstance(exponent, int) and exponent >= -PLACES


class _Traced:
    """The lines of a leg, told apart by whether the sums of the bulk tables reach them."""

    def __init__(self, roots: frozenset[str]) -> None:
        self.steps: list[Step] = []
        self.constants: dict[str, Decimal] = {}
        self.said: dict[str, Decimal] = {}
        self.roots, self.reached = roots, set(roots)

    def take(self, line: Line) -> None:
        """Take a line in, as a step of the plan or as a figure that no sum changes."""
        if line.name in self.roots:
            return
        inputs = [(parameter, _root(line, source)) for parameter, source in line.step.inputs]
        if self.reached.isdisjoint(source for _, source in inputs):
            if not line.of:
                self.said[line.name] = line.result
            return
        kept = tuple(
            (name, source if source in self.reached else self._constant(line, name, source))
            for name, source in inputs
        )
        self.steps.append(Step(line.name, line.step.formula, kept, line.step.cites))
        self.reached.add(line.name)

    def _constant(self, line: Line, parameter: str, source: str) -> str:
        """Return the name of an input that no sum changes; two of one name stay apart."""
        value = line.inputs[parameter]
        name = source
        if self.constants.get(source, value) != value:
            name = f"{source} of {line.name}"
        self.constants[name] = value
        return name


def _root(line: Line, source: str) -> str:
    """Return what an input is read from: an exposure is read from the sum of the marks."""
    return str(line.sources.get(source)) if line.sources.get(source) == NET_MARK else source
