"""The rules of regimes: boundaries, conversion, days of validity, and where they keep quiet."""

import json
from datetime import date
from decimal import Decimal

import pytest
from generate import case
from small_regimes import BOTH, EU, IM, JP, KR, LAST_KOREAN_DAY, LINT, ROOT, UK, US, VM, found

from isda.basics.source import Mark
from isda.lint.asset_classes import class_of, currency_of, haircut_of
from isda.lint.check import Asked, check, check_text
from isda.lint.rule import LIMITS, rules
from isda.tables.haircuts import AssetClass
from isda.terms.checking import REGIMES, Profile
from isda.terms.collateral import CollateralRow


def test_the_rules_run_only_under_a_regime():
    """Every rule of the family names the regimes, and none runs without one."""
    family = [rule for rule in rules() if rule.code.startswith("RG")]
    assert len(family) == 27
    assert all(rule.profiles == frozenset(REGIMES) for rule in family)
    broken = (("[eu]", "[]"), ("threshold: nil", "threshold: infinite"))
    assert found(VM, *broken) == set()


def test_a_regime_may_come_from_the_command_line():
    """A profile that is asked for binds as one that the sheet names."""
    change = (("[eu]", "[]"), ("threshold: nil", "threshold: EUR 1"))
    assert found(VM, *change, profiles=[EU]) == {("RG001", "error")}
    assert found(VM, *change, profiles=[UK]) == {("RG001", "warning")}
    assert found(VM, *change, profiles=[EU, UK]) == {("RG001", "error")}


def test_a_loss_limit_agreement_is_no_exchange_of_margin():
    """No regime binds it, whatever the sheet claims."""
    text = (ROOT / "samples" / "sheets" / "daehan-loss-limit.yaml").read_text("utf-8")
    for regime in REGIMES:
        assert found(text, on=LAST_KOREAN_DAY, profiles=[regime]) == set()


OLDER = """
  - form: CSA 1995 English
    name: old transactions
    dated: 2010-03-01
    base_currency: EUR
    eligible_collateral: [{asset: cash, currency: EUR, valuation_percentage: 100%}]
    threshold: EUR 5,000,000
    minimum_transfer_amount: EUR 750,000
    valuation_date: each Friday
"""


def test_an_older_annex_beside_variation_margin_keeps_the_old_transactions():
    """It is bound only where it is the only annex of margin."""
    assert found(VM + OLDER) == set()
    alone = VM.partition("annexes:")[0] + "annexes:" + OLDER
    assert found(alone) >= {("RG001", "error"), ("RG002", "error"), ("RG014", "warning")}


def test_the_regime_table_binds_the_variation_margin_beside_it():
    """A regime of the table binds both annexes, and only for what its holder is posted."""
    assert found(BOTH, ("[eu]", "[]"), ("threshold: nil", "threshold: EUR 1")) == {
        ("RG001", "error")
    }
    one_way = (
        ("[eu]", "[]"),
        ("        method: SIMM", "        method: SIMM\n        holder: [A]"),
        ("    threshold: EUR 50,000,000", "    posting_parties: [B]\n    threshold: EUR 1"),
    )
    of_a = ("    threshold: nil", "    threshold: {A: EUR 5, B: nil}")
    of_b = ("    threshold: nil", "    threshold: {A: nil, B: EUR 5}")
    assert found(BOTH, *one_way, of_a) == set()
    assert found(BOTH, *one_way, of_b) == {("RG001", "error")}


MINIMUMS = [
    ("EUR 500,000", EU, {}, set()),
    ("EUR 500,000.01", EU, {}, {("RG002", "error")}),
    ("EUR 500,000.01", UK, {}, {("RG002", "warning")}),
    ("USD 550,000", EU, {}, {("RG002", "info")}),
    ("USD 550,000", EU, {"EUR/USD": Decimal("1.1")}, set()),
    ("USD 550,000.02", EU, {"EUR/USD": Decimal("1.1")}, {("RG002", "error")}),
    ("EUR 400,000", US, {"EUR/USD": Decimal("1.25")}, set()),
    ("EUR 400,000.01", US, {"EUR/USD": Decimal("1.25")}, {("RG002", "warning")}),
    ("JPY 70,000,000", JP, {}, set()),
    ("JPY 70,000,001", JP, {}, {("RG002", "info")}),
    ("KRW 1,000,000,000", KR, {}, set()),
    ("KRW 1,000,000,001", KR, {}, {("RG002", "info")}),
    ("nil", US, {}, set()),
]


