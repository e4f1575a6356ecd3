"""Collateral held and on its way, in the facts of one call."""

from decimal import Decimal

from isda.basics.party import Side
from isda.sheet.read_facts import read_facts_text

HEAD = "facts: 1\non: 2024-12-30\n"


def read(body):
    return read_facts_text(HEAD + body)


def test_asset_in_transit():
    """A movement may be an asset; its lot belongs to the poster, who receives a return."""
    facts = read("""\
in_transit:
  - {kind: return, by: A, settles: 2024-12-31, asset: US Treasury, nominal: USD 10, price: "99"}
""").must()
    (movement,) = facts.in_transit
    assert (movement.movement_id, movement.amount) == ("movement 1", None)
    assert (movement.lot.posted_by, movement.lot.price) == (Side.B, Decimal(99))


def test_security_without_price():
    """A security without a price is read: the call refuses it by name."""
    facts = read("held: [{posted_by: B, asset: Bond, nominal: USD 10, dirty: yes}]\n").must()
    assert (facts.held[0].price, facts.held[0].is_dirty) == (None, True)


def test_names_of_lots():
    """A lot keeps its name, its annex and its code; an ISIN is a code."""
    facts = read(
        "held: [{posted_by: B, lot: L7, annex: VM, asset: Bond, nominal: USD 10, isin: KR1}]\n"
    ).must()
    assert (facts.held[0].lot_id, facts.held[0].annex, facts.held[0].code) == (
        "L7",
        "VM",
        "KR1",
    )


def test_broken_asset_in_transit():
    """Faults of a movement and of the asset it moves are found in one run."""
    outcome = read(
        "in_transit: [{kind: gift, by: A, settles: 2024-12-31, asset: Bond, nominal: USX 1}]\n"
    )
    assert [one.code for one in outcome.errors] == ["DQ034", "DQ046"]
