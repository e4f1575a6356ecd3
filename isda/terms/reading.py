"""How a scalar of a sheet becomes a typed value, and how its schema looks.

Every scalar reaches the models as text. A `Text` says how that text is read and which of
the sheet's own words (`nil`, `infinite`, …) may stand in its place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import PydanticCustomError, core_schema

from isda.basics.amounts import CURLY_QUOTES, did_you_mean, shown
from isda.basics.faults import AmountError

E = TypeVar("E", bound=StrEnum)


class Answer(StrEnum):
    """The empty answers, which are values of their own and never numbers."""

    NIL = "nil"
    INFINITE = "infinite"
    NOT_APPLICABLE = "not applicable"
    NOT_STATED = "not stated"
    AS_PRINTED = "as printed"
    TO_BE_AGREED = "to be agreed"
    PER_CONFIRMATION = "per Confirmation"
    NOT_ELIGIBLE = "not eligible"


ANSWERS = {answer.value: answer for answer in Answer}
NOTHING_IN_OTHER_WORDS = frozenset({"0", "zero", "none", "null", "nothing"})
"""What is written for an amount of nothing, where the sheet has `nil`."""
NO_MONEY = frozenset({"DQ047", "DQ048"})
"""The codes of what is no amount of money, or one without its currency."""
EMPTY = (Answer.NIL, Answer.NOT_APPLICABLE, Answer.NOT_STATED, Answer.AS_PRINTED)
NOT_NIL = (Answer.NOT_APPLICABLE, Answer.NOT_STATED, Answer.AS_PRINTED)
"""Where none is no answer: a switch, a time, days, a currency."""
SILENT = (Answer.NOT_STATED, Answer.AS_PRINTED)
"""What a switch may say beside its own words: the form\'s answer holds."""


SHORT, MANY = 256, 1_000
"""A text below this length is read once, of so many: a longer one is seldom met again."""


def refuse(error: AmountError, at: str = "") -> PydanticCustomError:
    """Turn a reader's complaint into one that pydantic gathers with the others."""
    context = {"message": error.message, "help": error.help, "at": at}
    return PydanticCustomError(error.code, "{message}", context)


def trouble(code: str, message: str, help_text: str = "", at: str = "") -> PydanticCustomError:
    """Return a gathered complaint: code, message, way out, and the key it stands at."""
    return refuse(AmountError(code, message, help_text), at)


