"""How the program reads an annex: every term, its value, and why that value holds."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel

from isda.basics.finding import Place
from isda.basics.party import Side
from isda.law.forms import Form
from isda.law.paragraphs import cites, differs_by_year, speaks_of
from isda.statement.figures import paragraphs
from isda.terms.agreement import Agreement
from isda.terms.annex import CollateralTerms
from isda.terms.derived import NATURES, Derived, derive
from isda.terms.election import PerParty, Term
from isda.terms.master import Master, MasterTerms
from isda.terms.printed import PRINTED
from isda.terms.reading import Answer, to_text

HEAD = frozenset(
    {"form", "name", "dated", "amendments", "other_terms", "transaction", "changes", "note"}
)
NO_YEAR = "undefined, because the year of the Master is not stated"

Layers = list[tuple[str, Any]]
"""Documents with their ways, the latest first."""

Forms = tuple[Form | None, Form | None]
"""The form of a document, and that of its Master; None where the year is not stated."""


class Standing(StrEnum):
    """Why a value holds."""

    WRITTEN = "as written"
    PRINTED = "printed in the form"
    OURS = "our default"
    KEPT = "kept and not computed"


class TermRead(NamedTuple):
    """One term as it is read.

    Attributes:
        document: The annex or Master it stands in.
        term: Its key, with the party where it is per party.
        value: In words.
        standing: Why it holds.
        paragraph: Where the form elects it; empty where it does not.
        place: Where the sheet says it.
    """

    document: str
    term: str
    value: str
    standing: Standing
    paragraph: str
    place: Place


class AnnexRead(NamedTuple):
    """What form and law decide about an annex, shown and never elected."""

    document: str
    poster: str
    holder: str
    derived: Derived


def terms_read(agreement: Agreement, on: date | None = None) -> tuple[TermRead, ...]:
    """Return every term of an agreement that is written, printed or our default.

    Args:
        agreement: The agreement.
        on: The day whose amendments count; all of them when left out.

    Example:
        >>> from isda.sheet.read_sheet import read_sheet_text
        >>> agreement = read_sheet_text('''
        ... sheet: 1
        ... agreement: EXAMPLE
        ... parties: {A: {name: Bank}, B: {name: Client}}
        ... annexes:
        ...   - {form: CSA 1994 New York, threshold: {A: infinite}}
        ... ''').must()
        >>> [each.value for each in terms_read(agreement) if each.term == "threshold of A"]
        ['infinite']
    """
    day = on or date.max
    found: list[TermRead] = []
    slug = None if agreement.master is None else agreement.master.slug
    if agreement.master is not None:
        master = agreement.master.on(day)
        found += _of_master(agreement, master, day)
    for number, annex in enumerate(agreement.annexes):
        amended = annex.on(day)
        path = f"annexes.{number}"
        forms = annex.form, slug
        layers = _layers(path, annex, day)
        written = list(_written(agreement, amended, layers, annex.title, forms))
        found += sorted(written, key=lambda each: each.place.line)
        said = {each.term for each in written}
        found += _left_out(amended, annex.title, (annex.form, slug), said)
        for each, at in agreement.confirmed_over(number):
            document = f"Confirmation of {each.transaction} over {annex.title}"
            found += _written(agreement, each, [(at, each)], document, forms)
    return tuple(found)


def layers_read(agreement: Agreement) -> tuple[TermRead, ...]:
    """Return what each amendment says itself, amendment by amendment.

    Args:
        agreement: The agreement.
    """
    found: list[TermRead] = []
    slug = None if agreement.master is None else agreement.master.slug
    if agreement.master is not None:
        for number, layer in enumerate(agreement.master.amendments):
            document = f"{agreement.master.form.value}, amendment of {layer.dated}"
            path = f"master.amendments.{number}"
            found += _written(agreement, layer, [(path, layer)], document, (slug, slug))
    for count, annex in enumerate(agreement.annexes):
        for number, layer in enumerate(annex.amendments):
            document = f"{annex.title}, amendment of {layer.dated}"
            path = f"annexes.{count}.amendments.{number}"
            forms = annex.form, slug
            found += _written(agreement, layer, [(path, layer)], document, forms)
    return tuple(found)


def annexes_read(agreement: Agreement) -> tuple[AnnexRead, ...]:
    """Return what form and law decide about each annex."""
    return tuple(
        AnnexRead(
            annex.title,
            NATURES[annex.form].poster,
            NATURES[annex.form].holder,
            derive(annex.form, _words(annex.governing_law.value)),
        )
        for annex in agreement.annexes
    )


def other_terms(agreement: Agreement) -> Iterator[tuple[str, str, str]]:
    """Yield what was agreed and computes nothing: document, key, own words."""
    for key, value in agreement.other_terms.items():
        yield agreement.agreement, key, in_words(value)
    for annex in agreement.annexes:
        for key, value in annex.other_terms.items():
            yield annex.title, key, in_words(value)


def _words(value: Any) -> str | None:
    return None if isinstance(value, Answer) else str(value)


def _layers(path: str, signed: Any, day: date) -> Layers:
    """Return a document and its amendments in force, the latest first, each with its way."""
    numbered = [
        (layer.dated, number, layer)
        for number, layer in enumerate(signed.amendments)
        if layer.dated <= day
    ]
    latest = sorted(numbered, key=lambda each: each[:2], reverse=True)
    later = [(f"{path}.amendments.{number}", layer) for _, number, layer in latest]
    return [*later, (path, signed)]


def _said_in(layers: Layers, name: str, side: Side | None = None) -> str:
    """Return the way to the layer that says a term last."""
    for path, layer in layers:
        if name in layer.model_fields_set and (
            side is None or side in getattr(layer, name).model_fields_set
        ):
            return path
    return layers[-1][0]


def _of_master(agreement: Agreement, master: Master, day: date) -> Iterator[TermRead]:
    """Yield the terms of the Master; without its year some belong to neither form for sure."""
    forms = (master.slug, master.slug)
    layers = _layers("master", agreement.master or master, day)
    for each in _written(agreement, master, layers, master.form.value, forms):
        info = MasterTerms.model_fields.get(each.term.split(" of ")[0])
        if master.slug is None and info and differs_by_year(_topic(info.json_schema_extra)):
            yield each._replace(value=f"{each.value}: {NO_YEAR}")
        else:
            yield each


def _written(
    agreement: Agreement, model: BaseModel, layers: Layers, document: str, forms: Forms
) -> Iterator[TermRead]:
    for name, info in type(model).model_fields.items():
        if name in HEAD or name not in model.model_fields_set:
            continue
        key, value = info.alias or name, getattr(model, name)
        paragraph = _paragraph(info.json_schema_extra, forms)
        path = _said_in(layers, name)
        parts = [(key, value, f"{path}.{key}")]
        if isinstance(value, PerParty):
            sides = [side for side in Side if side in value.model_fields_set]
            parts = [
                (
                    f"{key} of {side}",
                    value.of(side),
                    f"{_said_in(layers, name, side)}.{key}.{side}",
                )
                for side in sides
            ]
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            parts = [
                (f"{key} {number + 1}", row, f"{path}.{key}.{number}")
                for number, row in enumerate(value)
            ]
        for term, part, where in parts:
            yield TermRead(
                document,
                term,
                in_words(part),
                Standing.WRITTEN,
                paragraph,
                agreement.place_of(where),
            )


def _left_out(
    annex: CollateralTerms, document: str, forms: Forms, written: set[str]
) -> Iterator[TermRead]:
    form = forms[0]
    said = {term.split(" of ")[0] for term in written}
    for key, answers in PRINTED.items():
        info = type(annex).model_fields.get(key)
        if info is None or key in said or form not in answers:
            continue
        answer = answers[form]
        value = in_words(answer.value)
        yield TermRead(
            document,
            key,
            value,
            Standing.OURS if answer.ours else Standing.PRINTED,
            _paragraph(info.json_schema_extra, forms),
            Place(),
        )


def _topic(extra: Any) -> str:
    return str(extra.get("topic", "")) if isinstance(extra, dict) else ""


def _paragraph(extra: Any, forms: Forms) -> str:
    """Return the paragraph of a term; one of the Master's names it, where its year is known."""
    (form, master), topic = forms, _topic(extra)
    if form is None or not speaks_of(topic, form):
        return ""
    return paragraphs(cites(topic, form, master=master), form)


