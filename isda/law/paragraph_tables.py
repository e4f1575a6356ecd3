"""The tables of `isda.law.paragraphs`: topic to paragraph, one table for each family of forms.

A line is a topic and its paragraph in each form of the family. A dash: this form leaves the
topic to the Master, or does not know it. A form that follows another shares its column.
"""

from collections.abc import Iterator
from typing import Final

from isda.law.forms import MASTERS, VARIANT_OF, Form

# topic | 1994 New York | 1995 English | 1995 English deed.
_LEGACY: Final = """
credit-support-amount   | 3            | 2             | 3
delivery-amount         | 3(a)         | 2(a)          | 3(a)
return-amount           | 3(b)         | 2(b)          | 3(b)
exposure                | 12 Exposure  | 10 Exposure   | 12 Exposure
value                   | 12 Value     | 10 Value      | 12 Value
independent-amount      | 13(b)(iv)(A) | 11(b)(iii)(A) | 13(c)(iv)(A)
threshold               | 13(b)(iv)(B) | 11(b)(iii)(B) | 13(c)(iv)(B)
minimum-transfer-amount | 13(b)(iv)(C) | 11(b)(iii)(C) | 13(c)(iv)(C)
rounding                | 13(b)(iv)(D) | 11(b)(iii)(D) | 13(c)(iv)(D)
base-currency           | 12 Cash      | 11(a)(i)      | 13(a)
eligible-currency       | 12 Cash      | 11(a)(ii)     | 13(a)
eligible-collateral     | 13(b)(ii)    | 11(b)(ii)     | 13(c)(ii)
valuation-percentage    | 13(b)(ii)    | 11(b)(ii)     | 13(c)(ii)
fx-haircut              | 13(b)(ii)    | 11(b)(ii)     | 13(c)(ii)
concentration           | 13(b)(ii)    | 11(b)(ii)     | 13(c)(ii)
other-eligible-support  | 13(b)(iii)   | 11(h)         | 13(c)(iii)
in-transit              | 13(m)        | 2(b)(i)       | 3(b)(i)
posting-parties         | 1(b)         | 10 Transferor | 1(b)
covered-transactions    | 12 Exposure  | 10 Exposure   | 12 Exposure
obligations             | 13(a)        | -             | 13(b)
conditions-precedent    | 4(a)         | -             | 4(a)
early-termination-date  | 4(a)(ii)     | -             | 4(a)(ii)
specified-conditions    | 13(d)        | 11(h)         | 13(e)
valuation-agent         | 13(c)(i)     | 11(c)(i)      | 13(d)(i)
valuation-date          | 13(c)(ii)    | 11(c)(ii)     | 13(d)(ii)
valuation-time          | 13(c)(iii)   | 11(c)(iii)    | 13(d)(iii)
notification-time       | 13(c)(iv)    | 11(c)(iv)     | 13(d)(iv)
transfer-timing         | 4(b)         | 3(a)          | 4(b)
substitution            | 13(e)        | 11(d)         | 13(f)
disputes                | 13(f)        | 11(e)         | 13(g)
holding-and-use         | 13(g)        | 5(a)          | 13(h)
interest                | 13(h)        | 11(f)         | 13(i)
distributions           | 13(h)        | 11(f)         | 13(i)
notices                 | 13(k)        | 11(h)         | 13(l)
addresses               | 13(l)        | 11(g)         | 13(k)
final-returns           | 8(d)         | -             | 8(e)
other-provisions        | 13(m)        | 11(h)         | 13(l)
"""

