"""What each status of a call means, for `isda explain`: the words that a run prints.

A status has no finding and no reason of its own. The reasons that stand beside it have: their
codes are in `isda.basics.codes` and `isda.basics.reason_codes`.
"""

from types import MappingProxyType
from typing import Final

from isda.basics.code import read_codes

# status | title | what it means | what to do
_STATUSES: Final = """
call | collateral moves | Something is delivered or returned today: the amounts stand beside it,
    for each leg with who sends them. | Instruct the movement by the time that the document
    sets; `isda explain SHEET --facts FILE` says what would change it.
no-call | nothing moves | Everything was computed, and the document moves nothing today. A
    reason stands beside it, such as `below-threshold`. | Nothing; `isda explain` has a page
    for each reason.
withheld | an amount is held back | Something would move, but who would send it need not,
    because a condition precedent is not met. The amount is computed and stands beside it. |
    Do not send it without the lawyers; `isda explain condition-precedent` says more.
undefined | the document does not say | The facts are there, but the document leaves open what
    would then hold, so there is no figure. None is guessed, and none is zero. | Settle it with
    the other party, and write what was agreed into the sheet; the code beside it says where.
refused | not computed | A sheet or a fact that is needed is missing, does not read or
    contradicts another. A figure would be a guess, so there is none. | Mend what the codes
    beside it name, and call again.
"""

STATUS_CODES: Final = MappingProxyType(read_codes(_STATUSES))
"""Status to its entry, with `-` for the space; a test proves that there is one for each.

Example:
    >>> STATUS_CODES["no-call"].title
    'nothing moves'
"""
