"""The initial-margin annexes of 2018: margin by regime, at a third party.

There is no exposure: Margin Amount (IM) stands where it would, and comes from the facts.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from isda.basics.hours import read_city
from isda.basics.party import SIDES, Side
from isda.law.forms import TITLES, Form
from isda.terms.amounts import (
    AmountTerm,
    PerPartyAmount,
    PerPartyThreshold,
    side_that_switches,
)
from isda.terms.annex import CollateralTerms
from isda.terms.election import (
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
from isda.terms.layers import layered
from isda.terms.other_support import PerPartySupport
from isda.terms.printed import INITIAL_MARGIN
from isda.terms.reading import SILENT, Answer, Text, one_of, trouble
from isda.terms.stored import PerPartyWords
from isda.terms.switches import FinalReturnsTerm, SettlementDayTerm
from isda.terms.valuation import EventList, ValuationAgent

OTHER_NAMES = {
    "specified_conditions": "access_conditions",
    "valuation_agent": "calculation_agent",
    "valuation_time": "calculation_time",
}
"""What other annexes call an election, and these forms."""


class MarginApproach(StrEnum):
    """How initial margin and the independent amounts of other annexes are joined."""

    DISTINCT = "distinct"
    ALLOCATED = "allocated"
    GREATER_OF = "greater of"


class Method(StrEnum):
    """How a regime lets margin be measured; the figures come from the facts."""

    SIMM = "SIMM"
    SCHEDULE = "Schedule"


class Stated(StrEnum):
    """Where a percentage comes from: the table of the sheet, or a regulation."""

    AS_STATED = "as stated"
    REGULATORY = "regulatory"


ApproachTerm = Term[Annotated[MarginApproach | Answer, one_of(MarginApproach, *SILENT)]]
StatedTerm = Term[Annotated[Stated | Answer, one_of(Stated, *SILENT)]]
MethodTerm = Term[Annotated[Method | Answer, one_of(Method, *SILENT)]]
CityName = Annotated[str, Text(read_city, "a city such as Seoul")]
FormName = Annotated[
    Form,
    Text(
        lambda text: next(form for form in INITIAL_MARGIN if TITLES[form] == text),
        "the name of a form",
        values=tuple(TITLES[form] for form in INITIAL_MARGIN),
    ),
]


class MarginRegime(TermModel):
    """A margin rule set of the regime table: whom it binds as holder, and its method.

    Example:
        >>> MarginRegime.model_validate({"method": "SIMM", "holder": ["A"]}).holder
        (<Side.A: 'A'>,)
    """

    method: PerParty[MethodTerm] = Field(
        default_factory=PerParty[MethodTerm],
        description="SIMM or Schedule, for what each party posts; kept.",
    )
    holder: tuple[Party, ...] = Field(
        SIDES, description="Parties that must collect under it; both if left out."
    )
    note: Name | None = Field(None, description="Own words.")

    @field_validator("holder", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Read `{A: yes, B: no}` as the list of those that it names with yes."""
        if not isinstance(value, dict):
            return value
        return [side for side, said in value.items() if said == "yes"]


class MarginAmount(TermModel):
    """Margin Amount (IA), where it is not simply the other annexes' independent amounts."""

    IA: PerParty[AmountTerm] = Field(
        default_factory=PerPartyAmount,
        description="Margin Amount (IA), per party; left out: as the other annexes have it.",
    )

    @property
    def keeps_unnamed(self) -> bool:
        """An amendment of one party's amount leaves the other's."""
        return True


class Custody(Noted):
    """Where one party's collateral lies; kept."""

    custodian: Words = Field(Answer.NOT_STATED, description="Custodian (IM).")
    control_agreement: Words = Field(Answer.NOT_STATED, description="Control Agreement.")
    account: Words = Field(Answer.NOT_STATED, description="Segregated account.")

    scalar_key = "custodian"


