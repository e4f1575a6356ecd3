"""`isda fmt`: a term sheet in its usual spelling, with comments, order and blank lines kept.

The source text is edited at its places and never written anew from what was read. Amounts
get their thousands grouped, percent signs stand at their number, and money leaves `{ }` and
`[ ]`, where YAML would cut it at its commas.
"""

import re
from dataclasses import dataclass
from typing import Any

from isda.basics.amounts import MONEY_DIGITS, read_number
from isda.basics.currencies import CURRENCIES
from isda.basics.faults import AmountError, must
from isda.basics.outcome import Outcome, in_place_order
from isda.sheet.draft import Listing, Mapping, Scalar, SheetDraft
from isda.sheet.flow_to_block import STEP, BlockWriter, Source, Tangled, is_cut, values
from isda.sheet.yaml_events import draft_of

CUT_MONEY = "DQ011"
NO_LAST_LINE_END = "DQ016"
OWN_WORDS = frozenset(
    {
        "at", "note", "unresolved", "agreement", "name", "other_terms", "other_provisions",
        "fx_and_currency_options", "additional_obligations", "other_eligible_support",
        "costs_of_transfer", "custodian", "conditions", "address", "account", "documents",
    }
)  # fmt: skip
"""Keys whose words are the document's own: no amount in them is touched."""

_MONEY = re.compile(r"((?:(?:up|down) to|nearest(?: to)?) +)?([A-Z]{3})( +)([\d,]+)(\.\d+)?")
_PERCENT = re.compile(r"(\d[\d,]*(?:\.\d+)?)[ \t]+%((?: of .*)?)", re.ASCII)
_TRAILING = re.compile(r"[ \t]+(?=[\r\n]|\Z)")
_LAST_LINES = re.compile(r"[ \t\r\n]*\Z")
_KEEPS_LINES = re.compile(r"[|>]\d?\+")
_TAIL = re.compile(r"[ \t]*(#[^\r\n]*)?")


def format_sheet(draft: SheetDraft) -> Outcome[str]:
    r"""Return a sheet's text in its usual spelling.

    Args:
        draft: The sheet as read; money cut at its commas (DQ011) is mended here.

    Returns:
        The text, or no text and the findings where the sheet has any other error.

    Example:
        >>> draft = draft_of("threshold: {A: USD 5,000,000, B: nil}  # per party\n", "a.yaml")
        >>> print(format_sheet(draft).value, end="")
        threshold:  # per party
          A: USD 5,000,000
          B: nil
    """
    others = [finding for finding in draft.findings if finding.code != CUT_MONEY]
    if draft.root is None or any(finding.is_error for finding in others):
        return Outcome(None, in_place_order(draft.findings))
    try:
        text = _Formatter(draft).run()
    except Tangled:
        return Outcome(None, in_place_order(draft.findings))
    again = draft_of(text, draft.name)
    must(
        not again.is_broken and _meaning(again.root) == _meaning(draft.root),
        f"formatting {draft.name} would change what it says",
    )
    left = [finding for finding in others if finding.code != NO_LAST_LINE_END]
    return Outcome(text, in_place_order(left))


def spell(text: str) -> str:
    """Return an amount or a percentage in its usual spelling; other words as they stand.

    Example:
        >>> spell("USD 250000"), spell("up to KRW 10000000.50"), spell("98 %"), spell("none")
        ('USD 250,000', 'up to KRW 10,000,000.50', '98%', 'none')
    """
    money = _MONEY.fullmatch(text)
    if money is not None and money[2] in CURRENCIES:
        how, currency, space, whole, decimals = (group or "" for group in money.groups())
        try:
            amount = read_number(whole, digits=MONEY_DIGITS)
        except AmountError:
            return text
        return f"{how}{currency}{space}{int(amount):,}{decimals}"
    percent = _PERCENT.fullmatch(text)
    return f"{percent[1]}%{percent[2]}" if percent else text


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    start: int
    end: int
    text: str


