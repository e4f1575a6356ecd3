"""Who cites a paragraph: the keys of a sheet and the steps of a call.

`isda.law` may not look up here, so its concordance is given what this finds.
"""

from collections.abc import Mapping

from isda.basics.cite import Cite
from isda.law.concordance import Uses
from isda.statement.keys import every_key
from isda.statement.steps import every_step


def uses(samples: Mapping[Cite, tuple[str, ...]] | None = None) -> Uses:
    """Return what models and what computes each paragraph, for the concordance.

    Args:
        samples: Worked samples by paragraph, where they are at hand.

    Example:
        >>> found = uses().fields[Cite("csa-1994-ny", "13(b)(iv)(C)")]
        >>> found
        ('minimum_transfer_amount', 'minimum_transfer_test')
    """
    fields: dict[Cite, list[str]] = {}
    for key in every_key():
        for form, paragraph in key.forms.items():
            fields.setdefault(Cite(form.value, paragraph), []).append(key.name)
    steps: dict[Cite, list[str]] = {}
    for step in every_step():
        for cited in step.cites:
            steps.setdefault(cited, []).append(step.name)
    return Uses(_once(fields), _once(steps), dict(samples or {}))


def _once(found: Mapping[Cite, list[str]]) -> dict[Cite, tuple[str, ...]]:
    return {cited: tuple(dict.fromkeys(names)) for cited, names in found.items()}
