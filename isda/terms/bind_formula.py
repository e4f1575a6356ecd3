"""Which limbs of a document's own requirement hold on a day, and which column then values."""

from typing import Any, NamedTuple

from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.law.paragraphs import cite
from isda.terms.amounts import ThresholdTerm
from isda.terms.annex import CreditSupportTerms
from isda.terms.bound import BoundFormula, BoundLimb
from isda.terms.conditions import InForce
from isda.terms.events import continues
from isda.terms.formula import Formula
from isda.terms.regimes import (
    Limb,
    LimbRule,
    Regime,
    demands_apart,
    event_known,
    names_read,
    side_of,
)
from isda.terms.switches import WorksAs


class Bound(NamedTuple):
    """A requirement on a day, what the document leaves open, and events to be asked about."""

    formula: BoundFormula
    undefined: tuple[Reason, ...] = ()
    asked: tuple[tuple[str, Side], ...] = ()


def formula_of_annex(annex: Any, path: str) -> BoundFormula | None:
    """Bind a formula that stands in the place of the printed one, if there is one.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> annex = CreditSupportAnnex.model_validate(
        ...     {"form": "CSA 1994 New York", "credit_support_amount": "exposure * 125%"})
        >>> sorted(formula_of_annex(annex, "annexes.0").names)
        ['exposure']
    """
    said = annex.credit_support_amount.value if isinstance(annex, CreditSupportTerms) else None
    if not isinstance(said, Formula):
        return None
    at = f"{path}.credit_support_amount"
    limb = BoundLimb(said.tree, said.names, at)
    return BoundFormula((limb,), LimbRule.FIRST, at, reads=frozenset(said.names))


def switch_of(annex: Any, pledgor: Side) -> ThresholdTerm | None:
    """Return a party's threshold where it only switches, and is never subtracted.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> annex = CreditSupportAnnex.model_validate({"form": "CSA 1994 New York",
        ...     "threshold": {"A": {"value": "infinite", "works_as": "switch"}}})
        >>> switch_of(annex, Side.A).value, switch_of(annex, Side.B)
        (<Answer.INFINITE: 'infinite'>, None)
    """
    if not isinstance(annex, CreditSupportTerms):
        return None
    term: ThresholdTerm = annex.threshold.of(pledgor)
    return term if term.works_as is WorksAs.SWITCH else None


def own_or_shared(
    annex: Any, regime: str | None, key: str, part: str, *, path: str
) -> tuple[Any, str]:
    """Return one part of an election, and its path: the regime's own where it says that part.

    Args:
        annex: The annex on the day.
        regime: Which of its regimes, where it has any.
        key: The election, such as `rounding`.
        part: The party, or the movement, that is asked for.
        path: Where the annex stands in the sheet.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> one = {"credit_support_amount": "nil", "rounding": {"return": "down to USD 5"}}
        >>> annex = CreditSupportAnnex.model_validate({
        ...     "form": "CSA 1994 New York", "regimes": {"One": one}})
        >>> [own_or_shared(annex, "One", "rounding", way, path="0")[1]
        ...     for way in ("delivery", "return_")]
        ['0.rounding.delivery', '0.regimes.One.rounding.return']
    """
    at, found = f"{path}.{key}", getattr(annex, key)
    own = None if regime is None else getattr(annex.regimes[regime], key, None)
    if own is not None and getattr(own, part) != getattr(type(own)(), part):
        at, found = f"{path}.regimes.{regime}.{key}", own
    return getattr(found, part), f"{at}.{part.rstrip('_')}"


def formula_of_regime(
    annex: Any, name: str, *, path: str, pledgor: Side, happening: InForce
) -> Bound:
    """Bind the limbs of a regime that hold, and its column.

    The first that applies, or all of them where the rule is their sum or the greatest; the
    `otherwise:` where none does. Limbs that hold must agree on the column.

    Law:
        csa-1994-ny 13(b)(i) · csa-1995-eng 11(b)(i) · 13(c)(i), 11(c)(i) of 2016.
    """
    regime: Regime = annex.regimes[name]
    asked: list[tuple[str, Side]] = []
    holding: list[tuple[int, Limb]] = []
    for number, limb in enumerate(regime.credit_support_amount):
        if limb.is_otherwise and holding:
            break
        sides = side_of(limb.of, pledgor)
        events = frozenset[str]().union(*(happening[side] for side in sides))
        named = [event_known(each, annex) or each for each in limb.while_]
        if limb.is_otherwise or any(continues(each, events) for each in named):
            holding.append((number, limb))
        else:
            asked += [(each, side) for each in named for side in sides]
        if holding and regime.limbs is LimbRule.FIRST:
            break
    return _bound(annex, name, path=path, holding=holding, asked=tuple(asked))


def _bound(
    annex: Any,
    name: str,
    *,
    path: str,
    holding: list[tuple[int, Limb]],
    asked: tuple[tuple[str, Side], ...],
) -> Bound:
    regime: Regime = annex.regimes[name]
    at = f"{path}.regimes.{name}.credit_support_amount"
    limbs = tuple(
        BoundLimb(
            limb.tree,
            limb.names,
            f"{at}.{number}.{'otherwise' if limb.is_otherwise else 'amount'}",
        )
        for number, limb in holding
    )
    columns = {regime.column_of(limb) for _, limb in holding} or {regime.column}
    column = columns.pop() if len(columns) == 1 else None
    why = _why_undefined(name, holding, is_split=bool(columns))
    reads = frozenset[str]().union(*(names_read(each) for each in annex.regimes.values()))
    formula = BoundFormula(
        () if why else limbs,
        regime.limbs,
        at,
        name,
        column,
        regime.has_own_minimum,
        demands_apart(annex.regimes),
        reads,
    )
    cites = (cite("credit-support-amount", annex.form),)
    undefined = (Reason("undefined-term", why, cites, at),) if why else ()
    return Bound(formula, undefined, asked)


def _why_undefined(name: str, holding: list[tuple[int, Limb]], *, is_split: bool) -> str:
    if not holding:
        return f"no limb of {name} holds, and it has no `otherwise:`"
    if any(limb.is_undefined for _, limb in holding):
        return f"the document has no limb of {name} for this day"
    if is_split:
        return f"limbs of {name} that hold together name different columns"
    return ""
