"""A case's way as told to the one who handed it in: plain words, days, and what comes next."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import itemgetter

from services.intake.conversation import Said
from services.intake.public.service_targets import ServiceTargets, Target
from shared.events.facts import CaseFacts
from shared.events.vocabulary import ComplainantView, Status, Wish
from shared.pages.phrases import Phrase, phrase
from shared.pages.timelines import StepState, TimelineStep

_ENDED = {Status.CLOSED, Status.FOLLOWED_UP, Status.REFERRED, Status.DISMISSED}


_VIEWS = {
    ComplainantView.AGREES: phrase("Du sa att du är nöjd"),
    ComplainantView.DISPUTES: phrase("Du sa att du inte är nöjd"),
}


def journey(
    facts: CaseFacts, targets: ServiceTargets, said: Iterable[Said] = ()
) -> tuple[TimelineStep, ...]:
    """What has happened, in order of time, and what is to come by the board's targets.

    `said` is what has been said in the case: saying that one is content, or not, is a step too.
    """
    views = ((each.at, _VIEWS[each.view]) for each in said if each.view in _VIEWS)
    done = sorted((*_done(facts), *views), key=itemgetter(0))
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
