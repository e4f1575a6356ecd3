"""What every collateral document elects, and the Credit Support Annex of each form."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, field_validator
from pydantic_core import PydanticCustomError

from isda.basics.amounts import read_currency
from isda.basics.party import Side
from isda.facts.facts import LETTER_OF_CREDIT
from isda.law.forms import TITLES, Form
from isda.law.paragraphs import speaks_of
from isda.terms.amounts import (
    PerPartyAmount,
    PerPartyIndependentAmount,
    PerPartyThreshold,
    Rounding,
    side_that_switches,
)
from isda.terms.clients import PerPartySplit
from isda.terms.collateral import EACH, Cap, CollateralRow, FxHaircut
from isda.terms.covered import CoveredTransactions
from isda.terms.election import (
    Clock,
    Currency,
    Day,
    Name,
    Noted,
    Party,
    PerParty,
    Span,
    Switch,
    Term,
    TermModel,
    Words,
    term,
)
from isda.terms.facts_read import FactsRead, facts_read
from isda.terms.layers import layered
from isda.terms.other_support import PerPartySupport, counts_letters
from isda.terms.printed import ANNEXES, KOREAN
from isda.terms.ratings import AgencyName
from isda.terms.reading import SILENT, Answer, Text, trouble
from isda.terms.regimes import Regime
from isda.terms.row_conditions import AllPercentages, ReplaceWhen
from isda.terms.separate import SeparateIndependentAmount, separate_conflict
from isda.terms.stored import (
    Disputes,
    HoldingAndUse,
    Interest,
    Notices,
    PerPartyWords,
    Pledge,
    Substitution,
)
from isda.terms.switches import (
    AccruedTerm,
    CashPercentageTerm,
    ConditionsTerm,
    DemandTerm,
    ExposureTerm,
    FormulaTerm,
    HoldersAmount,
    HoldersAmountTerm,
    InTransitTerm,
    MinimumTestTerm,
    OffsetsTerm,
    PerPartyRegulator,
    ReturnAtMostTerm,
    SettlementDayTerm,
    Where,
    WhereTerm,
)
from isda.terms.tables import LookUpTable
from isda.terms.triggers import Trigger
from isda.terms.valuation import Days, EventList, PostsOnlyWhile, ValuationAgent
from isda.terms.walk import reads_ratings, turning


def _form(text: str) -> Form:
    return next(form for form, title in TITLES.items() if title == text)


FormName = Annotated[
    Form, Text(_form, "the name of a form", values=tuple(TITLES[form] for form in ANNEXES))
]
CurrencyCode = Annotated[str, Text(read_currency, "a currency such as USD")]


class CollateralTerms(TermModel):
    """What a credit support annex and a loss-limit agreement both elect."""

    governing_law: Term[Words] = term("governing-law", "The law of the annex.", Term[Words])
    agencies: tuple[AgencyName, ...] = term(
        "other-provisions", "Whose ratings are written, in that order: `A- / A3`.", tuple
    )
    triggers: dict[str, Trigger] = term(
        "other-provisions", "The document's own events, for every `while:`.", dict
    )
    posting_parties: tuple[Party, ...] | None = term(
        "posting-parties",
        "Parties that may ever post; both where nothing is said.",
        lambda: None,
    )
    base_currency: Term[Currency] = term(
        "base-currency", "The currency every figure is computed in.", Term[Currency]
    )
    eligible_currencies: tuple[CurrencyCode, ...] | None = term(
        "eligible-currency", "Currencies of cash that count.", lambda: None
    )
    covered_transactions: CoveredTransactions = term(
        "covered-transactions", "Which transactions make the exposure.", CoveredTransactions
    )
    eligible_collateral: tuple[CollateralRow, ...] = term(
        "eligible-collateral", "The table of eligible collateral, row by row.", tuple
    )
    all_percentages: AllPercentages = term(
        "valuation-percentage", "One percentage for all while an event lasts.", AllPercentages
    )
    replace_when: ReplaceWhen | None = term(
        "eligible-collateral", "When collateral must be replaced by another.", lambda: None
    )
    fx_haircut: FxHaircut = term(
        "fx-haircut", "A further haircut for a currency mismatch; it adds.", FxHaircut
    )
    concentration: tuple[Cap, ...] = term(
        "concentration", "Caps on what counts; the excess counts zero.", tuple
    )
    cash_percentage: CashPercentageTerm = term(
        "valuation-percentage", "Whether the percentage applies to cash.", CashPercentageTerm
    )
    accrued: AccruedTerm = term(
        "value", "Whether the percentage applies to accrued interest.", AccruedTerm
    )
    in_transit: InTransitTerm = term(
        "in-transit", "Whether agreed, unsettled movements count.", InTransitTerm
    )
    minimum_transfer_amount: PerPartyAmount = term(
        "minimum-transfer-amount",
        "The smallest movement worth making, per party.",
        PerPartyAmount,
    )
    minimum_transfer_test: MinimumTestTerm = term(
        "minimum-transfer-amount", "What the minimum is held against.", MinimumTestTerm
    )
    rounding: Rounding = term("rounding", "Multiple and direction of each movement.", Rounding)
    return_at_most: ReturnAtMostTerm = term(
        "return-amount", "A ceiling on what comes back.", ReturnAtMostTerm
    )
    return_never_creates_delivery: Term[Switch] = term(
        "return-amount", "No return so large that a delivery follows.", Term[Switch]
    )
    conditions_precedent: ConditionsTerm = term(
        "conditions-precedent", "Whether the conditions precedent stand.", ConditionsTerm
    )
    valuation_agent: ValuationAgent = term("valuation-agent", "Who calculates.", ValuationAgent)
    valuation_date: Term[Days] = term("valuation-date", "The days of a call.", Term[Days])
    valuation_time: Term[Words] = term("valuation-time", "As of when.", Term[Words])
    notification_time: Term[Clock] = term(
        "notification-time", "By when a demand counts for the day.", Term[Clock]
    )
    transfer_by: Term[Clock] = term("transfer-timing", "By what hour it is due.", Term[Clock])
    demand: DemandTerm = term("transfer-timing", "Whether a demand is needed.", DemandTerm)
    due: Term[Words] = term(
        "transfer-timing", "When a transfer without a demand is due.", Term[Words]
    )
    substitution: Substitution = term("substitution", "Exchange of collateral.", Substitution)
    disputes: Disputes = term("disputes", "How disputes are settled.", Disputes)
    holding_and_use: PerParty[HoldingAndUse] = term(
        "holding-and-use", "Whether each party may hold and use.", PerParty[HoldingAndUse]
    )
    interest: dict[CurrencyCode, Interest] = term(
        "interest", "Interest on cash, by currency.", dict
    )
    notices: PerParty[Notices] = term(
        "notices", "Demands, notices and accounts.", PerParty[Notices]
    )
    costs_of_transfer: PerPartyWords = term(
        "other-provisions", "Who bears the costs of transfers.", PerPartyWords
    )
    other_terms: dict[str, Any] = term(
        "other-provisions", "Agreed, kept and printed; computes nothing.", dict
    )

    _left_out: frozenset[str] = PrivateAttr(frozenset())

    def leave_out(self, transactions: Iterable[str]) -> None:
        """Keep which transactions their Confirmations take out of the annex."""
        self._left_out = frozenset(transactions)

    @property
    def left_out(self) -> frozenset[str]:
        """Transactions that Confirmations take out of the annex, in small letters."""
        return self._left_out

    def stray_caps(self) -> Iterator[int]:
        """Yield the caps of assets that no row of the table names."""
        known = {row.asset.casefold() for row in self.eligible_collateral} | {EACH}
        known |= {LETTER_OF_CREDIT} if counts_letters(self) else set()
        for number, cap in enumerate(self.concentration):
            if cap.of.get("asset", EACH).casefold() not in known:
                yield number

    @field_validator("posting_parties", mode="after")
    @classmethod
    def _somebody_posts(cls, value: tuple[Side, ...] | None) -> tuple[Side, ...] | None:
        if value == ():
            raise trouble(
                "DQ039",
                "nobody posts under this annex",
                "name the posting parties, or leave the annex out",
            )
        return value

    @cached_property
    def turning(self) -> tuple[tuple[Any, str], ...]:
        """What in its terms turns on an event or a rating, each with its place in the annex."""
        return tuple(turning(self))

    @cached_property
    def reads_history(self) -> bool:
        """Whether ratings or the document's own events decide any of its terms."""
        return bool(self.triggers) or reads_ratings(self) or counts_letters(self)

    @cached_property
    def facts_read(self) -> FactsRead:
        """What its terms may ask the facts for by a name."""
        return facts_read(self)

    @cached_property
    def rows_by_name(self) -> dict[str, tuple[tuple[int, CollateralRow], ...]]:
        """The rows of the table with their numbers, by asset and by code in small letters."""
        found: dict[str, tuple[tuple[int, CollateralRow], ...]] = {}
        for number, row in enumerate(self.eligible_collateral):
            for name in {row.asset.casefold(), (row.code or row.asset).casefold()}:
                found[name] = (*found.get(name, ()), (number, row))
        return found

    @cached_property
    def open_terms(self) -> tuple[tuple[str, str], ...]:
        """Terms that cannot be read yet and have no value beside it, with the reason."""
        said = [name for name in type(self).model_fields if name in self.model_fields_set]
        named = ((name, getattr(self, name)) for name in said)
        return tuple(
            (name, found.unresolved or "")
            for name, found in named
            if isinstance(found, Noted) and found.is_open
        )


