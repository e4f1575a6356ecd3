"""The primitives of the call, one body for each kind of number.

A formula of `isda.margin` is written once. Its numbers are either `Decimal` (one
agreement) or Polars expressions (a night of agreements); `+` and `-` come from the type
and everything else from here. Both kinds give the same digits because products and
quotients are quantised half-even at the 18th place, which is what Polars does with
`Decimal(38, 18)` columns.
"""

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    getcontext,
    setcontext,
)
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from isda.basics.faults import InvariantBroken

if TYPE_CHECKING:
    import polars as pl

N = TypeVar("N", Decimal, "pl.Expr")

EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN)
"""The one context of every sum and formula: Python's default keeps 28 digits only."""


class Exactly:
    """A block in which `+` and `-` keep every digit: the thread's context is `EXACT`.

    `decimal.localcontext` would copy the context, a cost that the night pays a million times.

    Example:
        >>> with Exactly():
        ...     Decimal("1E+30") + Decimal("1E-20")
        Decimal('1000000000000000000000000000000.00000000000000000001')
    """

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = getcontext()
        setcontext(EXACT)

    def __exit__(self, *_: object) -> None:
        setcontext(self._before)


def is_exact() -> bool:
    """Whether the context is `EXACT` already: to enter it again would cost and do nothing.

    Example:
        >>> with Exactly():
        ...     is_exact()
        True
    """
    return getcontext() is EXACT


NIL = Decimal(0)
LAST_PLACE = Decimal("1E-18")
SETTLED_PLACE = Decimal("1E-9")
NOTHING, NOTHING_SETTLED = NIL.quantize(LAST_PLACE), NIL.quantize(SETTLED_PLACE)
"""Zero at its places, without the minus that a product or a rounding may leave it."""
_multiply, _divide, _quantize = EXACT.multiply, EXACT.divide, EXACT.quantize


class Arithmetic(Protocol[N]):
    """Every primitive, once for each kind of number."""

    def times(self, a: N, b: N, /) -> N: ...
    def over(self, a: N, b: N, /) -> N: ...
    def larger_of(self, a: N, b: N, /) -> N: ...
    def smaller_of(self, a: N, b: N, /) -> N: ...
    def if_at_least(self, a: N, b: N, then: N, otherwise: N, /) -> N: ...
    def if_more_than(self, a: N, b: N, then: N, otherwise: N, /) -> N: ...
    def floor_at_zero(self, a: N, /) -> N: ...
    def other_way_round(self, a: N, /) -> N: ...
    def round_up_to(self, a: N, multiple: N, /) -> N: ...
    def round_down_to(self, a: N, multiple: N, /) -> N: ...
    def round_to_nearest(self, a: N, multiple: N, /) -> N: ...
    def settled_places(self, a: N, /) -> N: ...


class Decimals:
    """The primitives on `Decimal`."""

    def times(self, a: Decimal, b: Decimal, /) -> Decimal:
        return _quantize(_multiply(a, b), LAST_PLACE) or NOTHING

    def over(self, a: Decimal, b: Decimal, /) -> Decimal:
        # 80 digits leave no doubt about a tie at the 18th place: amounts have 38 at most
        return _quantize(_divide(a, b), LAST_PLACE) or NOTHING

    def larger_of(self, a: Decimal, b: Decimal, /) -> Decimal:
        return max(a, b)

    def smaller_of(self, a: Decimal, b: Decimal, /) -> Decimal:
        return min(a, b)

    def if_at_least(
        self, a: Decimal, b: Decimal, then: Decimal, otherwise: Decimal, /
    ) -> Decimal:
        return then if a >= b else otherwise

    def if_more_than(
        self, a: Decimal, b: Decimal, then: Decimal, otherwise: Decimal, /
    ) -> Decimal:
        return then if a > b else otherwise

    def floor_at_zero(self, a: Decimal, /) -> Decimal:
        return max(NIL, a)

    def other_way_round(self, a: Decimal, /) -> Decimal:
        return EXACT.subtract(NIL, a)

    def round_up_to(self, a: Decimal, multiple: Decimal, /) -> Decimal:
        return _to_multiple(a, multiple, ROUND_CEILING)

    def round_down_to(self, a: Decimal, multiple: Decimal, /) -> Decimal:
        return _to_multiple(a, multiple, ROUND_FLOOR)

    def round_to_nearest(self, a: Decimal, multiple: Decimal, /) -> Decimal:
        return _to_multiple(a, multiple, ROUND_HALF_UP)

    def settled_places(self, a: Decimal, /) -> Decimal:
        return _quantize(a, SETTLED_PLACE) or NOTHING_SETTLED


def _to_multiple(a: Decimal, multiple: Decimal, rounding: str) -> Decimal:
    """Round the magnitude of an amount to a multiple; the sign is kept."""
    count = EXACT.divide(EXACT.abs(a), multiple).to_integral_value(rounding)
    rounded = EXACT.multiply(count, multiple)
    return rounded if a >= NIL else EXACT.subtract(NIL, rounded)


