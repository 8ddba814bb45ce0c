"""Whether the complainant is asked if they are content, and what they have said (R39). Pure."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.message import Message
from shared.events.facts import CaseFacts
from shared.events.vocabulary import ComplainantView, Status
from shared.pages.choices import Choice
from shared.pages.phrases import Phrase, phrase

ENDED = frozenset({Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED})
"""Disputing one of these takes the case up again."""
ASKED_WHEN = ENDED | {Status.ANSWERED}


@dataclass(frozen=True)
class Opinion:
    """As it stands on the page."""

    asked: bool
    said: ComplainantView | None = None
    """What was said of the answer or closing that holds; None where nothing was."""
    at: datetime | None = None
    """When (UTC); None where somebody here noted it."""
    told: Phrase | None = None
    """What follows from what was said."""
    choices: tuple[Choice, ...] = ()
    """What can be said, each with what it does."""


def opinion(facts: CaseFacts, view: Message | None) -> Opinion:
    """What to ask and to show. `view` is the last message that says what the complainant thinks."""
    asked = facts.status in ASKED_WHEN
    said, at = _said(facts, view)
    return Opinion(
        asked=asked,
        said=said,
        at=at,
        told=_told(facts, said) if said else None,
        choices=_choices(facts) if asked else (),
    )


def _said(facts: CaseFacts, view: Message | None) -> tuple[ComplainantView | None, datetime | None]:
    if view is not None and view.view is not None and _holds(facts, view):
        return view.view, view.created_at
    closed_as_agreed = facts.complainant_view is ComplainantView.AGREES and facts.status in ENDED
    return (ComplainantView.AGREES if closed_as_agreed else None), None


def _holds(facts: CaseFacts, view: Message) -> bool:
    """Whether it is said of what is there now.

    A new answer asks anew. A closing does so only of who disputed: who was content before still
    is.
    """
    disputed = view.view is ComplainantView.DISPUTES
    since = [facts.answered_at, facts.closed_at if disputed else None]
    return all(moment is None or view.created_at >= moment for moment in since)


def _told(facts: CaseFacts, said: ComplainantView) -> Phrase:
    ended = facts.status in ENDED
    if said is ComplainantView.AGREES:
        if ended:
            return phrase("Ärendet är avslutat.")
        return phrase("Den som har hand om ärendet kan nu avsluta det.")
    if ended:
        return phrase("Ärendet öppnas igen, och den som har hand om det tittar på det på nytt.")
    if facts.status is Status.ANSWERED:
        return phrase("Den som har hand om ärendet har fått veta det och hör av sig.")
    return phrase("Ärendet är öppet igen, och den som har hand om det tittar på det på nytt.")


def _choices(facts: CaseFacts) -> tuple[Choice, ...]:
    ended = facts.status in ENDED
    return (
        Choice(
            ComplainantView.AGREES,
            phrase("Jag är nöjd, och ärendet kan vara avslutat")
            if ended
            else phrase("Jag är nöjd, ärendet kan avslutas"),
            phrase("Vi antecknar det. Ärendet förblir avslutat.")
            if ended
            else phrase("Den som har hand om ärendet får veta det och kan avsluta det."),
        ),
        Choice(
            ComplainantView.DISPUTES,
            phrase("Jag är inte nöjd"),
            phrase("Ärendet öppnas igen, och någon tittar på det på nytt.")
            if ended
            else phrase("Ärendet avslutas inte ännu. Den som har hand om det hör av sig."),
        ),
    )
