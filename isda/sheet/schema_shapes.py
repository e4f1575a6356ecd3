"""Shapes of a sheet that the models read in code, said again for an editor.

A validator that takes `otherwise:` apart, or reads `nil` as an empty list, cannot show
itself in a JSON Schema. Each such shape is written down here, once, and the tests hold the
schema against the reader.
"""

import re
from typing import Any

from isda.basics.cities import CITIES
from isda.basics.currencies import CURRENCIES
from isda.basics.faults import must
from isda.terms.collateral import KINDS, MEASURES
from isda.terms.events import STANDARD_EVENTS
from isda.terms.reading import EMPTY
from isda.terms.regimes import FORMULA, UNDEFINED
from isda.terms.stored import ValueDispute

Schema = dict[str, Any]

_EMPTY = {"enum": [answer.value for answer in EMPTY]}

CLOSED: dict[str, Schema] = {
    "a currency such as USD": {"enum": sorted(CURRENCIES)},
    "a city such as Seoul": {"enum": sorted(CITIES)},
    "an event such as Event of Default": {
        "anyOf": [{"enum": [*STANDARD_EVENTS]}, {"type": "string"}]
    },
    "`all` or `as printed`": {"enum": ["all"]},
    "A, B or demanding party": {
        "enum": ["A", "B", "demanding party", "holder", "bank", "party A", "party B"]
    },
}
"""Kinds of text whose words are listed elsewhere: kind to schema."""

SHARED = {
    "a currency such as USD": "CurrencyCode",
    "a city such as Seoul": "City",
    "an event such as Event of Default": "EventName",
}
"""Kinds whose list is long: they stand once among the definitions."""


def mend(schema: Schema) -> None:
    """Write the shapes that only code knows into a schema, in place."""
    definitions = schema["$defs"]
    schema["properties"]["sheet"] = {
        "description": schema["properties"]["sheet"]["description"],
        "enum": ["1", 1],
    }
    schema["required"] = ["sheet", *schema["required"]]
    annexes = schema["properties"]["annexes"]
    annexes["minItems"] = 1
    kinds = annexes["items"].pop("oneOf")
    annexes["items"]["anyOf"] = [kind for kind in kinds if "$ref" in kind]
    definitions["LossLimitAgreement"]["required"] += [
        "base_currency", "loss_limit", "over_the_limit",
    ]  # fmt: skip
    for body in definitions.values():
        interest = _whole(body).get("properties", {}).get("interest", {})
        if "additionalProperties" in interest:
            interest["propertyNames"] = {"$ref": "#/$defs/CurrencyCode"}
    for body in definitions.values():
        _lists_may_be_nil(_whole(body).get("properties", {}))
    for name in ("AllPercentages", "EventList", "PostsOnlyWhile", "SplitList"):
        _events(definitions[name])
    _disputes(definitions)
    _while_row(definitions["WhileRow"])
    _share_row(definitions["ShareRow"])
    _limb(definitions["Limb"])
    _one_formula(definitions["Regime"])
    _one_of_a_kind(definitions["CollateralRow"])
    cap = _whole(definitions["Cap"])["properties"]["of"]
    cap |= {"propertyNames": {"enum": ["currency", "asset", "issuer"]}, "minProperties": 1}


def _whole(body: Schema) -> Schema:
    """Return the mapping among the shapes of a term."""
    for shape in body.get("anyOf", ()):
        if "properties" in shape:
            whole: Schema = shape
            return whole
    return body


def _lists_may_be_nil(properties: dict[str, Schema]) -> None:
    for name, body in properties.items():
        if name != "amendments" and body.get("type") == "array":
            listed = {key: body.pop(key) for key in ("type", "items")}
            body["anyOf"] = [listed, _EMPTY]
            continue
        shapes = body.get("anyOf", ())
        is_part = any(shape.get("type") == "null" for shape in shapes) and any(
            "$ref" in shape for shape in shapes
        )
        if is_part or any(shape.get("type") == "array" for shape in shapes):
            body["anyOf"].append(_EMPTY)


def _events(body: Schema) -> None:
    bare, whole = body["anyOf"]
    body["anyOf"] = [bare, _EMPTY, whole]


