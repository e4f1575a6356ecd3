"""Disputed parts that are of no leg, or of nobody knows which, before any leg is computed."""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from isda.basics.amounts import did_you_mean, shown
from isda.basics.party import Side
from isda.facts.facts import Disputed, Facts
from isda.margin.dispute import SHARED_HELP
from isda.margin.wrong import Wrong
from isda.terms.agreement import Agreement
from isda.terms.initial_margin import is_initial_margin
from isda.terms.regimes import regimes_of
from isda.terms.resolve import legs_of


def stray_disputes(posting: Container[Side], facts: Facts) -> Iterator[Wrong]:
    """Find disputed parts under the letter of a party that posts nothing."""
    for each in facts.disputed:
        if each.poster is not None and each.poster not in posting:
            yield Wrong(
                "MC118",
                f"a part is disputed under the letter of party {each.poster}, which posts "
                "under no annex",
                each.place,
                "write the letter of the posting party, whoever disputes",
            )


def strange_regimes(
    agreement: Agreement, annexes: Sequence[Any], facts: Facts
) -> Iterator[Wrong]:
    """Find disputed parts of a regime that is in no annex, in several, or not of the poster."""
    by_name = [
        (name, annex)
        for annex in annexes
        for name in (annex.regimes if is_initial_margin(annex) else regimes_of(annex))
        if name
    ]
    for each in facts.disputed:
        if each.regime is None:
            continue
        homes = [annex for name, annex in by_name if each.is_of(name)]
        of = shown(each.regime)
        if len(homes) == 1 and is_initial_margin(homes[0]) and (each.held or each.in_transit):
            yield Wrong(
                "MC112",
                f"a part of what is held or under way is disputed under {of}, which is a "
                "regime of initial margin: no regime values it apart",
                each.place,
                "write it without `regime:`",
            )
        elif len(homes) != 1:
            known = tuple(name for name, _ in by_name)
            yield Wrong(
                "MC112",
                f"a part is disputed under {of}, which is a regime of "
                f"{'several annexes' if homes else 'no annex'} of the agreement",
                each.place,
                did_you_mean(each.regime, known)
                or (f"name one of: {', '.join(known)}" if known else "take `regime:` out"),
            )
        elif annexes[1:] and each.poster is None:
            yield Wrong(
                "MC112",
                f"a part is disputed under {of} and no letter, and the agreement has "
                f"{len(annexes)} annexes",
                each.place,
                SHARED_HELP,
            )
        elif is_initial_margin(homes[0]) and not _binds_for(agreement, homes[0], each):
            yield Wrong(
                "MC112",
                f"a part is disputed under {of}, and no holder of what is posted is bound by "
                "that regime",
                each.place,
                "correct the regime, or the letter: it is the posting party's",
            )
        elif annexes[1:] and each.poster not in legs_of(agreement, homes[0]):
            yield Wrong(
                "MC118",
                f"a part is disputed under {of} and the letter of party {each.poster}, which "
                f"does not post under {homes[0].title}",
                each.place,
                "write the letter of the posting party, whoever disputes",
            )


def _binds_for(agreement: Agreement, annex: Any, each: Disputed) -> bool:
    """Whether a regime of initial margin binds the holder of what a part is disputed of."""
    posters = legs_of(agreement, annex) if each.poster is None else (each.poster,)
    bound = {name for side in posters for name in annex.regimes_of(side.other)}
    return any(map(each.is_of, bound))


def nameless_disputes(annexes: Sequence[Any], facts: Facts) -> Iterator[Wrong]:
    """Find disputed parts of which it is not said under which annex they are."""
    for each in nameless(facts):
        yield Wrong(
            "MC119",
            f"a disputed part names no annex, and the agreement has {len(annexes)}",
            each.place,
            "name its regime, where that annex has regimes; else leave it out until it is "
            "settled",
        )


def nameless(facts: Facts) -> list[Disputed]:
    """Return the disputed parts that name no regime, and with it no annex."""
    return [each for each in facts.disputed if each.regime is None]
