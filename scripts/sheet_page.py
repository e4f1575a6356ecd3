"""docs/sheet.md: every key of a term sheet, from the published schema."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from isda.basics.cities import CITIES
from isda.law.forms import MASTERS, Form
from isda.sheet.publish import sheet_schema
from isda.terms.annex import CollateralTerms, CreditSupportTerms
from isda.terms.events import STANDARD_EVENTS
from isda.terms.initial_margin import InitialMarginTerms
from isda.terms.loss_limit import LossLimitTerms
from isda.terms.printed import ANNEXES, INITIAL_MARGIN, PRINTED, PrintedAnswer
from isda.terms.reading import EMPTY

Schema = dict[str, Any]

SHORT = {
    Form.CSA_1994_NEW_YORK: "1994 NY",
    Form.CSA_1995_ENGLISH: "1995 Eng",
    Form.CSD_1995_ENGLISH: "1995 deed",
    Form.VM_2016_NEW_YORK: "2016 VM NY",
    Form.VM_2016_ENGLISH: "2016 VM Eng",
    Form.VM_2016_FRENCH: "2016 VM Fr",
    Form.VM_2016_IRISH: "2016 VM Ir",
    Form.VM_2016_JAPANESE: "2016 VM Jp",
    Form.IM_2018_NEW_YORK: "2018 IM NY",
    Form.IM_2018_ENGLISH: "2018 IM Eng",
    Form.KOREA_PLEDGE: "Korean pledge",
    Form.KOREA_LOAN: "Korean loan",
    Form.LOSS_LIMIT_KOREA: "Loss limit",
    Form.MASTER_1992: "1992",
    Form.MASTER_2002: "2002",
}
FAMILIES = (
    (Form.CSA_1994_NEW_YORK, Form.CSA_1995_ENGLISH, Form.CSD_1995_ENGLISH),
    (
        *(Form.VM_2016_NEW_YORK, Form.VM_2016_ENGLISH, Form.VM_2016_FRENCH),
        *(Form.VM_2016_IRISH, Form.VM_2016_JAPANESE),
    ),
    (Form.IM_2018_NEW_YORK, Form.IM_2018_ENGLISH),
    (Form.KOREA_PLEDGE, Form.KOREA_LOAN, Form.LOSS_LIMIT_KOREA),
    (Form.MASTER_1992, Form.MASTER_2002),
)
"""Forms whose columns stand in one table: more do not fit a page."""
MOST_KEYS = 3
"""Keys of a mapping that are named in a cell; of more, their own table below tells."""
NOTED = {"value", "at", "note", "unresolved"}
EVERYWHERE = {answer.value for answer in EMPTY}
LISTED = {"City", "CurrencyCode", "EventName"}
ELSEWHERE = {
    "Parties": "`A` and `B`",
    "Master": "a mapping, see below",
    "CreditSupportAnnex": "an annex, see below",
    "InitialMarginAnnex": "an annex, see below",
    "LossLimitAgreement": "an annex, see below",
    "CollateralRow": "a row, see below",
    "Confirmation": "a Confirmation, see below",
    "CreditSupportAmendment": "`dated`, `note` and any election of the annex",
    "MasterAmendment": "`dated`, `note` and any election of the Schedule",
}
INSIDE = """
ThresholdTerm AmountTerm IndependentAmountTerm WhileRow Rounding CoveredTransactions
FxHaircut Cap ValuationAgent Substitution Disputes ValueDispute HoldingAndUse Interest Notices
SeparateIndependentAmount Pledge MarginRegime MarginAmount Custody
RatedAmount Trigger RatedLine Rule OnlyWhile ReplaceWhen AllPercentages PercentageWhile
PostsOnlyWhile OnLeaving LossLimit Confirmation ConfirmedAmount ShareRow OtherSupport
Checking Ignored
Client SupportRow Regime Limb LookUpTable SpecifiedEntities CrossDefault
AdditionalTerminationEvent
Document
""".split()  # noqa: SIM905  # reads as the list it is


class SheetPage:
    """The page, made from one copy of the schema."""

    def __init__(self) -> None:
        self.schema = sheet_schema()
        self.definitions: dict[str, Schema] = self.schema["$defs"]

    def properties(self, name: str) -> dict[str, Schema]:
        """Return the keys of a definition's mapping."""
        body = self.definitions[name]
        for shape in [body, *body.get("anyOf", ())]:
            if "properties" in shape:
                found: dict[str, Schema] = shape["properties"]
                return found
        return {}

    def resolved(self, node: Schema) -> Schema:
        """Return what a reference stands for."""
        name = node.get("$ref", "").removeprefix("#/$defs/")
        return self.definitions.get(name, node)

    def name(self, node: Schema) -> str:
        """Return the definition a node refers to, if any."""
        return str(node.get("$ref", "")).removeprefix("#/$defs/")

    def shape(self, node: Schema) -> str:
        """Return what may stand at a key, in words."""
        name = self.name(node)
        if name.startswith("PerParty"):
            inside = self.properties(name)["A"]
            return f"per party: {self.shape(inside)}"
        return ", or ".join(dict.fromkeys(self._shapes(node))) or "`as printed`"

    def _shapes(self, node: Schema) -> Iterator[str]:
        """Yield each shape; a mapping of many keys that has a table of its own points there."""
        for shape in self._in_full(node):
            yield BELOW if self.name(node) in INSIDE and _is_long(shape) else shape

    def _in_full(self, node: Schema) -> Iterator[str]:
        name, body = self.name(node), self.resolved(node)
        if name in ELSEWHERE:
            yield ELSEWHERE[name]
        elif "title" in body and (name in LISTED or "enum" not in body):
            yield body["title"]
        elif "enum" in body:
            yield from words(body["enum"])
        elif "anyOf" in body or ("oneOf" in body and "properties" not in body):
            for choice in body.get("anyOf", body.get("oneOf", ())):
                yield from self._shapes(choice)
        else:
            yield from self._gathered(body)

    def _gathered(self, body: Schema) -> Iterator[str]:
        """Yield what a list or a mapping holds."""
        if body.get("type") == "array":
            yield f"a list of: {self.shape(body['items'])}"
        elif "properties" in body:
            further = [f"`{key}`" for key in body["properties"] if key not in NOTED]
            if further:
                yield "a mapping with " + ", ".join(further)
        elif body.get("type") == "object":
            ranges = list(body.get("patternProperties", {}).values())
            inner = ranges[0] if ranges else body.get("additionalProperties")
            kind = self.shape(inner) if isinstance(inner, dict) else "any value"
            yield f"a mapping {'from ranges ' if ranges else ''}of: {kind}"

    def table(self, keys: dict[str, Schema], forms: Iterable[Form] = ()) -> list[str]:
        """Return a table of keys, and one of their paragraphs for each family of forms."""
        lines = list(head_of("key", "what may stand there", "meaning"))
        for key, node in keys.items():
            gist = str(node.get("description") or self.resolved(node).get("description", ""))
            lines.append(row_of(f"`{key}`", self.shape(node), gist.partition("\n\n")[0]))
        said = {key: node.get("x-paragraphs", {}) for key, node in keys.items()}
        return [*lines, "", *paragraphs(said, frozenset(forms))]

    def groups(self) -> Iterator[str]:
        """Yield the sections of keys."""
        annex = self.properties("CreditSupportAnnex")
        limit = self.properties("LossLimitAgreement")
        margin = self.properties("InitialMarginAnnex")
        common = fields(CollateralTerms)
        own = [key for key in annex if key not in {*common, *fields(CreditSupportTerms)}]
        yield from section("The whole sheet", self.table(self.schema["properties"]))
        yield from section(
            "A party", self.table(self.properties("PartyInfo")),
            "Cities whose banking days are known: " + ", ".join(CITIES) + ".",
        )  # fmt: skip
        forms = {
            "enum": [form for kind in (annex, margin, limit) for form in kind["form"]["enum"]]
        }
        yield from section(
            "Every annex",
            self.table({key: annex[key] | (forms if key == "form" else {}) for key in own}),
            "Where the two kinds of annex differ, the tables below say so. After the keys of a "
            "kind stand their paragraphs, form by form; an empty cell means that the form "
            "leaves the matter to the Master or has no word on it.",
        )  # fmt: skip
        merged = {
            key: annex[key] | {
                "x-paragraphs": annex[key].get("x-paragraphs", {})
                | margin[key].get("x-paragraphs", {})
                | limit[key].get("x-paragraphs", {})
            }
            for key in common
        }  # fmt: skip
        both = (*ANNEXES, *INITIAL_MARGIN, Form.LOSS_LIMIT_KOREA)
        yield from section("Every kind of annex alike", self.table(merged, both))
        only = [key for key in fields(CreditSupportTerms) if key not in common]
        yield from section(
            "Credit support annex only", self.table({key: annex[key] for key in only}, ANNEXES)
        )
        only = [key for key in fields(InitialMarginTerms) if key not in common]
        yield from section(
            "Initial-margin annex only",
            self.table({key: margin[key] for key in only}, INITIAL_MARGIN),
            "`specified_conditions`, `valuation_agent` and `valuation_time` go by other names "
            "here: `access_conditions`, `calculation_agent` and `calculation_time`.",
        )
        only = [key for key in fields(LossLimitTerms) if key not in common]
        yield from section(
            "Loss-limit agreement only",
            self.table({key: limit[key] for key in only}, (Form.LOSS_LIMIT_KOREA,)),
            "No bank's own form of it was read, so every default of this kind is ours and its "
            "topics stand in the place of paragraph numbers.",
        )
        yield from section(
            "A row of eligible collateral", self.table(self.properties("CollateralRow"))
        )
        yield from section(
            "Master and Schedule", self.table(self.properties("Master"), MASTERS)
        )

    def inside(self) -> Iterator[str]:
        """Yield a table for each mapping that has keys of its own."""
        yield from ("## Keys inside a term", "")
        events = ", ".join(f"`{event}`" for event in STANDARD_EVENTS)
        yield from wrapped(
            f"Events of the Masters: {events}. `Defaulting Party` stands for the first, and a "
            "general event continues while any of its particular ones does."
        )
        for name in INSIDE:
            keys = {
                key: node for key, node in self.properties(name).items()
                if key not in {"at", "note", "unresolved"}
            }  # fmt: skip
            where = "`value` of `disputes`" if name == "ValueDispute" else self.used_by(name)
            yield from (f"### Inside {where}", "", *self.table(keys))

    def used_by(self, name: str) -> str:
        """Return the keys whose value is this mapping."""
        found: dict[str, None] = {}
        for owner in self.definitions:
            if owner.endswith("Amendment") or owner.startswith("PerParty"):
                continue
            for key, node in self.properties(owner).items():
                if name in self.reached(node):
                    found[f"`{key}`"] = None
        return ", ".join(found)

    def reached(self, node: Schema) -> set[str]:
        """Return the definitions that a key's value names, through lists and parties."""
        direct = self.name(node)
        if direct.startswith("PerParty"):
            return self.reached(self.properties(direct)["A"])
        names = {direct}
        for inner in (node.get("items"), node.get("additionalProperties")):
            if isinstance(inner, dict):
                names |= self.reached(inner)
        for choice in node.get("anyOf", ()):
            names |= self.reached(choice)
        return names


