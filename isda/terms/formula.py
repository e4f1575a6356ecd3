"""A formula that a document states in its own words, as a small typed tree.

`max(nil, next_payment, exposure + second * notional)` is read by a parser of its own: names,
`nil`, percentages, `max`, `min`, `+`, `-`, `*` and parentheses, and nothing else can be said.
Length, depth and number of nodes are bounded, and every complaint names its character.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.basics.percentages import Percentage

LONGEST, DEEPEST, MOST_NODES = 400, 16, 120
"""Characters, levels and nodes of a formula; a longer one is no formula of an annex."""

MONEY_INPUTS: Final = (
    "exposure", "notional", "next_payment", "dv01", "independent_amount", "threshold",
)  # fmt: skip
"""Amounts that every formula may name; the columns of the annex's tables come on top."""


class Unit(StrEnum):
    """What a part of a formula is: an amount, a share, or nil, which is either."""

    MONEY = "an amount of money"
    FRACTION = "a percentage"
    NOTHING = "nil"


class Operator(StrEnum):
    """What a formula may do."""

    MAX = "max"
    MIN = "min"
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


class Input(NamedTuple):
    """A name: an amount of the day, or the column of a table."""

    name: str
    at: int


class Share(NamedTuple):
    """A percentage that the formula itself states."""

    percentage: Percentage
    at: int

    @property
    def fraction(self) -> Decimal:
        """The percentage as a fraction of one."""
        return self.percentage.fraction


class Nil(NamedTuple):
    """Nothing."""

    at: int


class Operation(NamedTuple):
    """An operator over two or more parts; `-` over exactly two."""

    operator: Operator
    parts: "tuple[Part, ...]"
    at: int


Part = Input | Share | Nil | Operation


class Formula(NamedTuple):
    """A formula as written, and as read.

    Example:
        >>> formula = read_formula("max(nil, exposure * 125%)")
        >>> formula.names, formula.tree.operator.value
        (('exposure',), 'max')
    """

    text: str
    tree: Part

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs it names, each once, in order."""
        every = (each.name for each in walk(self.tree) if isinstance(each, Input))
        return tuple(dict.fromkeys(every))

    def __str__(self) -> str:
        return self.text


def walk(part: Part) -> Iterator[Part]:
    """Yield a part and everything below it.

    Example:
        >>> [type(each).__name__ for each in walk(read_formula("exposure * 125%").tree)]
        ['Operation', 'Input', 'Share']
    """
    yield part
    if isinstance(part, Operation):
        for each in part.parts:
            yield from walk(each)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"(?P<space>[ \t\n]+)|(?P<share>[0-9][0-9.,]*[ ]?%)|(?P<number>[0-9][0-9.,]*)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>[-+*(),])",
    re.ASCII,
)
_END = "the end"
WORDS = frozenset({"max", "min", "nil"})
ALL_WORDS = "names, nil, percentages, max, min, +, -, *, and parentheses"


def read_formula(text: str) -> Formula:
    """Read a formula; its names and units are checked once its tables are known.

    Raises:
        AmountError: It is no such formula, or too long or too deep.

    Example:
        >>> read_formula("exposure - threshold").names
        ('exposure', 'threshold')
    """
    if len(text) > LONGEST:
        raise AmountError(
            "DQ083",
            f"the formula has {len(text)} characters; at most {LONGEST} are read",
            "split it into limbs, or put its numbers into a table",
        )
    return Formula(text, _Parser(tuple(_tokens(text))).formula())


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unread(at, f"{shown(text[at])!r} cannot stand in a formula")
        if match.lastgroup == "number":
            raise AmountError(
                "DQ080",
                f"character {at + 1}: the scale of {shown(match[0])!r} is unclear: a factor "
                "has a % sign",
                f"write {shown(match[0])}%, or, for that many times, the same with two "
                "more digits: 6500% is 65 times",
            )
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match[0], at)
        at = match.end()
    yield _Token("end", _END, len(text))


def _unread(at: int, message: str) -> AmountError:
    return AmountError(
        "DQ080", f"character {at + 1}: {message}", f"a formula is made of {ALL_WORDS}"
    )


class _Parser:
    """Reads tokens by descent: a sum of products of factors."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens, self.next = tokens, 0
        self.depth, self.nodes = 0, 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def formula(self) -> Part:
        part = self._sum()
        if self.token.kind != "end":
            raise _unread(self.token.at, f"{self.token.text!r} stands where the formula ends")
        return part

    def _take(self, *texts: str) -> _Token | None:
        token = self.token
        if token.text not in texts or token.kind == "end":
            return None
        self.next += 1
        return token

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            found = self.token.text
            raise _unread(self.token.at, f"{found!r} stands where {text!r} is expected")

    def _made(self, part: Part) -> Part:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise AmountError(
                "DQ083",
                f"character {part.at + 1}: the formula has more than {MOST_NODES} parts",
                "split it into limbs, or put its numbers into a table",
            )
        return part

    def _sum(self) -> Part:
        part = self._product()
        while (token := self._take("+", "-")) is not None:
            parts = (part, self._product())
            part = self._made(Operation(Operator(token.text), parts, token.at))
        return part

    def _product(self) -> Part:
        first, at = self._factor(), None
        factors = [first]
        while (token := self._take("*")) is not None:
            at = token.at if at is None else at
            factors.append(self._factor())
        if at is None:
            return first
        return self._made(Operation(Operator.TIMES, tuple(factors), at))

    def _factor(self) -> Part:
        token = self.token
        if token.kind == "share":
            self.next += 1
            return self._made(Share(_share(token), token.at))
        if self._take("nil"):
            return self._made(Nil(token.at))
        if token.kind == "name" and token.text not in WORDS:
            self.next += 1
            return self._made(Input(token.text, token.at))
        self.depth += 1
        if self.depth > DEEPEST:
            raise AmountError(
                "DQ083",
                f"character {token.at + 1}: the formula is more than {DEEPEST} levels deep",
                "split it into limbs",
            )
        part = self._inner(token)
        self.depth -= 1
        return part

    def _inner(self, token: _Token) -> Part:
        if self._take("max", "min"):
            self._expect("(")
            parts = [self._sum()]
            while self._take(","):
                parts.append(self._sum())
            self._expect(")")
            if len(parts) == 1:
                raise _unread(token.at, f"`{token.text}` needs at least two parts")
            return self._made(Operation(Operator(token.text), tuple(parts), token.at))
        if self._take("("):
            part = self._sum()
            self._expect(")")
            return part
        raise _unread(
            token.at, f"{token.text!r} stands where an amount or a percentage is expected"
        )


