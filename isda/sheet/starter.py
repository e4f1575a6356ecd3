"""`isda new FORM`: a commented starter sheet that computes at once."""

from importlib.resources import files

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.law.forms import Form
from isda.terms.printed import ANNEXES

STARTERS = (*ANNEXES, Form.LOSS_LIMIT_KOREA)
"""The forms that have a starter; a Master comes with each annex."""
_MASTERS = (Form.MASTER_1992, Form.MASTER_2002)


def starter(form: str) -> str:
    """Return the starter sheet of a form, as the file stands in the package.

    Args:
        form: Its slug (`csa-1994-ny`) or its name in a sheet (`CSA 1994 New York`).

    Returns:
        A sheet with every election of the form, its paragraph above it.

    Raises:
        AmountError: No such form, or a Master, which has no sheet without an annex.

    Example:
        >>> starter("csa-1994-ny").splitlines()[5]
        'sheet: 1'
        >>> starter("CSA 1994 New Yrok")
        Traceback (most recent call last):
        ...
        isda.basics.faults.AmountError: 'CSA 1994 New Yrok' is no form that is known
    """
    wanted = " ".join(form.split()).casefold()
    named = (*STARTERS, *_MASTERS)
    found = next(
        (each for each in named if wanted in {each.value, each.title.casefold()}), None
    )
    if found in STARTERS:
        source = files("isda.sheet").joinpath("starters", f"{found.value}.yaml")
        return source.read_text(encoding="utf-8")
    known = [*(each.value for each in STARTERS), *(each.title for each in STARTERS)]
    if found is not None:
        raise AmountError("DQ034", f"{found.title} has no sheet without an annex",
                          "name the annex: " + ", ".join(known))  # fmt: skip
    raise AmountError(
        "DQ034",
        f"{shown(form)!r} is no form that is known",
        did_you_mean(form, known) or "write one of: " + ", ".join(known),
    )
