"""The closed lists of an annex: each switch is a named election.

The printed form's answer is what `isda.terms.printed` says for a switch left out.
"""

from enum import StrEnum
from typing import Annotated

from isda.terms.election import PerParty, Term
from isda.terms.formula import Formula, read_formula
from isda.terms.reading import EMPTY, NOT_NIL, SILENT, Answer, Text, one_of


class Where(StrEnum):
    """Where an independent amount sits relative to the threshold."""

    INSIDE = "inside threshold"
    OUTSIDE = "outside"
    SEPARATE = "separate"


class HoldersAmount(StrEnum):
    """What the holder's own independent amount does."""

    DEDUCTED = "deducted"
    IGNORED = "ignored"
    NETTED = "netted"


class InTransit(StrEnum):
    """Whether agreed and unsettled movements count."""

    COUNTED = "counted"
    NOT_COUNTED = "not counted"


class Regulator(StrEnum):
    """Whose haircuts are the least that may be taken off."""

    EU = "EU"
    UK = "UK"
    US = "US"
    JAPAN = "JP"
    KOREA = "KR"

    @property
    def regime(self) -> str:
        """Its name among the tables.

        Example:
            >>> Regulator.EU.regime
            'eu'
        """
        return self.value.casefold()


class CashPercentage(StrEnum):
    """Whether the percentage applies to cash."""

    APPLIES = "applies"
    FACE = "face"


class MinimumTest(StrEnum):
    """What the minimum transfer amount is held against."""

    UNDISPUTED = "undisputed"
    WHOLE_DEMAND = "whole demand"


class Accrued(StrEnum):
    """Whether the percentage applies to accrued interest too."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Conditions(StrEnum):
    """Whether the conditions precedent stand."""

    APPLY = "apply"
    DELETED = "deleted"


class Demand(StrEnum):
    """Whether a demand is needed."""

    NEEDED = "needed"
    NOT_NEEDED = "not needed"


class ReturnAtMost(StrEnum):
    """A ceiling on returns."""

    BALANCE = "balance held"
    NO_LIMIT = "no limit"


class SettlementDay(StrEnum):
    """Regular Settlement Day."""

    SAME = "same"
    NEXT = "next"


class Offsets(StrEnum):
    """Credit Support Offsets: set against each other, or each by itself."""

    APPLY = "apply"


class FinalReturns(StrEnum):
    """Whether a last return knows neither minimum nor rounding."""

    FREE = "no minimum transfer amount, no rounding"
    YES = "yes"
    NO = "no"


class WorksAs(StrEnum):
    """What a threshold does: it is subtracted, or keeps everything off while it stands."""

    AMOUNT = "amount"
    SWITCH = "switch"


class Sharing(StrEnum):
    """How two agreements have one threshold."""

    WHAT_IS_LEFT = "what the other leaves"
    ADDED = "exposures added"


class CallUnder(StrEnum):
    """Under which of two agreements what both make together is called."""

    THIS = "this"
    OTHER = "other"


class ExposureMeasure(StrEnum):
    """How exposure is measured where the form's own words do not stand."""

    CLOSE_OUT_MID_MARKET = "close-out amount at mid-market"


class Reading(StrEnum):
    """The two readings of what is owed over a loss limit."""

    EXCESS_ONLY = "excess only"
    FULL_LOSS = "full loss once breached"


class DepositOrder(StrEnum):
    """Whether a performance deposit is absorbed by the limit or stands on top."""

    INSIDE = "inside"
    ON_TOP = "on top"


WhereTerm = Term[Annotated[Where | Answer, one_of(Where, *SILENT)]]
HoldersAmountTerm = Term[Annotated[HoldersAmount | Answer, one_of(HoldersAmount, *SILENT)]]
InTransitTerm = Term[Annotated[InTransit | Answer, one_of(InTransit, *SILENT)]]
CashPercentageTerm = Term[Annotated[CashPercentage | Answer, one_of(CashPercentage, *SILENT)]]
MinimumTestTerm = Term[Annotated[MinimumTest | Answer, one_of(MinimumTest, *SILENT)]]
AccruedTerm = Term[Annotated[Accrued | Answer, one_of(Accrued, *SILENT)]]
ConditionsTerm = Term[Annotated[Conditions | Answer, one_of(Conditions, *NOT_NIL)]]
DemandTerm = Term[Annotated[Demand | Answer, one_of(Demand, *SILENT)]]
ReturnAtMostTerm = Term[Annotated[ReturnAtMost | Answer, one_of(ReturnAtMost, *SILENT)]]
SettlementDayTerm = Term[Annotated[SettlementDay | Answer, one_of(SettlementDay, *NOT_NIL)]]
ExposureTerm = Term[Annotated[ExposureMeasure | Answer, one_of(ExposureMeasure, *SILENT)]]
FinalReturnsTerm = Term[Annotated[FinalReturns | Answer, one_of(FinalReturns, *SILENT)]]
OffsetsTerm = Term[Annotated[Offsets | Answer, one_of(Offsets, *NOT_NIL)]]
FormulaTerm = Term[
    Annotated[
        Formula | Answer,
        Text(read_formula, "`as printed`, or a formula such as exposure * 125%", NOT_NIL),
    ]
]
ReadingTerm = Term[Annotated[Reading | Answer, one_of(Reading, *SILENT)]]
DepositOrderTerm = Term[Annotated[DepositOrder | Answer, one_of(DepositOrder, *NOT_NIL)]]
PerPartyRegulator = PerParty[Term[Annotated[Regulator | Answer, one_of(Regulator, *EMPTY)]]]
