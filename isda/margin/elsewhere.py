"""Exposures under two agreements, added up for the one threshold that stands over both."""

from decimal import Decimal
from functools import lru_cache

from isda.basics.arithmetic import N
from isda.facts.facts import Facts
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.exposure import seen_from_the_other_side
from isda.margin.inputs import Notes
from isda.margin.recipe import Recipe, Step, step
from isda.terms.bound import BoundTerms


def of_both(*, exposure: N, exposure_elsewhere: N) -> N:
    """Return the exposure under two agreements together.

    Args:
        exposure: Under this one, signed: plus when the pledgor would owe the secured party.
        exposure_elsewhere: Under the other, signed alike.

    Example:
        >>> from decimal import Decimal
        >>> of_both(exposure=Decimal(7), exposure_elsewhere=Decimal(-3))
        Decimal('4')
    """
    return exposure + exposure_elsewhere


@lru_cache(maxsize=32)
def added(form: Form, *, is_turned: bool) -> Recipe:
    """Return the recipe of exposures added; the other may be told as the pledgor has it."""
    cites = cite("exposure", form), cite("threshold", form)
    other = "exposure_elsewhere"
    turned: tuple[Step, ...] = ()
    if is_turned:
        other = "exposure_elsewhere_of_holder"
        turned = (step(other, seen_from_the_other_side, cites[0], amount="exposure_elsewhere"),)
    made = step("exposure_of_both", of_both, *cites, exposure_elsewhere=other)
    return Recipe(f"exposures added, {form}, {is_turned}", (*turned, made))


def with_exposure_elsewhere(
    terms: BoundTerms, exposed: Decimal, facts: Facts, notes: Notes
) -> Decimal:
    """Return the exposure of a leg with that under the other agreement, where it is added.

    Args:
        terms: The leg.
        exposed: Its own exposure, signed, base currency.
        facts: What the other agreement has today.
        notes: The leg's notes.

    Law:
        csa-1994-ny 12 Exposure, 13(b)(iv)(B) · csa-1995-eng 10 Exposure, 11(b)(iii)(B).
    """
    if terms.adds_exposure_of is None:
        return exposed
    if _is_owed_up_front(terms, facts):
        notes.leave_undefined(
            "MC202",
            "exposures are added, and an independent amount is owed: where it counts then is "
            "not said",
            cites=(cite("independent-amount", terms.form),),
            help_text="settle it with the other party: the document has to say",
        )
    if terms.stays_out is not None:
        return exposed
    name, cited = "exposure_elsewhere", cite("exposure", terms.form)
    for each in facts.exposure_elsewhere:
        if each.agreement.casefold() == terms.adds_exposure_of.casefold():
            given = {"exposure": exposed}
            given[name] = notes.in_base(name, each.amount, each.place, cited)
            recipe = added(terms.form, is_turned=each.holder is terms.pledgor)
            known = notes.working.follow(
                recipe, given, leg=notes.leg, sources=dict(notes.sources)
            )
            notes.sources["exposure"] = "exposure_of_both"
            return known["exposure_of_both"]
    notes.refuse(
        "MC151",
        f"the exposure under {terms.adds_exposure_of} is added, and the facts do not give it",
        place=facts.place,
        help_text="add a row to `exposure_elsewhere:`, nil too",
        cites=(cited,),
    )
    return exposed


def _is_owed_up_front(terms: BoundTerms, facts: Facts) -> bool:
    """Whether a figure of the day or a Confirmation says that something is owed up front."""
    figures = [each.amount for each in facts.independent_amounts.values()]
    figures += [each.independent_amount for each in facts.trades if each.independent_amount]
    said = any(each.confirmation.parties for each in terms.confirmations)
    return said or any(each.amount for each in figures)
