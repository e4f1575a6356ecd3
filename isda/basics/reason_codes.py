"""Every code of a reason that is no finding: why nothing moves, or an asset cures nothing.

A reason that follows from a finding has the finding's code (`isda.basics.codes`). These have
none, because nothing is wrong: the document says so. `isda explain CODE` prints the entry.
"""

from types import MappingProxyType
from typing import Final

from isda.basics.code import read_codes

# code | title | what it means | what to do
_OF_LEGS: Final = """
another-regime-decides | another regime decides | Under an annex of several regimes the
    greatest shortfall moves, or the least surplus, and it is that of another one. | Nothing:
    the leg that decides says what moves.
balance-held | nothing held to return | More would go back than is held: what is asked back is
    still on its way, or in dispute. | Nothing today; look at `in_transit:` where something
    should be there already.
below-minimum-transfer-amount | below the minimum transfer amount | What is short or over is
    less than the least that the annex moves (minimum transfer amount). | Nothing: it moves on
    the day on which it reaches the minimum.
below-threshold | below the threshold | The exposure does not exceed what the secured party
    bears without collateral (threshold). | Nothing: the document says so.
called-under-the-other | called under the other agreement | The exposures of two agreements are
    added, and what they make together is called under the other one. | Nothing here: look at
    the call of the other agreement.
condition-precedent | condition precedent not met | An Event of Default, a Potential Event of
    Default or a Specified Condition of the other party continues, so the party that would move
    something need not. The amount stands beside it as withheld. | Do not send it without the
    lawyers. Where the event is over, end it in the facts or in `events` of the book.
covered | covered | What is held, with what is under way, comes to exactly what is required. |
    Nothing.
disputed | wholly disputed | All that is short or over is disputed, and the disputed part
    waits. | Settle the dispute; take `disputed:` out of the facts when it is.
held-by-the-other | owed up front by the other | What the other party owes up front
    (independent amount) comes off, and leaves nothing required of this one. | Nothing: the
    document says so.
infinite-threshold | infinite threshold | The threshold of the party is infinite, so it posts
    nothing whatever the exposure is. | Nothing: the document says so.
no-exposure | no exposure | The secured party would lose nothing if the other defaulted today.
    | Nothing: the leg of the other party says whether it has to post.
no-independent-amount | no independent amount | Nothing is owed up front on the leg that
    secures it. | Nothing.
no-initial-margin | no initial margin | The initial margin of the party is nil, or does not
    exceed its threshold, or the threshold is infinite. | Nothing: the document says so.
not-a-valuation-date | no Valuation Date | The annex values on other days, so nothing can be
    called on this one. | Ask for a Valuation Date.
not-in-force | not in force | The annex is dated after the day. | Ask for a day on which it is
    in force, or correct `dated:`.
nothing-required | nothing required | The document's own formula comes to nil. | Nothing: the
    working shows how.
posts-only-while | posts only at times | The party posts only while certain events continue,
    and none of them does. | Nothing: the document says so. Where one continues, name it in the
    facts.
rounds-to-nothing | rounds to nothing | What is short or over reaches the minimum, and is
    rounded down to nothing. | Nothing: the rounding is that of the document.
threshold-is-a-switch | threshold as a switch | The document uses the threshold to switch the
    requirement on or off (`works_as: switch`), and it is off. | Nothing.
undefined-term | term left open | The document does not say, or could not be read, and the call
    needs it; nothing stands in for it. | Resolve the term with the other party; the sheet's
    `unresolved:` says what is open.
within-the-limit | within the loss limit | The loss does not exceed the limit with what was
    deposited, so nothing is called. | Nothing: the use of the limit stands beside it.
"""

_OF_CURES: Final = """
counts-nothing | counts nothing | The asset has a value and none that counts under a regime
    that is short, so no amount of it cures. | Choose another asset.
no-value | worth nothing | The lot is worth nothing, so no amount of it cures. | Choose another
    lot.
not-called | not called | No movement is called that the lot could be a part of. | Leave it
    where it is.
not-held | not held | A return is called, and nothing of the asset is held. | Choose an asset
    that is held.
over-cap | over a cap | A cap lets no more of it count, or with it gone less of the rest would.
    | Choose another asset, or less of it.
several-movements | several movements | More than one movement could take the lot, and it
    cannot be promised to each. | Say which with `annex:`, or with `for:`.
to-be-replaced | to be replaced | The asset is itself to be replaced under the document, so it
    cures nothing. | Choose what the document asks for in its place.
"""

REASON_CODES: Final = MappingProxyType(read_codes(_OF_LEGS, _OF_CURES))
"""Code to its entry; a test proves that the sources use exactly these.

Example:
    >>> REASON_CODES["below-threshold"].title
    'below the threshold'
"""