BELOW = "a mapping, its keys stand below"


def _is_long(shape: str) -> bool:
    """Whether a shape names more keys than fit a cell."""
    return shape.startswith("a mapping with ") and shape.count(",") >= MOST_KEYS


def head_of(*cells: str) -> Iterator[str]:
    """Yield the head of a table."""
    yield row_of(*cells)
    yield row_of(*["---"] * len(cells))


def row_of(*cells: str) -> str:
    """Return one line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def paragraphs(said: dict[str, dict[str, str]], forms: frozenset[Form]) -> Iterator[str]:
    """Yield where keys stand in the forms, a table for each family that has any."""
    for family in FAMILIES:
        mine = [form for form in family if form in forms]
        rows = [
            (key, cells)
            for key, of_key in said.items()
            if any(cells := [of_key.get(form.value, "") for form in mine])
        ]
        if rows:
            yield from head_of("where it stands", *(SHORT[form] for form in mine))
            yield from (row_of(f"`{key}`", *cells) for key, cells in rows)
            yield ""


def wrapped(text: str) -> Iterator[str]:
    """Yield a paragraph in lines that fit a page, and an empty one."""
    yield from (*wrap(text, 96, break_long_words=False, break_on_hyphens=False), "")


def words(enum: list[Any]) -> Iterator[str]:
    """Yield the words of a closed list, without those that may stand everywhere."""
    named = [each for each in enum if isinstance(each, str) and each not in EVERYWHERE]
    if named:
        yield " · ".join(f"`{word}`" for word in named)


def fields(model: Any) -> list[str]:
    """Return the keys of a model as a sheet writes them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def section(title: str, table: list[str], text: str = "") -> Iterator[str]:
    """Yield a heading, its text and its table."""
    yield from (f"## {title}", "")
    if text:
        yield from wrapped(text)
    yield from table


