"""Small sheets under a regime, and what the rules of regimes find in them."""

from datetime import date
from pathlib import Path

from isda.lint.check import Asked, check_text
from isda.tables.regulation import LAST_DAY
from isda.terms.checking import REGIMES

ROOT = Path(__file__).parents[1]
LINT = ROOT / "samples" / "lint"
VM = (LINT / "RG001" / "quiet" / "nil.yaml").read_text(encoding="utf-8")
IM = (LINT / "RG004" / "quiet" / "at-the-cap.yaml").read_text(encoding="utf-8")
BOTH = (LINT / "RG002" / "quiet" / "two-halves.yaml").read_text(encoding="utf-8")
EU, UK, US, JP, KR = REGIMES
LAST_KOREAN_DAY = date(2026, 8, 31)


def found(text, *changes, on=LAST_DAY, profiles=(), rates=None):
    """The codes of this family that a sheet gives, with their severities, each once."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    asked = Asked(profiles=frozenset(profiles), on=on, rates=rates or {})
    findings = check_text(text, asked=asked).findings
    assert not [each for each in findings if each.code[:2] == "DQ" and each.is_error]
    return {(each.code, each.severity.word) for each in findings if each.code[:2] == "RG"}
