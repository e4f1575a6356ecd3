"""The register: every paragraph of every form, with its topic, our gist and what we do with it.

One file per form lies in `isda/law/forms`. The files hold paragraph numbers and our own
gists, never a sentence of a form; the file of a variant holds only the rows in which it
differs. They are read when first asked for, not at import.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from isda.basics.cite import Cite
from isda.basics.faults import InvariantBroken, must
from isda.law.forms import VARIANT_OF, Form


class Status(StrEnum):
    """What the engine does with a paragraph."""

    MODELLED = "modelled"
    STORED = "stored"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of a form as a whole.

    Attributes:
        form: The form.
        kind: `master`, `annex` or `agreement`.
        law: The governing law the form is made for.
        technique: `pledge`, `title transfer`, or `none` for a Master.
        poster: The form's word for who posts.
        holder: The form's word for who holds.
        note: What a reader must know about the numbering.
        label_ko: The Korean name, where there is one.
        unverified: Why the whole form is unverified; empty where it is not.
        variant_of: The form whose rows it shares, but for those it has of its own.
    """

    form: Form
    kind: str
    law: str
    technique: str
    poster: str
    holder: str
    note: str
    label_ko: str = ""
    unverified: str = ""
    variant_of: Form | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of one form.

    Attributes:
        form: The form.
        paragraph: Its number as cited, such as `13(b)(iv)(C)`, `12 Value` or
            `Schedule Part 4(h)`; a topic in words for the Korean agreements.
        topic: What it speaks of; the same idea has the same topic in every form.
        status: Whether it changes a figure of the call, is kept as a term, or is not kept.
        gist: What it says, in our own words.
        reason: Why it is not kept, or why it is unverified.
        also: Further topics that have their home here because the form has none.
        unverified: Whether this row rests on something nobody read at its source.
        letters: `printed`, or `samples` where the lettering was seen in samples only.
        label_ko: The Korean term, for the Korean agreements.
    """

    form: Form
    paragraph: str
    topic: str
    status: Status
    gist: str
    reason: str = ""
    also: tuple[str, ...] = ()
    unverified: bool = False
    letters: str = "printed"
    label_ko: str = ""

    @property
    def cite(self) -> Cite:
        """The row as a citation."""
        return Cite(self.form.value, self.paragraph)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic and the further topics that live here."""
        return (self.topic, *self.also)


