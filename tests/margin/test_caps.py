"""Caps: the excess counts zero and is taken from the last item listed."""

import pytest
import small
from small import annex, call, owes

ROWS = [
    {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"},
    {"asset": "Bond", "valuation_percentage": "100%"},
]


def bond(name, amount, issuer=None):
    lot = {"lot": name, "posted_by": "B", "asset": "Bond", "nominal": f"USD {amount}"}
    return lot | {"price": "100"} | ({"issuer": issuer} if issuer else {})


def cash(name, amount):
    return {"lot": name, "posted_by": "B", "asset": "cash", "amount": f"USD {amount}"}


def counted(caps, lots, exposure="USD 0", **given):
    terms = annex(posting_parties=["B"], eligible_collateral=ROWS, concentration=caps)
    made = call(terms, exposure=owes(exposure), held=lots, **given)
    (line,) = [line for line in made.working if line.name == "held_value"]
    return {name: small.plain(part) for name, part in line.inputs.items()}, made


@pytest.mark.parametrize(
    ("cap", "last"), [("USD 99", "39"), ("USD 100", "40"), ("USD 101", "40")]
)
def test_a_cap_below_at_and_above_what_is_posted(cap, last):
    """A dollar over the cap is taken off the last lot; at the cap and above nothing is."""
    found, made = counted(
        [{"of": {"asset": "bond"}, "at_most": cap}], [bond("B1", 60), bond("B2", 40)]
    )
    assert found == {"B1": "60", "B2": last}
    assert ("MC302" in small.codes(made)) == (last == "39")


def test_a_cap_touches_what_it_names_only():
    """Cash is not of the capped asset and keeps its value."""
    found, _ = counted(
        [{"of": {"asset": "Bond"}, "at_most": "USD 50"}], [cash("C", 70), bond("B", 60)]
    )
    assert found == {"C": "70", "B": "50"}


def test_each_issuer_has_the_cap_for_itself():
    """`each` caps every issuer, and lots without one together."""
    lots = [bond("A1", 40, "Acme"), bond("Z1", 40, "Zeta"), bond("A2", 40, "Acme"),
            bond("N1", 40), bond("N2", 40)]  # fmt: skip
    found, made = counted([{"of": {"issuer": "each"}, "at_most": "USD 50"}], lots)
    assert found == {"A1": "40", "Z1": "40", "A2": "10", "N1": "40", "N2": "10"}
    said = [finding.message for finding in made.findings if finding.code == "MC302"]
    assert [words.split(" exceeds")[0] for words in said] == ["Acme", "no issuer"]


def test_two_keys_must_both_fit():
    """A cap of dollars of one issuer touches neither other issuers nor other currencies."""
    cap = [{"of": {"issuer": "acme", "currency": "USD"}, "at_most": "USD 10"}]
    found, _ = counted(cap, [bond("A", 40, "Acme"), bond("Z", 40, "Zeta")])
    assert found == {"A": "10", "Z": "40"}


def test_a_share_of_what_is_posted_is_taken_before_any_cap():
    """Forty per cent of 200 is 80, although the other cap leaves less than 200."""
    caps = [
        {"of": {"asset": "cash"}, "at_most": "USD 5"},
        {"of": {"asset": "Bond"}, "at_most": "40% of posted value"},
    ]
    found, _ = counted(caps, [cash("C", 100), bond("B", 100)])
    assert found == {"C": "5", "B": "80"}


def test_a_share_of_the_requirement():
    """A quarter of a requirement of 100 is 25."""
    caps = [{"of": {"asset": "Bond"}, "at_most": "25% of requirement"}]
    found, made = counted(caps, [bond("B", 40)], exposure="USD 100")
    assert found == {"B": "25"}
    assert small.moved(made) == [("B", "75", "delivery")]


def test_each_lot_counts_at_the_least_that_any_cap_leaves():
    """Two caps meet in one lot: both read the uncapped values, the smaller remainder counts."""
    caps = [
        {"of": {"currency": "USD"}, "at_most": "USD 70"},
        {"of": {"asset": "Bond"}, "at_most": "USD 30"},
    ]
    found, _ = counted(caps, [cash("C", 50), bond("B", 40)])
    assert found == {"C": "50", "B": "20"}


def test_a_cap_in_another_currency_is_converted():
    """A cap of 14,000 won at 1,400 is ten dollars."""
    caps = [{"of": {"asset": "Bond"}, "at_most": "KRW 14,000"}]
    found, _ = counted(caps, [bond("B", 40)], fx={"USDKRW": "1,400"})
    assert found == {"B": "10"}


def moving(kind, item):
    """An item on its way: delivered by B, or returned by A."""
    rest = {key: part for key, part in item.items() if key not in {"posted_by", "lot"}}
    by = "B" if kind == "delivery" else "A"
    return rest | {"movement": item["lot"], "kind": kind, "by": by, "settles": "2024-12-31"}


def both(caps, lots, under_way, counted_too="counted"):
    """What is held and what comes in count for, and the call."""
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=ROWS,
        concentration=caps,
        in_transit=counted_too,
    )
    made = call(terms, exposure=owes("USD 1,000"), held=lots, in_transit=under_way)
    return small.step(made, "held_value"), small.step(made, "adjusted_value"), made


