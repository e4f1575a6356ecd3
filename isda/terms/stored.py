"""Terms that are kept, typed and shown, and change no figure of the call itself."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator

from isda.basics.amounts import shown
from isda.terms.election import (
    Amount,
    Clock,
    Name,
    Noted,
    PerParty,
    Share,
    Switch,
    Term,
    TermModel,
    Words,
    YesNo,
)
from isda.terms.events import EventName
from isda.terms.reading import EMPTY, NOT_NIL, SILENT, Answer, Text, one_of, read_any, trouble


class Consent(StrEnum):
    """Whether a substitution needs the holder's consent."""

    REQUIRED = "consent required"
    NOT_REQUIRED = "consent not required"


class Substitution(Noted):
    """Exchange of posted collateral."""

    value: Annotated[Consent | Answer, one_of(Consent, *EMPTY)] = Field(
        Answer.NOT_STATED, description="Whether consent is needed."
    )
    date: Words = Field(Answer.NOT_STATED, description="When the exchange is due.")


class ValueDispute(TermModel):
    """How the value of collateral is settled in a dispute."""

    quotes: tuple[Name, ...] = Field((), description="Which quotations: bid, mid, …")
    dealers: Name | None = Field(None, description="Who picks the dealers.")
    accrued: Name | None = Field(None, description="Where accrued interest is counted.")


DELETED = "deleted"
WordsNotNil = Annotated[str | Answer, Text(read_any, "words", NOT_NIL)]


class Disputes(Noted):
    """Dispute resolution."""

    value: Any = Field(Answer.NOT_STATED, description="How value is settled; or `deleted`.")
    resolution_time: Clock = Field(Answer.NOT_STATED, description="Resolution Time.")
    exposure: Words = Field(Answer.NOT_STATED, description="How exposure is settled.")
    tolerance: Amount = Field(
        Answer.NOT_STATED, description="A smaller difference is shared half and half."
    )
    reporting: Words = Field(
        Answer.NOT_STATED, description="How one that lasts is escalated and reported."
    )

    @property
    def keeps_unnamed(self) -> bool:
        """An amendment leaves what it does not name, unless it rewrites the whole."""
        return "value" not in self.model_fields_set

    @property
    def stands(self) -> bool:
        """Whether the form's paragraph on disputes stands: it was not deleted."""
        return self.value not in {DELETED, Answer.NOT_APPLICABLE}

    @model_validator(mode="after")
    def _deleted_or_worded(self) -> Self:
        said = self.value if isinstance(self.value, str) else ""
        if said != DELETED and "delet" in said.casefold():
            raise trouble(
                "DQ034",
                f"{shown(said)!r} may mean that the paragraph on disputes is deleted",
                "write `disputes: deleted`, and the document's own words as `note:`",
            )
        elections = {
            "resolution_time",
            "exposure",
            "tolerance",
            "reporting",
        } & self.model_fields_set
        if not self.stands and elections:
            raise trouble(
                "DQ037",
                f"the paragraph on disputes is out of use, and `{min(elections)}:` elects",
                "keep the one that the document says",
            )
        return self

    @field_validator("value", mode="before")
    @classmethod
    def _words_or_table(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return ValueDispute.model_validate(value)
        return Term[WordsNotNil].model_validate(value).value


class HoldingAndUse(Noted):
    """Whether a party may hold posted collateral, and use it."""

    may_hold: Switch = Field(Answer.NOT_STATED, description="May hold, itself or by custodian.")
    may_use: Switch = Field(Answer.NOT_STATED, description="May use what it holds.")
    custodian: Words = Field(Answer.NOT_STATED, description="Its custodian.")
    conditions: tuple[Name, ...] = Field((), description="Conditions of holding, own words.")
    not_while: tuple[EventName, ...] = Field(
        (), description="Events of the party while which it may not use what it holds."
    )

    scalar_key = "may_hold"

    @model_validator(mode="after")
    def _a_right_to_switch_off(self) -> Self:
        if self.not_while and self.may_use is YesNo.NO:
            raise trouble(
                "DQ037",
                "the party may not use what it holds, so no event takes that right away",
                "write `may_use: yes`, or take `not_while:` out",
            )
        return self


class Paid(StrEnum):
    """When interest is paid."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"
    QUARTERLY = "quarterly"
    ON_RETURN = "on return"


class Basis(StrEnum):
    """Days of the year that a rate is divided by."""

    D360 = "360"
    D365 = "365"


class PeriodEnds(StrEnum):
    """Which ends of an Interest Period earn interest."""

    FIRST = "first day"
    LAST = "last day"
    BOTH = "both days"


class Interest(Noted):
    """Interest on cash in one currency."""

    rate: Words = Field(Answer.NOT_STATED, description="Index, or `as received`.")
    at_most: Words = Field(Answer.NOT_STATED, description="A ceiling, such as `as received`.")
    rate_floor: Share = Field(Answer.NOT_STATED, description="Floor of the day's rate.")
    spread: Words = Field(Answer.NOT_STATED, description="Added to the index.")
    fallback: Words = Field(Answer.NOT_STATED, description="Rate when the index is missing.")
    basis: Annotated[
        Basis | Answer,
        Text(one_of(Basis).read, "360 or 365", EMPTY, values=("360", "365"), number_too=True),
    ] = Field(Answer.NOT_STATED, description="360 or 365.")
    period_includes: Annotated[PeriodEnds | Answer, one_of(PeriodEnds, *SILENT)] = Field(
        Answer.NOT_STATED, description="Which end of an Interest Period earns interest."
    )
    compounding: Switch = Field(Answer.NOT_STATED, description="Whether interest compounds.")
    negative_interest: Switch = Field(
        Answer.NOT_STATED, description="Whether it may be negative."
    )
    paid: Annotated[Paid | Answer, one_of(Paid, *EMPTY)] = Field(
        Answer.NOT_STATED, description="How often."
    )
    interest_transfer: Switch = Field(Answer.NOT_STATED, description="Paid by transfer.")
    interest_adjustment: Switch = Field(Answer.NOT_STATED, description="Added to the balance.")
    interest_payment_netting: Switch = Field(Answer.NOT_STATED, description="Netted.")
    never_creates_delivery: Switch = Field(
        Answer.NOT_STATED, description="Payable only as far as no delivery comes of it."
    )

    scalar_key = "rate"


class Notices(Noted):
    """Demands and notices."""

    value: Words = Field(Answer.NOT_STATED, description="How notices are given.")
    address: Words = Field(Answer.NOT_STATED, description="Address for notices.")
    account: Words = Field(Answer.NOT_STATED, description="Account for transfers.")


class Pledge(TermModel):
    """The pledge of a Korean-law annex (근질권): kept, and its greatest amount watched.

    Example:
        >>> Pledge.model_validate({"maximum_secured_amount": "KRW 5,000"}).holder
        <Answer.NOT_STATED: 'not stated'>
    """

    maximum_secured_amount: PerParty[Term[Amount]] = Field(
        default_factory=PerParty[Term[Amount]],
        description="채권최고액, per pledgor: a requirement above it is found, and not cut.",
    )
    fixed_date: Words = Field(Answer.NOT_STATED, description="확정일자 of a pledged claim.")
    holder: Words = Field(Answer.NOT_STATED, description="Who holds: a bank, a depository.")


PerPartyWords = PerParty[Term[Words]]
