"""What a topic, a paragraph, a code or a status means: in forms, in a sheet, in a call."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from isda.basics.amounts import did_you_mean, shown
from isda.basics.arithmetic import NIL
from isda.basics.code import Code
from isda.basics.codes import CODES
from isda.basics.faults import IsdaError
from isda.basics.reason_codes import REASON_CODES
from isda.basics.status_codes import STATUS_CODES
from isda.law.forms import MASTERS
from isda.law.register import ALIASES, Row, Status, find, suggest, topics
from isda.law.register import topic as rows_of_topic
from isda.lint.rule import known_codes, rules
from isda.margin.recipe import Step
from isda.margin.working import Line, total
from isda.statement.figures import spaced
from isda.statement.keys import Key, example_of, keys_of
from isda.statement.korean.catalogue import in_korean
from isda.statement.korean.reading import in_english, term_in_korean
from isda.statement.rule_pages import IN_ENGLISH, code_page, headings_in_korean, rule_page
from isda.statement.steps import steps_of
from isda.statement.text import result_words, step_words
from isda.statement.words import in_words

MOST_TOPICS = 3
SOME_CODE = "MC107"
_FIGURE = re.compile(r"(\w+)=(?:Decimal\(\"?)?(-?[\d._]+|nil)")
_CODE = re.compile(r"[A-Z]{2}\d{3}", re.IGNORECASE)


class NothingFound(IsdaError, LookupError):
    """No topic and no paragraph has this name, nor a code where one may be asked for."""

    def __init__(self, text: str, near: Iterable[str], *, code: str = "") -> None:
        self.near = tuple(near)
        hint = " or ".join(f"`{each}`" for each in self.near)
        named = "topic, paragraph or code" if code else "topic or paragraph"
        such = ("`minimum transfer amount`", "`13(b)(iv)(C)`", *([f"`{code}`"] if code else ()))
        super().__init__(
            f"{shown(text)!r} is no {named} that is known here"
            + (f": did you mean {hint}?" if hint else f"; known are such as {', '.join(such)}")
        )


def explain(text: str, *, korean: bool = False) -> str:
    """Return what a topic, a paragraph or a code means, as plain text with `#` headings.

    Args:
        text: A topic (`minimum transfer amount`, `mta`, `손실한도`), a paragraph
            (`13(b)(iv)(C)`, `CSA 1995 English 11(b)`), a code (`DQ011`,
            `below-threshold`) or the status of a call (`withheld`, `유보`).
        korean: Whether it speaks Korean, as far as there is any: codes have it whole, rules
            what they find, and rules and topics their headings.

    Raises:
        NothingFound: Nothing has this name; `near` holds what comes near it.

    Example:
        >>> explain("DQ048").splitlines()[0]
        '# DQ048: amount without currency'
        >>> explain("13(b)(iv)(C)").splitlines()[0]
        '# Minimum transfer amount (최소인도금액)'
    """
    asked = text.strip()
    if _CODE.fullmatch(asked):
        return _code(asked.upper(), korean=korean)
    asked = _in_english(asked)
    known = _said_beside_a_call(asked)
    if known is not None:
        return code_page(known, korean=korean)
    rows = _rows(asked)
    names = _topics_named(asked) or tuple(dict.fromkeys(row.topic for row in rows))
    if len(names) > MOST_TOPICS:
        return _overview(asked, rows)
    page = "\n".join(_topic(name, rows, korean=korean) for name in names)
    return headings_in_korean(page) if korean else page


def _in_english(asked: str) -> str:
    """Return the English of a Korean word of a sheet or a call; any other as it is."""
    word = "".join(asked.split())
    if word.isascii() or rows_of_topic(asked):
        return asked
    meant = (word, *in_english(word))
    return next(
        (each for each in meant if _topics_named(each) or _said_beside_a_call(each)), asked
    )


def _said_beside_a_call(asked: str) -> Code | None:
    """Return the entry of a status or of a reason that a word names."""
    word = re.sub(r"[\s_]+", "-", asked.casefold())
    return STATUS_CODES.get(word) or REASON_CODES.get(word)


def where(text: str) -> tuple[Row, ...]:
    """Return the rows of the register that a paragraph or a topic names.

    Raises:
        NothingFound: Nothing has this name.

    Example:
        >>> [str(row.cite) for row in where("csa-1994-ny 13(b)(iv)(C)")]
        ['csa-1994-ny 13(b)(iv)(C)']
        >>> len({row.form for row in where("threshold")}) > 10  # a topic, and a paragraph
        True
    """
    rows = tuple(dict.fromkeys([*rows_of_topic(text), *find(text)]))
    if not rows:
        raise NothingFound(text, suggest(text))
    return rows


def _rows(asked: str) -> tuple[Row, ...]:
    """Return the rows of a topic, or of exactly one paragraph; else all that lie under it."""
    if of_topic := rows_of_topic(asked):
        return of_topic
    under = find(asked)
    if not under:
        codes = (*CODES, *REASON_CODES, *STATUS_CODES)
        near = [*suggest(asked), *re.findall(r"`(.+)`", did_you_mean(asked, codes))]
        raise NothingFound(asked, near, code=SOME_CODE)
    lengths = {row.form: len(row.paragraph) for row in reversed(under)}
    tops = tuple(row for row in under if len(row.paragraph) == lengths[row.form])
    return tops if all(_has_more(row) for row in tops) else under


def _topics_named(asked: str) -> tuple[str, ...]:
    """Return the topics that a text names itself, not by way of a paragraph."""
    word = re.sub(r"[\s_-]+", "-", asked.casefold())
    for guess in (word, word.removesuffix("s"), f"{word}s"):
        found = (guess,) if guess in topics() else ALIASES.get(guess, ())
        if found:
            return found
    return ()


def _has_more(row: Row) -> bool:
    """Whether a row says something of its own, more than what stands under it."""
    return row.status is not Status.OUTSIDE or bool(row.gist)


def _code(code: str, *, korean: bool) -> str:
    for rule in rules():
        if rule.code == code:
            return rule_page(rule, korean=korean)
    known = CODES.get(code)
    if known is None:
        near = did_you_mean(code, sorted(known_codes() | CODES.keys()))
        raise NothingFound(code, re.findall(r"`(.+)`", near), code=SOME_CODE)
    return code_page(known, korean=korean)


def _overview(asked: str, rows: tuple[Row, ...]) -> str:
    lines = [f"# {asked}", "", f"{len(rows)} paragraphs. Ask for one of them, or for a topic."]
    for form, of_form in groupby(rows, key=lambda row: row.form):
        lines += ["", f"## {form.title}", ""]
        lines += [f"- {row.paragraph} ({spaced(row.topic)}): {row.gist}" for row in of_form]
    return "\n".join([*lines, ""])


def _topic(topic: str, asked: tuple[Row, ...], *, korean: bool) -> str:
    rows = rows_of_topic(topic)
    lines = [f"# {_title(topic, rows, korean=korean)}", ""]
    lines += [in_korean(IN_ENGLISH), ""] if korean else []
    keys = keys_of({topic})
    gists = dict.fromkeys(row.gist for row in asked if row.topic == topic)
    gist = keys[0].gist if keys and len(gists) != 1 else next(iter(gists), "")
    lines += [gist, ""] if gist else []
    lines += ["## In each form", "", *_paragraphs(rows)]
    if keys:
        lines += ["", "## In a sheet", "", *(_key(key) for key in keys)]
        example = next(filter(None, (example_of(key.name) for key in keys)), "")
        lines += ["", *(f"    {line}" for line in example.splitlines())] if example else []
    own = [row.cite for row in rows if row.topic == topic]
    steps = steps_of(own)
    if steps:
        lines += ["", "## In a call", "", *_steps(steps)]
        shown_by = [*_example(steps)]
        lines += ["", "## Example", "", *shown_by] if shown_by else []
    return "\n".join([*lines, ""])


def _title(topic: str, rows: Iterable[Row], *, korean: bool) -> str:
    """Return the name of a topic with that of the Korean agreements; in Korean that first."""
    words = spaced(topic)
    english = f"{words[0].upper()}{words[1:]}"
    label = next((row.label_ko for row in rows if row.label_ko and row.topic == topic), "")
    if korean and (said := label or term_in_korean(words)) != words:
        return f"{said} ({english})"
    return f"{english} ({label})" if label else english


def _paragraphs(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a line a paragraph: where, what it says, and what is done with it."""
    for row in rows:
        done = "" if row.status is Status.MODELLED else f" [{row.status.value}]"
        reason = f" ({row.reason})" if row.status is Status.OUTSIDE and row.reason else ""
        doubt = " (unverified)" if row.unverified else ""
        name = row.paragraph
        title = row.form.title
        yield f"- {title} {name}: {row.gist}{doubt}{done}{reason}"