class _ByKind(dict[type, Arithmetic[Any]]):
    def __missing__(self, kind: type) -> Arithmetic[Any]:
        raise InvariantBroken(f"no arithmetic for {kind.__name__}: is a float near money?")


ARITHMETICS: dict[type, Arithmetic[Any]] = _ByKind({Decimal: Decimals()})
"""`isda.batch.columns` adds the Polars expression."""


def _of_one_kind(a: N, b: N) -> Arithmetic[N]:
    kind = type(a)
    if type(b) is not kind:
        raise InvariantBroken(f"{kind.__name__} and {type(b).__name__} do not mix")
    return ARITHMETICS[kind]


def _of_one_kind_all(a: N, b: N, then: N, otherwise: N) -> Arithmetic[N]:
    _of_one_kind(then, otherwise)
    _of_one_kind(a, then)
    return _of_one_kind(a, b)


def times(a: N, b: N) -> N:
    """Return the product, half-even at the 18th place.

    Example:
        >>> times(Decimal("1000"), Decimal("0.98"))
        Decimal('980.000000000000000000')
    """
    return _of_one_kind(a, b).times(a, b)


def over(a: N, b: N) -> N:
    """Return the quotient, half-even at the 18th place; the divisor is never zero.

    Example:
        >>> over(Decimal("108"), Decimal("1.08"))
        Decimal('100.000000000000000000')
    """
    return _of_one_kind(a, b).over(a, b)


def larger_of(a: N, b: N) -> N:
    """Return the larger of two numbers.

    Example:
        >>> larger_of(Decimal(2), Decimal(3))
        Decimal('3')
    """
    return _of_one_kind(a, b).larger_of(a, b)


def smaller_of(a: N, b: N) -> N:
    """Return the smaller of two numbers.

    Example:
        >>> smaller_of(Decimal(2), Decimal(3))
        Decimal('2')
    """
    return _of_one_kind(a, b).smaller_of(a, b)


def if_at_least(a: N, b: N, then: N, otherwise: N) -> N:
    """Return `then` where a equals or exceeds b, else `otherwise`.

    Example:
        >>> if_at_least(Decimal(5), Decimal(5), Decimal(1), Decimal(0))
        Decimal('1')
    """
    return _of_one_kind_all(a, b, then, otherwise).if_at_least(a, b, then, otherwise)


def if_more_than(a: N, b: N, then: N, otherwise: N) -> N:
    """Return `then` where a exceeds b, else `otherwise`.

    Example:
        >>> if_more_than(Decimal(5), Decimal(5), Decimal(1), Decimal(0))
        Decimal('0')
    """
    return _of_one_kind_all(a, b, then, otherwise).if_more_than(a, b, then, otherwise)


def floor_at_zero(a: N) -> N:
    """Return the number, or zero where it is negative.

    Example:
        >>> floor_at_zero(Decimal(-3))
        Decimal('0')
    """
    arithmetic: Arithmetic[N] = ARITHMETICS[type(a)]
    return arithmetic.floor_at_zero(a)


def other_way_round(a: N) -> N:
    """Return the number seen from the other side; never minus zero.

    Example:
        >>> other_way_round(Decimal(0))
        Decimal('0')
    """
    arithmetic: Arithmetic[N] = ARITHMETICS[type(a)]
    return arithmetic.other_way_round(a)


def round_up_to(a: N, multiple: N) -> N:
    """Return the magnitude raised to the next multiple, the sign kept.

    Example:
        >>> round_up_to(Decimal("100.01"), Decimal(100))
        Decimal('200')
        >>> round_up_to(Decimal("-166.5"), Decimal(50))
        Decimal('-200')
    """
    return _of_one_kind(a, multiple).round_up_to(a, multiple)


def round_down_to(a: N, multiple: N) -> N:
    """Return the magnitude lowered to the last multiple, the sign kept.

    Example:
        >>> round_down_to(Decimal("199.9"), Decimal(100))
        Decimal('100')
    """
    return _of_one_kind(a, multiple).round_down_to(a, multiple)


def round_to_nearest(a: N, multiple: N) -> N:
    """Return the nearest multiple; a half goes up, away from zero.

    Example:
        >>> round_to_nearest(Decimal(50_000), Decimal(100_000))
        Decimal('100000')
    """
    return _of_one_kind(a, multiple).round_to_nearest(a, multiple)


def settled_places(a: N) -> N:
    """Return the number read at nine places, half-even.

    The test against the minimum transfer amount and the rounding read this, so that a
    margin ratio's last digit cannot keep a call of 10,000,000 from going out.

    Example:
        >>> settled_places(Decimal("9999999.999999999992"))
        Decimal('10000000.000000000')
    """
    arithmetic: Arithmetic[N] = ARITHMETICS[type(a)]
    return arithmetic.settled_places(a)
