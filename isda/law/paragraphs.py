"""Where each form says what a call needs: topic by topic, as a plain table.

The engine names things by topic and cites by form, so the paragraph of a topic stands here
once. No file is read: the register (`isda.law.register`) holds the same paragraphs with
their gists, and a test keeps the two equal. A topic that a form has no paragraph of its own
for is cited where parties add it; the register's gist of that paragraph says so.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from isda.basics.cite import Cite
from isda.basics.faults import InvariantBroken
from isda.law.forms import Form

_ANNEXES: Final = (
    Form.CSA_1994_NEW_YORK,
    Form.CSA_1995_ENGLISH,
    Form.VM_2016_NEW_YORK,
    Form.VM_2016_ENGLISH,
)

# topic | 1994 New York | 1995 English | 2016 VM New York | 2016 VM English.
# A dash: this form leaves the topic to the Master, or does not know it.
_OF_ANNEXES: Final = """
credit-support-amount   | 3             | 2             | 3(a)          | 2(a)
delivery-amount         | 3(a)          | 2(a)          | 3(a)          | 2(a)
return-amount           | 3(b)          | 2(b)          | 3(b)          | 2(b)
exposure                | 12 Exposure   | 10 Exposure   | 12 Exposure   | 10 Exposure
value                   | 12 Value      | 10 Value      | 12 Value      | 10 Value
independent-amount      | 13(b)(iv)(A)  | 11(b)(iii)(A) | 13(p)         | 11(k)
threshold               | 13(b)(iv)(B)  | 11(b)(iii)(B) | 13(p)         | 11(k)
minimum-transfer-amount | 13(b)(iv)(C)  | 11(b)(iii)(C) | 13(c)(vii)(A) | 11(c)(vi)(A)
rounding                | 13(b)(iv)(D)  | 11(b)(iii)(D) | 13(c)(vii)(B) | 11(c)(vi)(B)
base-currency           | 12 Cash       | 11(a)(i)      | 13(a)(i)      | 11(a)(i)
eligible-currency       | 12 Cash       | 11(a)(ii)     | 13(a)(ii)     | 11(a)(ii)
eligible-collateral     | 13(b)(ii)     | 11(b)(ii)     | 13(c)(ii)     | 11(c)(ii)
valuation-percentage    | 13(b)(ii)     | 11(b)(ii)     | 13(c)(v)(A)   | 11(c)(v)(A)
fx-haircut              | 13(b)(ii)     | 11(b)(ii)     | 13(c)(v)(B)   | 11(c)(v)(B)
concentration           | 13(b)(ii)     | 11(b)(ii)     | 13(c)(ii)     | 11(c)(ii)
other-eligible-support  | 13(b)(iii)    | 11(h)         | 13(c)(vi)     | 11(k)
in-transit              | 13(m)         | 2(b)(i)       | 3(b)(i)       | 2(b)(i)
posting-parties         | 1(b)          | 10 Transferor | 1(b)          | 10 Transferor
covered-transactions    | 12 Exposure   | 10 Exposure   | 13(b)(i)      | 11(b)(i)
obligations             | 13(a)         | -             | 13(b)(ii)     | -
conditions-precedent    | 4(a)          | -             | 4(a)          | -
early-termination-date  | 4(a)(ii)      | -             | 4(a)(ii)      | -
specified-conditions    | 13(d)         | 11(h)         | 13(e)         | 11(k)
valuation-agent         | 13(c)(i)      | 11(c)(i)      | 13(d)(i)      | 11(d)(i)
valuation-date          | 13(c)(ii)     | 11(c)(ii)     | 13(d)(ii)     | 11(d)(ii)
valuation-time          | 13(c)(iii)    | 11(c)(iii)    | 13(d)(iii)    | 11(d)(iii)
notification-time       | 13(c)(iv)     | 11(c)(iv)     | 13(d)(iv)     | 11(d)(iv)
transfer-timing         | 4(b)          | 3(a)          | 13(c)(viii)   | 11(c)(vii)
substitution            | 13(e)         | 11(d)         | 13(f)         | 11(e)
disputes                | 13(f)         | 11(e)         | 13(g)         | 11(f)
holding-and-use         | 13(g)         | 5(a)          | 13(h)         | 5(a)
interest                | 13(h)         | 11(f)         | 13(i)         | 11(g)
distributions           | 13(h)         | 11(f)         | 13(i)         | 11(g)
notices                 | 13(k)         | 11(h)         | 13(m)         | 11(k)
addresses               | 13(l)         | 11(g)         | 13(n)         | 11(i)
final-returns           | 8(d)          | -             | 8(d)          | -
other-provisions        | 13(m)         | 11(h)         | 13(p)         | 11(k)
"""

_POSTED_COLLATERAL: Final = {
    Form.CSA_1994_NEW_YORK: "12 Posted Credit Support",
    Form.CSA_1995_ENGLISH: "10 Credit Support Balance",
    Form.VM_2016_NEW_YORK: "12 Posted Credit Support (VM)",
    Form.VM_2016_ENGLISH: "10 Credit Support Balance (VM)",
    Form.LOSS_LIMIT_KOREA: "posted collateral",
}

# topic | the words that stand for its paragraph in the loss-limit agreement.
_OF_LOSS_LIMIT: Final = """
credit-support-amount   | required amount
delivery-amount         | delivery
return-amount           | return
exposure                | loss
value                   | value
independent-amount      | performance deposit
threshold               | loss limit
minimum-transfer-amount | minimum transfer amount
rounding                | rounding
base-currency           | base currency
eligible-currency       | eligible currency
eligible-collateral     | eligible collateral
valuation-percentage    | valuation percentage
fx-haircut              | FX haircut
concentration           | concentration
other-eligible-support  | other terms
in-transit              | in transit
posting-parties         | parties
covered-transactions    | covered transactions
conditions-precedent    | conditions
early-termination-date  | conditions
specified-conditions    | conditions
valuation-agent         | valuation agent
valuation-date          | valuation date
valuation-time          | valuation time
notification-time       | notification time
transfer-timing         | delivery days
substitution            | substitution
disputes                | disputes
holding-and-use         | holding and use
interest                | interest
notices                 | notices
other-provisions        | other terms
governing-law           | governing law
credit-support-document | pledge
loss-limit              | loss limit
over-the-limit          | over the limit
performance-deposit     | performance deposit
release-level           | release level
fixing                  | fixing
delivery-days           | delivery days
cure                    | cure
alerts                  | alerts
suspension              | suspension
"""

# topic: 1992 | 2002, Section of the form or paragraph of the Schedule.
_OF_MASTERS: Final = """
conditions-precedent                | 2(a)(iii)          | 2(a)(iii)
events-of-default                   | 5(a)               | 5(a)
failure-to-pay-or-deliver           | 5(a)(i)            | 5(a)(i)
breach-of-agreement                 | 5(a)(ii)           | 5(a)(ii)
credit-support-default              | 5(a)(iii)          | 5(a)(iii)
misrepresentation                   | 5(a)(iv)           | 5(a)(iv)
default-under-specified-transaction | 5(a)(v)            | 5(a)(v)
bankruptcy                          | 5(a)(vii)          | 5(a)(vii)
merger-without-assumption           | 5(a)(viii)         | 5(a)(viii)
termination-events                  | 5(b)               | 5(b)
illegality                          | 5(b)(i)            | 5(b)(i)
force-majeure                       | -                  | 5(b)(ii)
tax-event                           | 5(b)(ii)           | 5(b)(iii)
tax-event-upon-merger               | 5(b)(iii)          | 5(b)(iv)
early-termination-date | 14 Early Termination Date | 14 Early Termination Date
potential-event-of-default | 14 Potential Event of Default | 14 Potential Event of Default
specified-entity                    | Schedule Part 1(a) | Schedule Part 1(a)
specified-transaction               | Schedule Part 1(b) | Schedule Part 1(b)
cross-default                       | Schedule Part 1(c) | Schedule Part 1(c)
credit-event-upon-merger            | Schedule Part 1(d) | Schedule Part 1(d)
automatic-early-termination         | Schedule Part 1(e) | Schedule Part 1(e)
payments-on-early-termination       | Schedule Part 1(f) | -
termination-currency                | Schedule Part 1(g) | Schedule Part 1(f)
additional-termination-events       | Schedule Part 1(h) | Schedule Part 1(g)
payer-tax-representations           | Schedule Part 2(a) | Schedule Part 2(a)
payee-tax-representations           | Schedule Part 2(b) | Schedule Part 2(b)
documents                           | Schedule Part 3    | Schedule Part 3
addresses                           | Schedule Part 4(a) | Schedule Part 4(a)
process-agent                       | Schedule Part 4(b) | Schedule Part 4(b)
offices                             | Schedule Part 4(c) | Schedule Part 4(c)
multibranch-party                   | Schedule Part 4(d) | Schedule Part 4(d)
calculation-agent                   | Schedule Part 4(e) | Schedule Part 4(e)
credit-support-document             | Schedule Part 4(f) | Schedule Part 4(f)
credit-support-provider             | Schedule Part 4(g) | Schedule Part 4(g)
governing-law                       | Schedule Part 4(h) | Schedule Part 4(h)
netting-of-payments                 | Schedule Part 4(i) | Schedule Part 4(i)
affiliate                           | Schedule Part 4(j) | Schedule Part 4(j)
absence-of-litigation               | -                  | Schedule Part 4(k)
no-agency                           | -                  | Schedule Part 4(l)
additional-representation           | -                  | Schedule Part 4(m)
recording-of-conversations          | -                  | Schedule Part 4(n)
notices                             | 12                 | 12
other-provisions                    | Schedule Part 5    | Schedule Part 5
"""

# What an annex leaves to its Master: topic -> the topic to look up there.
THROUGH_THE_MASTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conditions-precedent": "conditions-precedent",
        "early-termination-date": "conditions-precedent",
        "governing-law": "governing-law",
        "credit-support-document": "credit-support-document",
    }
)


def _read(table: str, forms: tuple[Form, ...]) -> dict[str, dict[Form, str]]:
    topics: dict[str, dict[Form, str]] = {}
    for line in table.strip().splitlines():
        topic, *cells = (cell.strip() for cell in line.split("|"))
        row = zip(forms, cells, strict=True)
        topics[topic] = {form: paragraph for form, paragraph in row if paragraph != "-"}
    return topics


def _joined() -> Mapping[str, Mapping[Form, str]]:
    topics = _read(_OF_ANNEXES, _ANNEXES)
    topics["posted-collateral"] = dict(_POSTED_COLLATERAL)
    for further in (
        _read(_OF_LOSS_LIMIT, (Form.LOSS_LIMIT_KOREA,)),
        _read(_OF_MASTERS, (Form.MASTER_1992, Form.MASTER_2002)),
    ):
        for topic, row in further.items():
            topics.setdefault(topic, {}).update(row)
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
