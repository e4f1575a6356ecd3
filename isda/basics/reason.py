"""Why a leg has the status it has."""

from typing import NamedTuple

from isda.basics.cite import Cite


class Reason(NamedTuple):
    """A reason: a stable code, a sentence, and the paragraphs that say so.

    Attributes:
        code: Stable code.
        message: The sentence.
        cites: The paragraphs.
        path: The term of the sheet that it is about, such as `annexes.0.threshold.B`.

    Example:
        >>> Reason("below-threshold", "Exposure is within the threshold.").code
        'below-threshold'
    """

    code: str
    message: str
    cites: tuple[Cite, ...] = ()
    path: str = ""
