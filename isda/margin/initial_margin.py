"""Initial margin on a day: the greatest of its regimes, and what it does to other annexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from isda.basics.amounts import did_you_mean
from isda.basics.arithmetic import NIL
from isda.basics.finding import Place, Severity
from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.basics.reason import Reason
from isda.facts.facts import Facts, InitialMargin
from isda.law.paragraphs import cite
from isda.margin import margin_plan, plan
from isda.margin.confirmed import UpFront
from isda.margin.inputs import Notes
from isda.margin.margin_disputes import NO_REGIMES, Alone
from isda.margin.marks import exposure
from isda.margin.outcome import Leg, Status
from isda.margin.up_front import amount_up_front
from isda.margin.working import greatest
from isda.terms.bound import Basis, BoundAmount, BoundTerms, Unclear
from isda.terms.initial_margin import MarginApproach

KEEP_THEIRS = frozenset({Basis.NOT_STATED, Basis.NOT_APPLICABLE})
"""Answers by which an annex leaves the minimum of another one as it is."""


class Margin(NamedTuple):
    """A leg and its terms: of an initial-margin annex, what it asks of one party today."""

    terms: BoundTerms
    leg: Leg

    @property
    def is_distinct(self) -> bool:
        """Whether it leaves the independent amounts of other annexes alone."""
        bound = self.terms.initial_margin
        return bound is not None and bound.approach is MarginApproach.DISTINCT

    @property
    def is_open(self) -> bool:
        """Whether the document leaves open how it touches other annexes."""
        bound = self.terms.initial_margin
        return bound is None or bound.approach is None

    @property
    def takes_off(self) -> bool:
        """Whether it is taken off independent amounts, so that they have to be known."""
        bound = self.terms.initial_margin
        return bound is not None and bound.approach is MarginApproach.ALLOCATED

    @property
    def replaces(self) -> bool:
        """Whether it has independent amounts in it already, so that elsewhere they are nil."""
        bound = self.terms.initial_margin
        return bound is not None and bound.approach is MarginApproach.GREATER_OF

    def open_minimum(self, *sides: Side) -> tuple[Reason, ...]:
        """Return why a minimum that this annex sets for another cannot be said, if so."""
        bound = self.terms.initial_margin
        found = bound.other_open if bound is not None else {}
        return tuple(reason for side in sides for reason in found.get(side, ()))

    def unclear_minimum(self, *sides: Side) -> tuple[Unclear, ...]:
        """Return what the facts leave open of a minimum that this annex sets for another."""
        bound = self.terms.initial_margin
        found = bound.other_unclear if bound is not None else {}
        return tuple(doubt for side in sides for doubt in found.get(side, ()))

    @property
    def other_minimums(self) -> dict[Side, BoundAmount]:
        """What the minimum of a variation-margin annex becomes, where that is said."""
        bound = self.terms.initial_margin
        said = bound.other_minimums.items() if bound is not None else ()
        return {side: amount for side, amount in said if amount.basis not in KEEP_THEIRS}


@dataclass(frozen=True)
class Beside:
    """What other annexes of the agreement mean for a leg.

    Attributes:
        others: For initial margin, the legs of other annexes that owe independent amounts.
        margins: For another annex, the legs of every annex of initial margin.
    """

    others: Sequence[BoundTerms] = ()
    margins: Sequence[Margin] = ()

    def joining(self, side: Side) -> Margin | None:
        """Return the initial margin that touches what a party owes elsewhere, if any does.

        Where one annex leaves it open, what the others say of it does not settle it.
        """
        touching = [
            one for one in self.margins if one.terms.pledgor is side and not one.is_distinct
        ]
        return next((one for one in touching if one.is_open), next(iter(touching), None))


def replaced_amounts(margins: Sequence[Margin]) -> frozenset[tuple[str, Side]]:
    """Return the independent amounts that another annex need not know: greater of has them.

    Under it they are nil elsewhere, whatever they are.

    Args:
        margins: The legs of every annex of initial margin in force.

    Law:
        csa-2018-im-ny 3(c)(iii) · csd-2018-im-eng 3(c)(iii).

    Example:
        >>> sorted(replaced_amounts([]))
        []
    """
    joining = {side: Beside(margins=margins).joining(side) for side in SIDES}
    return frozenset(
        ("independent_amount", side)
        for side, margin in joining.items()
        if margin is not None and margin.replaces
    )


def margin_required(
    terms: BoundTerms, facts: Facts, beside: Beside, threshold: Decimal, notes: Notes
) -> tuple[dict[str, Decimal], Alone]:
    """Return the Credit Support Amount (IM), what it was made of, and each regime alone.

    Args:
        terms: The leg of the initial-margin annex.
        facts: The day, with the margin of each regime.
        beside: The legs of other annexes that owe independent amounts.
        threshold: Threshold (IM) in base currency; nil where it is no number.
        notes: The leg's notes.

    Law:
        csa-2018-im-ny 3(c) · csd-2018-im-eng 3(c).
    """
    bound = terms.initial_margin
    if bound is None or bound.approach is None:
        return {}, NO_REGIMES
    margin, margins, places = _margin_amount(terms, facts, notes)
    given = {
        "margin_amount_im": margin,
        "threshold_of_pledgor": threshold,
        "nil": NIL,
    }
    if bound.approach is MarginApproach.GREATER_OF:
        given["margin_amount_ia"] = _independent_amounts(terms, facts, beside, notes)
    kind = plan.kind_of(terms.threshold_of_pledgor)
    recipe = margin_plan.requirement(terms.form, bound.approach, kind)
    known = notes.working.follow(recipe, given, leg=notes.leg, sources=notes.sources)
    return known, Alone(known, margins, places)


def _margin_amount(
    terms: BoundTerms, facts: Facts, notes: Notes
) -> tuple[Decimal, dict[str, Decimal], dict[str, Place]]:
    """Return Margin Amount (IM), the greatest of the regimes that bind the holder, and each."""
    wanted = terms.initial_margin.regimes if terms.initial_margin else ()
    cited = cite("margin-amount-im", terms.form), cite("regime-table", terms.form)
    known: dict[str, InitialMargin] = {}
    for each in facts.initial_margin:
        name = next((one for one in wanted if one.casefold() == each.regime.casefold()), None)
        if each.poster is not terms.pledgor:
            continue
        if name is None:
            near = did_you_mean(each.regime, wanted)
            notes.find(
                "MC316",
                Severity.WARNING if near else Severity.INFO,
                f"the initial margin of {each.regime!r} that party {each.poster} posts is not "
                f"used: no regime of the annex by that name binds party {terms.secured_party}",
                place=each.place,
                help_text=near or "name it under `regimes:` where it applies",
                cites=cited,
            )
        elif name in known:
            notes.refuse(
                "MC143",
                f"the margin of {name} for party {terms.pledgor} is given twice",
                place=each.place,
                cites=cited,
            )
        else:
            known[name] = each
    parts: dict[str, Decimal] = {}
    places: dict[str, Place] = {}
    for name in wanted:
        row = known.get(name)
        if row is None:
            notes.refuse(
                "MC142",
                f"no initial margin of {name} for party {terms.pledgor}",
                place=facts.place,
                help_text=f"add a row of {name} to `initial_margin:`",
                cites=cited,
            )
            continue
        places[name] = row.place
        parts[name] = notes.in_base(
            "margin_of_regime", row.amount, row.place, cited[0], of=name
        )
    made = notes.working.gather(
        "margin_amount_im", greatest, parts, *cited, leg=notes.leg, sources=places
    )
    return made, parts, places


def _independent_amounts(
    terms: BoundTerms, facts: Facts, beside: Beside, notes: Notes
) -> Decimal:
    """Return Margin Amount (IA): the pledgor's independent amounts under its other annexes."""
    name, cited = "margin_amount_ia", cite("margin-amount-ia", terms.form)
    own = terms.initial_margin.margin_ia if terms.initial_margin else None
    if own is not None and own.basis is not Basis.NOT_STATED:
        notes.say_why(name, own, cited)
        return _elected(name, own, notes)
    if not beside.others:
        figure = facts.independent_amounts.get(terms.pledgor)
        if figure is not None:
            return notes.in_base(name, figure.amount, figure.place, cited)
        notes.refuse(
            "MC144",
            f"the independent amounts of party {terms.pledgor} count, and neither another "
            "annex of the sheet nor the facts give them",
            place=facts.place,
            help_text="add the other annex, `margin_amount:`, or `independent_amounts:`",
            cites=(cited,),
        )
        return NIL
    parts: dict[str, Decimal] = {}
    for other in beside.others:
        if other.stays_out is not None and not _is_nil(other.independent_amount_of_pledgor):
            why = (
                f"{other.stays_out.message}, and whether its independent amount counts "
                "meanwhile is not said"
            )
            notes.leave_undefined("MC202", f"{other.title}: {why}", cites=(cited,))
        for reason in other.undefined:
            notes.leave_undefined("MC202", f"{other.title}: {reason.message}", cites=(cited,))
        for reason, help_text in other.unclear:
            message = f"{other.title}: {reason.message}"
            notes.refuse(reason.code, message, cites=(cited,), help_text=help_text)
        owed = UpFront("independent_amount", other.independent_amount_of_pledgor, terms.pledgor)
        exposed = None
        if owed.bound.basis is Basis.SHARE_OF_EXPOSURE:
            exposed = exposure(other, facts, notes)
        parts[other.title] = amount_up_front(other, owed, facts, notes, exposed=exposed)
    return notes.working.add(name, parts, cited, leg=notes.leg)


