"""An elected amount in base currency: whole, a client's share, or what is left of it."""

from decimal import Decimal
from functools import lru_cache

from isda.basics.arithmetic import NIL, N, floor_at_zero
from isda.basics.cite import Cite
from isda.facts.facts import Facts
from isda.margin import value
from isda.margin.inputs import Notes
from isda.margin.recipe import Recipe, step
from isda.terms.bound import BoundAmount


def left_of_shared(*, threshold: N, used_elsewhere: N) -> N:
    """Return what a threshold leaves that another agreement uses too.

    Args:
        threshold: The whole of it, base currency, zero or more.
        used_elsewhere: What the other agreement uses of it today, zero or more.

    Example:
        >>> from decimal import Decimal
        >>> left_of_shared(threshold=Decimal(10), used_elsewhere=Decimal(4))
        Decimal('6')
    """
    return floor_at_zero(threshold - used_elsewhere)


@lru_cache(maxsize=64)
def of_client(name: str, cited: Cite) -> Recipe:
    """Return the recipe of one client's share of an amount that several have between them."""
    whole = f"{name}_of_all_clients"
    shared = step(name, value.share_of, cited, whole=whole, share="client_share")
    return Recipe(f"{name}, of one client", (shared,))


@lru_cache(maxsize=64)
def left(name: str, cited: Cite) -> Recipe:
    """Return the recipe of what another agreement leaves of a shared threshold."""
    made = step(
        name,
        left_of_shared,
        cited,
        threshold=f"{name}_shared",
        used_elsewhere=f"{name}_used_elsewhere",
    )
    return Recipe(f"{name}, what is left", (made,))


def elected_money(
    name: str, bound: BoundAmount, facts: Facts, notes: Notes, cited: Cite
) -> Decimal:
    """Return an amount of the sheet in base currency, as far as it is this leg's.

    Law:
        csa-1994-ny 13(b)(iv) · csa-1995-eng 11(b)(iii).
    """
    if bound.part is not None:
        whole = f"{name}_of_all_clients"
        given = {
            whole: notes.in_base(whole, bound.money, bound.path, cited),
            "client_share": bound.part.fraction,
        }
        notes.sources["client_share"] = bound.part_path
        recipe = of_client(name, cited)
    elif bound.shared_with is not None:
        shared = f"{name}_shared"
        given = {
            shared: notes.in_base(shared, bound.money, bound.path, cited),
            f"{name}_used_elsewhere": _used_elsewhere(name, bound, facts, notes, cited),
        }
        recipe = left(name, cited)
    else:
        return notes.in_base(name, bound.money, bound.path, cited)
    notes.sources.pop(name, None)  # it comes from the step below
    known = notes.working.follow(recipe, given, leg=notes.leg, sources=notes.sources)
    return known[name]


def _used_elsewhere(
    name: str, bound: BoundAmount, facts: Facts, notes: Notes, cited: Cite
) -> Decimal:
    """Return what the other agreement uses of a shared threshold, or refuse the leg."""
    other = (bound.shared_with or "").casefold()
    side = bound.path.rpartition(".")[2]
    for each in facts.used_elsewhere:
        if each.agreement.casefold() == other and each.of == side:
            return notes.in_base(f"{name}_used_elsewhere", each.amount, each.place, cited)
    notes.refuse(
        "MC151",
        f"the threshold of party {side} is shared with {bound.shared_with}, and the facts do "
        "not say what is used of it there",
        place=facts.place,
        help_text="add a row to `threshold_used_elsewhere:`, nil too",
        cites=(cited,),
    )
    return NIL
