"""What a finding says, told in a few letters: which it is among those of its code and term."""

import hashlib
import re
from typing import Final

from isda.basics.finding import Finding

_FIGURE: Final = re.compile(r"\d[\d,.]*")
_LETTERS: Final = 8


def what_it_says(each: Finding) -> str:
    """Return a digest of a finding's message, in which figures do not count.

    It turns on the finding alone, so that none takes the name of another that was mended.

    Example:
        >>> from isda.basics.finding import Finding, Place, Severity
        >>> one, other, third = (Finding("CS005", Severity.ERROR, Place("a.yaml"), said)
        ...                      for said in ("5 is too much", "7 is too much", "5 is open"))
        >>> what_it_says(one) == what_it_says(other), what_it_says(one) == what_it_says(third)
        (True, False)
    """
    said = _FIGURE.sub("#", each.message)
    return hashlib.sha256(said.encode()).hexdigest()[:_LETTERS]