class _Formatter:
    """Gathers the edits of one sheet and makes them all at once."""

    def __init__(self, draft: SheetDraft) -> None:
        self.draft = draft
        self.source = Source(draft.text)
        self.edits: list[_Edit] = []
        self.own_words: set[int] = set()
        self.stays_flow = draft.name.endswith((".json", ".jsonl"))
        self.writer = BlockWriter(self.source, self._spelled, self._is_to_block)

    def run(self) -> str:
        """Return the text with every edit made."""
        self._find_own_words(self.draft.root, own=False)
        self._visit(self.draft.root, 0, in_list=False)
        self._spaces()
        self._last_line()
        text, at = "", 0
        for edit in sorted(self.edits):
            text += self.source.text[at : edit.start] + edit.text
            at = edit.end
        return text + self.source.text[at:]

    def _find_own_words(self, node: Any, *, own: bool) -> None:
        if isinstance(node, Mapping):
            for key, entry in node.entries.items():
                self._find_own_words(entry.value, own=own or key in OWN_WORDS)
        elif isinstance(node, Listing):
            for item in node.items:
                self._find_own_words(item, own=own)
        elif own:
            self.own_words.add(node.start)

    def _spelled(self, scalar: Scalar) -> str:
        """Return a scalar as it is to be written, in its quotes."""
        written = self.source.text[scalar.start : scalar.end]
        if is_cut(scalar, self.source):
            written = scalar.text
        if scalar.start in self.own_words or written.count(scalar.text) != 1:
            return written
        return written.replace(scalar.text, spell(scalar.text))

    def _is_to_block(self, node: Mapping | Listing) -> bool:
        """Whether an amount with commas stands anywhere in a flow collection."""
        return any(
            is_cut(scalar, self.source)
            or (
                scalar.start not in self.own_words
                and "," in (new := spell(scalar.text))
                and _MONEY.fullmatch(new)
            )
            for scalar in values(node)
        )

    def _visit(self, node: Any, indent: int, *, in_list: bool) -> None:
        if isinstance(node, Scalar):
            new = self._spelled(node)
            if new != self.source.text[node.start : node.end]:
                self.edits.append(_Edit(node.start, node.end, new))
        elif node.flow and not self.stays_flow and self._is_to_block(node):
            self._to_block(node, indent, in_list=in_list)
        elif isinstance(node, Listing):
            for item in node.items:
                self._visit(item, 0, in_list=True)
        else:
            for entry in node.entries.values():
                column = entry.key.column - 1
                self._visit(entry.value, column + STEP, in_list=False)

    def _to_block(self, node: Mapping | Listing, indent: int, *, in_list: bool) -> None:
        start, end = self.source.start(node), self.source.end(node)
        before = self.source.line_before(start)
        alone = not before.strip()
        if in_list:
            indent = len(before)
        opening, lines = self.writer.lines(node, indent)
        tail = _TAIL.match(self.source.text, end)
        if tail is not None:
            end = tail.end()
            opening += [tail[1].rstrip()] if tail[1] else []
        if alone:
            start -= len(before)
            lines = [" " * indent + comment for comment in opening] + lines
        elif in_list:
            lines = [*(" " * indent + comment for comment in opening), *lines]
            lines[0] = lines[0].lstrip()
        else:
            start -= len(before) - len(before.rstrip())
            lines = ["".join(f"  {comment}" for comment in opening), *lines]
        self.edits.append(_Edit(start, end, self.source.newline.join(lines)))

    def _spaces(self) -> None:
        """Take the spaces off the ends of lines, but not out of a text of several lines."""
        kept = [
            (scalar.start, scalar.end)
            for scalar in values(self.draft.root)
            if "\n" in self.source.text[scalar.start : scalar.end]
        ] + [(edit.start, edit.end) for edit in self.edits]
        for found in _TRAILING.finditer(self.source.text):
            if not any(start < found.end() and found.start() < end for start, end in kept):
                self.edits.append(_Edit(found.start(), found.end(), ""))

    def _last_line(self) -> None:
        """End the text with one line end, unless its last value keeps its empty lines."""
        text = self.source.text
        found = _LAST_LINES.search(text)
        start = found.start() if found else len(text)
        if any(
            scalar.end > start and _KEEPS_LINES.match(text, scalar.start)
            for scalar in values(self.draft.root)
        ):
            return
        start = max([start, *(edit.end for edit in self.edits if edit.text)])
        self.edits = [edit for edit in self.edits if edit.start < start]
        self.edits.append(_Edit(start, len(text), self.source.newline))


def _meaning(node: Any) -> Any:
    """Return what a document says, whatever its spelling."""
    if isinstance(node, Scalar):
        return spell(node.text.strip())
    if isinstance(node, Listing):
        return [_meaning(item) for item in node.items]
    return {key: _meaning(entry.value) for key, entry in node.entries.items()}