@dataclass(frozen=True, slots=True)
class Register:
    """All forms, in the order of `Form`; rows stand in the order of their form."""

    heads: Mapping[Form, Head]
    rows: tuple[Row, ...]


ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "mta": ("minimum-transfer-amount",),
    "ia": ("independent-amount",),
    "haircut": ("valuation-percentage", "fx-haircut"),
    "vp": ("valuation-percentage",),
    "csa": ("credit-support-amount",),
    "margin-ratio": ("valuation-percentage",),
    "eligible-credit-support": ("eligible-collateral",),
    "collateral": ("eligible-collateral", "posted-collateral"),
    "credit-support-balance": ("posted-collateral",),
    "posted-credit-support": ("posted-collateral",),
    "delivery": ("delivery-amount",),
    "return": ("return-amount",),
    "mark-to-market": ("exposure",),
    "dispute-resolution": ("disputes",),
    "rehypothecation": ("holding-and-use",),
    "reuse": ("holding-and-use",),
    "exchange": ("substitution",),
    "ate": ("additional-termination-events",),
    "aet": ("automatic-early-termination",),
    "ceum": ("credit-event-upon-merger",),
    "netting": ("netting-of-payments",),
    "cap": ("concentration",),
    "limit": ("loss-limit",),
    "deposit": ("performance-deposit",),
    "initial-margin": ("margin-amount-im",),
    "im": ("margin-amount-im",),
    "regime": ("regime-table",),
    "method": ("regime-table",),
    "custody": ("custodian",),
    "distinct": ("margin-approach",),
    "allocated": ("margin-approach",),
    "greater-of": ("margin-approach",),
    "최소이전금액": ("minimum-transfer-amount",),
    "최소양도금액": ("minimum-transfer-amount",),
    "독립금액": ("independent-amount",),
    "적격담보": ("eligible-collateral",),
    "헤어컷": ("valuation-percentage", "fx-haircut"),
}
"""Short and foreign words for a topic."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROW_KEYS: Final = {
    "topic", "status", "gist", "reason", "also", "unverified", "letters", "label_ko",
}  # fmt: skip
_HEAD_KEYS: Final = {
    "slug", "title", "kind", "law", "technique", "words", "note", "label_ko", "unverified",
    "variant_of", "paragraphs",
}  # fmt: skip


@cache
def register() -> Register:
    """Return the whole register, read once.

    Example:
        >>> register().heads[Form.CSA_1995_ENGLISH].poster
        'Transferor'
    """
    heads: dict[Form, Head] = {}
    rows: list[Row] = []
    for form in Form:
        head, of_form = _read(form)
        heads[form] = head
        rows += of_form
    return Register(heads, tuple(rows))


def _read(form: Form) -> tuple[Head, list[Row]]:
    data = _loaded(form)
    head = Head(
        form=form,
        kind=data["kind"],
        law=data["law"],
        technique=data["technique"],
        poster=data["words"]["poster"],
        holder=data["words"]["holder"],
        note=data["note"].strip(),
        label_ko=data.get("label_ko", ""),
        unverified=data.get("unverified", ""),
        variant_of=VARIANT_OF.get(form),
    )
    return head, [_row(head, number, row) for number, row in _paragraphs(form, data).items()]


def _loaded(form: Form) -> dict[str, Any]:
    source = files("isda.law").joinpath("forms", f"{form.value}.yaml")
    text = source.read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506  # CSafeLoader: makes no objects
    must(set(data) <= _HEAD_KEYS, f"{source}: unknown keys {set(data) - _HEAD_KEYS}")
    must(data["slug"] == form.value, f"{source}: slug {data['slug']!r}")
    must(data["title"] == form.title, f"{source}: title {data['title']!r}")
    followed = data.get("variant_of")
    must(followed == VARIANT_OF.get(form), f"{source}: variant of {followed!r}")
    return data


def _paragraphs(form: Form, data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a form's own rows; for a variant, in their places among those it shares."""
    own: dict[str, dict[str, Any]] = data["paragraphs"]
    if form not in VARIANT_OF:
        return own
    shared: dict[str, dict[str, Any]] = _loaded(VARIANT_OF[form])["paragraphs"]
    must(set(own) <= set(shared), f"{form.value}: not in its model: {set(own) - set(shared)}")
    return shared | own


def _row(head: Head, paragraph: str, data: dict[str, Any]) -> Row:
    must(set(data) <= _ROW_KEYS, f"{head.form.value} {paragraph}: unknown keys in {data}")
    must(isinstance(paragraph, str), f"{head.form.value} {paragraph}: quote the number")
    unverified = bool(data.get("unverified", head.unverified))
    return Row(
        form=head.form,
        paragraph=paragraph,
        topic=data["topic"],
        status=Status(data["status"]),
        gist=data["gist"],
        reason=data.get("reason", head.unverified),
        also=tuple(data.get("also", ())),
        unverified=unverified,
        letters=data.get("letters", "printed"),
        label_ko=data.get("label_ko", ""),
    )


def rows(form: Form) -> tuple[Row, ...]:
    """Return the rows of one form, in paragraph order."""
    return tuple(row for row in register().rows if row.form is form)


def head(form: Form) -> Head:
    """Return what is said of a form as a whole."""
    return register().heads[form]


def parent(paragraph: str) -> str | None:
    """Return the paragraph one level up, or None at the top.

    Example:
        >>> parent("13(b)(iv)(C)"), parent("12 Value (i)"), parent("12 Value"), parent("12")
        ('13(b)(iv)', '12 Value', '12', None)
        >>> parent("Schedule Part 4(h)"), parent("Schedule Part 4"), parent("loss limit")
        ('Schedule Part 4', 'Schedule', None)
        >>> parent("12 Margin Amount (IM)")
        '12'
    """
    if match := re.fullmatch(r"(.*\S)\s?\((?!(?:VM|IM|IA)\))\w+\)", paragraph):
        return match[1]
    if match := re.fullmatch(r"(\d+) \D.*", paragraph):
        return match[1]
    return "Schedule" if paragraph.startswith("Schedule Part") else None


def at(cite: Cite) -> Row:
    """Return the row a citation points to.

    Raises:
        InvariantBroken: The paragraph is not in the register.

    Example:
        >>> at(Cite("csa-1994-ny", "13(b)(iv)(C)")).topic
        'minimum-transfer-amount'
    """
    row = _by_cite().get(cite)
    if row is None:
        raise InvariantBroken(f"{cite} is not in the register")
    return row


