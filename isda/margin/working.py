"""The working of a call: every step, with what went in, from where, and what came out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from isda.basics.arithmetic import Exactly, larger_of, smaller_of
from isda.basics.cite import Cite
from isda.basics.finding import Place
from isda.margin.recipe import Recipe, Step, run

Source = Place | str
"""Where an input stands: a place of a data file, a path of the sheet, or a step."""


class Line(NamedTuple):
    """One line of the working.

    Attributes:
        step: The step, with its formula and cites.
        inputs: Parameter to number.
        result: What came out.
        leg: The leg it belongs to (`annex/B`), or empty.
        of: The trade, lot or term it is of, or empty.
        sources: Input name to where the number came from.
    """

    step: Step
    inputs: Mapping[str, Decimal]
    result: Decimal
    leg: str
    of: str
    sources: Mapping[str, Source]

    @property
    def name(self) -> str:
        """The name of the step."""
        return self.step.name

    @property
    def formula(self) -> str:
        """The name of the formula."""
        return self.step.formula.__name__

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The paragraphs that say so."""
        return self.step.cites

    def again(self) -> Decimal:
        """Compute the result once more, from the line alone."""
        with Exactly():
            result: Decimal = self.step.formula(**self.inputs)
        return result


Kept = tuple[Step, Mapping[str, Decimal], Decimal, str, str, Mapping[str, Source]]


@dataclass(slots=True)
class Working:
    """All lines of a call, in the order in which they were computed.

    A line is kept as it comes and gets its names when it is read: most are never read.
    """

    _kept: list[Kept] = field(default_factory=list)

    def __iter__(self) -> Iterator[Line]:
        return map(Line._make, self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def follow(
        self,
        recipe: Recipe,
        given: Mapping[str, Decimal],
        *,
        leg: str = "",
        of: str = "",
        sources: Mapping[str, Source] | None = None,
    ) -> dict[str, Decimal]:
        """Run a recipe and keep every step."""
        known_sources = sources or {}
        append = self._kept.append

        def keep(each: Step, arguments: dict[str, Decimal], result: Decimal) -> Decimal:
            append((each, arguments, result, leg, of, known_sources))
            return result

        return run(recipe, given, keep)

    def add(
        self,
        name: str,
        parts: Mapping[str, Decimal],
        *cites: Cite,
        leg: str = "",
        sources: Mapping[str, Source] | None = None,
    ) -> Decimal:
        """Add amounts up, exactly, and keep the sum as a step."""
        return self.gather(name, total, parts, *cites, leg=leg, sources=sources)

    def gather(
        self,
        name: str,
        formula: Callable[..., Decimal],
        parts: Mapping[str, Decimal],
        *cites: Cite,
        leg: str = "",
        sources: Mapping[str, Source] | None = None,
    ) -> Decimal:
        """Make one amount of several by a formula over all of them, and keep it as a step.

        Sums between grains, and the greatest and the least over regimes, are not shared with
        columns; each has its own parity test.
        """
        with Exactly():
            result = formula(**parts)
        step = Step(name, formula, tuple((each, each) for each in parts), cites)
        self._kept.append((step, parts, result, leg, "", sources or {}))
        return result

    def drop(self, leg: str) -> None:
        """Forget the lines of a leg that is not computed: a part of it is no figure."""
        self._kept[:] = [each for each in self._kept if Line._make(each).leg != leg]

    def __getitem__(self, number: int) -> Line:
        return Line._make(self._kept[number])

    def of_leg(self, leg: str) -> tuple[Line, ...]:
        """Return the lines of one leg."""
        return tuple(line for line in self if line.leg == leg)


def total(**parts: Decimal) -> Decimal:
    """Return the sum of amounts in one currency.

    Example:
        >>> total(a=Decimal(1), b=Decimal(2))
        Decimal('3')
    """
    return sum(parts.values(), start=Decimal(0))


def greatest(**parts: Decimal) -> Decimal:
    """Return the largest of amounts in one currency, or nil where there are none.

    Example:
        >>> greatest(a=Decimal(1), b=Decimal(2))
        Decimal('2')
    """
    return reduce(larger_of, parts.values()) if parts else Decimal(0)


def least(**parts: Decimal) -> Decimal:
    """Return the smallest of amounts in one currency.

    Example:
        >>> least(a=Decimal(1), b=Decimal(2))
        Decimal('1')
    """
    return reduce(smaller_of, parts.values())
