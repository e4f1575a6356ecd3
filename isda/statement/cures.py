"""What a movement takes in a chosen asset, in sentences."""

from isda.facts.facts import MovementKind
from isda.margin.cure_amount import Cure, Share
from isda.margin.outcome import MarginCall
from isda.statement.figures import exact_share, money, number, party


def cure_sentence(cure: Cure, call: MarginCall) -> str:
    """Return what a chosen asset has to come to, and which regime asks for it.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> from isda.sheet.read_facts import read_facts_text
        >>> from isda.margin.call import call
        >>> from isda.margin.cure import cure
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - form: CSA 1995 English
        ...     eligible_collateral:
        ...       - {asset: cash, currency: USD, valuation_percentage: 80%}
        ... ''').must()
        >>> facts = read_facts_text('''
        ... facts: 1
        ... on: 2024-12-30
        ... exposure: {holder: A, amount: "USD 1,700,000"}
        ... ''').must()
        >>> made = call(agreement, facts)
        >>> print(cure_sentence(cure(made, "cash")[0], made))
        In cash, Client (party B) sends USD 2,125,000 of market value: 1,700,000 at 80%.
    """
    poster = cure.posting_party
    sender = poster if cure.kind is MovementKind.DELIVERY else poster.other
    who = party(call.parties, sender)
    if cure.amount is None:
        why = cure.reason.message if cure.reason else "nothing is known of it"
        verb = "sends" if cure.kind is MovementKind.DELIVERY else "returns"
        return f"In {_asset(cure)}, {who} {verb} nothing: {why}."
    verb = "sends" if cure.kind is MovementKind.DELIVERY else "may return up to"
    amount = money(cure.amount, cure.currency)
    said = f"In {_asset(cure)}, {who} {verb} {amount} of market value"
    if cure.nominal is not None and cure.nominal != (cure.amount, cure.currency):
        said += f", which is a nominal of {cure.nominal}"
    parts = "; ".join(_part(share) for share in cure.shares)
    short = "" if cure.is_enough else " The lot that was chosen is smaller than that."
    return f"{said}: {parts}.{short}"


def _asset(cure: Cure) -> str:
    """Return what is sent: the kind of asset, and the lot where one is meant."""
    kind = cure.kind_of_asset
    return cure.asset if kind in {"", cure.asset} else f"{kind} ({cure.asset})"


def _part(share: Share) -> str:
    regime = f"{share.regime} " if share.regime else ""
    return f"{regime}{number(share.by_value)} at {exact_share(share.share)}"