BONDS = [{"of": {"asset": "Bond"}, "at_most": "USD 50"}]


@pytest.mark.parametrize(("amount", "adjusted"), [(9, "49"), (10, "50"), (11, "50")])
def test_a_delivery_under_way_takes_the_room_that_is_left(amount, adjusted):
    """Forty are held under a cap of fifty: ten of what is coming count, and no more."""
    held, whole, _ = both(BONDS, [bond("B1", 40)], [moving("delivery", bond("M1", amount))])
    assert (held, whole) == ("40", adjusted)


@pytest.mark.parametrize(("amount", "adjusted"), [(9, "50"), (10, "50"), (11, "49")])
def test_what_is_on_its_way_back_takes_no_room(amount, adjusted):
    """Sixty are held under a cap of fifty: ten may go back before anything is missing."""
    _, whole, _ = both(BONDS, [bond("B1", 60)], [moving("return", bond("R1", amount))])
    assert whole == adjusted


def test_a_return_is_laid_to_the_last_lots_of_its_kind():
    """A return of thirty bonds of Acme frees the last Acme lot and a part of the first."""
    lots = [
        bond("A1", 40, "Acme"),
        bond("Z1", 40, "Zeta"),
        bond("A2", 20, "Acme"),
        cash("C", 5),
    ]
    back = [moving("return", bond("R1", 30, "acme"))]
    caps = [{"of": {"issuer": "each"}, "at_most": "USD 25"}]
    held, whole, made = both(caps, lots, back)
    assert small.step(made, "value_staying", "A1") == "30"
    assert small.step(made, "value_staying", "A2") == "0"
    assert (held, whole) == ("85", "55")


def test_a_return_of_more_than_is_held_is_taken_off_in_full():
    """What goes back beyond the lots of its kind still leaves the balance."""
    held, whole, _ = both(
        BONDS, [cash("C", 70), bond("B1", 10)], [moving("return", bond("R1", 15))]
    )
    assert (held, whole) == ("80", "65")


def test_a_share_of_what_will_be_posted():
    """Forty per cent of 60 + 40 + 20 − 20: the coming dollars widen the cap, the return not."""
    caps = [{"of": {"asset": "Bond"}, "at_most": "40% of posted value"}]
    under_way = [moving("delivery", cash("M1", 20)), moving("return", cash("R1", 20))]
    held, whole, _ = both(caps, [cash("C", 60), bond("B1", 40)], under_way)
    assert (held, whole) == ("100", "100")


def test_a_movement_without_its_asset_cannot_be_capped():
    """Where the annex caps assets, a movement by value alone is refused."""
    under_way = [{"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 5"}]
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=ROWS,
        concentration=BONDS,
        in_transit="counted",
    )
    made = call(terms, exposure=owes("USD 9"), in_transit=under_way)
    assert "without its asset" in small.found(made, "MC102").message


def test_a_movement_that_does_not_count_takes_no_room():
    """Not counted under the printed 1994 form, it neither fills nor frees a cap."""
    under_way = [moving("delivery", bond("M1", 30)), moving("return", bond("R1", 30))]
    held, whole, _ = both(BONDS, [bond("B1", 60)], under_way, counted_too="not counted")
    assert (held, whole) == ("50", "50")
