"""The Master Agreement and the elections of its Schedule, part by part."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from isda.basics.amounts import shown
from isda.basics.faults import AmountError
from isda.law.forms import TITLES, Form
from isda.terms.election import (
    Amount,
    Currency,
    Day,
    Name,
    Noted,
    PerParty,
    Switch,
    Term,
    TermModel,
    Words,
    term,
)
from isda.terms.layers import layered
from isda.terms.reading import EMPTY, Answer, choice, one_of
from isda.terms.stored import Notices, PerPartyWords

PerPartyAmounts = PerParty[Term[Amount]]
PerPartySwitches = PerParty[Term[Switch]]
UNDATED = "ISDA Master Agreement"


class MasterForm(StrEnum):
    """The Masters a sheet may name; without a year, what differs by year is undefined."""

    ISDA_1992 = TITLES[Form.MASTER_1992]
    ISDA_2002 = TITLES[Form.MASTER_2002]
    NO_YEAR = UNDATED


BOOKLETS = ("definitions", "2006", "2021")
"""Words of the booklets of definitions, which Confirmations take in and no Master is."""
NOT_SUPPORTED = ("1987", "french", "irish")
"""Words of Masters that were published and are not modelled here."""


def _read_form(text: str) -> MasterForm:
    """Read the name of a Master; a booklet, and a Master that is not modelled, are named."""
    said = text.casefold()
    if any(word in said for word in BOOKLETS):
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is a booklet of definitions, and no Master",
            f"name the Master that was signed, such as {MasterForm.ISDA_2002}; the booklet "
            "belongs to the Confirmations: keep it under `other_terms:`",
        )
    if any(word in said for word in NOT_SUPPORTED):
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is a Master that exists and is not supported here",
            f"leave the agreement out, or write {MasterForm.ISDA_1992} or "
            f"{MasterForm.ISDA_2002} where its elections are truly the same",
        )
    years = [form for form in MasterForm if form.value[-4:] in text and form != UNDATED]
    if text not in set(MasterForm) and len(years) == 1:
        known = ", ".join(MasterForm)
        raise AmountError(
            "DQ034",
            f"{shown(text)!r} is none of: {known}",
            f"did you mean `{years[0]}`?",
        )
    return choice(MasterForm)(text)


class PaymentMeasure(StrEnum):
    """1992: how the amount on early termination is measured."""

    MARKET_QUOTATION = "Market Quotation"
    LOSS = "Loss"


class PaymentMethod(StrEnum):
    """1992: who may be paid on early termination."""

    FIRST = "First Method"
    SECOND = "Second Method"


class SpecifiedEntities(TermModel):
    """Part 1: the Specified Entities of one party, for each of four clauses."""

    default_under_specified_transaction: Words = Field(
        Answer.NOT_STATED, description="5(a)(v)."
    )
    cross_default: Words = Field(Answer.NOT_STATED, description="5(a)(vi).")
    bankruptcy: Words = Field(Answer.NOT_STATED, description="5(a)(vii).")
    credit_event_upon_merger: Words = Field(Answer.NOT_STATED, description="5(b).")


class CrossDefault(Noted):
    """Part 1: the Threshold Amount of one party, or that the clause does not apply."""

    value: Amount = Field(Answer.NOT_STATED, description="Threshold Amount.")
    percent_of_equity: Words = Field(Answer.NOT_STATED, description="Or a share of equity.")


class Document(TermModel):
    """Part 3: a document to be delivered."""

    by: Name = Field(description="The party that delivers it.")
    document: Name = Field(description="The document.")
    when: Name | None = Field(None, description="By when.")
    covered_by_3d: Words = Field(Answer.NOT_STATED, description="Section 3(d) representation.")


class AdditionalTerminationEvent(TermModel):
    """Part 1: an event of the parties' own."""

    event: Name = Field(description="Its name, as facts will call it.")
    of: Words = Field(Answer.NOT_STATED, description="The Affected Party.")
    note: Name | None = Field(None, description="Own words.")


