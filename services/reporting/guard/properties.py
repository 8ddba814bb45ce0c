"""What is told of some of the cases, as readings that figures can be asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.guard.claims import Reading
from services.reporting.guard.qualities import (
    Meant,
    Quality,
    is_denied,
    is_unclear,
    qualities,
    tells_finder,
)
from shared.events.vocabulary import Kind

_TOPIC = re.compile(
    r"(?<!\w)(?:om(?!\s+(?:dessa|kund|den|ärendet|brukare))|kring|angående|gällande|gäll\w+|rör\w*"
    r"|beträffande|berör\w*|handla\w+|via|inom|hos|där|samt|både|skyndsamt|senast|efter|innan)(?!\w)",
    re.IGNORECASE,
)
_OF_THOSE_CONCERNED = frozenset({"answered", "acknowledged", "investigated", "justified"})
"""Figures whose whole is less than all cases."""


@dataclass(frozen=True, slots=True)
class Told:
    """The properties that stand with one number."""

    meant: tuple[Meant, ...]
    denied: bool
    at_most: bool

    def readings(self, kinds: Sequence[tuple[Kind, ...]]) -> tuple[Reading, ...]:
        """Of each of these kinds, whatever figure may be meant."""
        return tuple(
            Reading(
                kinds=each,
                figure=figure,
                filters=filters,
                denied=self.denied,
                concerned=concerned,
                at_most=self.at_most,
            )
            for each in kinds
            for figure, filters in self.meant
            for concerned in self._wholes(figure)
        )

    def wholes(self, kinds: Sequence[tuple[Kind, ...]]) -> tuple[Reading, ...]:
        """How many it could be true of, where that is not all cases."""
        return tuple(
            Reading(kinds=each, figure=figure, filters=filters, concerned=True)
            for each in kinds
            for figure, filters in self.meant
            if figure in _OF_THOSE_CONCERNED
        )

    def _wholes(self, figure: str) -> tuple[bool, ...]:
        """Not true of: of all, or of those that it could be true of."""
        return (False, True) if self.denied and figure in _OF_THOSE_CONCERNED else (False,)


def told_of(part: str, sentence: str, categories: Mapping[str, str]) -> Told | None:
    """The properties in a part of a sentence; None where there is none that a figure has."""
    found = list(qualities(part, categories, found=tells_finder(sentence)))
    if not found:
        return None
    rest = part
    for each in found:
        rest = f"{rest[: each.start]}{' ' * (each.end - each.start)}{rest[each.end :]}"
    turned = part
    for each in found:
        if each.turned:
            turned = f"{turned[: each.start]}{' ' * (each.end - each.start)}{turned[each.end :]}"
    meant, together = _together(found)
    denied = is_denied(turned) and not all(each.turned for each in found)
    return Told(
        meant=meant,
        denied=denied,
        at_most=bool(_TOPIC.search(rest))
        or is_unclear(sentence if denied else part)
        or not together,
    )


def _together(found: Sequence[Quality]) -> tuple[tuple[Meant, ...], bool]:
    """What several properties mean at once, and whether figures say just that."""
    if len(found) == 1:
        return found[0].meant, True
    plain = all(figure == "received" for each in found for figure, _ in each.meant)
    filters = tuple(pair for each in found for _, pairs in each.meant for pair in pairs)
    if plain and len({dimension for dimension, _ in filters}) == len(filters):
        return (("received", filters),), True
    return tuple(meant for each in found for meant in each.meant), False
