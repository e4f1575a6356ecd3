"""`isda new FORM`: a commented starter sheet that computes at once."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.law.forms import MASTERS, VARIANT_OF, Form
from isda.terms.printed import COLLATERAL_FORMS

STARTERS = COLLATERAL_FORMS
"""The forms that have a starter; a Master comes with each annex."""
CHANGED: Mapping[Form, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Form.VM_2016_FRENCH: (("VM-ENG", "VM-FR"), ("England", "France"), ("London", "Paris")),
        Form.VM_2016_IRISH: (("VM-ENG", "VM-IE"), ("England", "Ireland"), ("London", "Dublin")),
        Form.VM_2016_JAPANESE: (("VM-ENG", "VM-JP"), ("England", "Japan"), ("London", "Tokyo")),
    }
)
"""What the starter of a form that follows another says in other words."""


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
    named = (*STARTERS, *MASTERS)
    found = next(
        (each for each in named if wanted in {each.value, each.title.casefold()}), None
    )
    if found in STARTERS:
        return _text(found)
    known = "; ".join(map(_named, STARTERS))
    if found is not None:
        raise AmountError("DQ034", f"{found.title} has no sheet without an annex",
                          f"name the annex: {known}")  # fmt: skip
    raise AmountError(
        "DQ034",
        f"{shown(form)!r} is no form that is known",
        _near(form) or f"write one of: {known}",
    )


def _near(form: str) -> str:
    """Return the forms whose names hold the words asked for, or the nearest name."""
    letters = _letters(form)
    holding = [each for each in STARTERS if letters in _letters(_named(each))]
    if letters and holding:
        return f"did you mean {' or '.join(map(_named, holding))}?"
    names = [*(each.value for each in STARTERS), *(each.title for each in STARTERS)]
    return did_you_mean(form, names)


def _named(form: Form) -> str:
    return f"{form.value} ({form.title})"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _text(form: Form) -> str:
    """Return a starter: its own file, or that of the form it follows in its own words."""
    model = VARIANT_OF[form] if form in CHANGED else form
    source = files("isda.sheet").joinpath("starters", f"{model.value}.yaml")
    text = source.read_text(encoding="utf-8")
    for words, others in CHANGED.get(form, ()):
        text = text.replace(words, others).replace("(printed)", "(ours)")
    return text.replace(model.title, form.title)
