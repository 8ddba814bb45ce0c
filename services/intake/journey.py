"""A case's way as told to the one who handed it in: plain words, days, and what comes next."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import itemgetter

from services.intake.service_targets import ServiceTargets, Target
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Status, Wish
from shared.pages.phrases import Phrase, phrase
from shared.pages.timelines import StepState, TimelineStep

STATUS_IN_PLAIN_WORDS: Mapping[Status, Phrase] = {
    Status.RECEIVED: phrase("Vi har tagit emot det du skrev."),
    Status.REGISTERED: phrase("Ärendet är registrerat och ska få en ansvarig."),
    Status.ASSIGNED: phrase("En ansvarig har fått ärendet."),
    Status.ASSESSED: phrase("Den ansvariga har bedömt hur allvarligt det är."),
    Status.INVESTIGATING: phrase("Vi utreder vad som har hänt."),
    Status.ACTING: phrase("Vi rättar till det som behöver bli bättre."),
    Status.ANSWERED: phrase("Ärendet är besvarat."),
    Status.CLOSED: phrase("Ärendet är avslutat."),
    Status.FOLLOWED_UP: phrase("Ärendet är avslutat och vi har följt upp att åtgärderna hjälpt."),
    Status.PAUSED: phrase("Ärendet väntar på något innan vi kan gå vidare."),
    Status.REFERRED: phrase("Ärendet är överlämnat till den som ansvarar för frågan."),
    Status.DISMISSED: phrase("Ärendet är avskrivet: vi går inte vidare med det."),
}

_ENDED = {Status.CLOSED, Status.FOLLOWED_UP, Status.REFERRED, Status.DISMISSED}


def journey(facts: CaseFacts, targets: ServiceTargets) -> tuple[TimelineStep, ...]:
    """What has happened, in order of time, and what is to come by the board's targets."""
    done = sorted(_done(facts), key=itemgetter(0))
    return (
        *(TimelineStep(title, StepState.DONE, when) for when, title in done),
        *_ahead(facts, targets),
    )


def _done(facts: CaseFacts) -> Iterator[tuple[datetime, Phrase]]:
    for when, title in (
        (facts.received_at, phrase("Vi tog emot ärendet")),
        (facts.registered_at, phrase("Ärendet fick sitt diarienummer")),
        (facts.acknowledged_at, phrase("Vi bekräftade att vi fått det")),
        (facts.assigned_at, phrase("En ansvarig fick ärendet")),
        (facts.assessed_at, phrase("Vi bedömde hur allvarligt det är")),
        (facts.answered_at, phrase("Vi svarade")),
        (facts.closed_at, phrase("Ärendet avslutades")),
        (facts.followed_up_at, phrase("Vi följde upp ärendet")),
    ):
        if when is not None:
            yield when, title


def _ahead(facts: CaseFacts, targets: ServiceTargets) -> Iterator[TimelineStep]:
    if facts.status in _ENDED:
        return
    if facts.acknowledged_at is None and targets.acknowledge and not facts.anonymous:
        yield _target(phrase("Vi bekräftar att vi fått ärendet"), targets.acknowledge)
    if facts.answered_at is None and targets.answer and facts.feedback_wish is not Wish.NO:
        yield _target(phrase("Vi svarar dig"), targets.answer)
    yield TimelineStep(phrase("Ärendet avslutas"), StepState.AHEAD)


def _target(title: Phrase, target: Target) -> TimelineStep:
    goal = phrase("Vårt mål: senast %(day)s.", day=target.last_day)
    return TimelineStep(title, StepState.AHEAD, text=goal)
