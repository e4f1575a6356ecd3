"""The combiner of regimes: the greatest shortfall moves, or the least surplus, tested once.

Who is compared with whom is control flow, and is said once: the night calls regimes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from isda.basics.arithmetic import NIL
from isda.basics.finding import Severity
from isda.basics.reason import Reason
from isda.law.paragraphs import cite
from isda.margin import plan
from isda.margin.dispute import check_demands
from isda.margin.legs import LegRun
from isda.margin.outcome import Leg
from isda.margin.working import greatest, least
from isda.terms.switches import MinimumTest, ReturnAtMost


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one regime stands: its run, and its figures before any test."""

    run: LegRun
    found: Mapping[str, Decimal]

    @property
    def regime(self) -> str:
        """Its name."""
        return self.run.terms.regime or ""

    @property
    def short(self) -> Decimal:
        """What is missing under it and undisputed."""
        return self.found["undisputed_shortfall"]

    @property
    def over(self) -> Decimal:
        """What is too much under it, undisputed, and could come back."""
        capped = self.run.terms.return_at_most is ReturnAtMost.BALANCE
        return self.found["returnable" if capped else "undisputed_surplus"]


@dataclass(frozen=True, slots=True)
class Tested:
    """Regimes that are tested together: which of them decides, and what then moves."""

    decider: Standing
    found: Mapping[str, Decimal]

    def moves(self, way: str) -> Decimal:
        """Return what would move one way, withheld or not."""
        return self.found.get(f"{way}_amount", self.found.get(f"withheld_{way}_amount", NIL))


def legs_of_regimes(runs: Sequence[LegRun]) -> list[Leg]:
    """Compute the legs of one annex and posting party, one for each regime.

    A missing input of one regime refuses all; a gap in the document leaves its regime out,
    unless every regime has one. What moves stands on the leg of the regime that decides.

    Law:
        csa-1994-ny 3, 13(b)(i) · csa-1995-eng 2, 11(b)(i) · the 2016 VM forms alike.
    """
    given = [run.given()[0] for run in runs]
    wanting = [str(run.terms.regime) for run in runs if run.notes.refused]
    if wanting:
        return [_refused(run, wanting) for run in runs]
    standing = [
        Standing(run, _followed(run, figures))
        for run, figures in zip(runs, given, strict=True)
        if not run.notes.undefined
    ]
    if not standing:
        return [run.without_figures() for run in runs]
    overdone = _overdone(standing)
    if overdone is not None:
        return [_refused(run, [overdone]) for run in runs]
    decided = _decided([_tested(group) for group in _groups(standing)])
    by_run = {id(each.run): each for each in standing}
    legs = []
    for run in runs:
        each = by_run.get(id(run))
        if each is None:
            _leave_out(run)
            legs.append(run.without_figures())
        elif each is decided.decider:
            legs.append(replace(run.settled({**each.found, **decided.found}), decides=True))
        else:
            legs.append(_beside(each, decided))
    return legs


def _overdone(standing: Sequence[Standing]) -> str | None:
    """Return the first regime of which more is disputed than is demanded, if one is.

    What names no regime is a part of the demand of all together; what names one, of its own.
    """
    of_all = {
        "shortfall": max(each.found["shortfall"] for each in standing),
        "surplus": min(each.found["surplus"] for each in standing),
    }
    for each in standing:
        run = each.run
        check_demands(run.terms, each.found, run.facts, run.notes, of_all=of_all)
        if run.notes.refused:
            return each.regime
    return None


def _followed(run: LegRun, given: Mapping[str, Decimal]) -> dict[str, Decimal]:
    recipe = plan.standing(run.terms.form, plan.standing_of(run.movements(given)))
    return run.notes.working.follow(recipe, given, leg=run.notes.leg, sources=run.notes.sources)


def _refused(run: LegRun, wanting: Sequence[str]) -> Leg:
    """Refuse a regime for its own want, or because another could not be compared."""
    if not run.notes.refused:
        run.notes.refuse(
            "MC137",
            f"{' and '.join(wanting)} cannot be computed, so what moves under all regimes is "
            "not known",
            help_text="complete what it needs",
            cites=(cite("credit-support-amount", run.terms.form),),
        )
    return run.without_figures()