def _is_nil(bound: BoundAmount) -> bool:
    return bound.basis is Basis.NOT_APPLICABLE or (
        bound.basis is Basis.MONEY and not bound.money.amount
    )


def _elected(name: str, bound: BoundAmount, notes: Notes) -> Decimal:
    notes.sources[name] = bound.path
    if bound.word or not bound.money.amount:
        return NIL
    return notes.in_base(name, bound.money, bound.path)


def after_initial_margin(
    owed: UpFront, elected: Decimal, margin: Margin, notes: Notes
) -> Decimal:
    """Return what initial margin leaves of an independent amount of another annex.

    Distinct leaves it alone; allocated takes what is required off it; greater of has it in
    the initial margin already.

    Args:
        owed: The independent amount.
        elected: What it is without initial margin, base currency, zero or more; read only
            where the margin is taken off it.
        margin: What the initial-margin annex asks of the party that owes it.
        notes: The notes of the other annex's leg.

    Law:
        csa-2018-im-ny 3(c)(iii) · csd-2018-im-eng 3(c)(iii).
    """
    bound, leg = margin.terms.initial_margin, margin.leg
    cited = cite("margin-approach", margin.terms.form)
    if bound is None or bound.approach is None:
        notes.leave_undefined(
            "MC202",
            f"how the initial margin of party {owed.side} touches this amount is open",
            cites=(cited,),
        )
        return NIL
    given = {f"{owed.name}_elected": elected, "nil": NIL}
    if bound.approach is MarginApproach.ALLOCATED:
        if leg.required is None:
            _not_known(owed, leg, notes)
            return NIL
        name = f"initial_margin_beside_{owed.name}"
        required = Money(leg.required, leg.base_currency)
        path = f"{margin.terms.path}.margin_approach"
        given[name] = notes.in_base(name, required, path, cited)
    notes.sources.pop(owed.name, None)  # it comes from the step below
    known = notes.working.follow(
        margin_plan.independent_amount_left(owed.name, bound.approach, cited),
        given,
        leg=notes.leg,
        sources=notes.sources,
    )
    return known[owed.name]


def _not_known(owed: UpFront, leg: Leg, notes: Notes) -> None:
    """Pass on why an amount that allocated margin would reduce cannot be said."""
    cited = cite("margin-approach", leg.form)
    message = f"the initial margin of party {owed.side} is not computed, and is taken off here"
    if leg.status is Status.UNDEFINED:
        notes.leave_undefined("MC202", message, cites=(cited,))
        return
    notes.refuse(
        "MC145",
        message,
        help_text=f"see the leg of {leg.annex}",
        cites=(cited,),
    )
