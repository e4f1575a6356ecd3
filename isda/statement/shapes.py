"""The shape of a call and of a book's run in JSON; `schemas/` is generated from it.

Every amount is a string in plain fixed point: no exponent, no trailing zero, no minus
zero. Null means not computed, and the reasons say why.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12

from isda.basics.finding import SeverityWord

CALL_SCHEMA = "urn:isda-collateral:schema:call:1"
RUN_SCHEMA = "urn:isda-collateral:schema:run:1"

Amount = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", description="Decimal text.")]
Letter = Literal["A", "B"]
StatusWord = Literal["refused", "undefined", "withheld", "call", "no_call"]
CLOSED = ConfigDict(extra="forbid")


@with_config(CLOSED)
class ReasonShape(TypedDict):
    """Why: a stable code, a sentence, the paragraphs."""

    code: str
    message: str
    cites: list[str]


@with_config(CLOSED)
class LegShape(TypedDict):
    """One annex, posting party and regime. Amounts are in the leg's base currency."""

    annex: Annotated[str, Field(description="Name of the annex, or its form's.")]
    form: Annotated[str, Field(description="The form, as a sheet names it.")]
    posting_party: Letter
    regime: Annotated[str | None, Field(description="The regime; null in an annex without.")]
    decides: Annotated[
        bool | None, Field(description="Whether what moves is this regime's; null without any.")
    ]
    base_currency: str
    status: StatusWord
    reasons: list[ReasonShape]
    exposure: Annotated[
        Amount | None, Field(description="Signed: plus when the posting party would owe.")
    ]
    independent_amounts: Annotated[
        dict[Letter, Amount] | None, Field(description="Owed up front, by party.")
    ]
    threshold: Annotated[
        Amount | Literal["infinite", "not applicable"] | None,
        Field(description="Of the posting party."),
    ]
    required: Annotated[Amount | None, Field(description="Credit Support Amount.")]
    held_value: Annotated[
        Amount | None, Field(description="After percentages and caps; before disputes.")
    ]
    in_transit: Annotated[
        Amount | None, Field(description="Deliveries less returns counted; before disputes.")
    ]
    shortfall: Amount | None
    surplus: Amount | None
    delivery_amount: Amount | None
    return_amount: Amount | None
    withheld_amount: Annotated[
        Amount | None, Field(description="What would move if the condition held.")
    ]
    limit: Annotated[Amount | None, Field(description="Loss limit (손실한도).")]
    deposit: Annotated[Amount | None, Field(description="Performance deposit (이행보증금).")]
    used: Annotated[
        str | None, Field(description="Share of the limit in use, with its sign: 108.01%.")
    ]
    used_amount: Amount | None
    headroom: Annotated[Amount | None, Field(description="Loss that is left before the limit.")]
    limit_rate: Annotated[Amount | None, Field(description="Rate that reaches the limit.")]
    call_rate: Annotated[Amount | None, Field(description="Rate of the next call.")]
    rate_note: Annotated[str | None, Field(description="Why a rate is not given.")]
    alert: Annotated[str | None, Field(description="Highest step of the ladder reached.")]
    latched: bool | None
    suspended: Annotated[bool | None, Field(description="Whether new trades are stopped.")]
    deliver_in: Annotated[
        str | None, Field(description="What alone may be delivered, once a rating fell.")
    ]


MovementShape = TypedDict(
    "MovementShape",
    {
        "from": Letter,
        "to": Letter,
        "amount": Amount,
        "currency": str,
        "kind": Literal["delivery", "return"],
        "annex": str,
    },
)
"""What one party must send the other today."""


@with_config(CLOSED)
class FindingShape(TypedDict):
    """What was found in the inputs, and where; places count from 1, null is not known."""

    code: str
    severity: SeverityWord
    message: str
    help: str
    agreement: str | None
    file: str | None
    line: int | None
    column: int | None
    row: int | None
    path: str | None
    cites: list[str]


LineShape = TypedDict(
    "LineShape",
    {
        "leg": str | None,
        "of": str | None,
        "step": str,
        "formula": str,
        "inputs": dict[str, Amount],
        "from": dict[str, dict[str, Any]],
        "result": Amount,
        "cites": list[str],
    },
)
"""One step of the working; `from` says where each input came from."""


@with_config(CLOSED)
class CureRegimeShape(TypedDict):
    """What one regime counts of a chosen asset."""

    regime: str | None
    by_value: Annotated[Amount, Field(description="What is missing under it, or too much.")]
    counts: Annotated[str, Field(description="Share of market value that counts: 80%.")]
    market_value: Annotated[
        Amount | None, Field(description="What that takes; null where nothing counts.")
    ]


@with_config(CLOSED)
class CureShape(TypedDict):
    """What a movement takes in a chosen asset."""

    annex: str
    posting_party: Letter
    kind: Literal["delivery", "return"]
    asset: Annotated[str, Field(description="The kind of asset, or the lot.")]
    amount: Annotated[
        Amount | None, Field(description="Market value; null where the asset cannot do it.")
    ]
    currency: str
    nominal: Annotated[
        Amount | None, Field(description="In the asset's own currency, in whole units if any.")
    ]
    nominal_currency: str | None
    is_enough: Annotated[bool, Field(description="Whether the chosen lot is large enough.")]
    reasons: list[ReasonShape]
    regimes: list[CureRegimeShape]
    working: list[LineShape]


@with_config(CLOSED)
class CallShape(TypedDict):
    """The call of one agreement on one day."""

    schema: Annotated[str, Field(description="Identifier of this shape.")]
    agreement: Annotated[str | None, Field(description="Null where the sheet does not read.")]
    on: Annotated[
        str | None, Field(description="The day; null where neither facts nor caller say it.")
    ]
    base_currency: Annotated[str | None, Field(description="Null where legs differ.")]
    parties: dict[Letter, str]
    status: StatusWord
    incomplete: Annotated[
        bool, Field(description="Whether a regime is left out because the document has a gap.")
    ]
    reasons: list[ReasonShape]
    legs: list[LegShape]
    movements: list[MovementShape]
    cures: Annotated[
        list[CureShape], Field(description="What movements take in an asset asked for.")
    ]
    findings: list[FindingShape]
    working: list[LineShape]


@with_config(CLOSED)
class ExceptionShape(TypedDict):
    """An agreement that was not computed, or only in part, and why."""

    agreement: str
    status: StatusWord
    reasons: list[ReasonShape]


@with_config(CLOSED)
class TotalShape(TypedDict):
    """What moves in one currency: sums over all movements from and to party A."""

    currency: str
    from_A: Amount
    to_A: Amount
    movements: int


@with_config(CLOSED)
class RunShape(TypedDict):
    """A whole book on one day."""

    schema: str
    book: str
    on: str
    calls: list[CallShape]
    exceptions: list[ExceptionShape]
    totals: list[TotalShape]
    findings: list[FindingShape]


def call_schema() -> dict[str, Any]:
    """Return the JSON Schema of one call."""
    return schema_of(CallShape, CALL_SCHEMA, "Margin call of one agreement on one day")


def run_schema() -> dict[str, Any]:
    """Return the JSON Schema of a book's run."""
    return schema_of(RunShape, RUN_SCHEMA, "Margin calls of a book on one day")


def schema_of(shape: Any, identifier: str, title: str) -> dict[str, Any]:
    """Return the JSON Schema of a shape, with its identifier and title."""
    made = TypeAdapter(shape).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        **made,
        "title": title,
    }
