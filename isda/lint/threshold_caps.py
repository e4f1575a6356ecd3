"""How much initial margin may stay uncollected under each regime."""

from collections.abc import Iterator
from typing import Final

from isda.basics.party import Side
from isda.lint.regimes import figures_of, roles_of
from isda.lint.sheet import AnnexSeen
from isda.tables.regulation import Figure, regulation

TOPIC: Final = "initial-margin-threshold"
IN_ONE_GROUP: Final = "initial-margin-threshold-in-one-group"
_GROUP_WORDS: Final = ("affiliate", "intragroup", "group company", "subsidiary")


def caps_of(annex: AnnexSeen, poster: Side) -> Iterator[Figure]:
    """Yield the cap of each regime: the lower one where the parties are of one group."""
    roles = roles_of(annex.sheet)
    is_one_group = any(word in role for role in roles for word in _GROUP_WORDS)
    for figure in figures_of(annex, TOPIC, poster):
        lower = regulation(figure.regime).known(IN_ONE_GROUP, annex.sheet.on)
        yield lower if is_one_group and lower is not None else figure
