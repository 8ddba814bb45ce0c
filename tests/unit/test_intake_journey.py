"""A case's way in plain words, and the board's own targets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.intake.plain_status import STATUS_IN_PLAIN_WORDS
from services.intake.public.journey import journey
from services.intake.public.service_targets import ServiceTargets, service_targets
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Channel, Kind, Status, Wish
from shared.organisation import Organisation
from shared.pages.timelines import StepState, TimelineStep
from shared.pages.words import KINDS, STATUSES

RECEIVED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
FACTS = CaseFacts(
    reference="26-7KQ2M-X9D4T",
    board="von",
    kind=Kind.COMPLAINT,
    first_kind=Kind.COMPLAINT,
    channel=Channel.WEB,
    received_on=date(2026, 11, 20),
    received_at=RECEIVED,
    feedback_wish=Wish.YES,
)


@pytest.fixture
def targets(organisation: Organisation) -> ServiceTargets:
    board = organisation.known_board("von")
    return service_targets(board, Kind.COMPLAINT, FACTS.received_on)


def _titles(steps: tuple[TimelineStep, ...], state: StepState) -> list[str]:
    return [getattr(step.title, "text", "") for step in steps if step.state is state]


def test_targets_are_the_boards_own_days(targets: ServiceTargets) -> None:
    assert targets.acknowledge is not None
    assert targets.acknowledge.last_day == date(2026, 11, 24)
    assert targets.answer is not None
    assert targets.answer.last_day == date(2026, 12, 4)


def test_reminders_are_not_told_as_targets(organisation: Organisation) -> None:
    board = organisation.known_board("sn")
    reminders = [rule for rule in board.deadlines if rule.id == "coordinator-reminder"]
    only_reminders = board.model_copy(update={"deadlines": tuple(reminders)})
    assert reminders
    assert service_targets(only_reminders, Kind.COMPLAINT, FACTS.received_on).answer is None


def test_new_case_has_everything_ahead(targets: ServiceTargets) -> None:
    steps = journey(FACTS, targets)
    assert _titles(steps, StepState.DONE) == ["Vi tog emot ärendet"]
    assert _titles(steps, StepState.AHEAD) == [
        "Vi bekräftar att vi fått ärendet",
        "Vi svarar dig",
        "Ärendet avslutas",
    ]


def test_what_has_happened_stands_in_order_of_time(targets: ServiceTargets) -> None:
    facts = FACTS.model_copy(
        update={
            "registered_at": RECEIVED + timedelta(minutes=3),
            "acknowledged_at": RECEIVED + timedelta(minutes=1),
        }
    )
    assert _titles(journey(facts, targets), StepState.DONE) == [
        "Vi tog emot ärendet",
        "Vi bekräftade att vi fått det",
        "Ärendet fick sitt diarienummer",
    ]


def test_answer_is_not_promised_to_who_does_not_want_one(targets: ServiceTargets) -> None:
    facts = FACTS.model_copy(update={"feedback_wish": Wish.NO, "anonymous": True})
    assert _titles(journey(facts, targets), StepState.AHEAD) == ["Ärendet avslutas"]


@pytest.mark.parametrize(
    "status", [Status.CLOSED, Status.FOLLOWED_UP, Status.REFERRED, Status.DISMISSED]
)
def test_ended_case_has_nothing_ahead(targets: ServiceTargets, status: Status) -> None:
    steps = journey(FACTS.model_copy(update={"status": status}), targets)
    assert _titles(steps, StepState.AHEAD) == []


def test_every_status_and_kind_has_its_words() -> None:
    assert set(STATUS_IN_PLAIN_WORDS) == set(STATUSES) == set(Status)
    assert set(KINDS) == set(Kind)
