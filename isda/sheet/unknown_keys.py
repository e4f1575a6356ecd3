"""What a key may have meant that is not known where it stands."""

import re
from typing import Any, Final

from isda.basics.amounts import did_you_mean, shown, without_curly_quotes
from isda.basics.money import SIGNS
from isda.sheet.draft import scalars
from isda.sheet.known_keys import known_keys

PARTIES: Final = {"party_a": "A", "a": "A", "party_b": "B", "b": "B"}
"""What a party is called, and its key."""
ELSEWHERE: Final = dict.fromkeys(
    ("letter_of_credit", "letters_of_credit"), "other_eligible_support"
)
"""What goes under a key that its name does not resemble."""
_UNIT: Final = "|".join(["[A-Z]{3}", *map(re.escape, SIGNS)])
_FIGURE: Final = re.compile(rf"({_UNIT})?\s*\d[\d,.]*\s*({_UNIT}|%.*)?", re.ASCII)
MOST_NAMED: Final = 3
"""Keys that one help names; more than these say nothing."""


def unknown_key(key: str, node: Any) -> tuple[str, str, str]:
    """Return code, message and help for a key that does not belong where it stands.

    Args:
        key: The key.
        node: What stands under it.

    Example:
        >>> from isda.sheet.yaml_events import draft_of
        >>> unknown_key("Party A", draft_of("{}", "a.yaml").root)[2]
        'write `A:`: that is the key of party A'
    """
    return (
        "DQ012",
        f"`{shown(key)}` is no key that is known here",
        _meant(key) or _to_be_found(node),
    )


def _meant(key: str) -> str:
    """Return which known key is meant, as far as it can be told."""
    bare = without_curly_quotes(key)
    if bare != key:
        return f"take the curly quotes out: write `{shown(bare)}`"
    words = "_".join(key.replace("_", " ").split()).casefold()
    party = PARTIES.get(words)
    if party is not None and key != party:
        return f"write `{party}:`: that is the key of party {party}"
    if words in ELSEWHERE:
        return f"this goes under `{ELSEWHERE[words]}:`"
    known = known_keys()
    if key in known:
        return f"`{key}` is a key of another place: check the indentation and the form"
    longer = [f"`{each}`" for each in known if each.startswith(f"{words}_")]
    if 0 < len(longer) <= MOST_NAMED:
        return f"did you mean {' or '.join(longer)}?"
    return did_you_mean(key, known)


def _to_be_found(node: Any) -> str:
    """Return what to do with a key that resembles none: a figure is never set aside."""
    if any(_FIGURE.fullmatch(each.text.strip()) for each in scalars(node)):
        return (
            "find the key of this figure: `docs/sheet.md` lists them all, and under "
            "`other_terms:` it would compute nothing"
        )
    return "what was agreed and computes nothing goes under `other_terms:`"
