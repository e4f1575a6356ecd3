"""The shape of a check in JSON; `schemas/check-1.json` is generated from it."""

from typing import Annotated, Any, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12

from isda.basics.finding import SeverityWord
from isda.statement.shapes import CLOSED, FindingShape, schema_of

CHECK_SCHEMA = "urn:isda-collateral:schema:check:1"


@with_config(CLOSED)
class AlsoShape(TypedDict):
    """A second place of a finding."""

    file: str
    line: int | None
    column: int | None
    message: str


@with_config(CLOSED)
class SourceShape(TypedDict):
    """A regulation, and how well its text was verified."""

    instrument: str
    article: str
    mark: Annotated[
        Literal["P", "L", "S", "E", "X", "K"],
        Field(description="P primary, L other language, S secondary, E earlier, X samples, "
              "K not verified."),
    ]  # fmt: skip


@with_config(CLOSED)
class EditShape(TypedDict):
    """Characters of the source, counted from 0, and what stands there instead."""

    start: int
    end: int
    text: str


@with_config(CLOSED)
class FixShape(TypedDict):
    """How a program mends it."""

    what: str
    safe: Annotated[bool, Field(description="Whether the agreement means the same afterwards.")]
    edits: list[EditShape]


@with_config(CLOSED)
class CheckFindingShape(FindingShape):
    """What was found, why it matters, who says so and how it is mended."""

    why: str
    also: list[AlsoShape]
    sources: list[SourceShape]
    fix: FixShape | None


@with_config(CLOSED)
class CheckedFileShape(TypedDict):
    """One sheet."""

    file: str
    agreement: Annotated[str | None, Field(description="Null where the sheet does not read.")]
    profiles: list[str]
    findings: list[CheckFindingShape]
    accepted: Annotated[
        list[CheckFindingShape], Field(description="Known, and accepted by the sheet itself.")
    ]


@with_config(CLOSED)
class CheckShape(TypedDict):
    """A check of one sheet or many."""

    schema: str
    version: str
    on: Annotated[str, Field(description="The day whose regulations hold.")]
    files: list[CheckedFileShape]
    findings: Annotated[
        list[CheckFindingShape], Field(description="Of no sheet in particular.")
    ]
    counts: dict[SeverityWord, int]


def check_schema() -> dict[str, Any]:
    """Return the JSON Schema of a check."""
    return schema_of(CheckShape, CHECK_SCHEMA, "Check of term sheets")