@pytest.mark.parametrize(("amount", "regime", "rates", "expected"), MINIMUMS)
def test_the_cap_of_minimum_transfer_amounts(amount, regime, rates, expected):
    """At the cap nothing is found, one unit above something is, after conversion."""
    change = ("minimum_transfer_amount: EUR 250,000", f"minimum_transfer_amount: {amount}")
    given = found(
        VM, ("[eu]", "[]"), change, on=LAST_KOREAN_DAY, profiles=[regime], rates=rates
    )
    assert given == expected


def test_a_minimum_by_rating_or_event_counts_at_its_greatest():
    """Each row that may hold is within the cap, or is found; an open term is not compared."""
    old = "minimum_transfer_amount: EUR 250,000"
    rated = 'by_rating: {{A- or better: "EUR {}", below: nil}}, agency: S&P'
    new = f"minimum_transfer_amount: {{{{{rated}}}}}"
    assert found(VM, (old, new.format("500,000"))) == set()
    assert found(VM, (old, new.format("500,001"))) == {("RG002", "error")}
    assert found(VM, (old, "minimum_transfer_amount: to be agreed")) == set()


THRESHOLDS = [
    ("EUR 50,000,000", EU, {}, set()),
    ("EUR 50,000,000.01", EU, {}, {("RG004", "error")}),
    ("EUR 50,000,000.01", UK, {}, {("RG004", "warning")}),
    ("EUR 40,000,000", US, {}, {("RG004", "info"), ("RG002", "info")}),
    ("EUR 40,000,000", US, {"EUR/USD": Decimal("1.25")}, set()),
    ("EUR 40,000,000.01", US, {"EUR/USD": Decimal("1.25")}, {("RG004", "error")}),
    ("KRW 65,000,000,000", KR, {"EUR/KRW": Decimal(1500)}, set()),
    ("KRW 65,000,000,001", KR, {"EUR/KRW": Decimal(1500)}, {("RG004", "warning")}),
    ("JPY 7,000,000,001", JP, {"JPY/EUR": Decimal("0.006")}, {("RG004", "info")}),
    ("to be agreed", EU, {}, set()),
    ("nil", EU, {}, set()),
]


@pytest.mark.parametrize(("amount", "regime", "rates", "expected"), THRESHOLDS)
def test_the_cap_of_the_threshold_of_initial_margin(amount, regime, rates, expected):
    """At the cap nothing is found, one unit above something is, after conversion."""
    changes = (
        ("[eu]", "[]"),
        ("      EU:\n", "      Elsewhere:\n"),
        ("threshold: EUR 50,000,000", f"threshold: {amount}"),
    )
    given = found(IM, *changes, on=LAST_KOREAN_DAY, profiles=[regime], rates=rates)
    assert {each for each in given if each[0] != "RG007"} == expected