class CreditSupportTerms(CollateralTerms):
    """Everything a Credit Support Annex elects."""

    exposure: ExposureTerm = term("exposure", "How exposure is measured.", ExposureTerm)
    credit_support_amount: FormulaTerm = term(
        "credit-support-amount",
        "The formula: as printed, and the three switches decide; or one of its own.",
        FormulaTerm,
    )
    regimes: dict[Name, Regime] = term(
        "credit-support-amount",
        "Sets of rules: the greatest shortfall moves, or the least surplus.",
        dict,
    )
    tables: dict[Name, LookUpTable] = term(
        "credit-support-amount", "Look-up tables that formulas read by column.", dict
    )
    columns: tuple[Name, ...] = term(
        "eligible-collateral", "Columns of the table that regimes value by.", tuple
    )
    percentages_at_most: PerPartyRegulator = term(
        "valuation-percentage", "Capped by a regulation's table, per party.", PerPartyRegulator
    )
    independent_amount_is: WhereTerm = term(
        "independent-amount", "Inside the threshold, outside, or separate.", WhereTerm
    )
    holders_independent_amount: HoldersAmountTerm = term(
        "independent-amount", "What the holder's own amount does.", HoldersAmountTerm
    )
    never_below_independent_amount: Term[Switch] = term(
        "independent-amount", "Whether the requirement is never below it.", Term[Switch]
    )
    separate_independent_amount: SeparateIndependentAmount | None = term(
        "independent-amount", "Its own minimum, rounding and collateral.", lambda: None
    )
    independent_amount: PerPartyIndependentAmount = term(
        "independent-amount", "Owed up front, per party.", PerPartyIndependentAmount
    )
    threshold: PerPartyThreshold = term(
        "threshold", "Exposure the other party carries unsecured.", PerPartyThreshold
    )
    posts_only_while: PerParty[PostsOnlyWhile] = term(
        "posting-parties", "Events while which a party posts at all.", PerParty[PostsOnlyWhile]
    )
    specified_conditions: PerParty[EventList] = term(
        "specified-conditions",
        "Events of a party that stop the other's duty.",
        PerParty[EventList],
    )
    transfer_within: Term[Span] = term("transfer-timing", "Days for a transfer.", Term[Span])
    regular_settlement_day: SettlementDayTerm = term(
        "transfer-timing", "Same or next day.", SettlementDayTerm
    )
    additional_obligations: PerPartyWords = term(
        "obligations", "Obligations secured beyond the Master.", PerPartyWords
    )
    other_eligible_support: PerPartySupport = term(
        "other-eligible-support", "Support other than collateral.", PerPartySupport
    )
    split_among_clients: PerPartySplit = term(
        "other-provisions", "What several clients have between them, or nil.", PerPartySplit
    )
    credit_support_offsets: OffsetsTerm = term(
        "credit-support-offsets", "Transfers each way set against each other.", OffsetsTerm
    )
    pledge: Pledge | None = term(
        "obligations", "Korean-law pledge: greatest amount, fixed date, holder.", lambda: None
    )

    def conflict(self) -> PydanticCustomError | None:
        """Return what two of its elections contradict, or None."""
        where, holders = self.independent_amount_is.value, self.holders_independent_amount.value
        if where is Where.OUTSIDE and holders is HoldersAmount.DEDUCTED:
            return trouble(
                "DQ039",
                "outside the threshold a deducted holder's amount would count twice",
                "write `ignored` or `netted`",
                at="holders_independent_amount",
            )
        if where in {Where.INSIDE, *SILENT} and holders is HoldersAmount.NETTED:
            return trouble(
                "DQ039",
                "a holder's amount is netted only outside the threshold",
                "write `deducted` or `ignored`, or `independent_amount_is: outside`",
                at="holders_independent_amount",
            )
        if holders is HoldersAmount.NETTED and (side := side_that_switches(self.threshold)):
            return trouble(
                "DQ039",
                f"netted, the threshold of party {side} is subtracted in the other leg, and it "
                "only switches",
                "write `holders_independent_amount: ignored`, or `works_as: amount`",
                at=f"threshold.{side}.works_as",
            )
        return separate_conflict(self)


