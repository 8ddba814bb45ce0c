"""Finding what may stand only once and stands twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.organisation.problems import Place, Problem


@dataclass(frozen=True)
class Use:
    """Someone's use of something that may be used once: of an id, a name, an address."""

    owner: str
    key: str
    shown: str
    place: Place


def repetitions(uses: Iterable[Use], what: str, remedy: str) -> Iterator[Problem]:
    """A problem for each use after the first of the same key, unless it is the same owner's."""
    first: dict[str, Use] = {}
    for use in uses:
        earlier = first.setdefault(use.key, use)
        if earlier.owner != use.owner:
            yield Problem(
                use.place,
                f'{use.owner} has {what} "{use.shown}", which {earlier.owner} has already '
                f"({earlier.place}).",
                remedy,
            )
