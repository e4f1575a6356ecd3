"""The keys of a sheet by topic, found by walking the models of `isda.terms`."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from isda.law.forms import MASTERS, Form
from isda.sheet.publish import paragraphs_of
from isda.sheet.starter import STARTERS, starter
from isda.terms.agreement import Agreement
from isda.terms.annex import CreditSupportAnnex
from isda.terms.initial_margin import InitialMarginAnnex
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.master import Master
from isda.terms.printed import ANNEXES, INITIAL_MARGIN
from isda.terms.reading import Answer

FORMS_OF: tuple[tuple[type[BaseModel], tuple[Form, ...]], ...] = (
    (CreditSupportAnnex, ANNEXES),
    (InitialMarginAnnex, INITIAL_MARGIN),
    (LossLimitAgreement, (Form.LOSS_LIMIT_KOREA,)),
    (Master, MASTERS),
)
"""The documents of a sheet and the forms they are on."""


class Key(NamedTuple):
    """A key of a sheet.

    Attributes:
        name: As a sheet writes it.
        topic: What it is about, as the register names it.
        gist: What it elects, in our words.
        forms: Form to paragraph, for each form it stands in.
    """

    name: str
    topic: str
    gist: str
    forms: dict[Form, str]


@cache
def every_key() -> tuple[Key, ...]:
    """Return every key of every document that carries a topic, in the order of the models.

    Example:
        >>> [key.name for key in every_key() if key.topic == "threshold"]
        ['threshold']
    """
    found: dict[tuple[str, str], Key] = {}
    for model in _models(Agreement, {}):
        forms = next((forms for kind, forms in FORMS_OF if kind is model), None)
        if forms is None:
            continue
        for name, info in model.model_fields.items():
            extra = info.json_schema_extra
            if not isinstance(extra, dict) or "topic" not in extra:
                continue
            key, topic = info.alias or name, str(extra["topic"])
            paragraphs = paragraphs_of(topic, forms)
            old = found.get((key, topic))
            known = {} if old is None else old.forms
            gist = (info.description or "") if old is None else old.gist
            found[key, topic] = Key(key, topic, gist, known | paragraphs)
    return tuple(found.values())


def keys_of(topics: frozenset[str] | set[str]) -> tuple[Key, ...]:
    """Return the keys that elect something about these topics."""
    return tuple(key for key in every_key() if key.topic in topics)


def example_of(key: str) -> str:
    """Return how a starter sheet writes a key, the first that says something, or nothing.

    Example:
        >>> example_of("in_transit")
        'in_transit: counted'
    """
    empty = ""
    for form in STARTERS:
        lines = starter(form).splitlines()
        for number, line in enumerate(lines):
            indent = len(line) - len(line.lstrip())
            if line.lstrip().startswith(f"{key}:"):
                block = "\n".join(_block(lines[number:], indent))
                if not block.endswith(("[]", "{}", "nil", Answer.NOT_STATED.value)):
                    return block
                empty = empty or block
    return empty


def _block(lines: list[str], indent: int) -> Iterator[str]:
    """Yield a key's line and what stands below it."""
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if number and (not line.strip() or line.lstrip()[0] == "#" or depth <= indent):
            return
        yield line[indent:].rstrip()


def _models(kind: Any, seen: dict[Any, None]) -> Iterator[type[BaseModel]]:
    """Yield every model that a model is made of."""
    try:
        if kind in seen:
            return
    except TypeError:  # an annotation that cannot be hashed holds no model
        return
    seen[kind] = None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for info in kind.model_fields.values():
            yield from _models(info.annotation, seen)
    for part in get_args(kind):
        yield from _models(part, seen)
