"""The JSON Schema and the XML Schema of a term sheet, made from the models.

An editor that knows the schema completes keys, shows our gist and the paragraph of each
form while one writes, and marks what the reader would refuse. The schema never refuses
what the reader takes; the reader alone decides what computes.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isda.basics.faults import must
from isda.law.forms import MASTERS, Form
from isda.law.paragraphs import PARAGRAPHS, THROUGH_THE_MASTER
from isda.law.register import register
from isda.sheet.schema_shapes import CLOSED, SHARED, Schema, mend, short_name
from isda.sheet.xml_names import NAMESPACE
from isda.sheet.xml_schema import xml_schema
from isda.terms.agreement import Agreement
from isda.terms.printed import ANNEXES, INITIAL_MARGIN

SHEET_SCHEMA = NAMESPACE
DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHEET_FILE = "sheet-1.json"
SHEET_XSD = "sheet-1.xsd"
_FORMS_OF = {
    "CreditSupportAnnex": ANNEXES,
    "CreditSupportAmendment": ANNEXES,
    "InitialMarginAnnex": INITIAL_MARGIN,
    "InitialMarginAmendment": INITIAL_MARGIN,
    "LossLimitAgreement": (Form.LOSS_LIMIT_KOREA,),
    "LossLimitAmendment": (Form.LOSS_LIMIT_KOREA,),
    "Master": MASTERS,
    "MasterAmendment": MASTERS,
}
_LAYERS = {
    "CreditSupportAmendment": "CreditSupportAnnex",
    "InitialMarginAmendment": "InitialMarginAnnex",
    "LossLimitAmendment": "LossLimitAgreement",
    "MasterAmendment": "Master",
}


def sheet_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a term sheet.

    Every election's `description` is our gist and its paragraph in each form;
    `x-paragraphs` holds the same paragraphs by form.

    Example:
        >>> threshold = sheet_schema()["$defs"]["CreditSupportAnnex"]["properties"]["threshold"]
        >>> threshold["x-paragraphs"]["csa-1995-eng"]
        '11(b)(iii)(B)'
    """
    schema = Agreement.model_json_schema(by_alias=True, mode="validation")
    mend(schema)
    definitions: dict[str, Schema] = schema.pop("$defs")
    for name, forms in _FORMS_OF.items():
        for election in definitions[name]["properties"].values():
            _say_where(election, forms)
    for layer, base in _LAYERS.items():
        _refer(definitions[layer]["properties"], base, definitions[base]["properties"])
    names = {f"#/$defs/{name}": short_name(name, body) for name, body in definitions.items()}
    must(len(set(names.values())) == len(names), "every definition has a name of its own")
    tidied = {
        names[f"#/$defs/{name}"]: _tidy(body, names) for name, body in definitions.items()
    }
    tidied |= {name: {"title": kind} | CLOSED[kind] for kind, name in SHARED.items()}
    whole = {key: part for key, part in schema.items() if key not in {"title", "description"}}
    return {
        "$schema": DRAFT,
        "$id": SHEET_SCHEMA,
        "title": "Term sheet of a collateral agreement",
        "description": "A credit support annex on an ISDA form, or a Korean loss-limit "
        "agreement, with its Master and Schedule, as isda reads it.",
        **_tidy(whole, names),
        "$defs": dict(sorted(tidied.items())),
    }


def paragraphs_of(topic: str, forms: tuple[Form, ...]) -> dict[Form, str]:
    """Return where each form speaks of a topic; the Masters where an annex leaves it to them.

    Example:
        >>> paragraphs_of("threshold", (Form.CSA_1994_NEW_YORK,))
        {<Form.CSA_1994_NEW_YORK: 'csa-1994-ny'>: '13(b)(iv)(B)'}
    """
    row = PARAGRAPHS.get(topic, {})
    found = {form: row[form] for form in forms if form in row}
    if len(found) < len(forms) and topic in THROUGH_THE_MASTER and forms == ANNEXES:
        above = PARAGRAPHS[THROUGH_THE_MASTER[topic]]
        found |= {form: above[form] for form in MASTERS if form in above}
    return found


def korean_name(form: Form, paragraph: str) -> str:
    """Return the Korean term of a paragraph, or nothing.

    Example:
        >>> korean_name(Form.LOSS_LIMIT_KOREA, "loss limit")
        '손실한도'
    """
    return next(
        (row.label_ko for row in register().rows
         if row.form is form and row.paragraph == paragraph), "",
    )  # fmt: skip


def _say_where(election: Schema, forms: tuple[Form, ...]) -> None:
    topic = election.pop("topic", None)
    if topic is None:
        return
    found = paragraphs_of(topic, forms)
    if not found:
        return
    places = []
    for form, paragraph in found.items():
        korean = korean_name(form, paragraph)
        places.append(f"{form.title}: {paragraph}" + (f" ({korean})" if korean else ""))
    election["description"] = f"{election['description']}\n\n" + "\n".join(places)
    election["x-paragraphs"] = {form.value: paragraph for form, paragraph in found.items()}


def _refer(layer: dict[str, Schema], whole: str, elections: dict[str, Schema]) -> None:
    """Let an amendment point at the election of the document it amends."""
    for key, election in layer.items():
        if key in elections and election == elections[key]:
            layer[key] = {"$ref": f"#/$defs/{whole}/properties/{key}"}


def _tidy(part: Any, names: dict[str, str]) -> Any:
    """Return a part of the schema without the machinery's titles, defaults and nulls."""
    if isinstance(part, list):
        return [_tidy(each, names) for each in part if each != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kind = part.get("x-kind")
    if kind in SHARED:
        return {"$ref": f"#/$defs/{SHARED[kind]}"}
    kept = {
        key: {name: _tidy(each, names) for name, each in body.items()}
        if key == "properties" else _tidy(body, names)
        for key, body in part.items()
        if key not in {"title", "default", "x-kind", "description", "$ref"}
    }  # fmt: skip
    if kind is not None:
        kept = {"title": kind} | CLOSED.get(kind, kept)
    if "$ref" in part:
        kept = {
            "$ref": f"#/$defs/{names[part['$ref']]}" if part["$ref"] in names else part["$ref"]
        } | kept
    if "description" in part:
        kept = {"description": _gist(part["description"])} | kept
    return _flat(kept)


def _gist(description: str) -> str:
    """Return a docstring's first sentence; an election's text keeps its paragraphs."""
    return description.partition("\n\nExample:")[0].strip()


def _flat(part: Schema) -> Schema:
    """Return a choice of one as that one, and a choice of choices as one choice."""
    choices: list[Schema] | None = part.get("anyOf")
    if choices is None:
        return part
    rest = {key: body for key, body in part.items() if key != "anyOf"}
    spread = [
        each for choice in choices
        for each in (choice["anyOf"] if set(choice) == {"anyOf"} else [choice])
    ]  # fmt: skip
    if len(spread) == 1 and not set(rest) & set(spread[0]):
        return rest | spread[0]
    return rest | {"anyOf": spread}


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as its file holds it: two spaces, model order, one final newline.

    Example:
        >>> print(schema_text({"type": "object"}), end="")
        {
          "type": "object"
        }
    """
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


PUBLISHED: dict[str, Callable[[], str]] = {
    SHEET_FILE: lambda: schema_text(sheet_schema()),
    SHEET_XSD: lambda: xml_schema(sheet_schema()),
}
"""File name to text, as `schemas/` holds the sheet's."""


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema of the sheet into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, build in PUBLISHED.items():
        path = folder / name
        path.write_text(build(), encoding="utf-8", newline="\n")
        written.append(path)
    return written


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
