"""Caps on every kind of collateral sum to less than 100 %.

What it finds:
    Caps by asset, or by currency, that name everything a party may post, and whose shares sum
    to less than 100 %.
Why it matters:
    Whatever is posted, a part of it lies above a cap and counts nothing: the caps cannot be
    met together, and a requirement may be impossible to meet.
What to do:
    Raise one of the caps so that they sum to 100 % or more, or take one out.
Law:
    The paragraph of eligible collateral, where parties add concentration limits.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from operator import itemgetter
from typing import Any

from isda.basics.arithmetic import EXACT
from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.facts.facts import LETTER_OF_CREDIT
from isda.law.paragraphs import cite
from isda.lint.buckets import ONE
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.collateral import EACH, Cap, CapAmount, ShareOf
from isda.terms.other_support import rows_of_support

CASH, OF = "cash", "of"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        caps = annex.terms.concentration
        if not caps or annex.is_lost("eligible_collateral") or not _names_what_it_caps(annex):
            continue
        for key, share_of in product(("asset", "currency"), ShareOf):
            found = (_of(annex, key, side, share_of) for side in annex.posters)
            yield from islice((flaw for flaw in found if flaw is not None), 1)


def _names_what_it_caps(annex: AnnexSeen) -> bool:
    """Whether each cap says of what it is; an amount that does not read gives no more room."""
    return all(part[1:2] != (OF,) for part in annex.lost_parts("concentration"))


def _of(annex: AnnexSeen, key: str, side: Side, share_of: ShareOf) -> Flaw | None:
    kinds = _kinds(annex, key, side)
    shares = _shares(annex, key, share_of)
    named = [shares.get(kind, shares.get(EACH)) for kind in kinds]
    caps = [each for each in named if each is not None]
    if not kinds or len(caps) < len(kinds):
        return None
    total = Decimal(0)
    for share, _ in caps:
        total = EXACT.add(total, share)
    if total >= ONE:
        return None
    ways = list(dict.fromkeys(at for _, at in caps))
    place = ways[-1] if annex.lost_parts("concentration") else annex.at("concentration")
    return Flaw(
        place,
        f"the caps name every `{key}` that party {side} may post and sum to "
        f"{Percentage(total)} of the {share_of}, so they cannot be met together",
        "raise a cap so that they sum to 100% or more, or take one out",
        why="whatever is posted, a part of it lies above a cap and counts nothing",
        cites=(cite("concentration", annex.form),),
        also=tuple((at, "one of the caps") for at in ways if at != place),
    )


def _kinds(annex: AnnexSeen, key: str, side: Side) -> tuple[str, ...]:
    """Return everything of a kind that a party may post; nothing where that is not closed."""
    terms = annex.terms
    rows = [row for row in terms.eligible_collateral if side in row.for_]
    if key == "asset":
        letters = (LETTER_OF_CREDIT,) if _takes_letters(annex, side) else ()
        return tuple(dict.fromkeys((*(row.asset.casefold() for row in rows), *letters)))
    found: list[str] = []
    for row in rows:
        of_cash = terms.eligible_currencies if row.asset.casefold() == CASH else None
        known = (row.currency,) if row.currency else of_cash
        if not known or _takes_letters(annex, side):
            return ()
        found += known
    return tuple(dict.fromkeys(found))


def _takes_letters(annex: AnnexSeen, side: Side) -> bool:
    """Whether a party may post letters of credit; a row that does not read says so as well."""
    is_lost = annex.is_lost(f"other_eligible_support.{side}")
    return is_lost or bool(rows_of_support(annex.terms, side))


def _shares(annex: AnnexSeen, key: str, share_of: ShareOf) -> dict[str, tuple[Decimal, str]]:
    """Return the least share that caps of one key alone leave each kind, and its place."""
    found: dict[str, tuple[Decimal, str]] = {}
    for number, cap in enumerate(annex.terms.concentration):
        share = _share(cap, share_of)
        if share is not None and set(cap.of) == {key}:
            kind = cap.of[key]
            name = kind.casefold() if key == "asset" else kind
            said = (share, annex.at(f"concentration.{number}.at_most"))
            found[name] = min(said, found.get(name, said), key=itemgetter(0))
    return found


def _share(cap: Cap, share_of: ShareOf) -> Decimal | None:
    said: Any = cap.at_most
    if isinstance(said, CapAmount) and said.share is not None and said.share_of is share_of:
        return said.share.fraction
    return None


RULE = Rule(Severity.WARNING, _find)