def in_words(value: Any) -> str:
    """Return a value of a sheet as one line of words.

    Example:
        >>> in_words({"value": "USD 5,000,000", "nil_while": ["Event of Default"]})
        'USD 5,000,000; nil while: Event of Default'
        >>> in_words({"EU": {"method": "SIMM"}, "UK": {}})
        'EU (method: SIMM); UK: nil'
    """
    if isinstance(value, Term) and value.model_fields_set == {"value"}:
        return in_words(value.value)
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_unset=True, by_alias=True)
    if isinstance(value, dict):
        return _entries(value) or Answer.NIL.value
    if value is None:
        return Answer.NIL.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return ", ".join(in_words(part) for part in value) or Answer.NIL.value
    return to_text(value)


def _entries(entries: dict[str, Any]) -> str:
    if set(entries) == set(Side) and entries["A"] == entries["B"]:
        return in_words(entries["A"])
    first = [in_words(entries[key]) for key in ("value", "asset") if key in entries]
    rest = [
        _entry(key.replace("_", " "), part)
        for key, part in entries.items()
        if key not in {"value", "asset", "is_otherwise"} and part is not None
    ]
    return "; ".join([*first, *rest])


def _entry(key: str, part: Any) -> str:
    """Return a key with its value; entries of its own stand in brackets."""
    words = in_words(part)
    has_entries = isinstance(part, dict | BaseModel) and ": " in words
    return f"{key} ({words})" if has_entries else f"{key}: {words}"