# topic | 2016 VM New York | 2016 VM English, and those that follow it.
_VARIATION_MARGIN: Final = """
credit-support-amount   | 3(a)          | 2(a)
delivery-amount         | 3(a)          | 2(a)
return-amount           | 3(b)          | 2(b)
exposure                | 12 Exposure   | 10 Exposure
value                   | 12 Value      | 10 Value
independent-amount      | 13(p)         | 11(k)
threshold               | 13(p)         | 11(k)
minimum-transfer-amount | 13(c)(vii)(A) | 11(c)(vi)(A)
rounding                | 13(c)(vii)(B) | 11(c)(vi)(B)
base-currency           | 13(a)(i)      | 11(a)(i)
eligible-currency       | 13(a)(ii)     | 11(a)(ii)
eligible-collateral     | 13(c)(ii)     | 11(c)(ii)
valuation-percentage    | 13(c)(v)(A)   | 11(c)(v)(A)
fx-haircut              | 13(c)(v)(B)   | 11(c)(v)(B)
concentration           | 13(c)(ii)     | 11(c)(ii)
other-eligible-support  | 13(c)(vi)     | 11(k)
credit-support-offsets  | 13(j)         | 11(h)
in-transit              | 3(b)(i)       | 2(b)(i)
posting-parties         | 1(b)          | 10 Transferor
covered-transactions    | 13(b)(i)      | 11(b)(i)
obligations             | 13(b)(ii)     | -
conditions-precedent    | 4(a)          | -
early-termination-date  | 4(a)(ii)      | -
specified-conditions    | 13(e)         | 11(k)
valuation-agent         | 13(d)(i)      | 11(d)(i)
valuation-date          | 13(d)(ii)     | 11(d)(ii)
valuation-time          | 13(d)(iii)    | 11(d)(iii)
notification-time       | 13(d)(iv)     | 11(d)(iv)
transfer-timing         | 13(c)(viii)   | 11(c)(vii)
substitution            | 13(f)         | 11(e)
disputes                | 13(g)         | 11(f)
holding-and-use         | 13(h)         | 5(a)
interest                | 13(i)         | 11(g)
distributions           | 13(i)         | 11(g)
notices                 | 13(m)         | 11(k)
addresses               | 13(n)         | 11(i)
final-returns           | 8(d)          | -
other-provisions        | 13(p)         | 11(k)
"""

# topic | 2018 IM New York | 2018 IM English.
_INITIAL_MARGIN: Final = """
credit-support-amount         | 3(c)(iii)              | 3(c)(iii)
delivery-amount               | 3(a)                   | 3(a)
return-amount                 | 3(b)                   | 3(b)
exposure                      | 3(c)(i)                | 3(c)(i)
value                         | 12 Value               | 12 Value
independent-amount            | 3(c)(ii)               | 3(c)(ii)
threshold                     | 13(c)(vi)(A)           | 13(c)(vi)(A)
minimum-transfer-amount       | 13(c)(vi)(B)           | 13(c)(vi)(B)
rounding                      | 13(c)(vi)(C)           | 13(c)(vi)(C)
base-currency                 | 13(a)                  | 13(a)
eligible-currency             | 13(a)                  | 13(a)
eligible-collateral           | 13 Collateral Schedule | 13 Collateral Schedule
valuation-percentage          | 13 Collateral Schedule | 13 Collateral Schedule
fx-haircut                    | 13 Collateral Schedule | 13 Collateral Schedule
concentration                 | 13 Collateral Schedule | 13 Collateral Schedule
other-eligible-support        | 13(c)(iv)              | 13(c)(iv)
in-transit                    | 3(b)(i)                | 3(b)(i)
posting-parties               | 1(b)                   | 1(b)
covered-transactions          | 13(b)                  | 13(b)
obligations                   | 13(b)                  | 13(b)
conditions-precedent          | 4(a)                   | 4(a)
early-termination-date        | 4(a)                   | 4(a)
specified-conditions          | 13(e)                  | 13(e)
access-conditions             | 13(e)                  | 13(e)
valuation-agent               | 13(d)(i)               | 13(d)(i)
valuation-date                | 13(d)(ii)              | 13(d)(ii)
valuation-time                | 13(d)(iii)             | 13(d)(iii)
notification-time             | 13(d)(iv)              | 13(d)(iv)
transfer-timing               | 13(c)(vii)             | 13(c)(vii)
substitution                  | 13(f)                  | 13(f)
disputes                      | 13(g)                  | 13(g)
holding-and-use               | 6(c)                   | 6(c)
interest                      | 6(e)                   | 6(e)
distributions                 | 6(e)                   | 6(e)
notices                       | 13(p)                  | 13(o)
final-returns                 | 8(d)                   | 8(d)
other-provisions              | 13(u)                  | 13(u)
regime-table                  | 13 Regime Table        | 13 Regime Table
margin-amount-im              | 3(c)(i)                | 3(c)(i)
margin-amount-ia              | 3(c)(ii)               | 3(c)(ii)
margin-approach               | 3(c)(iii)              | 3(c)(iii)
custodian                     | 13(m)                  | 13(m)
control-agreement             | 13(m)                  | 13(m)
termination-currency          | 13(q)                  | 13(r)
regulatory-information        | 13(n)                  | 13(n)
process-agent                 | 13(r)                  | 13(p)
other-minimum-transfer-amount | 13(s)                  | 13(s)
"""