ROW = '        remaining: "[0y, 5y]"\n        valuation_percentage: 98%\n'
ROWS = [
    (EU, '        remaining: "[0y, 1y]"\n        haircut: 0.5%\n', set()),
    (EU, '        remaining: "[0y, 1y]"\n        haircut: 0.49%\n', {("RG006", "error")}),
    (UK, '        remaining: "[0y, 61m]"\n        haircut: 3.99%\n', {("RG006", "warning")}),
    (EU, '        remaining: "[0y, 61m]"\n        haircut: 4%\n', set()),
    (EU, "        margin_ratio: 104.17%\n", set()),
    (EU, "        margin_ratio: 104.16%\n", {("RG006", "error")}),
    (EU, '        duration: "[0y, 9y]"\n        haircut: 0%\n', set()),
    (EU, "        valuation_percentage: not eligible\n", set()),
    (EU, "        valuation_percentage: {A: 96%, B: 97%}\n", {("RG006", "error")}),
    (US, '        remaining: "[0y, 5y]"\n        haircut: 2.01%\n', {("RG007", "info")}),
    (US, '        remaining: "[0y, 1y]"\n        haircut: 1.99%\n', {("RG006", "error")}),
    (KR, '        remaining: "[0y, 5y]"\n        haircut: 1.99%\n', {("RG006", "info")}),
    (JP, "        haircut: 0%\n", set()),
]


@pytest.mark.parametrize(("regime", "row", "expected"), ROWS)
def test_haircuts_at_their_edges(regime, row, expected):
    """At the figure nothing is found, one hundredth below something is."""
    bond = f"      - asset: German government bond\n        currency: EUR\n{row}"
    cash = "        currency: EUR\n        valuation_percentage: 100%\n"
    given = found(
        VM, ("[eu]", "[]"), (cash, cash + bond), on=LAST_KOREAN_DAY, profiles=[regime]
    )
    assert {each for each in given if each[0] != "RG002"} == expected


def test_nothing_korean_is_applied_after_its_last_day():
    """On the last day the figures hold; from the next on one warning says what is missing."""
    change = (("[eu]", "[kr]"), ("threshold: nil", "threshold: EUR 1"))
    rates = {"EUR/KRW": Decimal(1500)}
    assert found(VM, *change, on=LAST_KOREAN_DAY, rates=rates) == {("RG001", "info")}
    assert found(VM, *change, on=date(2026, 9, 1), rates=rates) == {("RG024", "warning")}


@pytest.mark.parametrize("regime", REGIMES)
def test_a_day_outside_every_cover_is_said_once(regime):
    """Before a regime began, and after the day on which the tables were made."""
    for day in (date(2010, 1, 4), date(2027, 1, 4)):
        text = BOTH.replace("[eu]", f"[{regime}]").replace("      EU:", "      Elsewhere:")
        findings = check_text(text, asked=Asked(on=day)).findings
        assert [each.code for each in findings if each.code[:2] == "RG"] == ["RG024"]


def test_validity_is_said_where_the_regime_is_named():
    """In the profiles, in the regime table, or at the agreement."""
    late = Asked(on=date(2027, 1, 4))
    table = IM.replace("[eu]", "[]")
    assert [each.place.path for each in check_text(table, asked=late).findings] == [
        "annexes.0.regimes.EU"
    ]
    command = Asked(profiles=frozenset({EU}), on=date(2027, 1, 4))
    plain = VM.replace("[eu]", "[]")
    assert [each.place.path for each in check_text(plain, asked=command).findings] == [
        "agreement"
    ]


def test_no_finding_is_worse_than_its_source_allows():
    """P and L may be errors, S and E warnings, X and K only inform."""
    for path in sorted(LINT.glob("RG*/fires/*.yaml")):
        for each in check(path).findings:
            worst = min((LIMITS[one.mark] for one in each.sources), default=each.severity)
            assert each.severity <= worst
            if any(one.mark is Mark.UNVERIFIED for one in each.sources):
                assert each.severity.word == "info"


NAMES = [
    ("cash", AssetClass.CASH),
    ("US Treasury", AssetClass.GOVERNMENT),
    ("Korea Treasury", AssetClass.GOVERNMENT),
    ("Gilt", AssetClass.GOVERNMENT),
    ("Gold", AssetClass.GOLD),
    ("main index equity", AssetClass.EQUITY),
    ("covered bond", AssetClass.CORPORATE),
    ("RMBS", AssetClass.SECURITISATION),
    ("convertible bond", AssetClass.CONVERTIBLE),
    ("government-sponsored agency bond", None),
    ("regional government bond", None),
    ("corporate stock", None),
    ("money market fund", None),
    ("Bond", None),
]


