"""What holds where the sheet says nothing: the form's own answer, or openly ours.

One table. `docs/sheet.md` is generated from it.
"""

from typing import NamedTuple

from isda.law.forms import Form
from isda.terms.switches import (
    Accrued,
    CashPercentage,
    Conditions,
    Demand,
    FinalReturns,
    HoldersAmount,
    InTransit,
    MinimumTest,
    ReturnAtMost,
    Where,
)

NY94, ENG95, CSD95 = Form.CSA_1994_NEW_YORK, Form.CSA_1995_ENGLISH, Form.CSD_1995_ENGLISH
VMNY, VMENG, LOSS = Form.VM_2016_NEW_YORK, Form.VM_2016_ENGLISH, Form.LOSS_LIMIT_KOREA
LIKE_VMENG = (Form.VM_2016_FRENCH, Form.VM_2016_IRISH, Form.VM_2016_JAPANESE)
KOREAN = (Form.KOREA_PLEDGE, Form.KOREA_LOAN)
VARIATION_MARGIN = (VMNY, VMENG, *LIKE_VMENG)
ANNEXES = (NY94, ENG95, CSD95, *VARIATION_MARGIN, *KOREAN)
INITIAL_MARGIN = (Form.IM_2018_NEW_YORK, Form.IM_2018_ENGLISH)
COLLATERAL_FORMS = (*ANNEXES, *INITIAL_MARGIN, LOSS)
UNREAD = frozenset({CSD95, *LIKE_VMENG, *KOREAN, *INITIAL_MARGIN})
"""Forms whose text nobody read: an answer of theirs is ours, whatever its model prints."""


class PrintedAnswer(NamedTuple):
    """An answer, and whether a form prints it or we chose it."""

    value: object
    ours: bool = False


def _of(
    forms: tuple[Form, ...], value: object, *, ours: bool = False
) -> dict[Form, PrintedAnswer]:
    return {form: PrintedAnswer(value, ours or form in UNREAD) for form in forms}


def _all(value: object, *, ours: bool = False) -> dict[Form, PrintedAnswer]:
    found = _of(COLLATERAL_FORMS, value, ours=ours)
    return found | {LOSS: PrintedAnswer(value, ours=True)}


PRINTED: dict[str, dict[Form, PrintedAnswer]] = {
    "base_currency": _of(tuple(form for form in ANNEXES if form not in KOREAN), "USD"),
    "independent_amount_is": _all(Where.INSIDE),
    "holders_independent_amount": _all(HoldersAmount.DEDUCTED),
    "never_below_independent_amount": _all(value=False),
    "in_transit": _all(InTransit.COUNTED) | {NY94: PrintedAnswer(InTransit.NOT_COUNTED)},
    "cash_percentage": _all(CashPercentage.APPLIES)
    | {NY94: PrintedAnswer(CashPercentage.FACE)},
    "minimum_transfer_test": _all(MinimumTest.UNDISPUTED, ours=True),
    "accrued": _all(Accrued.INSIDE, ours=True),
    "conditions_precedent": _all(Conditions.APPLY),
    "demand": _all(Demand.NEEDED),
    "return_at_most": _all(ReturnAtMost.NO_LIMIT),
    "threshold": _of((*ANNEXES, *INITIAL_MARGIN), "nil"),
    "independent_amount": _of(ANNEXES, "nil"),
    "minimum_transfer_amount": _all("nil"),
    "rounding": _all("none", ours=True),
    "valuation_date": _all("any day", ours=True)
    | _of((VMNY, VMENG, *LIKE_VMENG, *INITIAL_MARGIN), "each Local Business Day"),
    "holder_nil_while_nothing_required": _of(INITIAL_MARGIN, value=True),
    "return_unrounded_while_nothing_required": _of(INITIAL_MARGIN, value=True),
    "final_returns": _of(INITIAL_MARGIN, FinalReturns.NO),
    "valuation_percentage_is": _of(INITIAL_MARGIN, "as stated"),
    "fx_haircut_is": _of(INITIAL_MARGIN, "as stated"),
    "valuation_percentage": {VMENG: PrintedAnswer("100%")},
}
"""By key of the sheet and form. A form not listed has no answer: the term is needed."""


def printed(key: str, form: Form) -> object:
    """Return what holds for a switch left out.

    Example:
        >>> printed("in_transit", Form.CSA_1994_NEW_YORK).value
        'not counted'
    """
    return PRINTED[key][form].value