# topic | the words that stand for its paragraph in the Korean-law annexes.
_KOREAN: Final = """
credit-support-amount   | required amount
delivery-amount         | delivery
return-amount           | return
exposure                | exposure
value                   | value
independent-amount      | independent amount
threshold               | threshold
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
obligations             | obligations
conditions-precedent    | conditions
early-termination-date  | conditions
specified-conditions    | conditions
valuation-agent         | valuation agent
valuation-date          | valuation date
valuation-time          | valuation time
notification-time       | notification time
transfer-timing         | transfer timing
substitution            | substitution
disputes                | disputes
holding-and-use         | holding and use
custodian               | holding and use
interest                | interest
distributions           | distributions
notices                 | notices
addresses               | addresses
other-provisions        | other terms
governing-law           | governing law
"""

# topic | the words that stand for its paragraph in the loss-limit agreement.
_LOSS_LIMIT: Final = """
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
hedge-ratio             | hedge ratio
"""

# topic: 1992 | 2002, Section of the form or paragraph of the Schedule.
_MASTERS: Final = """
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

# What is held: a definition in each numbered form, too long a name for the tables above.
_POSTED_COLLATERAL: Final = {
    Form.CSA_1994_NEW_YORK: "12 Posted Credit Support",
    Form.CSA_1995_ENGLISH: "10 Credit Support Balance",
    Form.CSD_1995_ENGLISH: "12 Posted Credit Support",
    Form.VM_2016_NEW_YORK: "12 Posted Credit Support (VM)",
    Form.VM_2016_ENGLISH: "10 Credit Support Balance (VM)",
    Form.IM_2018_NEW_YORK: "12 Posted Credit Support (IM)",
    Form.IM_2018_ENGLISH: "12 Posted Credit Support (IM)",
    Form.KOREA_PLEDGE: "posted collateral",
    Form.LOSS_LIMIT_KOREA: "posted collateral",
}

_FAMILIES: Final = (
    (_LEGACY, (Form.CSA_1994_NEW_YORK, Form.CSA_1995_ENGLISH, Form.CSD_1995_ENGLISH)),
    (_VARIATION_MARGIN, (Form.VM_2016_NEW_YORK, Form.VM_2016_ENGLISH)),
    (_INITIAL_MARGIN, (Form.IM_2018_NEW_YORK, Form.IM_2018_ENGLISH)),
    (_KOREAN, (Form.KOREA_PLEDGE,)),
    (_LOSS_LIMIT, (Form.LOSS_LIMIT_KOREA,)),
    (_MASTERS, MASTERS),
)


def entries() -> Iterator[tuple[str, Form, str]]:
    """Yield every topic with a form that speaks of it and the paragraph where it does.

    Example:
        >>> ("rounding", Form.CSD_1995_ENGLISH, "13(c)(iv)(D)") in set(entries())
        True
    """
    for topic, row in _rows():
        followed = {form: row[model] for form, model in VARIANT_OF.items() if model in row}
        for form, paragraph in (row | followed).items():
            if paragraph != "-":
                yield topic, form, paragraph


def _rows() -> Iterator[tuple[str, dict[Form, str]]]:
    for table, forms in _FAMILIES:
        for line in table.strip().splitlines():
            topic, *cells = (cell.strip() for cell in line.split("|"))
            yield topic, dict(zip(forms, cells, strict=True))
    yield "posted-collateral", _POSTED_COLLATERAL