def _key(key: Key) -> str:
    home = "master" if all(form in MASTERS for form in key.forms) else "annex"
    return f"- `{key.name}:` ({home}) {key.gist}"


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    """Yield what each step does; steps with the same formulas share a line."""
    formulas: dict[str, dict[str, None]] = {}
    for step in steps:
        formulas.setdefault(step.name, {})[_first_line(step.formula)] = None
    names: dict[tuple[str, ...], list[str]] = {}
    for name, told in formulas.items():
        names.setdefault(tuple(told), []).append(step_words(name))
    for sentences, alike in names.items():
        yield f"- {', '.join(alike)}: {'; or '.join(sentences)}"


def _first_line(formula: Callable[..., Any]) -> str:
    """Return what a formula does, from its docstring."""
    if formula is total:
        return "the sum of its parts"
    first = (inspect.getdoc(formula) or "").partition("\n")[0].strip()
    return first.removeprefix("Return ").rstrip(".")


def _example(steps: Iterable[Step]) -> Iterator[str]:
    """Yield the example of the first formula that has one, in words."""
    for step in steps:
        _, _, example = (inspect.getdoc(step.formula) or "").partition("Example:\n")
        given = {
            name: NIL if figure == "nil" else Decimal(figure.replace("_", ""))
            for name, figure in _FIGURE.findall(example)
        }
        if given.keys() >= {parameter for parameter, _ in step.inputs} and step.inputs:
            line = Line(step, given, NIL, "", "", {})
            how, result = in_words(line), result_words(step.name, line.again())
            if how != result:  # a formula that changes nothing shows nothing
                yield f"    {step_words(step.name)}: {how} gives {result}"
                return
