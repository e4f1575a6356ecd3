"""What a document's own formula reads on a day: amounts, and percentages of its tables."""

from decimal import Decimal
from typing import TYPE_CHECKING

from isda.basics.arithmetic import NIL
from isda.basics.finding import Place, Severity
from isda.facts.facts import Facts, Figure, Trade
from isda.law.paragraphs import cite
from isda.margin import formula_plan
from isda.margin.confirmed import of_transactions
from isda.margin.formula_plan import Limbs
from isda.margin.inputs import Notes
from isda.margin.marks import covered_trades
from isda.margin.plan import CONVERSIONS
from isda.terms.annex import CreditSupportTerms
from isda.terms.bind_formula import switch_of
from isda.terms.bound import Basis, BoundAmount, BoundFormula, BoundTerms
from isda.terms.formula import Operation, pair_of, walk
from isda.terms.regimes import LimbRule
from isda.terms.tables import LookUpTable, Years, columns_of, table_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isda.margin.working import Source


class FormulaInputs:
    """Gathers the inputs of one leg's formula; a missing one refuses the leg by name."""

    def __init__(
        self, terms: BoundTerms, formula: BoundFormula, facts: Facts, notes: Notes
    ) -> None:
        self.terms, self.formula = terms, formula
        self.facts, self.notes = facts, notes
        self.cited = cite("credit-support-amount", terms.form)
        annex = terms.annex
        self.tables: Mapping[str, LookUpTable] = (
            annex.tables if isinstance(annex, CreditSupportTerms) else {}
        )

    @property
    def limbs(self) -> Limbs:
        """The limbs that hold, as a recipe is made of them."""
        by_trade = [name for name, each in columns_of(dict(self.tables)).items() if each]
        used = frozenset(by_trade) & self.formula.names
        return Limbs(tuple(limb.tree for limb in self.formula.limbs), self.formula.rule, used)

    def gathered(self) -> dict[str, Decimal]:
        """Return every input that the limbs read besides exposure and what is elected."""
        given = self._shares()
        names = self.formula.names
        by_trade = self.limbs.by_trade
        if "notional" in names:
            self._ask_which_notional()
            if self._reads_notional_itself():
                given["notional"] = self._notional()
        if "next_payment" in names:
            payer = self.terms.pledgor
            figure = self.facts.measures.next_payment.get(payer)
            given["next_payment"] = self._figure(
                "next_payment", figure, f"what party {payer} pays next (`next_payment`)"
            )
        if "dv01" in names:
            given["dv01"] = self._figure("dv01", self.facts.measures.dv01, "the `dv01`")
        for column in sorted(names & columns_of(dict(self.tables)).keys()):
            if column in by_trade:
                name = formula_plan.of_notionals(column)
                given[name] = self._by_trade(name, column)
            else:
                given[column] = self._by_life(column)
        return given

    def _shares(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for limb in self.formula.limbs:
            shares = Limbs((limb.tree,)).shares
            self.notes.sources |= dict.fromkeys(shares, limb.path)
            found |= shares
        return found

    def _reads_notional_itself(self) -> bool:
        """Whether the notional stands anywhere but beside a column looked up by trade."""
        columns = self.limbs.columns
        every = [part for limb in self.formula.limbs for part in walk(limb.tree)]
        pairs = [
            part for part in every if isinstance(part, Operation) and pair_of(part, columns)
        ]
        named = [part for part in every if getattr(part, "name", "") == "notional"]
        return len(named) > len(pairs)

    def _missing(self, what: str, place: Place) -> Decimal:
        self.notes.refuse(
            "MC130",
            f"a formula reads {what}, and the facts do not give it",
            place=place,
            help_text="add it under `measures:` of the facts",
            cites=(self.cited,),
        )
        return NIL

    def _figure(self, name: str, figure: Figure | None, what: str) -> Decimal:
        if figure is None:
            return self._missing(what, self.facts.place)
        return self.notes.in_base(name, figure.amount, figure.place, self.cited)

    def _ask_which_notional(self) -> None:
        """Refuse a notional of the facts beside those of the trades."""
        figure = self.facts.measures.notional
        trades = covered_trades(self.terms, self.facts)
        if figure is not None and any(trade.notional_1 is not None for trade in trades):
            self.notes.refuse(
                "MC131",
                "the facts give a `notional`, and the trades give theirs as well",
                place=figure.place,
                help_text="keep one of the two",
                cites=(self.cited,),
            )

    def _notional(self) -> Decimal:
        figure = self.facts.measures.notional
        trades = covered_trades(self.terms, self.facts)
        if figure is not None or not trades:
            return self._figure("notional", figure, "the `notional`")
        parts = {trade.trade_id: self._notional_of(trade) for trade in trades}
        places = {trade.trade_id: trade.place for trade in trades}
        return self.notes.add("notional", parts, places, self.cited)

    def _notional_of(self, trade: Trade) -> Decimal:
        if trade.notional_1 is None:
            return self._missing(f"the notional of {trade.trade_id}", trade.place)
        return self.notes.in_base(
            "notional_in_base_currency",
            trade.notional_1,
            trade.place,
            self.cited,
            of=trade.trade_id,
        )

    def _by_life(self, column: str) -> Decimal:
        name, table = table_with(dict(self.tables), column)
        life = self.facts.measures.weighted_average_life
        if life is None:
            return self._missing("the `weighted_average_life`", self.facts.place)
        found = table.of_life(Years(life.years))
        path = f"{self.terms.path}.tables.{name}"
        if found.row is None:
            self._beyond(path, found.why, life.place)
            return NIL
        self.notes.sources[column] = f"{path}.rows.{found.row}"
        return table.cell(found.row, column).fraction

    def _by_trade(self, name: str, column: str) -> Decimal:
        """Return the column's share of each trade's notional, added up."""
        at, table = table_with(dict(self.tables), column)
        path = f"{self.terms.path}.tables.{at}"
        trades = covered_trades(self.terms, self.facts)
        if not self.facts.trades:
            return self._missing("the trades, each with its notional", self.facts.place)
        parts: dict[str, Decimal] = {}
        places = {trade.trade_id: trade.place for trade in trades}
        for trade in trades:
            found = table.of_trade(self.facts.on, trade.maturity)
            if trade.notional_1 is None:
                self._missing(f"the notional of {trade.trade_id}", trade.place)
                continue
            spot = self.notes.spot_of(trade.notional_1, place=trade.place)
            if found.row is None:
                self._beyond(path, f"{trade.trade_id}: {found.why}", trade.place)
            if found.row is None or spot is None:
                continue
            share = table.cell(found.row, column).fraction
            given = {"amount": trade.notional_1.amount, "share": share}
            row = f"{path}.rows.{found.row}"
            sources: dict[str, Source] = {"amount": trade.place, "share": row}
            if spot.rate is not None:
                given["spot"], sources["spot"] = spot.rate.rate, spot.rate.place
            known = self.notes.working.follow(
                formula_plan.share_of_notional(CONVERSIONS[spot.how], self.cited),
                given,
                leg=self.notes.leg,
                of=trade.trade_id,
                sources=sources,
            )
            parts[trade.trade_id] = known["part_of_notional"]
        return self.notes.add(name, parts, places, self.cited)

    def _beyond(self, path: str, why: str, place: Place) -> None:
        self.notes.leave_undefined(
            "MC134",
            f"the look-up table has no row: {why}",
            place=place,
            help_text=f"the table at {path} has to say",
            cites=(self.cited,),
        )


def say_summed(terms: BoundTerms, formula: BoundFormula, notes: Notes) -> None:
    """Warn where several limbs hold at once and the document adds them up."""
    if formula.rule is LimbRule.SUM and len(formula.limbs) > 1:
        notes.find(
            "MC133",
            Severity.WARNING,
            f"{len(formula.limbs)} limbs of {terms.regime} hold at once, and the document adds "
            "them up",
            place=notes.place_of(formula.path),
            help_text="check that their sum is meant: what each requires counts twice",
            cites=(cite("credit-support-amount", terms.form),),
        )


def say_unread(terms: BoundTerms, formula: BoundFormula, facts: Facts, notes: Notes) -> None:
    """Warn of amounts that annex or Confirmations elect and that no formula of it reads."""
    stated = {
        "threshold": terms.threshold_of_pledgor,
        "independent_amount": terms.independent_amount_of_pledgor,
    }
    if switch_of(terms.annex, terms.pledgor) is not None:
        del stated["threshold"]
    for name, bound in stated.items():
        stands = "the annex"
        is_something = (
            bound.money.amount
            or bound.share
            or bound.by_trade is not None
            or bound.word == "infinite"
        )
        if not is_something and name == "independent_amount":
            is_something, stands = _is_left_to_trades(terms, bound, facts), "Confirmations"
        if is_something and name not in formula.reads:
            notes.find(
                "MC136",
                Severity.WARNING,
                f"`{name}` stands in {stands}, and no formula of the annex reads it: it "
                "changes nothing",
                place=notes.place_of(bound.path),
                help_text="a threshold that only switches is `works_as: switch`"
                if name == "threshold"
                else "let the formula name it, where the document means it",
                cites=(cite(name.replace("_", "-"), terms.form),),
            )


def _is_left_to_trades(terms: BoundTerms, bound: BoundAmount, facts: Facts) -> bool:
    """Whether the day or a Confirmation says what the pledgor owes up front."""
    if bound.event is not None:
        return False
    side = terms.pledgor
    said = any(
        one.confirmation.independent_amount.of(side).is_said for one in terms.confirmations
    )
    told = side in facts.independent_amounts or any(of_transactions(terms, side, facts))
    return bound.basis is Basis.PER_CONFIRMATION or said or told