def _share(token: _Token) -> Percentage:
    try:
        return Percentage.read(token.text)
    except AmountError as error:
        raise AmountError(
            error.code, f"character {token.at + 1}: {error.message}", error.help
        ) from None


PER_TRADE = "notional"
"""The input that a column looked up trade by trade is multiplied with."""


def check_formula(formula: Formula, columns: Mapping[str, bool]) -> None:
    """Check names and units: the result of a formula is an amount of money.

    Args:
        formula: The formula.
        columns: Columns of the annex's tables; whether each is looked up trade by trade.

    Raises:
        AmountError: A name is not known, or the units do not fit.

    Example:
        >>> check_formula(read_formula("exposure + first * notional"), {"first": False})
    """
    unit = _unit(formula.tree, columns)
    if unit is Unit.FRACTION:
        raise _wrong_unit(formula.tree.at, f"the formula comes to {unit}, and no amount")


def _wrong_unit(at: int, message: str) -> AmountError:
    return AmountError(
        "DQ082",
        f"character {at + 1}: {message}",
        "money and money add up, money times a percentage is money, and the whole is money",
    )


def _unit(part: Part, columns: Mapping[str, bool]) -> Unit:
    if isinstance(part, Nil):
        return Unit.NOTHING
    if isinstance(part, Share):
        return Unit.FRACTION
    if isinstance(part, Input):
        return _unit_of_name(part, columns)
    parts = without_pair(part, columns)
    units = [_unit(each, columns) for each in parts]
    if part.operator is Operator.TIMES:
        if len(parts) < len(part.parts):
            units.append(Unit.MONEY)  # the pair: a column and the notional, trade by trade
        if units.count(Unit.MONEY) > 1:
            raise _wrong_unit(part.at, "money is multiplied by money")
        if Unit.NOTHING in units:
            return Unit.NOTHING
        return Unit.MONEY if Unit.MONEY in units else Unit.FRACTION
    said = {unit for unit in units if unit is not Unit.NOTHING}
    if len(said) > 1:
        raise _wrong_unit(
            part.at, f"money and a percentage stand on two sides of `{part.operator}`"
        )
    return said.pop() if said else Unit.NOTHING


def _unit_of_name(part: Input, columns: Mapping[str, bool]) -> Unit:
    if part.name in MONEY_INPUTS:
        return Unit.MONEY
    if part.name not in columns:
        known = (*MONEY_INPUTS, *columns)
        raise AmountError(
            "DQ081",
            f"character {part.at + 1}: `{shown(part.name)}` is no input of a formula",
            did_you_mean(part.name, known) or f"inputs: {', '.join(known)}",
        )
    if columns[part.name]:
        raise AmountError(
            "DQ082",
            f"character {part.at + 1}: `{part.name}` is looked up for each trade, so it "
            "stands only in a product with `notional`",
            f"write `{part.name} * notional`",
        )
    return Unit.FRACTION


def pair_of(part: Operation, columns: Mapping[str, bool]) -> str | None:
    """Return the column that a product multiplies with the notional of each trade, if any.

    Example:
        >>> product = read_formula("notional * rate * 50%").tree
        >>> pair_of(product, {"rate": True}), pair_of(product, {"rate": False})
        ('rate', None)
    """
    if part.operator is not Operator.TIMES:
        return None
    names = [each.name for each in part.parts if isinstance(each, Input)]
    by_trade = [name for name in names if columns.get(name)]
    return by_trade[0] if by_trade and PER_TRADE in names else None


def without_pair(part: Operation, columns: Mapping[str, bool]) -> tuple[Part, ...]:
    """Return the parts of an operation but for the pair that is summed trade by trade.

    Example:
        >>> product = read_formula("notional * rate * 50%").tree
        >>> [str(each.percentage) for each in without_pair(product, {"rate": True})]
        ['50%']
    """
    column = pair_of(part, columns)
    if column is None:
        return part.parts
    left, out = list(part.parts), [PER_TRADE, column]
    for each in part.parts:
        if isinstance(each, Input) and each.name in out:
            out.remove(each.name)
            left.remove(each)
    return tuple(left)
