"""From where a case is seen: words that stand in its document, so that lists filter by one index.

A case says of itself what it is and where it belongs; whoever asks for a list names all the words
that they may see (`services.workflow.access`). One of them in common is enough.
"""

from collections.abc import Iterable, Iterator

from services.workflow.access_table import Matter, matter_of
from services.workflow.investigation import Investigation
from services.workflow.lex_sarah.track import LexSarahTrack
from services.workflow.measures import Measure
from shared.events.facts import CaseFacts

FIELD = "sight"


def everywhere(matter: Matter) -> str:
    """Seen by whoever sees all cases of the kind."""
    return matter.value


def from_board(matter: Matter, board: str) -> str:
    """Seen from the board."""
    return f"{matter.value}:board:{board}"


def from_unit(matter: Matter, unit: str) -> str:
    """Seen from the unit itself; those above it name it among theirs."""
    return f"{matter.value}:unit:{unit}"


def by_account(matter: Matter, account: str) -> str:
    """Seen by the one account, since the case is theirs."""
    return f"{matter.value}:account:{account}"


def sight_of(
    facts: CaseFacts,
    track: LexSarahTrack | None,
    investigation: Investigation | None,
    measures: Iterable[Measure],
) -> tuple[str, ...]:
    """The words of the case."""
    return tuple(dict.fromkeys(_words(facts, track, investigation, measures)))


def holders(
    facts: CaseFacts, track: LexSarahTrack | None, investigation: Investigation | None
) -> frozenset[str]:
    """Whose case it is: who answers for it, and who investigates it; nobody it is kept from."""
    named = {facts.responsible, investigation.investigator if investigation else None}
    kept_from = track.kept_from if track else ()
    return frozenset(account for account in named if account and account not in kept_from)


def _words(
    facts: CaseFacts,
    track: LexSarahTrack | None,
    investigation: Investigation | None,
    measures: Iterable[Measure],
) -> Iterator[str]:
    matter = matter_of(facts, track)
    yield everywhere(matter)
    yield from_board(matter, facts.board)
    if facts.unit is not None:
        yield from_unit(matter, facts.unit)
    for account in sorted(holders(facts, track, investigation)):
        yield by_account(matter, account)
    if matter is not Matter.LEX_SARAH:
        for measure in measures:
            yield by_account(matter, measure.owner)
