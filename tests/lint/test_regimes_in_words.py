"""What rules of regimes say: as surely as it was read, of each regime, and of whom it binds."""

import pytest
from small_regimes import EU, JP, KR, LAST_KOREAN_DAY, LINT, UK, US, VM, found

from isda.basics.source import Mark
from isda.lint.check import Asked, check, check_text
from isda.statement.korean.catalogue import in_korean
from isda.terms.checking import REGIMES

HOLDERS = [
    ("Thames Bank", {("RG012", "error")}),
    ("Thames Bank Custody, account 12 of Liffey Fund", {("RG012", "error")}),
    ("an affiliate of the Secured Party", {("RG012", "error")}),
    ("Meuse Depository, account of the Secured Party", set()),
    ("Meuse Depository, account no. 123-4 for Thames Bank", set()),
    ("Meuse Depository", set()),
]


@pytest.mark.parametrize(("holder", "expected"), HOLDERS)
def test_who_keeps_an_account_is_judged_and_not_whose_it_is(holder, expected):
    """A custodian of the group is found; an account in a party's name is ordinary."""
    text = (LINT / "RG012" / "quiet" / "a-third-party.yaml").read_text(encoding="utf-8")
    old = "B: {custodian: Meuse Depository"
    assert found(text, (old, f'B: {{custodian: "{holder}"')) == expected
    account = f'B: {{custodian: Meuse Depository, account: "{holder}"'
    assert found(text, (old, account)) == set()
    assert found(text, (old, f'B: {{account: "{holder}"')) == set()


def messages(text, code):
    """What one rule says of a sheet, in English."""
    return [each.message for each in check_text(text).findings if each.code == code]


CASH_ONLY = "European Union rules want cash of initial margin with a"


@pytest.mark.parametrize("code", ["RG011", "RG012"])
def test_the_european_holder_is_of_cash(code):
    """The article speaks of cash, and so does the message; the American rule is unread."""
    (path,) = (LINT / code / "fires").glob("[ct]*.yaml")
    text = path.read_text(encoding="utf-8")
    (said,) = messages(text, code)
    assert CASH_ONLY in said
    both = messages(text.replace("[eu]", "[eu, us]"), code)
    assert len(both) == 2
    assert sum("cash" in each for each in both) == 1
    assert sum("are understood to want" in each and "check" in each for each in both) == 1


TIME = "      resolution_time: 13:00 London\n"
REPORTING = "      reporting: under the reconciliation procedures of the parties\n"
REPORTS = (
    (
        "European Union rules ask financial counterparties to report disputes above "
        "EUR 15,000,000 after 15 business days"
    ),
    "United States rules are reported to ask for reports of disputes above USD 20,000,000",
)


def test_each_regime_that_has_disputes_reported_is_told():
    """Two amounts are two findings; the European one binds financial counterparties."""
    both = VM.replace("[eu]", "[eu, uk, us]")
    silent = both.replace(TIME, "").replace(REPORTING, "").replace("    disputes:\n", "")
    shared = both.replace(TIME, f"{TIME}      tolerance: EUR 50,000\n")
    for text, code in ((silent, "RG018"), (silent, "RG027"), (shared, "RG022")):
        said = messages(text, code)
        assert [each.partition(", and ")[2] for each in said] == list(REPORTS)
    (said,) = messages(shared.replace("[eu, uk, us]", "[uk]"), "RG022")
    assert "United Kingdom rules are reported to ask financial counterparties" in said


SURE = [
    (EU, "European Union rules allow none"),
    (UK, "United Kingdom rules are reported to allow none"),
    (US, "United States rules are understood to allow none: check"),
    (JP, "Japan rules are understood to allow none: check"),
    (KR, "Korea rules are understood to allow none: check"),
]


@pytest.mark.parametrize(("regime", "words"), SURE)
def test_rules_are_said_as_surely_as_they_were_verified(regime, words):
    """Read is settled, read elsewhere is reported, not read is to be checked."""
    asked = Asked(profiles=frozenset({regime}), on=LAST_KOREAN_DAY)
    text = VM.replace("[eu]", "[]").replace("threshold: nil", "threshold: EUR 1")
    (one,) = [each for each in check_text(text, asked=asked).findings if each.code == "RG001"]
    assert one.message.endswith(f", and {words}")


def test_no_rule_settles_what_nobody_read():
    """Every finding that rests on what was not read says so."""
    asked = Asked(profiles=frozenset(REGIMES), on=LAST_KOREAN_DAY)
    unread = {Mark.UNVERIFIED, Mark.SAMPLES}
    for path in sorted(LINT.glob("RG*/fires/*.yaml")):
        for one in check(path, asked).findings:
            if unread & {each.mark for each in one.sources}:
                assert "check" in one.message, (path.name, one.code)
                assert "understood" in one.message, (path.name, one.code)