class Locations(PerParty[tuple[CityName, ...]]):
    """Cities of each party; none of a party that states none.

    Example:
        >>> Locations.model_validate({"A": ["Seoul"]}).B
        ()
    """

    A: tuple[CityName, ...] = ()
    B: tuple[CityName, ...] = ()


class InitialMarginTerms(CollateralTerms):
    """Everything an initial-margin annex elects."""

    regimes: dict[Name, MarginRegime] = term(
        "regime-table", "Rule sets by name; the greatest margin of those that apply.", dict
    )
    margin_approach: ApproachTerm = term(
        "margin-approach", "distinct, allocated or greater of; no default.", ApproachTerm
    )
    margin_amount: MarginAmount = term(
        "margin-amount-ia", "What counts as Margin Amount (IA).", MarginAmount
    )
    threshold: PerPartyThreshold = term(
        "threshold", "Threshold (IM): margin left unposted.", PerPartyThreshold
    )
    holder_nil_while_nothing_required: Term[Switch] = term(
        "minimum-transfer-amount",
        "Whether the holder's minimum is nil while nothing is required.",
        Term[Switch],
    )
    return_unrounded_while_nothing_required: Term[Switch] = term(
        "rounding", "Whether a return is not rounded while nothing is required.", Term[Switch]
    )
    final_returns: FinalReturnsTerm = term(
        "final-returns",
        "Whether a return knows no minimum and no rounding once nothing is covered.",
        FinalReturnsTerm,
    )
    valuation_percentage_is: StatedTerm = term(
        "valuation-percentage", "From the table, or a regulation's.", StatedTerm
    )
    fx_haircut_is: StatedTerm = term(
        "fx-haircut", "From the sheet, or a regulation's.", StatedTerm
    )
    termination_currency: PerParty[Term[Currency]] = term(
        "termination-currency",
        "Of what each party posts: the FX haircut meets other currencies.",
        PerParty[Term[Currency]],
    )
    amends_minimum_transfer_amount_of_other_csa: PerPartyAmount = term(
        "other-minimum-transfer-amount",
        "The minimum of the variation-margin annex from now on, per party.",
        PerPartyAmount,
    )
    access_conditions: PerParty[EventList] = term(
        "access-conditions",
        "Events of a party that stop the other's duty.",
        PerParty[EventList],
    )
    calculation_agent: ValuationAgent = term(
        "valuation-agent", "Who calculates.", ValuationAgent
    )
    calculation_date_location: Locations | None = term(
        "valuation-date", "Cities whose banks make a Calculation Date, per party.", lambda: None
    )
    calculation_time: Term[Words] = term("valuation-time", "As of when.", Term[Words])
    custody: PerParty[Custody] | None = term(
        "custodian", "Custodian, account and Control Agreement, per party; kept.", lambda: None
    )
    custodian_value_used: Term[Switch] = term(
        "value", "Whether prices are the custodian's; the facts then carry those.", Term[Switch]
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

    def regimes_of(self, holder: Side) -> tuple[str, ...]:
        """Return the regimes under which a party must collect, in the order of the sheet."""
        return tuple(name for name, each in self.regimes.items() if holder in each.holder)

    def conflict(self) -> PydanticCustomError | None:
        """Return what its elections contradict or leave out, or None."""
        return next(_troubles(self), None)


class InitialMarginAmendment(InitialMarginTerms):
    """A dated layer over an initial-margin annex."""

    dated: Day = Field(description="In force from this day on.")
    note: Name | None = Field(None, description="Own words.")


class InitialMarginAnnex(InitialMarginTerms):
    """An initial-margin annex on one of the forms of 2018."""

    form: FormName = Field(description="The form.")
    name: Name | None = Field(None, description="Its name where an agreement has several.")
    dated: Day | None = Field(None, description="Its date.")
    amendments: tuple[InitialMarginAmendment, ...] = Field((), description="Later layers.")

    @property
    def title(self) -> str:
        """Its name, or the name of its form."""
        return self.name or self.form.title

    def on(self, day: date) -> Self:
        """Return the annex as amended up to and including a day."""
        return layered(self, self.amendments, day)


def _troubles(terms: InitialMarginTerms) -> Iterator[PydanticCustomError]:
    for other, own in OTHER_NAMES.items():
        if other in terms.model_fields_set:
            yield trouble(
                "DQ085",
                f"this form calls `{other}:` by another name",
                f"write `{own}:`",
                at=other,
            )
    if isinstance(terms.base_currency.value, Answer):
        yield trouble(
            "DQ015",
            "an initial-margin annex needs its `base_currency:`",
            "write the currency elected, such as EUR",
            at="base_currency",
        )
    approach = terms.margin_approach
    if isinstance(approach.value, Answer) and not approach.unresolved:
        yield trouble(
            "DQ015",
            "`margin_approach:` is not elected, and it has no default",
            "write `distinct`, `allocated` or `greater of`",
            at="margin_approach",
        )
    side = side_that_switches(terms.threshold)
    if side is not None:
        yield trouble(
            "DQ039",
            f"the threshold of party {side} only switches, and Threshold (IM) is subtracted "
            "from the margin",
            "write `works_as: amount`: while it is infinite, that keeps everything off too",
            at=f"threshold.{side}.works_as",
        )
    for poster in SIDES if terms.posting_parties is None else terms.posting_parties:
        if not terms.regimes_of(poster.other):
            yield trouble(
                "DQ087",
                f"party {poster} posts, and no regime binds party {poster.other} as holder",
                "name it under `regimes:`, or leave the party out of `posting_parties:`",
                at="regimes",
            )


def is_initial_margin(annex: Any) -> bool:
    """Whether an annex is one of initial margin."""
    return isinstance(annex, InitialMarginTerms)


def unclear_approaches(annexes: tuple[Any, ...]) -> Iterator[tuple[str, PydanticCustomError]]:
    """Find approaches that touch the other annex where there is more than one such annex.

    It is asked of the annexes as signed, and as they stand on each day on which one of them
    is amended; a complaint that a later day repeats is made once.

    Args:
        annexes: All annexes of an agreement.

    Returns:
        Where the approach stands (`1`, `1.amendments.0`), and what is wrong with it.
    """
    days = sorted({layer.dated for annex in annexes for layer in annex.amendments})
    found: dict[tuple[str, str], PydanticCustomError] = {}
    for day in (date.min, *days):
        for number, error in _unclear_on(tuple(annex.on(day) for annex in annexes)):
            path = f"{number}{_layer_of_approach(annexes[number], day)}"
            found.setdefault((path, error.message()), error)
    for (path, _), error in found.items():
        yield path, error


def _layer_of_approach(annex: Any, day: date) -> str:
    """Return which amendment says the approach of a day; nothing where the annex does."""
    said = [
        (layer.dated, number)
        for number, layer in enumerate(annex.amendments)
        if layer.dated <= day and "margin_approach" in layer.model_fields_set
    ]
    return f".amendments.{max(said)[1]}" if said else ""


def _unclear_on(annexes: tuple[Any, ...]) -> Iterator[tuple[int, PydanticCustomError]]:
    joined = [
        number
        for number, annex in enumerate(annexes)
        if is_initial_margin(annex)
        and annex.margin_approach.value in {MarginApproach.ALLOCATED, MarginApproach.GREATER_OF}
    ]
    others = [annex for annex in annexes if hasattr(annex, "independent_amount")]
    allocated = [
        number
        for number in joined
        if annexes[number].margin_approach.value is MarginApproach.ALLOCATED
    ]
    if len(joined) > 1:
        yield (
            joined[1],
            trouble(
                "DQ088",
                "two annexes of initial margin would both change the independent amounts",
                "let one of them be `distinct`",
                at="margin_approach",
            ),
        )
    elif allocated and len(others) > 1:
        yield (
            allocated[0],
            trouble(
                "DQ088",
                "allocated margin goes against one independent amount, and several annexes may "
                "have one",
                "leave the agreement out of the run, or elect another approach",
                at="margin_approach",
            ),
        )