class MasterTerms(TermModel):
    """Elections of the Schedule, Parts 1 to 6."""

    governing_law: Term[Words] = term("governing-law", "Part 4: the Master's law.", Term[Words])
    specified_entities: PerParty[SpecifiedEntities] | None = term(
        "specified-entity", "Part 1: Specified Entities.", lambda: None
    )
    specified_transaction: Term[Words] = term(
        "specified-transaction", "Part 1: as defined, or wider.", Term[Words]
    )
    cross_default: PerParty[CrossDefault] = term(
        "cross-default", "Part 1: Threshold Amount per party.", PerParty[CrossDefault]
    )
    credit_event_upon_merger: PerPartySwitches = term(
        "credit-event-upon-merger", "Part 1: applies to each party.", PerPartySwitches
    )
    automatic_early_termination: PerPartySwitches = term(
        "automatic-early-termination", "Part 1: applies to each party.", PerPartySwitches
    )
    payment_measure: Term[
        Annotated[PaymentMeasure | Answer, one_of(PaymentMeasure, *EMPTY)]
    ] = term(
        "payments-on-early-termination",
        "Part 1, 1992 only.",
        Term[Annotated[PaymentMeasure | Answer, one_of(PaymentMeasure, *EMPTY)]],
    )
    payment_method: Term[Annotated[PaymentMethod | Answer, one_of(PaymentMethod, *EMPTY)]] = (
        term(
            "payments-on-early-termination",
            "Part 1, 1992 only.",
            Term[Annotated[PaymentMethod | Answer, one_of(PaymentMethod, *EMPTY)]],
        )
    )
    termination_currency: Term[Currency] = term(
        "termination-currency", "Part 1: currency of the close-out.", Term[Currency]
    )
    additional_termination_events: tuple[AdditionalTerminationEvent, ...] = term(
        "additional-termination-events", "Part 1: events of the parties' own.", tuple
    )
    payer_tax_representation: PerPartyWords = term(
        "payer-tax-representations", "Part 2: payer representation.", PerPartyWords
    )
    payee_tax_representations: PerPartyWords = term(
        "payee-tax-representations", "Part 2: payee representations.", PerPartyWords
    )
    documents: tuple[Document, ...] = term(
        "documents", "Part 3: documents to be delivered.", tuple
    )
    notices: PerParty[Notices] = term(
        "notices", "Part 4: addresses for notices.", PerParty[Notices]
    )
    process_agent: PerPartyWords = term(
        "process-agent", "Part 4: process agents.", PerPartyWords
    )
    offices: Term[Words] = term("offices", "Part 4: whether offices apply.", Term[Words])
    multibranch: PerPartyWords = term(
        "multibranch-party", "Part 4: branches each party may act through.", PerPartyWords
    )
    calculation_agent: Term[Words] = term(
        "calculation-agent", "Part 4: who calculates.", Term[Words]
    )
    credit_support_documents: tuple[Name, ...] = term(
        "credit-support-document", "Part 4: Credit Support Documents.", tuple
    )
    credit_support_provider: PerPartyWords = term(
        "credit-support-provider", "Part 4: Credit Support Providers.", PerPartyWords
    )
    netting_of_payments: Term[Words] = term(
        "netting-of-payments", "Part 4: netting across transactions.", Term[Words]
    )
    affiliate: Term[Words] = term("affiliate", "Part 4: as defined, or narrower.", Term[Words])
    absence_of_litigation: Term[Words] = term(
        "absence-of-litigation", "Part 4, 2002: for whom.", Term[Words]
    )
    no_agency: PerPartySwitches = term(
        "no-agency", "Part 4, 2002: representation of each party.", PerPartySwitches
    )
    additional_representations: Term[Words] = term(
        "additional-representation", "Part 4: non-reliance and others.", Term[Words]
    )
    recording: PerPartySwitches = term(
        "recording-of-conversations", "Part 4, 2002: consent to recording.", PerPartySwitches
    )
    other_provisions: dict[str, Name] = term(
        "other-provisions", "Part 5: own words, kept and printed.", dict
    )
    fx_and_currency_options: dict[str, Name] = term(
        "other-provisions", "Part 6: own words, kept and printed.", dict
    )


class MasterAmendment(MasterTerms):
    """A dated layer over the Master and its Schedule."""

    dated: Day = Field(description="In force from this day on.")
    note: Name | None = Field(None, description="Own words.")


class Master(MasterTerms):
    """A Master Agreement with its Schedule.

    Example:
        >>> Master.model_validate({"form": "ISDA Master Agreement 2002"}).slug
        <Form.MASTER_2002: 'ma-2002'>
    """

    form: Annotated[MasterForm, replace(one_of(MasterForm), read=_read_form)] = Field(
        description="The form and its year."
    )
    year: Words = Field(Answer.NOT_STATED, description="Only to say `not stated`.")
    dated: Day | None = Field(None, description="Its date.")
    amendments: tuple[MasterAmendment, ...] = Field((), description="Later layers.")

    @property
    def slug(self) -> Form | None:
        """The form in the register; None where the year is not stated."""
        return next((form for form, title in TITLES.items() if title == self.form), None)

    def on(self, day: date) -> Self:
        """Return the Master as amended up to and including a day."""
        return layered(self, self.amendments, day)
