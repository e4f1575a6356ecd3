"""What each regulator sets, typed again by hand: value, unit, first day, article and mark."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from isda.basics.faults import InvariantBroken
from isda.lint.rule import rules
from isda.tables.regulation import LAST_DAY, read_regulation, regulation

REGIMES = ("eu", "uk", "us", "jp", "kr")
DATA = Path(__file__).parents[2] / "isda" / "tables" / "data"
FIGURES = """
eu minimum-transfer-amount EUR 500000 2017-01-04 Art 25(1) L
eu split-of-minimum-transfer-amount EUR 500000 2017-01-04 Art 25(4) L
eu variation-margin-threshold EUR 0 2017-03-01 Art 25(1) to (3), (5) L
eu initial-margin-threshold EUR 50000000 2017-01-04 Art 29(1)(a), (b) P
eu initial-margin-threshold-in-one-group EUR 10000000 2017-01-04 Art 29(1)(c) P
eu fx-haircut-of-variation-margin percent 8 2017-01-04 Annex II para 6 K
eu fx-haircut-of-initial-margin percent 8 2017-01-04 Annex II para 7 K
eu days-for-variation-margin days 0 2017-03-01 Art 12(1)(a) L
eu days-for-covered-variation-margin days 2 2017-03-01 Art 12(1)(b), (2) L
eu days-for-initial-margin days 0 2017-02-04 Art 13(2) P
eu frequency-of-variation-margin days 1 2017-01-04 Art 9(1) P
eu frequency-of-initial-margin days 10 2017-01-04 Art 9(2)(e) P
eu limit-of-one-issuer percent 15 2017-01-04 Art 8(1)(a) P
eu least-limit-of-one-issuer EUR 10000000 2017-01-04 Art 8(1)(a) P
eu limit-of-securitisations percent 40 2017-01-04 Art 8(1)(b) P
eu least-limit-of-securitisations EUR 10000000 2017-01-04 Art 8(1)(b) P
eu dispute-report-amount EUR 15000000 2013-09-15 Art 15(2) P
eu dispute-report-days days 15 2013-09-15 Art 15(2) P
uk minimum-transfer-amount EUR 500000 2021-01-01 Art 25 E
uk split-of-minimum-transfer-amount EUR 500000 2021-01-01 Art 25 E
uk variation-margin-threshold EUR 0 2021-01-01 Art 25 E
uk initial-margin-threshold EUR 50000000 2021-01-01 Art 29(1)(a), (b) E
uk initial-margin-threshold-in-one-group EUR 10000000 2021-01-01 Art 29(1)(c) E
uk fx-haircut-of-variation-margin percent 8 2021-01-01 Annex II para 6 K
uk fx-haircut-of-initial-margin percent 8 2021-01-01 Annex II para 7 K
uk days-for-variation-margin days 0 2021-01-01 Art 12(1)(a) E
uk days-for-covered-variation-margin days 2 2021-01-01 Art 12(1)(b), (2) E
uk days-for-initial-margin days 0 2021-01-01 Art 13(2) P
uk frequency-of-variation-margin days 1 2021-01-01 Art 9(1) E
uk frequency-of-initial-margin days 10 2021-01-01 Art 9(2)(e) E
uk limit-of-one-issuer percent 15 2021-01-01 Art 8(1)(a) E
uk least-limit-of-one-issuer EUR 10000000 2021-01-01 Art 8(1)(a) E
uk limit-of-securitisations percent 40 2021-01-01 Art 8(1)(b) E
uk least-limit-of-securitisations EUR 10000000 2021-01-01 Art 8(1)(b) E
uk dispute-report-amount EUR 15000000 2021-01-01 Art 15(2) E
uk dispute-report-days days 15 2021-01-01 Art 15(2) E
us minimum-transfer-amount USD 500000 2016-04-01 23.151, 23.152(b)(3), 23.153(c) S
us minimum-transfer-amount-of-one-account USD 50000 2021-02-24 23.151 S
us variation-margin-threshold USD 0 2017-03-01 23.153(a), (b), 12 CFR 237.4 K
us initial-margin-threshold USD 50000000 2016-04-01 349.2 P
us fx-haircut-of-variation-margin percent 8 2016-04-01 237.6, Appendix B K
us fx-haircut-of-initial-margin percent 8 2016-04-01 237.6, Appendix B K
us days-for-variation-margin days 1 2017-03-01 23.153(a), (b) E
us days-for-initial-margin days 1 2016-04-01 237.3(c) P
us frequency-of-variation-margin days 1 2017-03-01 23.153(a), (b) E
us frequency-of-initial-margin days 1 2016-04-01 23.154(a)(1), (2) P
us dispute-report-amount USD 20000000 2012-11-13 23.502(c) S
us dispute-report-days days 3 2012-11-13 23.502(c) K
jp minimum-transfer-amount JPY 70000000 2016-09-01 Art 123 K
jp variation-margin-threshold JPY 0 2017-03-01 Element 2 K
jp initial-margin-threshold JPY 7000000000 2016-09-01 Art 123 K
kr minimum-transfer-amount KRW 1000000000 2017-03-01 of 27 February 2017 K
kr variation-margin-threshold KRW 0 2017-03-01 Element 2 K
kr initial-margin-threshold KRW 65000000000 2017-03-01 as described in the survey of 2018 E
kr fx-haircut-of-variation-margin percent 8 2017-03-01 annex K
kr fx-haircut-of-initial-margin percent 8 2017-03-01 annex K
kr frequency-of-variation-margin days 1 2017-03-01 of 27 February 2017 K
"""
WORDS = """
eu validity 2017-01-04 OJ L 340 of 15 December 2016, p. 9 S
eu reuse-of-initial-margin 2017-01-04 Art 20 K
eu holder-of-cash-margin 2017-01-04 Art 19(1)(e) P
eu credit-quality 2017-01-04 Art 7(1) P
eu own-securities 2017-01-04 Art 4(2) K
eu covered-transactions 2017-03-01 Art 11(3) P
eu method-of-initial-margin 2017-01-04 Art 11(1) to (6) P
eu dispute-procedure 2013-09-15 Art 15(1)(b) P
uk validity 2021-01-01 OJ L 340 of 15 December 2016, p. 9 E
uk reuse-of-initial-margin 2021-01-01 Art 20 K
uk holder-of-cash-margin 2021-01-01 Art 19(1)(e) E
uk credit-quality 2021-01-01 Art 7(1) E
uk own-securities 2021-01-01 Art 4(2) K
uk covered-transactions 2021-01-01 Art 11(3) E
uk method-of-initial-margin 2021-01-01 Art 11(1) to (6) E
uk dispute-procedure 2021-01-01 Art 15(1)(b) E
us validity 2016-04-01 74840 P
us split-of-minimum-transfer-amount 2021-02-24 23.158(a) P
us reuse-of-initial-margin 2016-04-01 237.7 K
us holder-of-initial-margin 2016-04-01 237.7 K
us collateral-of-swap-entities 2016-04-01 237.6(a) P
us own-securities 2016-04-01 237.6(d) K
us method-of-initial-margin 2016-04-01 23.158(a), (b) P
us dispute-procedure 2016-04-01 23.158(a), (b) P
jp validity 2016-09-01 Art 123 S
kr validity 2017-03-01 notice of 14 August 2025 S
"""
DAYS = {"days": "business days"}


def test_every_figure_is_the_one_its_source_has():
    """Value, unit, first day, article and mark of each number."""
    for line in FIGURES.strip().splitlines():
        regime, topic, unit, value, since, rest = line.split(" ", 5)
        article, _, mark = rest.rpartition(" ")
        figure = regulation(regime).figures[topic][0]
        assert figure.value == Decimal(value), line
        assert figure.unit == DAYS.get(unit, unit), line
        assert figure.since == date.fromisoformat(since), line
        assert (figure.source.article, figure.source.mark) == (article, mark), line


def test_every_entry_in_words_stands_where_its_source_has_it():
    """First day, article and mark of each entry that is words."""
    for line in WORDS.strip().splitlines():
        regime, topic, since, rest = line.split(" ", 3)
        article, _, mark = rest.rpartition(" ")
        figure = regulation(regime).figures[topic][0]
        assert figure.value is None, line
        assert figure.since == date.fromisoformat(since), line
        assert (figure.source.article, figure.source.mark) == (article, mark), line


def test_no_figure_is_left_unread_by_a_hand():
    """Each topic of each regime stands in one of the two lists above."""
    typed = {tuple(line.split(" ")[:2]) for line in (FIGURES + WORDS).splitlines() if line}
    known = {(regime, topic) for regime in REGIMES for topic in regulation(regime).figures}
    assert typed == known


@pytest.mark.parametrize("regime", REGIMES)
def test_each_file_loads_and_says_when_it_is_valid(regime):
    """A regime has one file, its name, and a first day that its figures do not undercut."""
    found = regulation(regime)
    assert found.regime == regime
    assert (DATA / f"{regime}.yaml").exists()
    assert found.validity.since <= LAST_DAY
    for entries in found.figures.values():
        assert all(type(one.value) is Decimal or one.unit == "text" for one in entries)


def test_the_united_kingdom_has_the_european_figures_from_its_first_day_on():
    """What it does not set itself is European, British by name, and begins in 2021."""
    figure = regulation("uk").on("initial-margin-threshold", date(2021, 1, 1))
    assert figure.regime == "uk"
    assert figure.source.instrument == "UK version of Delegated Regulation (EU) 2016/2251"
    assert regulation("uk").known("initial-margin-threshold", date(2020, 12, 31)) is None
    own = regulation("uk").on("minimum-transfer-amount", LAST_DAY)
    assert own.source.mark == "E"


def test_what_is_taken_over_was_not_verified_where_it_went():
    """A British figure is E at best, K where the European one is; one was read in London."""
    britain, own = regulation("uk").figures, {"days-for-initial-margin"}
    marks = {topic: entries[0].source.mark for topic, entries in britain.items()}
    assert {topic for topic, mark in marks.items() if mark not in {"E", "X", "K"}} == own
    for topic, (figure,) in britain.items():
        if topic not in own:
            assert "primary text" not in str(figure.source), topic
    assert marks["reuse-of-initial-margin"] == "K"


def test_nothing_korean_is_known_after_august_2026():
    """The last day is in, the next is out, for every topic."""
    korea = regulation("kr")
    for topic in korea.figures:
        assert korea.known(topic, date(2026, 8, 31)) is not None
        assert korea.known(topic, date(2026, 9, 1)) is None


def test_what_is_inherited_says_from_whom_and_when():
    """Another key, or none, is refused."""
    text = (DATA / "uk.yaml").read_text(encoding="utf-8")
    with pytest.raises(InvariantBroken):
        read_regulation(text.replace("from: 2021-01-01, as", "of: 2021-01-01, as"))


def test_a_figure_that_ended_before_is_not_inherited():
    """Only what held on the day before is taken over."""
    text = (
        "regime: xx\nname: X\ninstruments: {act: The Act}\nfigures: {}\n"
        "inherits: {regime: kr, from: 2026-10-01, as: X version of}\n"
    )
    assert read_regulation(text).figures == {}


def test_rules_read_topics_that_some_regime_has():
    """A topic that a rule names is in a table."""
    known = {topic for regime in REGIMES for topic in regulation(regime).figures}
    for rule in rules():
        assert set(rule.figures) <= known, rule.code