@pytest.mark.parametrize(("name", "asset_class"), NAMES)
def test_a_name_has_a_class_only_where_it_means_one(name, asset_class):
    """Two classes, a doubtful word or an unknown name give none."""
    assert class_of(CollateralRow(asset=name)) is asset_class


CURRENCIES = [
    ("US Treasury", "USD"),
    ("United States Treasury", "USD"),
    ("UK Gilt", "GBP"),
    ("JGB", "JPY"),
    ("French government bond", "EUR"),
    ("government bond", None),
    ("US and UK government bond", None),
    ("corporate bond", None),
]


@pytest.mark.parametrize(("name", "currency"), CURRENCIES)
def test_a_government_bond_has_its_country_s_currency(name, currency):
    """Others have the currency that the row states, or none."""
    assert currency_of(CollateralRow(asset=name)) == currency
    assert currency_of(CollateralRow(asset=name, currency="CHF")) == "CHF"


def test_what_is_no_percentage_takes_nothing_off():
    """An answer has no haircut."""
    row = CollateralRow(asset="Gilt", valuation_percentage="not eligible")
    assert haircut_of(row.counted(Profile.EU)) is None


QUIET = [
    ("open custody", IM, ("{custodian: Meuse Depository, ", "{unresolved: in another annex, ")),
    ("a custodian beside the right", IM, ("        may_hold: no\n", "        custodian: M\n")),
    ("an open minimum", VM, ("EUR 250,000", "{unresolved: a page is missing}")),
    ("an open threshold", VM, ("threshold: nil", "threshold: {unresolved: a page is missing}")),
    ("open disputes", VM, ("disputes:\n", "disputes:\n      unresolved: by reference\n")),
    ("open coverage", VM, ("transactions: all", "transactions: {unresolved: a list}")),
    ("days of no known kind", VM, ("ment_day: same", "ment_day: {unresolved: a page is lost}")),
    ("any day", VM, ("each Local Business Day", "any day")),
]


@pytest.mark.parametrize(
    ("text", "change"), [each[1:] for each in QUIET], ids=[q[0] for q in QUIET]
)
def test_what_cannot_be_told_is_not_found(text, change):
    """Unresolved terms, other words for the same, and days that are not business days."""
    codes = {code for code, _ in found(text, change)}
    assert codes <= {"RG018"}
    assert "RG018" not in codes or "disputes" not in change[0]


@pytest.mark.parametrize("regime", [(), REGIMES], ids=["none", "all"])
def test_no_rule_fails_on_any_sheet_of_the_project(regime):
    """Every sheet, as it stands and under each regime, gives findings and no exception."""
    for path in sorted({*ROOT.glob("samples/**/*.yaml"), *ROOT.glob("isda/sheet/**/*.yaml")}):
        if "facts" not in path.name:
            check(path, Asked(profiles=frozenset(regime), on=LAST_KOREAN_DAY))


def test_no_rule_fails_on_random_agreements():
    """A hundred random agreements under all regimes at once."""
    asked = Asked(profiles=frozenset(REGIMES), on=LAST_KOREAN_DAY)
    for seed in range(100):
        check_text(json.dumps(case(seed).sheet, default=str), "random.json", asked)


def test_what_the_samples_claim_they_keep():
    """The sample of three regulators has nothing worse than information."""
    path = ROOT / "samples" / "agreements" / "margin-beside-variation" / "agreement.yaml"
    checked = check(path)
    assert {each.severity.word for each in checked.findings} <= {"info"}


