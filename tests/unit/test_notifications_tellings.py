"""What a step of handling gives cause to tell, and whom: as a table."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifications.notices.tellings import (
    REGISTRAR,
    Occurrence,
    Telling,
    still_holds,
    tellings,
    told_in_full,
)
from shared.events.casework import CaseDocumented, CaseNoted
from shared.events.envelope import Actor, FactsEvent
from shared.events.handling import (
    CaseAnswered,
    CaseAssigned,
    CaseClosed,
    CaseDismissed,
    CaseReopened,
)
from shared.events.notices import NoticeKind
from shared.events.vocabulary import (
    ComplainantView,
    Feedback,
    Role,
    Status,
    Way,
    Wish,
)
from shared.ids import new_id
from tests.support.submissions import MOMENT, submission

MANAGER = Actor(role=Role.MANAGER, id="chef-1")
COMPLAINANT = Actor(role=Role.COMPLAINANT)
SERVICE = Actor(role=Role.SERVICE, id="notifications")
ANSWER = Telling(Occurrence.ANSWERED, NoticeKind.ANSWER, "complainant")
LETTER = Telling(Occurrence.ANSWERED, NoticeKind.ANSWER, "complainant", by_letter=True)
MESSAGE = Telling(Occurrence.WRITTEN_TO, NoticeKind.MESSAGE, "complainant")
CLOSING = Telling(Occurrence.CLOSED, NoticeKind.SURVEY, "complainant")
AT = MOMENT + timedelta(days=3)


def task(occurrence: Occurrence, account: str = "chef-1") -> Telling:
    return Telling(occurrence, NoticeKind.TASK, account)


def event(
    kind: type[FactsEvent], detail: dict[str, Any], actor: Actor = MANAGER, **facts: Any
) -> FactsEvent:
    known = submission().facts.model_copy(update={"responsible": "chef-1", **facts})
    return kind.model_validate(
        {
            "id": new_id(),
            "occurred_at": AT,
            "recorded_at": AT,
            "case_id": new_id(),
            "seq": 5,
            "actor": actor,
            "correlation_id": new_id(),
            "producer": "workflow",
            "facts": known,
            "detail": detail,
        }
    )


GIVEN: dict[str, Any] = {"feedback": Feedback.GIVEN, "answered_at": AT}
AGREES = {"complainant_view": ComplainantView.AGREES}


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (event(CaseAnswered, {"feedback": "given"}, **GIVEN), [ANSWER]),
        (event(CaseAnswered, {"feedback": "given"}, **GIVEN, feedback_way=Way.EMAIL), [ANSWER]),
        (event(CaseAnswered, {"feedback": "given"}, **GIVEN, feedback_way=Way.PHONE), []),
        (event(CaseAnswered, {"feedback": "given"}, **GIVEN, feedback_way=Way.LETTER), [LETTER]),
        (event(CaseAnswered, {"feedback": "given", "way": "letter"}, **GIVEN), [LETTER]),
        (event(CaseAnswered, {"feedback": "given", "way": "letter", "posted": True}, **GIVEN), []),
        (event(CaseDismissed, {"reason": "test"}, **GIVEN, feedback_way=Way.LETTER), [LETTER]),
        (event(CaseAnswered, {"feedback": "given", "way": "phone"}, **GIVEN), []),
        (
            event(
                CaseAnswered,
                {"feedback": "given", "way": "email"},
                **GIVEN,
                feedback_way=Way.PHONE,
            ),
            [ANSWER],
        ),
        (event(CaseAnswered, {"feedback": "given"}, **GIVEN, imported=True), []),
        (event(CaseDismissed, {"reason": "not_a_deviation"}, **GIVEN), [ANSWER]),
        (
            event(
                CaseDismissed,
                {"reason": "duplicate"},
                **GIVEN | {"answered_at": AT - timedelta(days=1)},
            ),
            [],
        ),
        (event(CaseDismissed, {"reason": "test"}), []),
        (event(CaseNoted, {"to_complainant": True}), [MESSAGE]),
        (event(CaseNoted, {}, COMPLAINANT), [task(Occurrence.COMPLAINANT_WROTE)]),
        (event(CaseNoted, {}, COMPLAINANT, responsible=None), []),
        (event(CaseClosed, AGREES, **GIVEN), [CLOSING]),
        (event(CaseClosed, AGREES, **GIVEN, feedback_wish=Wish.NO), []),
        (event(CaseClosed, AGREES, feedback=Feedback.WAIVED), []),
        (event(CaseReopened, {"disputed": True}, COMPLAINANT), [task(Occurrence.DISPUTED)]),
        (event(CaseReopened, {"disputed": False}), []),
        (event(CaseAssigned, {"responsible": "chef-1"}), []),
        (
            event(CaseAssigned, {"responsible": "chef-2"}, responsible="chef-2"),
            [task(Occurrence.ASSIGNED, "chef-2")],
        ),
        (
            event(CaseDocumented, {"what": "unreached"}, SERVICE, unreached=True),
            [task(Occurrence.NOT_REACHED)],
        ),
        (
            event(CaseDocumented, {"what": "unreached"}, SERVICE, unreached=True, responsible=None),
            [task(Occurrence.NOT_REACHED, REGISTRAR)],
        ),
        (event(CaseDocumented, {"what": "reached"}, SERVICE), []),
        (event(CaseDocumented, {"what": "finding"}), []),
    ],
)
def test_who_is_told(happened: FactsEvent, told: list[Telling]) -> None:
    assert list(tellings(happened)) == told


@pytest.mark.parametrize(
    ("occurrence", "facts", "holds"),
    [
        (Occurrence.ASSIGNED, {}, True),
        (Occurrence.ASSIGNED, {"responsible": "chef-2"}, False),
        (Occurrence.COMPLAINANT_WROTE, {"status": Status.DISMISSED}, False),
        (Occurrence.DISPUTED, {"status": Status.CLOSED}, False),
        (Occurrence.CLOSED, {"status": Status.CLOSED}, True),
        (Occurrence.CLOSED, {"status": Status.ASSIGNED}, False),
        (Occurrence.ANSWERED, {"status": Status.CLOSED}, True),
        (Occurrence.NOT_REACHED, {"unreached": True, "status": Status.CLOSED}, True),
        (Occurrence.NOT_REACHED, {}, False),
        (Occurrence.TO_CALL, {}, True),
        (Occurrence.TO_CALL, {"responsible": None}, True),
        (Occurrence.TO_CALL, {"responsible": "chef-2"}, False),
        (Occurrence.TO_CALL, {"protected_identity": True}, False),
    ],
)
def test_what_has_changed_again_is_not_told(
    occurrence: Occurrence, facts: dict[str, Any], holds: bool
) -> None:
    known = submission().facts.model_copy(update={"responsible": "chef-1", **facts})
    assert still_holds(occurrence, "chef-1", known) is holds


@pytest.mark.parametrize(
    ("way", "allowed", "full"),
    [
        (Way.EMAIL, True, True),
        (Way.EMAIL, False, False),
        (None, True, False),
    ],
)
def test_an_answer_stands_in_a_mail_only_where_board_and_complainant_want_it(
    way: Way | None, allowed: bool, full: bool
) -> None:
    facts = submission().facts.model_copy(update={"feedback_way": way})
    assert told_in_full(Occurrence.ANSWERED, facts, board_allows=allowed) is full
    assert not told_in_full(Occurrence.WRITTEN_TO, facts, board_allows=allowed)
