"""Topic to paragraph, per form."""

import re

import pytest

from isda.basics.cite import Cite
from isda.basics.faults import InvariantBroken
from isda.law.forms import VARIANT_OF, Form
from isda.law.paragraphs import PARAGRAPHS, THROUGH_THE_MASTER, cite, speaks_of
from isda.law.register import at

ANNEXES = [form for form in Form if form.value.startswith(("csa-", "csd-"))]
INITIAL_MARGIN = [Form.IM_2018_NEW_YORK, Form.IM_2018_ENGLISH]
EVERY_CALL = [
    "credit-support-amount",
    "delivery-amount",
    "return-amount",
    "exposure",
    "value",
    "independent-amount",
    "threshold",
    "minimum-transfer-amount",
    "rounding",
    "base-currency",
    "eligible-currency",
    "eligible-collateral",
    "valuation-percentage",
    "fx-haircut",
    "in-transit",
    "conditions-precedent",
    "specified-conditions",
    "early-termination-date",
    "valuation-date",
    "valuation-agent",
    "valuation-time",
    "notification-time",
    "substitution",
    "disputes",
    "holding-and-use",
    "interest",
    "notices",
    "concentration",
    "posting-parties",
    "covered-transactions",
    "posted-collateral",
    "governing-law",
    "credit-support-document",
    "other-provisions",
    "transfer-timing",
]
INITIAL_MARGIN_ONLY = [
    "access-conditions",
    "control-agreement",
    "margin-amount-ia",
    "margin-amount-im",
    "margin-approach",
    "other-minimum-transfer-amount",
    "regime-table",
    "regulatory-information",
]
LOSS_LIMIT = [
    "loss-limit",
    "over-the-limit",
    "performance-deposit",
    "release-level",
    "fixing",
    "delivery-days",
    "cure",
    "alerts",
    "suspension",
]


@pytest.mark.parametrize("topic", sorted(PARAGRAPHS))
def test_every_citation_stands_in_the_register_under_its_topic(topic):
    """What the engine cites is a row of the register that speaks of the same topic."""
    for form in PARAGRAPHS[topic]:
        assert topic in at(cite(topic, form)).topics, form


@pytest.mark.parametrize("topic", EVERY_CALL)
@pytest.mark.parametrize("form", [*ANNEXES, Form.LOSS_LIMIT_KOREA])
def test_every_form_that_posts_can_cite_what_a_call_needs(form, topic):
    """No call fails for want of a citation: each form has one, or leaves it to its Master."""
    assert speaks_of(topic, form)
    cited = cite(topic, form)
    assert at(cited).cite == cited
    if cited.form != form.value:
        assert topic in THROUGH_THE_MASTER
        assert cited.form == "ma-2002"


@pytest.mark.parametrize("topic", LOSS_LIMIT)
def test_the_terms_of_a_loss_limit_belong_to_it_alone(topic):
    """A loss-limit term is cited from that agreement and from no other form."""
    assert set(PARAGRAPHS[topic]) == {Form.LOSS_LIMIT_KOREA}
    assert not speaks_of(topic, Form.CSA_1994_NEW_YORK)


@pytest.mark.parametrize(
    ("form", "paragraph"),
    [
        (Form.CSA_1994_NEW_YORK, "13(b)(iv)(C)"),
        (Form.CSA_1995_ENGLISH, "11(b)(iii)(C)"),
        (Form.VM_2016_NEW_YORK, "13(c)(vii)(A)"),
        (Form.VM_2016_ENGLISH, "11(c)(vi)(A)"),
        (Form.CSD_1995_ENGLISH, "13(c)(iv)(C)"),
        (Form.VM_2016_IRISH, "11(c)(vi)(A)"),
        (Form.IM_2018_NEW_YORK, "13(c)(vi)(B)"),
        (Form.IM_2018_ENGLISH, "13(c)(vi)(B)"),
        (Form.LOSS_LIMIT_KOREA, "minimum transfer amount"),
        (Form.KOREA_LOAN, "minimum transfer amount"),
    ],
)
def test_one_topic_has_a_number_of_its_own_in_each_form(form, paragraph):
    """The minimum transfer amount stands at a different paragraph in each form."""
    assert cite("minimum-transfer-amount", form) == Cite(form.value, paragraph)


