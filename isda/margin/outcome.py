"""The result of a call: legs with a status each, movements, and the working."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from isda.basics.finding import Finding
from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.basics.reason import Reason
from isda.facts.facts import Facts, MovementKind
from isda.law.forms import Form
from isda.margin.working import Working
from isda.terms.bound import BoundTerms, key_of


class Status(StrEnum):
    """The status of a leg; an agreement shows the first that occurs."""

    REFUSED = "refused"
    UNDEFINED = "undefined"
    WITHHELD = "withheld"
    CALL = "call"
    NO_CALL = "no_call"


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How a client stands against its loss limit; amounts in base currency, zero or more.

    Attributes:
        limit: The limit.
        deposit: The performance deposit.
        used_amount: The part of the limit in use.
        used: Its share of the limit; None where the limit is nil.
        headroom: How much more may be lost before the limit is reached.
        limit_rate: The exchange rate at which the limit is reached, where facts allow.
        call_rate: The rate at which the next call goes out, where facts allow.
        rate_note: Why there is no rate, where there is none.
        alert: The highest step of the alert ladder that is reached.
        latched: Whether a breach is latched after today; None for `excess only`.
        suspended: Whether new trades are stopped; None where nothing is elected.
    """

    limit: Decimal
    deposit: Decimal
    used_amount: Decimal
    used: Decimal | None
    headroom: Decimal
    limit_rate: Decimal | None = None
    call_rate: Decimal | None = None
    rate_note: str | None = None
    alert: Percentage | None = None
    latched: bool | None = None
    suspended: bool | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: annex, posting party and regime.

    Amounts are in the leg's base currency. `exposure` is signed, plus when the posting
    party would owe the other; all others are zero or more. What was not computed is None.
    `deliver_in` names what alone may be delivered, once a rating fell.
    """

    annex: str
    form: Form
    posting_party: Side
    base_currency: str
    status: Status
    reasons: tuple[Reason, ...] = ()
    exposure: Decimal | None = None
    independent_amounts: Mapping[Side, Decimal] = field(default_factory=dict)
    threshold: Decimal | str | None = None
    required: Decimal | None = None
    held_value: Decimal | None = None
    in_transit: Decimal | None = None
    shortfall: Decimal | None = None
    surplus: Decimal | None = None
    delivery_amount: Decimal | None = None
    return_amount: Decimal | None = None
    withheld_amount: Decimal | None = None
    limit: LimitUse | None = None
    deliver_in: str | None = None
    regime: str | None = None
    decides: bool | None = None

    @property
    def key(self) -> str:
        """The leg's name in the working: annex, posting party and regime."""
        return key_of(self.annex, self.posting_party, self.regime)

    def refused(self, reasons: tuple[Reason, ...]) -> "Leg":
        """Return the same leg without its figures, refused."""
        return Leg(
            annex=self.annex,
            form=self.form,
            posting_party=self.posting_party,
            base_currency=self.base_currency,
            status=Status.REFUSED,
            reasons=reasons,
            regime=self.regime,
        )


@dataclass(frozen=True, slots=True)
class Movement:
    """What one party must send the other today.

    Attributes:
        sender: The party that sends.
        receiver: The party that receives.
        amount: By value, more than zero.
        currency: The annex's base currency.
        kind: Delivery or return.
        annex: The annex it is under.
    """

    sender: Side
    receiver: Side
    amount: Decimal
    currency: str
    kind: MovementKind
    annex: str


@dataclass(frozen=True, slots=True)
class MarginCall:
    """The call of one agreement on one day.

    Attributes:
        agreement: Its identifier.
        on: The day.
        parties: Names of party A and party B.
        base_currency: That of its legs; None where they differ or there is none.
        status: The first that occurs of refused, undefined, withheld, call, no_call.
        reasons: Why, across the legs.
        legs: One for each annex and posting party.
        movements: What moves today.
        findings: What was found in the inputs.
        working: Every step.
        terms: The agreement, for places and terms shown beside the figures.
        facts: The figures of the day, for what is asked of the call afterwards.
        bound: The terms of each leg as bound to the day, in the order of the legs.
    """

    agreement: str
    on: date
    parties: Mapping[Side, str]
    base_currency: str | None
    status: Status
    reasons: tuple[Reason, ...]
    legs: tuple[Leg, ...]
    movements: tuple[Movement, ...]
    findings: tuple[Finding, ...]
    working: Working = field(repr=False)
    terms: Any = field(default=None, repr=False)
    facts: Facts | None = field(default=None, repr=False, compare=False)
    bound: tuple[BoundTerms, ...] = field(default=(), repr=False, compare=False)

    @property
    def left_out(self) -> tuple[Leg, ...]:
        """The regimes that the document leaves undefined beside others that are computed."""
        return tuple(
            leg
            for leg in self.legs
            if leg.regime is not None
            and leg.status is Status.UNDEFINED
            and any(
                (other.annex, other.posting_party) == (leg.annex, leg.posting_party)
                and other.required is not None
                for other in self.legs
            )
        )

    @property
    def is_incomplete(self) -> bool:
        """Whether a regime is left out of what moves."""
        return bool(self.left_out)
