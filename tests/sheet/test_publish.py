"""The published schema of a sheet, held against the reader."""

import copy
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from isda.law.forms import Form
from isda.law.paragraphs import PARAGRAPHS
from isda.sheet.publish import SHEET_FILE, schema_text, sheet_schema, write_schemas
from isda.sheet.read_sheet import read_sheet_text
from isda.terms.annex import CreditSupportAnnex
from isda.terms.loss_limit import LossLimitAgreement

ROOT = Path(__file__).parents[2]
ANNEX = """
sheet: 1
agreement: 2019
parties:
  A: {name: Hangang Bank, role: dealer, cities: [Seoul, New York]}
  B: {name: Arc Shipping Ltd, role: corporate, cities: [London]}
master:
  form: ISDA Master Agreement 2002
  dated: 2019-03-14
  governing_law: {value: New York, at: Schedule Part 4(h)}
  cross_default:
    A: USD 50,000,000
    B: USD 10,000,000
  automatic_early_termination: {A: no, B: no}
annexes:
  - form: CSA 1994 New York
    dated: 2019-03-14
    posting_parties: [A, B]
    base_currency: USD
    eligible_currencies: [USD, KRW]
    never_below_independent_amount: no
    in_transit: counted
    eligible_collateral:
      - {asset: cash, currency: USD, valuation_percentage: 100%}
      - {asset: US Treasury, remaining: "[1y, 10y]", haircut: {A: 2%, B: to be agreed}}
    concentration:
      - {of: {currency: KRW}, at_most: 40% of posted value}
    independent_amount: {A: nil, B: {percent_of_notional: 2%, at: 13(b)(iv)(A)}}
    threshold:
      A: infinite
      B:
        while:
          - {event: Event of Default, value: nil}
          - otherwise: USD 5,000,000
    minimum_transfer_amount: USD 250000
    rounding: {delivery: "up to USD 10,000", return: nil}
    valuation_agent: {value: demanding party, other_party_while: [Event of Default]}
    valuation_date: each Local Business Day
    notification_time: 13:00 New York
    specified_conditions: {A: [Illegality], B: nil}
    disputes: {resolution_time: 13:00 New York, value: {quotes: [bid]}}
    holding_and_use: {A: {may_hold: yes, may_use: no}}
    interest: {USD: {rate: SOFR, basis: 360, compounding: no}}
    amendments:
      - {dated: 2022-06-01, threshold: {B: nil}}
    other_terms: {anything: [goes, 1, {here: too}]}
"""
LIMIT = """
sheet: "1"
agreement: LL-DAEHAN-2008
parties:
  A: {name: 한강은행, role: bank}
  B: {name: 대한정밀, role: client}
annexes:
  - form: Loss limit agreement (Korea)
    dated: 2008-01-02
    posting_parties: [B]
    base_currency: KRW
    loss_limit: KRW 1,000,000,000
    over_the_limit: excess only
    eligible_collateral:
      - {asset: Korea Treasury, remaining: "[0y, 5y]", margin_ratio: 102%}
    fixing: market average rate of the day before
    cure: 3 Seoul business days
    alerts: [70%, 80%, 90%, 100%]
    suspend_new_trades_at: 90%
"""
VALIDATOR = Draft202012Validator(sheet_schema())


def reader(booleans):
    """Return a loader like an editor's: YAML 1.2 numbers, dates as strings."""
    editor = type("Editor", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
    editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(booleans), None)
    editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), None)
    editor.add_implicit_resolver(
        "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]*$"), None
    )
    editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(null|~|)$"), None)
    return editor


NO_IS_A_STRING = reader("(true|false)$")
NO_IS_FALSE = reader("(true|false|yes|no)$")


def editors(text):
    return [yaml.load(text, Loader=kind) for kind in (NO_IS_A_STRING, NO_IS_FALSE)]  # noqa: S506  # safe loaders


