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
    """`each` caps every issuer for itself, and cash, which has none, not at all."""
    lots = [bond("A1", 40, "Acme"), bond("Z1", 40, "Zeta"), bond("A2", 40, "Acme"),
            cash("C", 400)]  # fmt: skip
    found, made = counted([{"of": {"issuer": "each"}, "at_most": "USD 50"}], lots)
    assert found == {"A1": "40", "Z1": "40", "A2": "10", "C": "400"}
    assert small.found(made, "MC302").message == (
        "issuer Acme comes to USD 80 and exceeds its cap of USD 50: the excess counts zero"
    )


@pytest.mark.parametrize("issuer", ["each", "Acme"])
def test_a_security_without_an_issuer_cannot_be_capped_by_issuer(issuer):
    """Whose it is decides whether the cap touches it: without it the leg is refused."""
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=ROWS,
        concentration=[{"of": {"issuer": issuer}, "at_most": "USD 50"}],
    )
    made = call(terms, exposure=owes("USD 0"), held=[bond("N1", 40)])
    assert "names no issuer" in small.found(made, "MC102").message


def test_a_cap_reads_the_asset_as_its_row_names_it():
    """A lot that its row takes by code is capped under the row's own name."""
    rows = [{"asset": "US Treasury", "code": "US-TNOTE", "valuation_percentage": "100%"}]
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=rows,
        concentration=[{"of": {"asset": "us treasury"}, "at_most": "USD 50"}],
    )
    lot = bond("T", 60) | {"asset": "T-note", "code": "US-TNOTE"}
    made = call(terms, exposure=owes("USD 60"), held=[lot])
    assert small.moved(made) == [("B", "10", "delivery")]


@pytest.mark.parametrize(
    ("of", "code"), [({"asset": "Bnd"}, "DQ039"), ({"currency": "WON"}, "DQ046")]
)
def test_a_cap_of_nothing_is_refused_at_its_line(of, code):
    """A slip in what is capped would leave it without effect."""
    terms = annex(eligible_collateral=ROWS, concentration=[{"of": of, "at_most": "USD 50"}])
    assert [each.code for each in small.read(terms).errors] == [code]


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


def refused(made):
    """The one reason of a refused leg."""
    (reason,) = made.reasons
    return reason.code, reason.message


def test_a_return_of_more_than_is_held_is_refused():
    """What goes back and is neither held nor coming in is a slip in one of the two."""
    terms = annex(posting_parties=["B"], eligible_collateral=ROWS, in_transit="counted")
    for held, back in (([], cash("R1", 1)), ([cash("C", 5)], cash("R1", 6))):
        given = {"held": held, "in_transit": [moving("return", back)]}
        assert refused(call(terms, exposure=owes("USD 0"), **given))[0] == "MC123"
    given = {"held": [cash("C", 5)], "in_transit": [moving("return", cash("R1", 5))]}
    assert call(terms, exposure=owes("USD 0"), **given).status == "no_call"


def test_under_a_cap_a_return_needs_its_like():
    """Seventy dollars are no cover for a return of bonds, nor Zeta's bonds for Acme's."""
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=ROWS,
        concentration=BONDS,
        in_transit="counted",
    )
    for held, back in (
        ([cash("C", 70), bond("B1", 10)], bond("R1", 15)),
        ([bond("Z1", 70, "Zeta")], bond("R1", 15, "Acme")),
    ):
        given = {"held": held, "in_transit": [moving("return", back)]}
        assert (
            "more Bond than is held" in refused(call(terms, exposure=owes("USD 9"), **given))[1]
        )


def test_a_return_of_what_is_still_coming_in_frees_room():
    """Fifty bonds are coming and ten of them go back: forty are under the cap of fifty."""
    under_way = [moving("delivery", bond("M1", 60)), moving("return", bond("R1", 10))]
    held, whole, _ = both(BONDS, [cash("C", 60)], under_way)
    assert (held, whole) == ("60", "110")


def test_a_dispute_of_the_balance_beside_a_cap_is_refused():
    """Which items a disputed part takes from is not said, and the cap would have to know."""
    for given in (
        {"held": [bond("B1", 10)], "disputed": {"B": {"held": "USD 1"}}},
        {"in_transit": [moving("delivery", bond("M1", 9)) | {"disputed": "USD 1"}]},
    ):
        terms = annex(
            posting_parties=["B"],
            eligible_collateral=ROWS,
            concentration=BONDS,
            in_transit="counted",
        )
        assert refused(call(terms, exposure=owes("USD 9"), **given))[0] == "MC112"


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


@pytest.mark.parametrize(
    ("exposure", "back"), [("USD 0", "40"), ("USD 20", "0"), ("USD -9", "40")]
)
def test_a_share_of_no_requirement_cuts_nothing(exposure, back):
    """A quarter of nothing would hide all 40 that are held; of 20 it lets 5 count."""
    _, made = counted(
        [{"of": {"currency": "USD"}, "at_most": "25% of requirement"}],
        [cash("C", 40)],
        exposure,
    )
    assert small.plain(small.leg_of(made).return_amount) == back


def test_a_movement_with_the_number_of_a_lot_is_told_apart():
    """A lot that moves may keep its number: its steps then bear another name than the lot's."""
    coming = [
        cash("", amount) | {"movement": name, "kind": "delivery", "by": "B"}
        for name, amount in (("W-1", "1"), ("movement W-1", "2"))
    ]
    for each in coming:
        del each["lot"], each["posted_by"]
        each["settles"] = "2024-12-31"
    terms = annex(
        posting_parties=["B"],
        eligible_collateral=ROWS,
        in_transit="counted",
        concentration=[{"of": {"currency": "USD"}, "at_most": "USD 100"}],
    )
    made = call(terms, exposure=owes("USD 9"), held=[cash("W-1", "5")], in_transit=coming)
    lines = [line for line in made.working if line.name == "market_value"]
    values = {line.of: small.plain(line.result) for line in lines}
    assert values == {"W-1": "5", "movement movement W-1": "1", "movement W-1": "2"}
    assert [moved for _, moved, _ in small.moved(made)] == ["1"]