@dataclass(frozen=True)
class Text:
    """Pydantic metadata: read one scalar.

    Attributes:
        read: Text to value; raises `AmountError`.
        kind: What is expected, in words (`an amount of money`).
        answers: The empty answers that may stand here.
        pattern: Pattern of the schema, for an editor.
        values: The closed list of the schema, for an editor.
        number_too: Says that some of the values are digits, which an editor reads as numbers.
        before: What texts say that were read before: documents repeat each other.
    """

    read: Callable[[str], Any]
    kind: str
    answers: tuple[Answer, ...] = ()
    pattern: str | None = None
    values: tuple[str, ...] = ()
    number_too: bool = False
    before: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def validate(self, value: Any) -> Any:
        """Return the value a scalar stands for; a value already read passes."""
        if value.__class__ is not str:
            return self._not_text(value)
        found = self.before.get(value)
        if found is None:
            found = self._read(value)
            if len(self.before) == MANY:
                self.before.clear()
            if len(value) < SHORT:
                self.before[value] = found
        return found

    def _not_text(self, value: Any) -> Any:
        """Return a value that was read before; a list or a mapping is none."""
        if isinstance(value, list | dict) or value is None:
            kinds: dict[type, str] = {list: "a list", dict: "a mapping"}
            shape = kinds.get(type(value), "nothing")
            raise trouble(
                "DQ030",
                f"{shape} stands where {self.kind} is expected",
                f"write {self.kind}",
            )
        return value

    def _read(self, value: str) -> Any:
        text = value.strip()
        if text in ANSWERS:
            if ANSWERS[text] in self.answers:
                return ANSWERS[text]
            allowed = ", ".join(f"`{answer.value}`" for answer in self.answers) or "none"
            raise trouble(
                "DQ031",
                f"`{text}` cannot stand here, where {self.kind} is expected",
                f"words of their own that may stand here: {allowed}",
            )
        bare = text.strip(CURLY_QUOTES)
        if bare != text and ANSWERS.get(bare) in self.answers:
            raise trouble(
                "DQ031",
                f"curly quotes stand around `{bare}`, which is a word of its own",
                f"take the curly quotes out: write `{bare}`",
            )
        try:
            return self.read(text)
        except AmountError as error:
            raise refuse(self._told(text, error)) from None

    def _told(self, text: str, error: AmountError) -> AmountError:
        """Return a reader's complaint with a way out that fits the words of the sheet."""
        if any(char in CURLY_QUOTES for char in text):
            clean = "".join(char for char in text if char not in CURLY_QUOTES)
            way_out = f"take the curly quotes out: write {shown(clean.strip())}"
            return AmountError(error.code, error.message, way_out)
        may_be_nil = Answer.NIL in self.answers and error.code in NO_MONEY
        if may_be_nil and text.casefold() in NOTHING_IN_OTHER_WORDS:
            return AmountError(error.code, error.message, "write `nil`")
        return error

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                to_text, return_schema=core_schema.str_schema()
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found: dict[str, Any] = {"x-kind": self.kind}
        if self.values:
            found["enum"] = [*self.values, *self._as_yaml_reads()]
        elif self.read is read_any:
            found["type"] = ["string", "number", "boolean"]
        else:
            found["type"] = "string"
            if self.pattern:
                found["pattern"] = self.pattern
        if not self.answers:
            return found
        return {"anyOf": [found, {"enum": [answer.value for answer in self.answers]}]}

    def _as_yaml_reads(self) -> list[Any]:
        """Return what an editor's YAML reader makes of words: `360` a number, `no` false."""
        numbers = [int(word) for word in self.values if word.isdigit()]
        return [*numbers, *([True, False] if {"yes", "no"} <= set(self.values) else [])]


def gather(troubles: Iterable[PydanticCustomError]) -> None:
    """Raise every complaint of a model at once, if there is any."""
    found = [{"type": each, "loc": (), "input": None} for each in troubles]
    if found:
        raise ValidationError.from_exception_data("terms", found)  # type: ignore[arg-type]  # a custom error is a type too


def to_text(value: Any) -> str:
    """Return a value as the sheet writes it."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def read_any(text: str) -> str:
    """Read words as they stand, refusing characters that cannot be seen.

    Example:
        >>> read_any("Hangang Bank")
        'Hangang Bank'
    """
    if not text:
        raise AmountError(
            "DQ032", "nothing is written here", "write the value or leave the key out"
        )
    if text.isprintable():
        return text
    hidden = next(
        (char for char in text if not char.isprintable() and char not in "\n\t"), None
    )
    if hidden is not None:
        raise AmountError(
            "DQ033",
            f"an invisible character (U+{ord(hidden):04X}) stands in '{shown(text)}'",
            "delete it: two names that look alike must be alike",
        )
    return text


def choice(kind: type[E]) -> Callable[[str], E]:
    """Return a reader of a closed list of words.

    Example:
        >>> from enum import StrEnum
        >>> Fruit = StrEnum("Fruit", {"PEAR": "pear"})
        >>> choice(Fruit)("pear")
        <Fruit.PEAR: 'pear'>
    """

    def read(text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            known = [member.value for member in kind]
            raise AmountError(
                "DQ034",
                f"{shown(text)!r} is none of: {', '.join(known)}",
                _as_list(text, known)
                or did_you_mean(text, known)
                or f"write one of: {', '.join(known)}",
            ) from None

    return read


def _as_list(text: str, known: list[str]) -> str:
    """Return how several words of a closed list are written, where they stand in one."""
    parts = [part.strip() for part in text.split(",")]
    if not parts[1:] or not set(parts) <= set(known):
        return ""
    return f"keep one; where several may stand, they are a list: [{', '.join(parts)}]"


def one_of(kind: type[StrEnum], *answers: Answer) -> Text:
    """Return the metadata of a closed list, with the empty answers it allows."""
    values = tuple(member.value for member in kind)
    return Text(choice(kind), "one of: " + ", ".join(values), answers, values=values)