def _leave_out(run: LegRun) -> None:
    run.notes.find(
        "MC132",
        Severity.WARNING,
        f"{run.terms.regime} is left out of what party {run.terms.pledgor} posts: the call is "
        "incomplete",
        place=run.notes.place_of(f"{run.terms.path}.regimes.{run.terms.regime}"),
        help_text="settle with the other party what the document leaves open",
        cites=(cite("credit-support-amount", run.terms.form),),
    )


def _groups(standing: Sequence[Standing]) -> list[list[Standing]]:
    """Return who is tested together: regimes with a minimum of their own stand alone."""
    shared: list[Standing] = []
    groups = []
    for each in standing:
        formula = each.run.terms.formula
        if formula is not None and formula.has_own_minimum:
            groups.append([each])
        else:
            shared.append(each)
    return [*([shared] if shared else []), *groups]


def _tested(group: Sequence[Standing]) -> Tested:
    """Test the greatest shortfall and the least surplus of a group against its minimum."""
    decider = _deciding(group)
    run = decider.run
    form, notes = run.terms.form, run.notes
    pays, back = cite("delivery-amount", form), cite("return-amount", form)
    known = dict(decider.found)

    def kept(name: str, which: str, of: str) -> None:
        parts = {each.regime: _figure(each, of) for each in group}
        known[name] = notes.working.gather(
            name,
            greatest if which == "greatest" else least,
            parts,
            pays if which == "greatest" else back,
            leg=notes.leg,
            sources={each: f"{each}: {of}" for each in parts},
        )

    kept("greatest_shortfall", "greatest", "undisputed_shortfall")
    kept("least_surplus", "least", "returnable")
    if run.terms.test is MinimumTest.WHOLE_DEMAND:
        kept("greatest_whole_shortfall", "greatest", "shortfall")
        kept("least_whole_surplus", "least", "surplus")
    recipe = plan.settling(form, run.movements(known))
    return Tested(
        decider,
        notes.working.follow(recipe, known, leg=notes.leg, sources=notes.sources),
    )


def _figure(each: Standing, of: str) -> Decimal:
    return each.over if of == "returnable" else each.found[of]


def _deciding(group: Sequence[Standing]) -> Standing:
    """Return the regime that is shortest, or, where none is short, has least too much."""
    if any(each.short for each in group):
        return max(group, key=lambda each: each.short)
    return min(group, key=lambda each: each.over)


def _decided(groups: Sequence[Tested]) -> Tested:
    """Compare what was tested apart: the greatest delivery moves, or the least return."""
    if len(groups) == 1:
        return groups[0]
    if any(each.moves("delivery") for each in groups):
        chosen = max(groups, key=lambda each: each.moves("delivery"))
    elif any(each.decider.short for each in groups):
        chosen = max(groups, key=lambda each: each.decider.short)
    else:
        chosen = min(groups, key=lambda each: each.moves("return"))
    notes, form = chosen.decider.run.notes, chosen.decider.run.terms.form
    found = dict(chosen.found)
    for way, made in (("delivery", greatest), ("return", least)):
        name = f"{way}_amount" if f"{way}_amount" in found else f"withheld_{way}_amount"
        found[name] = notes.working.gather(
            f"{made.__name__}_{way}",
            made,
            {each.decider.regime: each.moves(way) for each in groups},
            cite(f"{way}-amount", form),
            leg=notes.leg,
            sources={each.decider.regime: f"{each.decider.regime}: {name}" for each in groups},
        )
    return Tested(chosen.decider, found)


def _beside(each: Standing, decided: Tested) -> Leg:
    """Return the leg of a regime that does not decide: nothing moves under it of its own."""
    name = decided.decider.regime
    if each.short or decided.decider.short:
        why = f"{name} decides: its shortfall is the greatest"
    else:
        why = f"{name} decides: its surplus is the least"
    cited = cite("credit-support-amount", each.run.terms.form)
    reason = Reason("another-regime-decides", why, (cited,))
    return replace(each.run.idle(each.found, reason), decides=False)
