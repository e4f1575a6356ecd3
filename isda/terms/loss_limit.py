"""The Korean loss-limit agreement (손실한도약정): only the client posts.

No bank's own form of it was read, so every default of this mode is ours.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from isda.basics.percentages import Percentage
from isda.law.forms import Form
from isda.terms.amounts import IndependentAmountTerm
from isda.terms.annex import CollateralTerms
from isda.terms.election import Amount, Day, Name, Noted, PlainMoney, Share, Span, Term, term
from isda.terms.layers import layered
from isda.terms.reading import NOT_NIL, Answer, Text, trouble
from isda.terms.switches import DepositOrderTerm, ReadingTerm
from isda.terms.valuation import Fixing

TITLE = Form.LOSS_LIMIT_KOREA.title
FixingTerm = Term[
    Annotated[Fixing | Answer, Text(Fixing.read, "a fixing such as close of the day", NOT_NIL)]
]
Alert = Annotated[
    Percentage, Text(Percentage.read, "a percentage such as 70%", (), r"^[\d.]+%$")
]


class LossLimit(Noted):
    """손실한도: a fixed sum, or a share of a credit line (여신한도).

    Example:
        >>> LossLimit.model_validate("KRW 1,000,000,000").value.currency
        'KRW'
    """

    value: Amount = Field(Answer.NOT_STATED, description="The limit.")
    percent_of_credit_line: Share = Field(Answer.NOT_STATED, description="A share of the line.")
    credit_line: PlainMoney | None = Field(None, description="The credit line.")

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        share = self.percent_of_credit_line is not Answer.NOT_STATED
        if share != (self.credit_line is not None):
            raise trouble(
                "DQ037",
                "a share of a credit line needs both figures",
                "write `percent_of_credit_line:` and `credit_line:`",
            )
        if share and self.value is not Answer.NOT_STATED:
            raise trouble(
                "DQ037",
                "the limit is given as a sum and as a share",
                "keep the one that the agreement says",
            )
        return self


class LossLimitTerms(CollateralTerms):
    """Everything a loss-limit agreement elects."""

    loss_limit: LossLimit = term(
        "loss-limit", "손실한도: the loss carried unsecured.", LossLimit
    )
    over_the_limit: ReadingTerm = term(
        "over-the-limit", "What is secured once the limit is exceeded; required.", ReadingTerm
    )
    release_level: Term[Amount] = term(
        "release-level", "Below this loss a breach is over (full loss only).", Term[Amount]
    )
    performance_deposit: IndependentAmountTerm = term(
        "performance-deposit", "이행보증금: owed up front by the client.", IndependentAmountTerm
    )
    deposit_order: DepositOrderTerm = term(
        "performance-deposit", "Inside the limit, or on top of it.", DepositOrderTerm
    )
    fixing: FixingTerm = term("fixing", "적용환율: the rate of a valuation.", FixingTerm)
    delivery_within: Term[Span] = term(
        "delivery-days", "담보제공기한: days for a delivery.", Term[Span]
    )
    cure: Term[Span] = term("cure", "치유기간: days to mend a missed delivery.", Term[Span])
    alerts: tuple[Alert, ...] = term("alerts", "Shares of the limit that alert.", tuple)
    suspend_new_trades_at: Term[Share] = term(
        "suspension", "신규거래 제한: the share used that stops new trades.", Term[Share]
    )
    hedge_ratio: Term[Share] = term(
        "hedge-ratio", "위험헤지비율: the most of its exposure a client hedges.", Term[Share]
    )

    @model_validator(mode="after")
    def _deposit_of_its_own(self) -> Self:
        if self.performance_deposit.percent_of_exposure is not Answer.NOT_STATED:
            raise trouble(
                "DQ086",
                "a performance deposit that moves with the loss would move its own limit",
                "write a sum, or a share of the notional",
                at="performance_deposit",
            )
        return self

    @model_validator(mode="after")
    def _rising(self) -> Self:
        shares = [alert.fraction for alert in self.alerts]
        if shares != sorted(set(shares)):
            raise trouble(
                "DQ039",
                "the alert ladder does not rise",
                "write each share once, the lowest first",
                at="alerts",
            )
        return self


class LossLimitAmendment(LossLimitTerms):
    """A dated layer over a loss-limit agreement."""

    dated: Day = Field(description="In force from this day on.")
    note: Name | None = Field(None, description="Own words.")


class LossLimitAgreement(LossLimitTerms):
    """A loss-limit agreement; the posting party is the client, and only the client."""

    form: Annotated[
        Form, Text(lambda _: Form.LOSS_LIMIT_KOREA, "its name", values=(TITLE,))
    ] = Field(description="The form.")
    name: Name | None = Field(None, description="Its name where an agreement has several.")
    dated: Day | None = Field(None, description="Its date (약정일).")
    amendments: tuple[LossLimitAmendment, ...] = Field((), description="Later layers.")

    @property
    def title(self) -> str:
        """Its name, or the name of its form."""
        return self.name or self.form.title

    def on(self, day: date) -> Self:
        """Return the agreement as amended up to and including a day."""
        return layered(self, self.amendments, day)
