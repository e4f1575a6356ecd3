"""What a leg watches and never changes: the greatest amount that a pledge secures."""

from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.margin.inputs import Notes
from isda.terms.annex import CreditSupportTerms
from isda.terms.bound import BoundTerms


def watch_greatest_amount(terms: BoundTerms, required: Decimal, notes: Notes) -> None:
    """Say where more is required than the pledge secures at most (채권최고액).

    It cuts nothing: a call above it stands, and what lies above it may not be secured. Where
    its currency has no rate the call stands too, and nobody knows.

    Args:
        terms: The leg.
        required: What is required of the pledgor, base currency, zero or more.
        notes: The leg's notes.
    """
    pledge = terms.annex.pledge if isinstance(terms.annex, CreditSupportTerms) else None
    most = None if pledge is None else pledge.maximum_secured_amount.of(terms.pledgor).value
    if not isinstance(most, Money):
        return
    path = f"{terms.path}.pledge.maximum_secured_amount.{terms.pledgor}"
    cited = cite("obligations", terms.form)
    if notes.quoted(most.currency) is None:
        notes.find(
            "MC148",
            Severity.WARNING,
            f"whether the pledge of party {terms.pledgor} secures enough is not known: no rate "
            f"between {most.currency} and {notes.base} in the facts",
            place=notes.place_of(path),
            help_text=f"add {notes.base}{most.currency} to the rates of the day; the call "
            "itself stands",
            cites=(cited,),
        )
        return
    amount = notes.in_base("maximum_secured_amount", most, path, cited)
    if required > amount:
        notes.find(
            "MC140",
            Severity.WARNING,
            f"{Money(required, notes.base)} is required of party {terms.pledgor}, and its "
            f"pledge secures at most {most}",
            place=notes.place_of(path),
            help_text="agree a larger amount; the call itself is not cut",
            cites=(cited,),
        )
