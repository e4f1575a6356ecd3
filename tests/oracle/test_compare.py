"""The comparison is silent where both agree and speaks where they do not."""

from copy import deepcopy
from fractions import Fraction

import pytest
from calculation import call
from compare import differences, leeway, movement_differences
from generate import case

WORDS = ("annex", "posting_party", "regime", "status")
STEPS = ["adjusted_value", "undisputed_shortfall", "undisputed_surplus"]


def text(amount: Fraction | None) -> str | None:
    """Write an amount at eighteen places, as the program prints it."""
    if amount is None:
        return None
    units = round(amount * 10**18)
    sign, whole = ("-" if units < 0 else ""), f"{abs(units):019d}"
    return (f"{sign}{whole[:-18]}.{whole[-18:]}").rstrip("0").rstrip(".")


def printed(seed: int) -> dict:
    """Return the oracle's own result in the shape of the program's."""
    one = case(seed)
    result = call(one.sheet, one.facts, one.day)
    shown = {"status": result["status"], "legs": [], "working": [], "movements": []}
    for number, leg in enumerate(result["legs"]):
        party, steps = leg["posting_party"], leg["steps"]
        quiet = "0" if leg["status"] == "no_call" and not steps else None
        due = steps.get("credit_support_amount", steps.get("required_amount"))
        lines = {
            "annex": f"annex {number}",
            "posting_party": party,
            "regime": leg["regime"],
            "decides": leg.get("decides"),
            "status": leg["status"],
            "exposure": text(steps.get("exposure", steps.get("loss"))),
            "required": text(due),
            "withheld_amount": text(leg.get("withheld_amount")),
            "latched": leg.get("limit", {}).get("latched"),
        }
        for key in ("held_value", "shortfall", "surplus"):
            lines[key] = text(steps.get(key))
        for key in ("delivery_amount", "return_amount"):
            lines[key] = text(steps.get(key)) or quiet
        shown["legs"].append(lines)
        key = "/".join(filter(None, [lines["annex"], party, leg["regime"]]))
        shown["working"] += [
            {"leg": key, "step": step, "result": text(steps[step])} for step in STEPS if steps
        ]
    shown["movements"] = [one | {"amount": text(one["amount"])} for one in result["movements"]]
    return shown


@pytest.mark.parametrize("seed", range(60))
def test_what_is_equal_gives_no_difference(seed: int) -> None:
    """The oracle's own figures, cut at 18 places, differ from it in nothing."""
    assert differences(case(seed), printed(seed)) == []


@pytest.mark.parametrize("seed", range(60))
def test_each_changed_figure_is_found(seed: int) -> None:
    """A millionth more in any figure of any leg is a difference."""
    shown = printed(seed)
    for index, leg in enumerate(shown["legs"]):
        for key, amount in leg.items():
            if not isinstance(amount, str) or key in WORDS:
                continue
            changed = deepcopy(shown)
            changed["legs"][index][key] = text(Fraction(amount) + Fraction(1, 10**6))
            assert differences(case(seed), changed), (index, key)


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_status_or_movement_is_found(seed: int) -> None:
    """Another status, a movement left out and one turned round are differences."""
    shown = printed(seed)
    changes = [shown | {"status": "other"}]
    if shown["movements"]:
        first, *rest = shown["movements"]
        changes += [
            shown | {"movements": rest},
            shown | {"movements": [first | {"from": first["to"], "to": first["from"]}, *rest]},
        ]
    assert all(differences(case(seed), changed) for changed in changes)


def test_only_an_amount_on_the_half_of_its_ninth_place_may_move_a_ninth_place_more() -> None:
    """Dust beside the half is explained; a ninth place anywhere else is a difference."""
    half, ninth = Fraction(5, 10**10), Fraction(1, 10**9)
    for dust, least in ((Fraction(0), ninth), (Fraction(1, 10**12), ninth), (ninth / 4, 0)):
        assert leeway({"undisputed_surplus": 7 + half - dust}) == least
    mine = [{"from": "B", "to": "A", "kind": "delivery", "currency": "USD", "amount": ninth}]
    theirs = [mine[0] | {"amount": "0.000000002"}]
    assert movement_differences(mine, theirs, ninth) == []
    assert movement_differences(mine, theirs) != []
    assert movement_differences(mine, [theirs[0] | {"to": "B"}], ninth) != []
