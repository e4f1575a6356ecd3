"""A sheet as rules see it: the agreement, each annex as it stands, and where it says what."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from xml.sax.saxutils import escape

from isda.basics.finding import Edit, Fix, Place
from isda.basics.party import SIDES, Side
from isda.law.forms import Form
from isda.lint.additions import addition, in_yaml
from isda.lint.once import Remembering, once
from isda.sheet.draft import Listing, Notation, Scalar, SheetDraft
from isda.sheet.draft import Mapping as Block
from isda.sheet.flow_to_block import Source, Tangled
from isda.terms.agreement import Agreement
from isda.terms.checking import REGIMES, Profile
from isda.terms.confirmations import Confirmed
from isda.terms.initial_margin import is_initial_margin
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.printed import PRINTED, VARIATION_MARGIN
from isda.terms.reading import Answer

WRITTEN: Mapping[Notation, Callable[[str], str]] = {
    Notation.YAML: in_yaml,
    Notation.JSON: lambda text: json.dumps(text, ensure_ascii=False),
    Notation.XML: escape,
}
"""How a value is written into a sheet."""

REGIME_WORDS: Mapping[str, Profile] = {
    "eu": Profile.EU, "emir": Profile.EU, "eu emir": Profile.EU, "uk": Profile.UK,
    "uk emir": Profile.UK, "us": Profile.US, "cftc": Profile.US, "prudential": Profile.US,
    "us prudential": Profile.US, "jp": Profile.JAPAN, "japan": Profile.JAPAN,
    "european union": Profile.EU, "united kingdom": Profile.UK, "united states": Profile.US,
    "jfsa": Profile.JAPAN, "kr": Profile.KOREA, "korea": Profile.KOREA, "fsc": Profile.KOREA,
}  # fmt: skip
"""How the regime table of an initial-margin annex may name a regime that is known here."""


QUOTES: Final = frozenset("\"'")
PARTS: Final = (Block, Listing)
"""Nodes that hold others."""


@dataclass(frozen=True, eq=False)
class Sheet(Remembering):
    """What a rule is given.

    Attributes:
        agreement: The agreement as far as it reads.
        draft: The document, with the place of each term.
        profiles: What it is checked under, beside the basic rules.
        on: The day whose regulations hold and whose amendments are in force.
        rates: Rates of exchange by pair, such as EUR/USD; for comparisons across currencies.
        lost: Whether a path leads to, into or over a part that does not read.
        dropped: The paths of the parts that do not read.
    """

    agreement: Agreement
    draft: SheetDraft
    profiles: frozenset[Profile]
    on: date
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    lost: Callable[[str], bool] = field(default=lambda _: False)
    dropped: tuple[str, ...] = ()

    @cached_property
    def annexes(self) -> tuple["AnnexSeen", ...]:
        """Each annex as it stands on the day, and as each later amendment leaves it."""
        return tuple(
            self.annex_on(number, day)
            for number, annex in enumerate(self.agreement.annexes)
            for day in (self.on, *self._later(annex))
        )

    @once
    def annex_on(self, number: int, day: date) -> "AnnexSeen":
        """Return an annex, by its place among them, as it stands on a day."""
        annex = self.agreement.annexes[number]
        return AnnexSeen(self, number, annex, annex.on(day), day)

    @once
    def confirmed_over(self, number: int) -> tuple[Confirmed, ...]:
        """Return the Confirmations that change an annex, by its place among them."""
        return self.agreement.confirmed_over(number)

    @cached_property
    def forms(self) -> frozenset[Form]:
        """The forms of its annexes."""
        return frozenset(annex.form for annex in self.agreement.annexes)

    @cached_property
    def of_initial_margin(self) -> tuple["AnnexSeen", ...]:
        """Its initial-margin annexes."""
        return tuple(annex for annex in self.annexes if annex.is_initial_margin)

    @cached_property
    def regimes(self) -> tuple[Profile, ...]:
        """The regulatory regimes that it is checked under."""
        return tuple(each for each in REGIMES if each in self.profiles)

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        """What the document has at the paths that were asked for."""
        return {}

    def node(self, path: str) -> Any:
        """Return what the document has at a path, or None."""
        nodes = self._nodes
        if path not in nodes:
            nodes[path] = self._node(path)
        return nodes[path]

    def _node(self, path: str) -> Any:
        parent, _, step = path.rpartition(".")
        above = self.node(parent) if parent else self.draft.root
        if isinstance(above, Block):
            return above.get(step)
        if isinstance(above, Listing) and step.isdigit() and int(step) < len(above.items):
            return above.items[int(step)]
        return None

    def place(self, path: str) -> Place:
        """Return where a term stands: its value, or its key where the value is a block."""
        node, (parent, _, key) = self.node(path), path.rpartition(".")
        above = self.node(parent) if parent else self.draft.root
        if isinstance(node, PARTS) and isinstance(above, Block):
            return above.entries[key].key.place
        return self.draft.place_of(path) if node is None else node.place

    def replacing(self, path: str, text: str, what: str, *, is_safe: bool) -> Fix | None:
        """Return the fix that writes another scalar at a path; None where none stands.

        Quotes stay; a value that YAML writes over lines of its own is left alone, and an amount
        that it cut at its commas is replaced whole.
        """
        node = self.node(path)
        if not isinstance(node, Scalar):
            return None
        written = WRITTEN[self.draft.notation](text)
        if self.draft.notation is Notation.YAML and not node.plain:
            if self.draft.text[node.start] not in QUOTES:
                return None
            written = json.dumps(text, ensure_ascii=False)
        end = self._end_of(node)
        return None if end is None else Fix(what, (Edit(node.start, end, written),), is_safe)

    def _end_of(self, node: Scalar) -> int | None:
        """Return where a value ends in the text; None where that cannot be told."""
        text = self.draft.text
        if self.draft.notation is not Notation.YAML or text[node.start : node.end] == node.text:
            return node.end
        try:
            return Source(text).end(node)
        except Tangled:
            return None

    def adding(self, path: str, line: str, what: str, *, is_safe: bool) -> Fix | None:
        """Return the fix that adds `key: value` to a mapping, as the notation writes it.

        None where no place for it can be told.
        """
        node = self.node(path) if path else self.draft.root
        if not isinstance(node, Block):
            return None
        edit = addition(self.draft, node, line)
        return None if edit is None else Fix(what, (edit,), is_safe)

    def _later(self, annex: Any) -> Iterator[date]:
        days = sorted({layer.dated for layer in annex.amendments})
        yield from (day for day in days if day > self.on)


@dataclass(frozen=True, eq=False)
class AnnexSeen(Remembering):
    """One annex as it stands on a day.

    Attributes:
        sheet: The sheet it belongs to.
        number: Its place among the annexes, from 0.
        signed: The annex as signed, with its amendments.
        terms: The annex as it stands on the day.
        day: The day.
    """

    sheet: Sheet
    number: int
    signed: Any
    terms: Any
    day: date

    @property
    def form(self) -> Form:
        """Its form."""
        form: Form = self.signed.form
        return form

    @property
    def confirmed(self) -> tuple[Confirmed, ...]:
        """The Confirmations that change it."""
        return self.sheet.confirmed_over(self.number)

    @property
    def path(self) -> str:
        """The way to the annex."""
        return f"annexes.{self.number}"

    @cached_property
    def is_initial_margin(self) -> bool:
        """Whether it is one of the initial-margin annexes."""
        return is_initial_margin(self.terms)

    @property
    def is_loss_limit(self) -> bool:
        """Whether it is a loss-limit agreement."""
        return isinstance(self.terms, LossLimitAgreement)

    @cached_property
    def regimes(self) -> frozenset[Profile]:
        """The regimes that its regime table names, in words that are known here."""
        if not self.is_initial_margin:
            return frozenset()
        words = (name.casefold() for name in self.terms.regimes)
        return frozenset(REGIME_WORDS[name] for name in words if name in REGIME_WORDS)

    @once
    def binding(self, poster: Side | None = None) -> tuple[Profile, ...]:
        """Return the regimes whose rules bind what a party posts, or what any party does.

        A regime that the sheet or the command names binds every annex of margin; one of a
        regime table binds that annex, for the holders it names, and the variation margin
        beside it. A loss-limit agreement is no exchange of margin, and an annex of the older
        forms beside a variation-margin annex keeps the transactions that no regime reaches.

        Args:
            poster: The party that posts; left out, whichever does.
        """
        is_newer = self.is_initial_margin or self.form in VARIATION_MARGIN
        if self.is_loss_limit or (not is_newer and self.sheet.forms & set(VARIATION_MARGIN)):
            return ()
        others = self.sheet.of_initial_margin if is_newer else ()
        named = [
            (name.casefold(), regime)
            for each in ([self] if self.is_initial_margin else others)
            for name, regime in each.terms.regimes.items()
        ]
        found = set(self.sheet.regimes) | {
            REGIME_WORDS[word]
            for word, regime in named
            if word in REGIME_WORDS and (poster is None or poster.other in regime.holder)
        }
        return tuple(each for each in REGIMES if each in found)

    @cached_property
    def base_currency(self) -> str | None:
        """Its base currency: stated, or printed in the form; None where nothing says it."""
        said = self.terms.base_currency.value
        if not isinstance(said, Answer):
            return str(said)
        printed_answer = PRINTED["base_currency"].get(self.form)
        return str(printed_answer.value) if printed_answer else None

    @cached_property
    def posters(self) -> tuple[Side, ...]:
        """The parties that may post."""
        if self.is_loss_limit:
            client = self.sheet.agreement.client_of(self.terms)
            return (client,) if client else self.terms.posting_parties or ()
        said: tuple[Side, ...] | None = self.terms.posting_parties
        return SIDES if said is None else said

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The ways to the annex and its amendments in force, the latest first."""
        numbered = [
            (layer.dated, number)
            for number, layer in enumerate(self.signed.amendments)
            if layer.dated <= self.day
        ]
        later = [f"{self.path}.amendments.{number}" for _, number in sorted(numbered)]
        return (*reversed(later), self.path)

    @cached_property
    def _saying(self) -> dict[str, list[str]]:
        """The ways to the layers in force that say a term, the latest first, by its key."""
        found: dict[str, list[str]] = {}
        for layer in self.layers:
            for key in getattr(self.sheet.node(layer), "entries", ()):
                found.setdefault(key, []).append(layer)
        return found

    @once
    def at(self, key: str) -> str:
        """Return the way to a term, in the latest layer that says it.

        A term that one word says for both parties stands at that word; one that nobody says
        has its place in the annex itself.
        """
        first, _, rest = key.partition(".")
        for layer in self._saying.get(first, ()):
            node = self.sheet.node(f"{layer}.{first}")
            if rest and isinstance(node, Block) and {"A", "B"} & set(node.entries):
                if rest.partition(".")[0] in node.entries:
                    return f"{layer}.{key}"
                continue
            is_whole = rest in {"A", "B"} or (rest[:2] in {"A.", "B."})
            return f"{layer}.{first}{rest[1:]}" if is_whole else f"{layer}.{key}"
        return f"{self.path}.{key}"

    def says(self, key: str) -> bool:
        """Whether any layer in force says a term."""
        return key.partition(".")[0] in self._saying

    def is_lost(self, *keys: str) -> bool:
        """Whether a part of one of some terms does not read, so that nothing is known of it."""
        return any(self._is_lost(key) for key in keys) if self.sheet.dropped else False

    @once
    def _is_lost(self, key: str) -> bool:
        return any(self.sheet.lost(f"{layer}.{key}") for layer in self.layers)

    @once
    def lost_parts(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return the ways from a term to each part of it that does not read."""
        return tuple(
            tuple(path.removeprefix(f"{layer}.{key}").split(".")[1:])
            for layer in self.layers
            for path in self._dropped
            if f"{path}.".startswith(f"{layer}.{key}.")
        )

    @cached_property
    def _dropped(self) -> tuple[str, ...]:
        """The ways to each part of the annex that does not read."""
        return tuple(
            path for path in self.sheet.dropped if f"{path}.".startswith(f"{self.path}.")
        )