COVERED = (LINT / "RG017" / "fires" / "a-product-left-out.yaml").read_text("utf-8")
LEFT_OUT = [
    ("irs", "warning", "and European Union rules name no such exemption"),
    ("uncleared irs", "warning", "and European Union rules name no such exemption"),
    ("irs not yet cleared", "warning", "and European Union rules name no such exemption"),
    ("NDFs, cleared", None, ""),
    ("irs traded through a CCP", None, ""),
    ("irs before 2017-03-01", None, ""),
    ("irs before 2017-03-02", "info", "which European Union rules may exempt: check"),
    ("pre-existing irs", "info", "which European Union rules may exempt: check"),
    ("irs with affiliates", "info", "which European Union rules may exempt: check"),
]


@pytest.mark.parametrize(("left_out", "severity", "words"), LEFT_OUT)
def test_what_is_cleared_or_older_is_no_gap_and_what_may_be_exempt_is_to_be_checked(
    left_out, severity, words
):
    """Up to the day on which the rules began nothing is a gap, a day later it may be."""
    text = COVERED.replace("[fx forward, interest rate swap]", f'["{left_out}"]')
    told = [each for each in check_text(text).findings if each.code == "RG017"]
    assert [each.severity.word for each in told] == ([severity] if severity else [])
    assert all(each.message.endswith(words) for each in told)


NAMED = [
    ("uncleared derivatives", None),
    ("derivatives not cleared by a CCP", None),
    ("uncleared interest rate swaps", "warning"),
    ("cleared derivatives", "warning"),
]


@pytest.mark.parametrize(("named", "severity"), NAMED)
def test_all_that_is_not_cleared_is_all(named, severity):
    """An annex for what nobody clears covers what the rules do; one product of it is less."""
    text = COVERED.replace("except: [fx forward, interest rate swap]", f"only: [{named}]")
    told = [each for each in check_text(text).findings if each.code == "RG017"]
    assert [each.severity.word for each in told] == ([severity] if severity else [])


def test_the_united_kingdom_is_reported_to_cover_as_much():
    """The same figures, taken over and read elsewhere, are reported."""
    (told,) = messages(COVERED.replace("[eu]", "[uk]"), "RG017")
    assert told.endswith("and United Kingdom rules are reported to name no such exemption")


ROLES = [
    ("dealer", "swap dealer", "error"),
    ("swap entity", "Dealer", "error"),
    ("bank", "bank", "info"),
    ("bank", "swap dealer", "info"),
    ("bank", "fund", None),
    ("dealer", "corporate", None),
]
BETWEEN_DEALERS = (LINT / "RG015" / "fires" / "treasuries-between-dealers.yaml").read_text(
    "utf-8"
)


@pytest.mark.parametrize(("one", "other", "severity"), ROLES)
def test_a_bank_is_not_by_its_name_a_swap_entity(one, other, severity):
    """Two swap entities are an error, a bank among them is to be checked, others are quiet."""
    changes = (("role: swap dealer", f"role: {one}"), ("role: dealer", f"role: {other}"))
    expected = {("RG015", severity)} if severity else set()
    assert found(BETWEEN_DEALERS, *changes) == expected


@pytest.mark.parametrize("asset", ["money market fund", "Gold", "Bond"])
def test_what_is_not_cash_is_not_cash_between_swap_entities(asset):
    """A name of no known class is no cash; a currency is."""
    assert ("RG015", "error") in found(BETWEEN_DEALERS, ("US Treasury", asset))
    for cash in ("USD", "EUR cash", "Eligible Currency"):
        assert found(BETWEEN_DEALERS, ("US Treasury", cash)) == set()


KOREAN = {
    " rules are reported to ": "2차 자료에 따르면 {} 규정은",
    " rules are understood to ": "알려진 바로는 {} 규정은",
}


@pytest.mark.parametrize("regime", REGIMES)
def test_how_sure_a_rule_is_stands_beside_it_in_korean(regime):
    """What is reported or understood is the rule of the regime, and not what the sheet says."""
    asked = Asked(profiles=frozenset({regime}), on=LAST_KOREAN_DAY)
    for path in sorted(LINT.glob("RG*/fires/*.yaml")):
        for one in check(path, asked).findings:
            for words, korean in KOREAN.items():
                said, found_, _ = one.message.partition(words)
                _, glued, name = said.rpartition(", and ")
                if found_ and glued:
                    assert korean.format(in_korean(name)) in in_korean(one.message), one