DUE = [
    ("regular_settlement_day: same", EU, set()),
    ("regular_settlement_day: next", EU, {("RG013", "error")}),
    ("transfer_within: 2 Local Business Days", US, {("RG013", "warning")}),
    ("transfer_within: 1 Local Business Day", US, set()),
    ("transfer_within: 9 Local Business Days", JP, set()),
    ("transfer_within: 3 days", EU, {("RG013", "warning")}),
    ("transfer_within: 1 day", EU, {("RG013", "warning")}),
    ("transfer_within: 0 days", EU, set()),
    ("transfer_within: 1 calendar day", US, set()),
    ("transfer_within: 2 calendar days", US, {("RG013", "warning")}),
    ("transfer_within: 2 Fund Dealing Days", EU, set()),
    ("transfer_within: 1 TARGET Settlement Day", EU, {("RG013", "error")}),
    ("regular_settlement_day: as printed", EU, set()),
]
SILENT = [
    ("CSA 1994 New York", EU, {("RG013", "error")}),
    ("CSA 1994 New York", UK, {("RG013", "warning")}),
    ("CSA 1994 New York", US, set()),
    ("CSA 1995 English", EU, {("RG013", "warning")}),
    ("CSD 1995 English", EU, {("RG013", "warning")}),
    ("VM CSA 2016 New York", EU, set()),
    ("VM CSA 2016 French", EU, set()),
    ("Korean-law annex (pledge)", EU, set()),
]
FURTHER = '\n    independent_amount: {A: nil, B: "EUR 1,000,000"}'
COVERED = [
    ("regular_settlement_day: next", {("RG013", "warning")}),
    ("transfer_within: 2 Local Business Days", {("RG013", "warning")}),
    ("transfer_within: 3 Local Business Days", {("RG013", "error")}),
]


@pytest.mark.parametrize(("line", "regime", "expected"), DUE)
def test_when_a_transfer_is_late(line, regime, expected):
    """The business day of the calculation in Europe, one day after execution in America."""
    changes = (("[eu]", "[]"), ("regular_settlement_day: same", line))
    given = found(VM, *changes, profiles=[regime])
    assert {each for each in given if each[0] != "RG002"} == expected


@pytest.mark.parametrize(("form", "regime", "expected"), SILENT)
def test_a_silent_sheet_has_the_day_that_its_form_prints(form, regime, expected):
    """Paragraph 4(b) of 1994 has the next business day; what we only infer is a warning."""
    changes = (
        ("[eu]", "[]"),
        ("    regular_settlement_day: same\n", ""),
        ("VM CSA 2016 English", form),
        ("    eligible_currencies: [EUR]\n", ""),
    )
    given = found(VM, *changes, profiles=[regime])
    assert {each for each in given if each[0] == "RG013"} == expected


@pytest.mark.parametrize(("line", "expected"), COVERED)
def test_an_independent_amount_may_cover_two_days(line, expected):
    """What may be within the rules is a warning, and what cannot be is an error."""
    assert found(VM, ("regular_settlement_day: same", line + FURTHER)) == expected


def test_one_finding_for_regimes_that_set_the_same():
    """European and British figures are one; an American one in another currency is another."""
    changes = (("[eu]", "[eu, uk, us]"), ("EUR 250,000", "EUR 500,001"))
    text = VM.replace(*changes[0]).replace(*changes[1])
    asked = Asked(rates={"EUR/USD": Decimal("1.1")})
    lines = [(each.code, each.severity.word) for each in check_text(text, asked=asked).findings]
    assert lines == [("RG002", "error"), ("RG002", "warning")]


def test_a_regime_that_binds_one_annex_hides_none_that_binds_both():
    """European rules bind the margin alone and British ones both: only both break the cap."""
    older = BOTH.replace("VM CSA 2016 New York", "CSA 1994 New York").replace("[eu]", "[uk]")
    change = ("minimum_transfer_amount: EUR 250,000", "minimum_transfer_amount: EUR 250,001")
    assert found(older) == set()
    assert found(older, change) == {("RG002", "warning")}


def test_what_is_known_may_already_be_too_much():
    """Without a rate for one part, the other part alone can break the cap."""
    first, second = BOTH.split("  - form: IM")
    text = f"{first.replace('EUR 250,000', 'USD 1,000')}  - form: IM{second}"
    assert found(text) == {("RG002", "info")}
    assert found(text, ("EUR 250,000", "EUR 500,001")) == {("RG002", "error")}