@cache
def _by_cite() -> Mapping[Cite, Row]:
    return {row.cite: row for row in register().rows}


def find(text: str) -> tuple[Row, ...]:
    """Return the rows of a paragraph as a person writes it, and of everything under it.

    A form may be named before the number, by its slug or its title; without one, every
    form's paragraph of that number is returned. Case and spaces do not matter. Annexes have
    paragraphs (`¶`) and Masters have sections (`§`): the word narrows what is found, unless
    nothing would be left.

    Args:
        text: Such as `13(b)(iv)(C)`, `CSA 1994 New York 13(b)`, `Section 5(a)(i)` or
            `Schedule Part 4(h)`.

    Returns:
        The rows in the order of the forms and their paragraphs; empty where none fits.

    Example:
        >>> [str(row.cite) for row in find("csa-1995-eng ¶ 11(B)(III)(c)")]
        ['csa-1995-eng 11(b)(iii)(C)']
        >>> len(find("paragraph 13(b)(iv)")), len(find("section 13(b)"))
        (5, 2)
    """
    forms, number = _split(text)
    key = _key(number)
    if not key:
        return ()
    found = tuple(
        row for row in register().rows if row.form in forms and key in _keys_up(row.paragraph)
    )
    return tuple(row for row in found if _meant(row.form, number)) or found


def _meant(form: Form, number: str) -> bool:
    is_master = head(form).kind == "master"
    if re.search(r"§|\bsec", number):
        return is_master
    return not (is_master and re.search(r"¶|\bpara", number))


def _split(text: str) -> tuple[tuple[Form, ...], str]:
    plain = " ".join(text.casefold().replace("isda ", "").split())
    for form in Form:
        title = form.title.casefold().replace("isda ", "")
        for name in (form.value, title):
            if plain.startswith(name):
                return (form,), plain[len(name) :]
    return tuple(Form), plain


def _key(number: str) -> str:
    plain = re.sub(
        r"\b(?:paragraphs?|para|sections?|sec)(?![a-z])\.?|[¶§]", "", number.casefold()
    )
    plain = re.sub(r"[\s.,:]+", "", plain)
    plain = re.sub(r"^(?:schedule)?(?:part)(?=\d)", "schedulepart", plain)
    return re.sub(r"^schedule(?=\d)", "schedulepart", plain)


@cache
def _keys_up(paragraph: str) -> frozenset[str]:
    keys = set()
    level: str | None = paragraph
    while level is not None:
        keys.add(_key(level))
        level = parent(level)
    return frozenset(keys)


def topic(name: str) -> tuple[Row, ...]:
    """Return every paragraph of every form that speaks of a topic.

    Spaces, hyphens, underscores, case and a plural s do not matter; `ALIASES` and the
    Korean terms of the Korean agreements are understood.

    Example:
        >>> {row.form.value for row in topic("MTA")} >= {"csa-1994-ny", "loss-limit-kr"}
        True
        >>> [row.paragraph for row in topic("손실한도")]
        ['loss limit']
    """
    word = re.sub(r"[\s_-]+", "-", name.strip().casefold())
    known = topics()
    for guess in (word, word.removesuffix("s"), f"{word}s"):
        wanted = {guess} & known or set(ALIASES.get(guess, ()))
        if wanted:
            return tuple(row for row in register().rows if wanted & set(row.topics))
    return tuple(
        row for row in register().rows if row.label_ko and row.label_ko == name.strip()
    )


@cache
def topics() -> frozenset[str]:
    """Return every topic of the register."""
    return frozenset(each for row in register().rows for each in row.topics)


def suggest(text: str, *, count: int = 3) -> tuple[str, ...]:
    """Return the topics and paragraphs nearest to a text nothing was found for.

    Example:
        >>> suggest("minimun transfer amout")[0]
        'minimum-transfer-amount'
    """
    word = re.sub(r"[\s_]+", "-", text.strip().casefold())
    near = _nearest(word, [*topics(), *ALIASES], count)
    forms, number = _split(text)
    numbers = {
        _key(row.paragraph): row.paragraph for row in register().rows if row.form in forms
    }
    near += [numbers[key] for key in _nearest(_key(number), numbers, count)]
    return tuple(dict.fromkeys(near))[:count]


def _nearest(word: str, among: Iterable[str], count: int) -> list[str]:
    return difflib.get_close_matches(word, sorted(among), n=count, cutoff=0.7)
