"""What form and law decide together, shown to the user and never elected."""

from dataclasses import dataclass
from typing import NamedTuple

from isda.basics.cite import Cite
from isda.law.forms import Form


class Nature(NamedTuple):
    """The legal nature of a form.

    Attributes:
        technique: pledge or title transfer.
        own_law: The law the form is written for; None for no published form.
        poster: The form's word for who posts.
        holder: The form's word for who holds.
        is_credit_support_document: Whether it supports the Master or is a Transaction.
    """

    technique: str
    own_law: str | None
    poster: str
    holder: str
    is_credit_support_document: bool


PLEDGE, TITLE_TRANSFER = "pledge", "title transfer"

NATURES = {
    Form.CSA_1994_NEW_YORK: Nature(
        PLEDGE, "New York", "Pledgor", "Secured Party", is_credit_support_document=True
    ),
    Form.CSA_1995_ENGLISH: Nature(
        TITLE_TRANSFER, "England", "Transferor", "Transferee", is_credit_support_document=False
    ),
    Form.VM_2016_NEW_YORK: Nature(
        PLEDGE, "New York", "Pledgor", "Secured Party", is_credit_support_document=True
    ),
    Form.VM_2016_ENGLISH: Nature(
        TITLE_TRANSFER, "England", "Transferor", "Transferee", is_credit_support_document=False
    ),
    Form.LOSS_LIMIT_KOREA: Nature(
        PLEDGE, "Korea", "client", "bank", is_credit_support_document=True
    ),
}


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
        csa-1994-ny 4(d), 6(b), 6(c) · csa-1995-eng 3(c), 5(a), 6 · the 2016 VM forms alike.
    """
    nature = NATURES[form]
    pledge = nature.technique == PLEDGE
    law = governing_law or nature.own_law or "not stated"
    own = {"England": {"England", "English", "England and Wales"}}
    differs = bool(
        governing_law
        and nature.own_law
        and governing_law not in own.get(nature.own_law, {nature.own_law})
    )
    close_out = (
        "security, enforced against what is owed"
        if pledge
        else "its value, with the percentage, is an unpaid amount"
        if form is Form.CSA_1995_ENGLISH
        else "its value, without percentage and FX haircut, is an unpaid amount"
    )
    cites = {
        Form.LOSS_LIMIT_KOREA: (),
        Form.CSA_1995_ENGLISH: (Cite(form, "3(c)"), Cite(form, "6")),
        Form.VM_2016_ENGLISH: (Cite(form, "3(c)"), Cite(form, "6")),
    }.get(form, (Cite(form, "4(d)"), Cite(form, "6(b)"), Cite(form, "6(c)")))
    return Derived(
        technique=nature.technique,
        governing_law=law,
        reuse="as elected" if pledge else "always: title passes",
        custody="as elected" if pledge else "none: title passes",
        substitution="as elected" if pledge else "by exchange, with consent",
        credit_support_document=(
            "security outside the ISDA forms (our reading: no bank's own form was read)"
            if form is Form.LOSS_LIMIT_KOREA
            else "a Credit Support Document"
            if nature.is_credit_support_document
            else "a Transaction under the Master, no Credit Support Document"
        ),
        at_close_out=close_out,
        law_differs_from_form=differs,
        cites=cites,
    )
