"""A sheet in another notation: YAML, JSON or XML, with every key and value in its order.

Comments are of the notation that they stand in, and stay behind. What is written is read
again and compared before anybody sees it.
"""

import json
import re
from typing import Any

import yaml

from isda.basics.amounts import shown
from isda.basics.faults import must
from isda.basics.outcome import Outcome, in_place_order
from isda.sheet.draft import Notation, SheetDraft, plain_tree
from isda.sheet.format import format_sheet
from isda.sheet.xml_events import refuse_others
from isda.sheet.yaml_events import draft_of

_NO_FOLDING = 1 << 20
_ESCAPED_IN_JSON = re.compile("[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def rewrite(draft: SheetDraft, notation: Notation) -> Outcome[str]:
    r"""Return a sheet in a notation, its amounts in their usual spelling.

    Args:
        draft: The sheet as read.
        notation: What to write; in the sheet's own, it is `isda fmt` without more.

    Returns:
        The text, or no text and the findings where the sheet cannot be read, or holds a
        character that the notation cannot.

    Example:
        >>> draft = draft_of("threshold:\n  A: USD 5000000\n  B: nil  # ours\n", "a.yaml")
        >>> print(rewrite(draft, Notation.JSON).value, end="")
        {
          "threshold": {
            "A": "USD 5,000,000",
            "B": "nil"
          }
        }
    """
    spelled = format_sheet(draft)
    if spelled.value is None or notation is draft.notation:
        return spelled
    again = draft_of(spelled.value, draft.name)
    if notation is Notation.XML:
        from isda.sheet.as_xml import not_for_xml, to_xml  # noqa: PLC0415  # loads lxml

        refused = SheetDraft(draft.name, draft.text, draft.root)
        refuse_others(refused)
        wrong = not_for_xml(draft.root)
        if wrong is not None:
            refused.error(
                "DQ091",
                wrong.place,
                f"{shown(wrong.text)!r} has a character that XML cannot hold",
                "take the control character out, or keep the sheet in YAML or JSON",
            )
        if refused.is_broken:
            return Outcome(None, in_place_order(refused.findings))
        text = to_xml(again.root)
    else:
        write = to_json if notation is Notation.JSON else to_yaml
        text = write(plain_tree(again.root))
    written = draft_of(text, f"sheet.{notation}")
    must(
        written.root is not None and _order(written) == _order(again),
        f"writing {draft.name} as {notation.value} would change what it says",
    )
    return Outcome(text, spelled.findings)


def _order(draft: SheetDraft) -> str:
    """Return what a draft says with the order of its keys."""
    return json.dumps(plain_tree(draft.root))


def to_json(tree: Any) -> str:
    """Return a plain tree as JSON: two spaces a level, every value a string.

    Example:
        >>> print(to_json({"sheet": "1"}), end="")
        {
          "sheet": "1"
        }
    """
    text = json.dumps(tree, indent=2, ensure_ascii=False)
    return _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


class _Writer(yaml.SafeDumper):
    """Writes block style, lists one level in, and words without quotes where they may."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012  # nobody writes to it; its base has no ClassVar

    def ignore_aliases(self, _data: Any) -> bool:
        """Write everything where it stands."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # its caller names it
        """Indent a list under its key."""
        super().increase_indent(flow, indentless=False)

    def choose_scalar_style(self) -> str:
        """Quote with double quotes where quotes are needed."""
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style


def _words(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if not text else "|" if "\n" in text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _words)


def to_yaml(tree: Any) -> str:
    """Return a plain tree as YAML in block style.

    Example:
        >>> print(to_yaml({"cities": ["Seoul", "New York"], "remaining": "[1y, 5y)"}), end="")
        cities:
          - Seoul
          - New York
        remaining: "[1y, 5y)"
    """
    written: str = yaml.dump(
        tree, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_NO_FOLDING,
        default_flow_style=False,
    )  # fmt: skip
    return written
