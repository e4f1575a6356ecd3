"""Where each form says what a call needs: topic by topic, as a plain table.

The engine names things by topic and cites by form, so the paragraph of a topic stands once,
in `isda.law.paragraph_tables`. No file is read: the register (`isda.law.register`) holds the
same paragraphs with their gists, and a test keeps the two equal. A topic that a form has no
paragraph of its own for is cited where parties add it; the register's gist of that paragraph
says so.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from isda.basics.cite import Cite
from isda.basics.faults import InvariantBroken
from isda.law.forms import MASTERS, Form
from isda.law.paragraph_tables import entries

_NO_ANNEX: Final = frozenset({*MASTERS, Form.LOSS_LIMIT_KOREA})
_ANNEXES: Final = frozenset(Form) - _NO_ANNEX

# What an annex leaves to its Master: topic -> the topic to look up there.
THROUGH_THE_MASTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conditions-precedent": "conditions-precedent",
        "early-termination-date": "conditions-precedent",
        "governing-law": "governing-law",
        "credit-support-document": "credit-support-document",
    }
)


def _joined() -> Mapping[str, Mapping[Form, str]]:
    topics: dict[str, dict[Form, str]] = {}
    for topic, form, paragraph in entries():
        topics.setdefault(topic, {})[form] = paragraph
    return MappingProxyType({topic: MappingProxyType(row) for topic, row in topics.items()})


PARAGRAPHS: Final = _joined()
"""Topic to form to paragraph, for every topic the engine cites at run time."""


@lru_cache(maxsize=1024)
def cite(topic: str, form: Form, *, master: Form = Form.MASTER_2002) -> Cite:
    """Return the paragraph of a form that speaks of a topic.

    Where an annex leaves the topic to its Master (an English annex has no conditions
    precedent of its own: Section 2(a)(iii) holds its transfers back), the Master's
    paragraph is cited.

    Args:
        topic: A key of `PARAGRAPHS`, such as `minimum-transfer-amount`.
        form: The form to cite.
        master: The Master the annex belongs to.

    Returns:
        The citation; nothing is read from disk.

    Raises:
        InvariantBroken: The topic is unknown, or this form does not speak of it.

    Example:
        >>> str(cite("minimum-transfer-amount", Form.VM_2016_NEW_YORK))
        'csa-2016-vm-ny 13(c)(vii)(A)'
        >>> str(cite("conditions-precedent", Form.CSA_1995_ENGLISH))
        'ma-2002 2(a)(iii)'
    """
    row = PARAGRAPHS.get(topic, {})
    if form in row:
        return Cite(form.value, row[form])
    in_master = PARAGRAPHS.get(THROUGH_THE_MASTER.get(topic, ""), {})
    if form in _ANNEXES and master in in_master:
        return Cite(master.value, in_master[master])
    raise InvariantBroken(f"{form.title} has no paragraph for the topic {topic!r}")


def cites(topic: str, form: Form, *, master: Form | None) -> tuple[Cite, ...]:
    """Return the paragraph as `cite` does, or none where nobody says which Master it is in.

    Args:
        topic: A key of `PARAGRAPHS`.
        form: The form to cite.
        master: The Master the annex belongs to; None where its year is not stated.

    Example:
        >>> cites("conditions-precedent", Form.CSA_1995_ENGLISH, master=None)
        ()
        >>> [str(each) for each in cites("threshold", Form.CSA_1995_ENGLISH, master=None)]
        ['csa-1995-eng 11(b)(iii)(B)']
    """
    if master is not None:
        return (cite(topic, form, master=master),)
    return (cite(topic, form),) if form in PARAGRAPHS.get(topic, {}) else ()


def differs_by_year(topic: str) -> bool:
    """Whether only one of the Masters has the topic among its elections.

    Example:
        >>> differs_by_year("payments-on-early-termination"), differs_by_year("cross-default")
        (True, False)
    """
    row = PARAGRAPHS.get(topic, {})
    return (Form.MASTER_1992 in row) is not (Form.MASTER_2002 in row)


def speaks_of(topic: str, form: Form) -> bool:
    """Return whether `cite` has a paragraph for this topic and form.

    Example:
        >>> speaks_of("force-majeure", Form.MASTER_1992)
        False
    """
    if form in PARAGRAPHS.get(topic, {}):
        return True
    return form in _ANNEXES and topic in THROUGH_THE_MASTER