def sheets():
    """Every sheet under samples/ that is not there to be wrong, and the two of this file."""
    found = [ANNEX, LIMIT]
    for path in sorted((ROOT / "samples").rglob("*.yaml")):
        if {"faults", "lint"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"^sheet:", text, re.MULTILINE):
            found.append(pytest.param(text, id=str(path.relative_to(ROOT))))
    return found


def with_line(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new)


def test_it_is_a_schema():
    """The published schema is a valid schema of draft 2020-12 with its own id."""
    schema = sheet_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:isda-collateral:schema:sheet:1"


@pytest.mark.parametrize("text", sheets())
def test_every_sheet_is_valid(text):
    """A sheet that reads without an error is valid, whatever an editor makes of `no`."""
    assert not read_sheet_text(text).errors
    for tree in editors(text):
        assert not [error.message for error in VALIDATOR.iter_errors(tree)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    in_transit: counted\n", "    in_transitt: counted\n"),
        ("    in_transit: counted\n", "    in_transit: perhaps\n"),
        ("minimum_transfer_amount: USD 250000", "minimum_transfer_amount: 250000"),
        ("minimum_transfer_amount: USD 250000", 'minimum_transfer_amount: "250000"'),
        ("minimum_transfer_amount: USD 250000", "minimum_transfer_amount: USD 25,00"),
        ("minimum_transfer_amount: USD 250000", "minimum_transfer_amount: infinite"),
        ("valuation_percentage: 100%", "valuation_percentage: 100"),
        ("valuation_percentage: 100%", 'valuation_percentage: "1.0"'),
        ("valuation_percentage: 100%", "valuation_percentage: 100%, margin_ratio: 102%"),
        ('remaining: "[1y, 10y]"', 'remaining: "[1y, 10y]", original: "[1y, 10y]"'),
        ("percent_of_notional: 2%", "percent_of_notional: 2"),
        ("base_currency: USD", "base_currency: US Dollar"),
        ("    eligible_currencies: [USD, KRW]", "    eligible_currencies: [USD, WON]"),
        ("cities: [London]", "cities: [Londinium]"),
        ("form: CSA 1994 New York", "form: CSA 1994 New Yrok"),
        ("form: CSA 1994 New York", "form: Loss limit agreement (Korea)"),
        ("    dated: 2019-03-14\n    posting", "    dated: 14/03/2019\n    posting"),
        ("notification_time: 13:00 New York", 'notification_time: "13:00"'),
        ("          - otherwise: USD 5,000,000", "          - value: USD 5,000,000"),
        ("at_most: 40% of posted value", "at_mst: 40% of posted value"),
        ("of: {currency: KRW}", "of: {issuer_of_won: KRW}"),
        ("value: {quotes: [bid]}", "value: {quoted: [bid]}"),
        ("interest: {USD:", "interest: {DOLLARS:"),
        ("basis: 360", "basis: 364"),
        ("compounding: no", "compounding: 0"),
        ("threshold: {B: nil}}", "threshold: {B: none}}"),
        ("    posting_parties: [A, B]", "    posting_parties: [A, C]"),
        ("sheet: 1", "sheet: 2"),
        ("sheet: 1\n", ""),
    ],
)
def test_what_the_reader_refuses_is_marked(old, new):
    """An unknown key, a bare number as money and the like are refused here as by the reader."""
    text = with_line(ANNEX, old, new)
    assert read_sheet_text(text).errors
    for tree in editors(text):
        assert not VALIDATOR.is_valid(tree)


