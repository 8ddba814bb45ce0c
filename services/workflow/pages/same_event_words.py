"""Cases that may tell of the same event, as the page of a case proposes them. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from services.workflow.case import Case
from services.workflow.pages.facts_in_words import Joined
from services.workflow.pages.forms.definitions import BY_STEP
from services.workflow.same_event import Match
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import DISCOVERERS, KINDS, STATUSES

OTHER = "arende"
"""The word in an address that names another case by its id, for a form to be filled in with."""


@dataclass(frozen=True)
class Proposed:
    """One of them: what it is, why it is proposed, and where the two are brought together."""

    case_id: str
    number: str
    kind: Phrase
    status: Phrase
    found_by: Phrase
    why: Label
    path: str
    action: Phrase


def proposed(
    case: Case, matches: Iterable[Match], may: Callable[[str], bool]
) -> Iterator[Proposed]:
    """`may` says of a step's name whether the reader has it; a unit's cases are alike in that."""
    for match in matches:
        facts = match.case.facts
        if match.merge_from is not None and may("merge"):
            kept = case.id if match.merge_from == match.case.id else match.case.id
            path = _form("merge", match.merge_from, kept)
            action = phrase("Slå ihop")
        elif may("link"):
            path = _form("link", case.id, match.case.id)
            action = phrase("Koppla")
        else:
            continue
        yield Proposed(
            match.case.id,
            facts.diary_number or facts.reference,
            KINDS[facts.kind],
            STATUSES[facts.status],
            DISCOVERERS[facts.discovered_by],
            Joined(*_why(match)),
            path,
            action,
        )


def _form(step: str, case_id: str, other: str) -> str:
    return f"/arenden/{case_id}/{BY_STEP[step].path}?{OTHER}={other}"


def _why(match: Match) -> Iterator[Phrase]:
    yield phrase("Samma enhet")
    yield phrase("samma kategori") if match.same_category else phrase("samma typ av ärende")
    days = abs(match.days)
    if days == 0:
        yield phrase("samma dag")
    elif days == 1:
        yield phrase("dagen efter") if match.days > 0 else phrase("dagen före")
    else:
        yield (
            phrase("%(days)s dagar senare", days=days)
            if match.days > 0
            else phrase("%(days)s dagar tidigare", days=days)
        )
