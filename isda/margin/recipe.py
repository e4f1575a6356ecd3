"""A recipe: an ordered list of named steps, and the runner that follows it.

The runner knows no law and no number type. What becomes of each result is the caller's
`keep`: one agreement records it in the working, a night adds it as a named column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from isda.basics.arithmetic import Exactly, N, is_exact
from isda.basics.cite import Cite

Formula = Callable[..., Any]
"""A pure function over keyword numbers of one kind."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation.

    Attributes:
        name: What is computed; later steps refer to it.
        formula: A pure function over keyword numbers.
        inputs: Parameter of the formula to the name of an input or an earlier step.
        cites: The paragraphs that say so.
    """

    name: str
    formula: Formula
    inputs: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps in order, and the inputs they start from.

    Two calls with the same elections share one recipe object, so that a night can group
    its legs by it.
    """

    name: str
    steps: tuple[Step, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names that must be given, in the order of their first use."""
        made = {step.name for step in self.steps}
        used = (source for step in self.steps for _, source in step.inputs)
        return tuple(dict.fromkeys(name for name in used if name not in made))


def step(name: str, formula: Formula, *cites: Cite, **inputs: str) -> Step:
    """Return a step; a parameter left out takes the input of its own name.

    Example:
        >>> from isda.margin.delivery import shortfall
        >>> step("shortfall", shortfall, required="credit_support_amount").inputs
        (('required', 'credit_support_amount'), ('adjusted_value', 'adjusted_value'))
    """
    code = formula.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return Step(name, formula, tuple((each, inputs.get(each, each)) for each in names), cites)


Keep = Callable[[Step, dict[str, N], N], N]


def run(recipe: Recipe, given: Mapping[str, N], keep: Keep[N]) -> dict[str, N]:
    """Follow a recipe.

    Args:
        recipe: The steps.
        given: Every input by name.
        keep: Called with each step, its arguments and its result; returns what later
            steps read (the result itself, or the column that now holds it).

    Returns:
        Inputs and results by name.
    """
    if not is_exact():
        with Exactly():
            return run(recipe, given, keep)
    known = dict(given)
    for each in recipe.steps:
        arguments = {}
        for parameter, source in each.inputs:  # a comprehension takes half as long again
            arguments[parameter] = known[source]
        known[each.name] = keep(each, arguments, each.formula(**arguments))
    return known