@pytest.mark.parametrize("key", ["base_currency", "loss_limit", "over_the_limit"])
def test_a_loss_limit_needs_its_three_terms(key):
    """A loss-limit agreement without its limit, currency or reading is refused by both."""
    text = re.sub(rf"^    {key}: .*\n", "", LIMIT, flags=re.MULTILINE)
    assert read_sheet_text(text).errors
    assert not VALIDATOR.is_valid(editors(text)[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minimum_transfer_amount: USD 250000", "minimum_transfer_amount: USD 250,000.50"),
        ("minimum_transfer_amount: USD 250000", "minimum_transfer_amount: not applicable"),
        (
            "minimum_transfer_amount: USD 250000",
            "minimum_transfer_amount: USD 1,234,567,890,123,456",
        ),
        ("percent_of_notional: 2%", "percent_of_notional: 2.125 %"),
        ("notification_time: 13:00 New York", "notification_time: 9:00 Hong Kong"),
        ("specified_conditions: {A: [Illegality], B: nil}", "specified_conditions: nil"),
        ("conditions: {A: [Illegality], B: nil}", "conditions: [illegality]"),
        ("disputes: {resolution_time: 13:00 New York, value: {quotes: [bid]}}",
         "disputes: deleted"),
        ('    rounding: {delivery: "up to USD 10,000", return: nil}',
         "    rounding: nearest USD 1000"),
        ("value: demanding party", "value: party A"),
        ("    in_transit: counted\n", "    in_transit: {unresolved: a page is missing}\n"),
        ("agreement: 2019", "agreement: yes"),
    ],
)  # fmt: skip
def test_what_the_reader_takes_is_valid(old, new):
    """Other spellings that the reader takes are valid too."""
    text = with_line(ANNEX, old, new)
    assert not read_sheet_text(text).errors
    for tree in editors(text):
        assert not [error.message for error in VALIDATOR.iter_errors(tree)]


@pytest.mark.parametrize(
    ("name", "model"),
    [("CreditSupportAnnex", CreditSupportAnnex), ("LossLimitAgreement", LossLimitAgreement)],
)
def test_hover_text_names_the_paragraph_of_each_form(name, model):
    """An election's description is our gist and, for each form, its paragraph."""
    properties = sheet_schema()["$defs"][name]["properties"]
    for field, info in model.model_fields.items():
        if not info.json_schema_extra:
            continue
        election = properties[info.alias or field]
        assert election["description"].startswith(info.description)
        assert set(election) & {"topic", "default"} == set()
        for slug, paragraph in election["x-paragraphs"].items():
            assert PARAGRAPHS[info.json_schema_extra["topic"]][Form(slug)] == paragraph
            assert f"{Form(slug).title}: {paragraph}" in election["description"]


def test_hover_text_of_the_minimum_transfer_amount():
    """The minimum transfer amount is shown with its paragraph in each form."""
    annex = sheet_schema()["$defs"]["CreditSupportAnnex"]["properties"]
    assert annex["minimum_transfer_amount"]["x-paragraphs"] == {
        "csa-1994-ny": "13(b)(iv)(C)",
        "csa-1995-eng": "11(b)(iii)(C)",
        "csa-2016-vm-ny": "13(c)(vii)(A)",
        "csa-2016-vm-eng": "11(c)(vi)(A)",
        "csd-1995-eng": "13(c)(iv)(C)",
        "csa-2016-vm-fr": "11(c)(vi)(A)",
        "csa-2016-vm-ie": "11(c)(vi)(A)",
        "csa-2016-vm-jp": "11(c)(vi)(A)",
        "csa-kr-pledge": "minimum transfer amount",
        "csa-kr-loan": "minimum transfer amount",
    }


def test_every_mapping_is_closed():
    """No mapping of the schema takes a key it does not name, save where any key is meant."""

    def walk(node):
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if isinstance(node.get("properties"), dict) and "type" in node:
                assert node["additionalProperties"] is False
            for each in node.values():
                walk(each)

    walk(copy.deepcopy(sheet_schema()))


def test_the_committed_schema_is_as_made(tmp_path):
    """schemas/sheet-1.json is what `python -m isda.sheet.publish` writes, byte for byte."""
    written, _ = write_schemas(tmp_path / "schemas")
    assert written.read_bytes() == (ROOT / "schemas" / SHEET_FILE).read_bytes()
    assert schema_text(sheet_schema()).encode() == written.read_bytes()