def _disputes(definitions: dict[str, Schema]) -> None:
    table = ValueDispute.model_json_schema(by_alias=True)
    must("$defs" not in table, "the shape of a value dispute refers to nothing")
    definitions["ValueDispute"] = table
    words = {"x-kind": "words, or `deleted`", "type": ["string", "number", "boolean"]}
    whole = _whole(definitions["Disputes"])
    definitions["Disputes"]["anyOf"] = [words, whole]
    whole["properties"]["value"]["anyOf"] = [words, {"$ref": "#/$defs/ValueDispute"}]


def _while_row(body: Schema) -> None:
    properties = body["properties"]
    properties.pop("is_otherwise")
    amount = [shape for shape in properties["value"]["anyOf"] if shape != {"type": "null"}]
    table = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: properties[key] for key in ("value", "percent_of_notional")},
    }
    properties["otherwise"] = {
        "description": "The last row: what the term is while none of the events continues.",
        "anyOf": [*amount, table],
    }
    body["oneOf"] = [{"required": ["event"]}, {"required": ["otherwise"]}]


def _share_row(body: Schema) -> None:
    """A share holds for some transactions, or otherwise."""
    properties = body["properties"]
    properties.pop("is_otherwise")
    properties["otherwise"] = properties["value"] | {
        "description": "The last row: the share of every other transaction."
    }
    body["oneOf"] = [{"required": ["where", "value"]}, {"required": ["otherwise"]}]
    body.pop("required")


def _limb(body: Schema) -> None:
    """A limb holds while events continue, or otherwise; its amount may be undefined."""
    properties = body["properties"]
    for name in ("is_otherwise", "is_undefined"):
        properties.pop(name)
    said = [shape for shape in properties["amount"]["anyOf"] if shape != {"type": "null"}]
    properties["amount"] = {
        "description": properties["amount"]["description"],
        "anyOf": [*said, {"enum": [UNDEFINED]}],
    }
    properties["otherwise"] = {
        "description": "The last limb: what is required while none of the others holds.",
        "anyOf": properties["amount"]["anyOf"],
    }
    body["oneOf"] = [{"required": ["while", "amount"]}, {"required": ["otherwise"]}]


def _one_formula(body: Schema) -> None:
    """A regime's requirement may be one formula in the place of limbs."""
    limbs = body["properties"]["credit_support_amount"]
    listed = {key: limbs.pop(key) for key in ("type", "items", "anyOf") if key in limbs}
    shapes = listed.pop("anyOf", [listed])
    limbs["anyOf"] = [{"type": "string", "x-kind": FORMULA}, *shapes]


def _one_of_a_kind(body: Schema) -> None:
    """A row has one percentage and one measure of maturity.

    Percentages by party and by column are told apart by their keys, which a schema of the
    one and of the other both let pass.
    """
    for kind in KINDS:
        either = body["properties"][kind]
        for shape in either.get("anyOf", ()):
            if "oneOf" in shape:
                shape["anyOf"] = shape.pop("oneOf")
                shape.pop("discriminator", None)
        for shape in either["anyOf"]:
            for each in shape.get("anyOf", ()):
                _cells_by_column(each)
    body["allOf"] = [
        {"not": {"required": [first, second]}}
        for names in (KINDS, MEASURES)
        for number, first in enumerate(names)
        for second in names[number + 1 :]
    ]


def _cells_by_column(body: Schema) -> None:
    cell = body.get("additionalProperties", {})
    if "oneOf" in cell:
        cell["anyOf"] = cell.pop("oneOf")
        cell.pop("discriminator", None)


_TERM = re.compile(r"Term_Annotated_Union_(\w+?)__Answer___Text_*(\d*)")
_CELL = re.compile(r"Annotated_Union_(\w+?)__Answer___Text_*")
_BOTH = re.compile(r"PerParty_(\w+)_")


def short_name(name: str, body: Schema) -> str:
    """Return a definition's name without the machinery of the models.

    Example:
        >>> short_name("PerParty_Term_Annotated_Union_YesNo__Answer___Text___", {})
        'PerPartyYesNoTerm'
    """
    name = name.removeprefix("isda__terms__election__")
    both = _BOTH.fullmatch(name)
    if both is not None:
        return "PerParty" + short_name(both[1], body)
    if cell := _CELL.fullmatch(name):
        return f"{cell[1]}Cell"
    term = _TERM.fullmatch(name)
    if term is None:
        return name
    kind = "Words" if term[1] == "str" else term[1]
    if kind == "Words" and "a currency such as USD" in str(body):
        kind = "Currency"
    return f"{kind}Term"