@pytest.mark.parametrize("topic", INITIAL_MARGIN_ONLY)
def test_the_terms_of_initial_margin_belong_to_its_forms(topic):
    """Margins, approach, regimes and access conditions are cited from the 2018 forms alone."""
    assert set(PARAGRAPHS[topic]) == set(INITIAL_MARGIN)
    assert not speaks_of(topic, Form.VM_2016_NEW_YORK)


@pytest.mark.parametrize(("variant", "model"), VARIANT_OF.items())
@pytest.mark.parametrize("topic", EVERY_CALL)
def test_a_variant_is_cited_at_the_paragraphs_of_its_model(topic, variant, model):
    """A form that follows another is cited where that one is, and under its own name."""
    ours, theirs = cite(topic, variant), cite(topic, model)
    assert (ours.paragraph, at(ours).topic) == (theirs.paragraph, at(theirs).topic)
    assert ours.form == (variant.value if theirs.form == model.value else theirs.form)


@pytest.mark.parametrize(
    "form",
    [
        Form.CSA_1995_ENGLISH,
        Form.VM_2016_ENGLISH,
        Form.VM_2016_FRENCH,
        Form.VM_2016_IRISH,
        Form.VM_2016_JAPANESE,
    ],
)
@pytest.mark.parametrize("topic", ["conditions-precedent", "early-termination-date"])
def test_transfer_annexes_hold_back_through_the_master(form, topic):
    """A transfer annex is a Transaction: Section 2(a)(iii) of its own Master holds it back."""
    assert cite(topic, form, master=Form.MASTER_1992) == Cite("ma-1992", "2(a)(iii)")
    assert cite(topic, form) == Cite("ma-2002", "2(a)(iii)")


@pytest.mark.parametrize(
    "form", [Form.CSA_1994_NEW_YORK, Form.CSD_1995_ENGLISH, *INITIAL_MARGIN]
)
def test_security_annexes_have_conditions_of_their_own(form):
    """A pledge or a charge names its conditions in 4(a), whatever the Master."""
    cited = cite("conditions-precedent", form, master=Form.MASTER_1992)
    assert cited == Cite(form.value, "4(a)")


@pytest.mark.parametrize("form", INITIAL_MARGIN)
def test_initial_margin_stands_where_exposure_would(form):
    """A 2018 form has no Exposure and no Independent Amount: its two margins are cited."""
    assert cite("exposure", form) == cite("margin-amount-im", form)
    assert cite("independent-amount", form) == cite("margin-amount-ia", form)
    assert cite("specified-conditions", form) == cite("access-conditions", form)
    for topic in ("exposure", "independent-amount"):
        assert at(cite(topic, form)).topic != topic


def test_what_a_form_lacks_has_a_home_that_says_so():
    """A topic cited at a paragraph of another topic is one whose gist names it in words."""
    named = {
        "in-transit": "under way",
        "exposure": "Exposure",
        "independent-amount": "Independent Amount",
        "threshold": "Threshold|limit",
        "specified-conditions": "Specified Condition|Termination Events|condition",
        "concentration": "caps|Caps",
        "base-currency": "Base",
        "holding-and-use": "use",
        "eligible-currency": "currencies|currency",
        "other-eligible-support": "other support|Anything else",
        "notices": "notices",
    }
    for topic, words in named.items():
        homes = [at(cite(topic, form)) for form in PARAGRAPHS[topic]]
        for row in homes:
            if row.topic != topic and row.form is not Form.LOSS_LIMIT_KOREA:
                assert re.search(words, row.gist), (topic, row)


@pytest.mark.parametrize(
    ("topic", "form"),
    [
        ("weather", Form.CSA_1994_NEW_YORK),
        ("force-majeure", Form.MASTER_1992),
        ("loss-limit", Form.CSA_1994_NEW_YORK),
        ("obligations", Form.CSA_1995_ENGLISH),
        ("threshold", Form.MASTER_2002),
    ],
)
def test_a_topic_a_form_does_not_know_is_our_fault(topic, form):
    """Citing what is not there breaks an invariant; it is never a guess."""
    assert not speaks_of(topic, form)
    with pytest.raises(InvariantBroken, match=re.escape(form.title)):
        cite(topic, form)