def said(answer: PrintedAnswer) -> str:
    """Return an answer, and whether it is ours."""
    word = str(answer.value)
    if isinstance(answer.value, bool):
        word = "yes" if answer.value else "no"
    return f"{word} *(ours)*" if answer.ours else word


def printed_answers() -> Iterator[str]:
    """Yield what holds where the sheet is silent, a table for each family of forms."""
    yield from ("## Printed answers", "")
    yield from wrapped(
        "What holds for a key left out, or `not stated`. *(ours)*: no form answers, and the "
        "answer is this project's own. A dash: there is none, and the term is nil or needed. "
        "An empty cell: not a term of this form."
    )
    only_annex = {*fields(CreditSupportTerms)} - {*fields(CollateralTerms)}
    for family in FAMILIES:
        forms = [form for form in family if form not in MASTERS]
        if not forms:
            continue
        yield from head_of("key", *(SHORT[form] for form in forms))
        for key, row in PRINTED.items():
            cells = [
                "" if form is Form.LOSS_LIMIT_KOREA and key in only_annex
                else said(row[form]) if form in row else "–"
                for form in forms
            ]  # fmt: skip
            yield row_of(f"`{key}`", *cells)
        yield ""


def page(templates: Path) -> str:
    """Return the whole page."""
    intro = (templates / "sheet-intro.md").read_text(encoding="utf-8")
    made = SheetPage()
    note = "<!-- Made by scripts/make_docs.py from the models: edit those, or the template. -->"
    lines = [*made.groups(), *made.inside(), *printed_answers()]
    return f"{note}\n\n{intro.rstrip()}\n\n" + "\n".join(lines).rstrip() + "\n"
