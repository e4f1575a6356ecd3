"""Whether a return is the last one: nothing remains covered, and the annex lets it go free."""

from collections.abc import Mapping
from decimal import Decimal

from isda.facts.facts import Facts
from isda.law.paragraphs import cite, speaks_of
from isda.margin.inputs import Notes
from isda.margin.marks import covered_trades
from isda.terms.bound import BoundTerms


def is_final_return(
    terms: BoundTerms, facts: Facts, known: Mapping[str, Decimal], notes: Notes
) -> bool:
    """Whether a return knows neither minimum nor rounding today.

    Where the annex elects it and something could go back, the facts have to say whether
    anything is still covered: by their trades, or by `nothing_covered:`.

    Args:
        terms: The leg.
        facts: The day.
        known: What is required and held, base currency, zero or more.
        notes: The leg's notes.

    Law:
        csa-2018-im-ny 8(d) · csd-2018-im-eng 8(d).
    """
    if not terms.final_returns:
        return False
    if facts.nothing_covered is not None:
        return facts.nothing_covered
    if facts.trades:
        return not covered_trades(terms, facts)
    held = known.get("held_value") or known.get("deliveries_in_transit")
    required = known.get("credit_support_amount", known.get("required_amount"))
    if held and not required:
        topic = "final-returns" if speaks_of("final-returns", terms.form) else "return-amount"
        notes.refuse(
            "MC146",
            "a last return is free of minimum and rounding, and the facts do not say whether "
            "anything is still covered",
            place=facts.place,
            help_text="add the trades, or `nothing_covered: yes` or `no`",
            cites=(cite(topic, terms.form),),
        )
    return False
