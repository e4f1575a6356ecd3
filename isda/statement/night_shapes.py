"""The manifest of a night as JSON-ready data: what it was made of, and how much there is."""

from typing import Any

from pydantic import with_config
from typing_extensions import TypedDict

from isda.statement.shapes import CLOSED, TotalShape, schema_of

NIGHT_SCHEMA = "isda/night/1"


@with_config(CLOSED)
class EngineShape(TypedDict):
    """The program: its version, and a digest of its source."""

    version: str
    source: str


@with_config(CLOSED)
class WaysShape(TypedDict):
    """How many agreements went which way."""

    all: int
    on_columns: int
    one_by_one: int
    why_one_by_one: dict[str, int]


@with_config(CLOSED)
class TooLargeShape(TypedDict):
    """An amount that a column of Parquet does not hold."""

    table: str
    agreement: str
    column: str


@with_config(CLOSED)
class NightShape(TypedDict):
    """The manifest of a night.

    Attributes:
        schema: Name and version of this shape.
        book: The book's name.
        on: The day.
        engine: The program.
        libraries: Versions of the libraries it computes with.
        inputs: A digest (SHA-256) of each file of the book.
        agreements: How many went which way.
        rows: Rows of the bulk tables.
        legs: Legs by status.
        sample: How much was computed twice, and how much of it differs: nothing.
        tables: Rows of each table beside the manifest.
        findings: Findings by severity.
        totals: What moves in each currency, every digit.
        not_in_parquet: Amounts that stand in CSV alone.
    """

    schema: str
    book: str
    on: str
    engine: EngineShape
    libraries: dict[str, str]
    inputs: dict[str, str]
    agreements: WaysShape
    rows: dict[str, int]
    legs: dict[str, int]
    sample: dict[str, int]
    tables: dict[str, int]
    findings: dict[str, int]
    totals: list[TotalShape]
    not_in_parquet: list[TooLargeShape]


def night_schema() -> dict[str, Any]:
    """Return the JSON Schema of a manifest.

    Example:
        >>> night_schema()["$id"]
        'isda/night/1'
    """
    return schema_of(NightShape, NIGHT_SCHEMA, "Manifest of a night")
