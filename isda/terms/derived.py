"""What form and law decide together, shown to the user and never elected."""

from dataclasses import dataclass
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.terms.printed import INITIAL_MARGIN, UNREAD


class Nature(NamedTuple):
    """The legal nature of a form.

    Attributes:
        technique: pledge, charge, title transfer, or a loan by which title passes.
        own_law: The law the form is written for; None for no published form.
        poster: The form's word for who posts.
        holder: The form's word for who holds.
    """

    technique: str
    own_law: str | None
    poster: str
    holder: str


PLEDGE, CHARGE = "pledge", "charge"
TITLE_TRANSFER, LOAN = "title transfer", "loan that passes title"
SECURITY = frozenset({PLEDGE, CHARGE})
"""What leaves the collateral the poster's until it is enforced."""

NATURES = {
    Form.CSA_1994_NEW_YORK: Nature(PLEDGE, "New York", "Pledgor", "Secured Party"),
    Form.CSA_1995_ENGLISH: Nature(TITLE_TRANSFER, "England", "Transferor", "Transferee"),
    Form.CSD_1995_ENGLISH: Nature(CHARGE, "England", "Chargor", "Secured Party"),
    Form.VM_2016_NEW_YORK: Nature(PLEDGE, "New York", "Pledgor", "Secured Party"),
    Form.VM_2016_ENGLISH: Nature(TITLE_TRANSFER, "England", "Transferor", "Transferee"),
    Form.VM_2016_FRENCH: Nature(TITLE_TRANSFER, "France", "Transferor", "Transferee"),
    Form.VM_2016_IRISH: Nature(TITLE_TRANSFER, "Ireland", "Transferor", "Transferee"),
    Form.VM_2016_JAPANESE: Nature(LOAN, "Japan", "Transferor", "Transferee"),
    Form.IM_2018_NEW_YORK: Nature(PLEDGE, "New York", "Pledgor", "Secured Party"),
    Form.IM_2018_ENGLISH: Nature(CHARGE, "England", "Chargor", "Secured Party"),
    Form.KOREA_PLEDGE: Nature(PLEDGE, "Korea", "Pledgor", "Secured Party"),
    Form.KOREA_LOAN: Nature(LOAN, "Korea", "lender", "borrower"),
    Form.LOSS_LIMIT_KOREA: Nature(PLEDGE, "Korea", "client", "bank"),
}

ALSO_CALLED = {
    "England": {"English", "England and Wales"},
    "France": {"French"},
    "Ireland": {"Irish"},
    "Japan": {"Japanese"},
    "Korea": {"Korean"},
}
"""Other names of a law, as a sheet may write them."""

AT_CLOSE_OUT = {
    Form.CSA_1995_ENGLISH: "its value, with the percentage, is an unpaid amount",
    Form.VM_2016_ENGLISH: ("its value, without percentage and FX haircut, is an unpaid amount"),
}
"""What becomes of the balance where title passes, in the forms that were read."""


@dataclass(frozen=True, slots=True)
class Derived:
    """Technique, reuse, custody, substitution, close-out and status of one annex.

    Example:
        >>> derive(Form.CSA_1995_ENGLISH, None).reuse
        'always: title passes'
    """

    technique: str
    governing_law: str
    reuse: str
    custody: str
    substitution: str
    credit_support_document: str
    at_close_out: str
    law_differs_from_form: bool
    cites: tuple[Cite, ...]


def derive(form: Form, governing_law: str | None) -> Derived:
    """Return what the form and the law of the annex decide.

    The technique follows the form's own law; where the annex elects another law, the
    difference is said and nothing is concluded from it.

    Law:
        csa-1994-ny 4(d), 6(b), 6(c) · csd-1995-eng 6(d) · csa-1995-eng 3(c), 5(a), 6 · the
        2016 VM forms alike.

    Example:
        >>> derive(Form.CSD_1995_ENGLISH, None).technique
        'charge'
    """
    nature = NATURES[form]
    security = nature.technique in SECURITY
    own = nature.own_law
    differs = bool(
        governing_law and own and governing_law not in {own, *ALSO_CALLED.get(own, ())}
    )
    return Derived(
        technique=nature.technique,
        governing_law=governing_law or own or "not stated",
        reuse=_reuse(form, nature),
        custody=_custody(form, security=security),
        substitution="as elected" if security else "by exchange, with consent",
        credit_support_document=_status(form, security=security),
        at_close_out=(
            "security, enforced against what is owed"
            if security
            else AT_CLOSE_OUT.get(form, UNREAD_CLOSE_OUT)
        ),
        law_differs_from_form=differs,
        cites=_cites(form, security=security),
    )


UNREAD_CLOSE_OUT = "set against what is owed; how it is valued was not read"


def _custody(form: Form, *, security: bool) -> str:
    if form in INITIAL_MARGIN:
        return "at a third party"
    return "as elected" if security else "none: title passes"


def _reuse(form: Form, nature: Nature) -> str:
    if form in INITIAL_MARGIN:
        return "none: neither holder nor custodian may use it"
    if nature.technique == CHARGE:
        return f"none: a charge leaves it the {nature.poster}'s"
    return "as elected" if nature.technique == PLEDGE else "always: title passes"


def _status(form: Form, *, security: bool) -> str:
    """Return whether the annex supports the Master or is a Transaction under it."""
    if form is Form.LOSS_LIMIT_KOREA:
        return "security outside the ISDA forms (our reading: no bank's own form was read)"
    status = (
        "a Credit Support Document"
        if security
        else "a Transaction under the Master, no Credit Support Document"
    )
    if form is Form.IM_2018_ENGLISH:
        return f"{status} (our reading: not all of its text was read)"
    return f"{status} (our reading: its text was not read)" if form in UNREAD else status


def _cites(form: Form, *, security: bool) -> tuple[Cite, ...]:
    """Return the paragraphs behind substitution, custody and reuse, and close-out."""
    if form is Form.LOSS_LIMIT_KOREA:
        return ()
    if form in {Form.KOREA_PLEDGE, Form.KOREA_LOAN}:
        return cite("substitution", form), cite("holding-and-use", form)
    if not security:
        return Cite(form, "3(c)"), Cite(form, "6")
    if form in INITIAL_MARGIN:
        return Cite(form, "4(d)"), Cite(form, "6(a)"), Cite(form, "6(c)")
    use = "6(d)" if form is Form.CSD_1995_ENGLISH else "6(c)"
    return Cite(form, "4(d)"), Cite(form, "6(b)"), Cite(form, use)