class CreditSupportAmendment(CreditSupportTerms):
    """A dated layer over an annex: the keys it names replace the earlier ones."""

    dated: Day = Field(description="In force from this day on.")
    note: Name | None = Field(None, description="Own words.")


class CreditSupportAnnex(CreditSupportTerms):
    """A Credit Support Annex on one of the published forms."""

    form: FormName = Field(description="The form.")
    name: Name | None = Field(None, description="Its name where an agreement has several.")
    dated: Day | None = Field(None, description="Its date.")
    amendments: tuple[CreditSupportAmendment, ...] = Field((), description="Later layers.")

    @property
    def title(self) -> str:
        """Its name, or the name of its form."""
        return self.name or self.form.title

    def conflict(self) -> PydanticCustomError | None:
        """Return what its elections contradict, or what the form lacks and needs, or None."""
        if self.form in KOREAN and isinstance(self.base_currency.value, Answer):
            return trouble(
                "DQ015",
                "a Korean-law annex needs its `base_currency:`: no default of it was read",
                "write KRW or the currency agreed",
                at="base_currency",
            )
        if self.pledge is not None and self.form is not Form.KOREA_PLEDGE:
            return trouble(
                "DQ085",
                f"`pledge:` belongs to the Korean-law pledge, and this is {self.form.title}",
                "take it out, or correct the form",
                at="pledge",
            )
        if "credit_support_offsets" in self.model_fields_set and not speaks_of(
            "credit-support-offsets", self.form
        ):
            return trouble(
                "DQ085",
                f"{self.form.title} has no Credit Support Offsets",
                "take it out, or keep what was agreed under `other_terms:`",
                at="credit_support_offsets",
            )
        return super().conflict()

    def on(self, day: date) -> Self:
        """Return the annex as amended up to and including a day."""
        return layered(self, self.amendments, day)
