"""What the workflow makes of notices that did not reach the complainant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.pages.facts_in_words import FactWords
from services.workflow.pages.history import History
from services.workflow.pages.not_reached import not_reached
from services.workflow.stepping import Step, Taken
from services.workflow.tidings import noted
from shared.events.casework import CaseDocumented, Documented
from shared.events.envelope import Actor
from shared.events.notices import (
    BounceCause,
    FailedDetail,
    NoticeFailed,
    NoticeKind,
    NoticeSent,
    NoticeWay,
    SentDetail,
)
from shared.events.vocabulary import Acknowledgement, ControlPoint, Role
from shared.ids import new_id
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from tests.support.submissions import MOMENT
from tests.unit.handled_cases import Handled

SERVICE = Actor(role=Role.SERVICE, id="notifications")
ACKNOWLEDGEMENT, ANSWER = UUID(int=1), UUID(int=2)
NOT_TRIED = ("no_address", "own_address", "too_many_to_address")

Tell = Callable[..., Taken | None]


class Told:
    """One case, and what notifications tells of it, minutes after it came in."""

    def __init__(self, organisation: Organisation) -> None:
        self.handled = Handled(organisation)
        self._organisation = organisation

    @property
    def case(self) -> Case:
        return self.handled.case

    def reachable_by(self, **contact: str) -> "Told":
        known = self.case.content.contact.model_copy(update=contact)
        content = self.case.content.model_copy(update={"contact": known})
        self.handled.case = self.case.model_copy(update={"content": content})
        return self

    def sent(
        self,
        minute: int,
        notice: UUID = ACKNOWLEDGEMENT,
        kind: NoticeKind = NoticeKind.ACKNOWLEDGEMENT,
        role: str = "complainant",
    ) -> Taken | None:
        detail = SentDetail(
            notice=notice,
            kind=kind,
            rule="rule",
            way=NoticeWay.EMAIL,
            recipient_role=role,
            sent_at=MOMENT + timedelta(minutes=minute),
        )
        return self._hear(NoticeSent, minute, detail)

    def failed(
        self,
        minute: int,
        notice: UUID = ACKNOWLEDGEMENT,
        kind: NoticeKind = NoticeKind.ACKNOWLEDGEMENT,
        role: str = "complainant",
        reason: str = "bounced",
        cause: BounceCause | None = BounceCause.ADDRESS,
    ) -> Taken | None:
        detail = FailedDetail(
            notice=notice,
            kind=kind,
            rule="rule",
            recipient_role=role,
            reason=reason,
            cause=cause,
        )
        return self._hear(NoticeFailed, minute, detail)

    def _hear(self, kind: Any, minute: int, detail: Any) -> Taken | None:
        at = MOMENT + timedelta(minutes=minute)
        event = kind(
            id=new_id(),
            occurred_at=at,
            recorded_at=at,
            case_id=self.case.case_id,
            actor=SERVICE,
            correlation_id=self.case.correlation_id,
            producer="notifications",
            detail=detail,
        )
        taken = noted(self.case, event, Step(SERVICE, at))
        if taken is not None:
            self.handled.case = taken.case
        return taken

    def titles(self) -> list[str]:
        history = History(FactWords(self._organisation))
        return [str(each.title) for each in history.of(self.case)]

    def acknowledged(self) -> bool:
        (point,) = (
            each for each in control_points(self.case) if each.id is ControlPoint.ACKNOWLEDGEMENT
        )
        return point.fulfilled


@pytest.fixture
def told(organisation: Organisation) -> Told:
    return Told(organisation)


def test_an_acknowledgement_that_came_back_was_none_and_can_still_be_made(told: Told) -> None:
    told.reachable_by(phone="070-1740605")
    told.sent(1)
    taken = told.failed(60)

    facts = told.case.facts
    assert taken is not None
    assert isinstance(taken.event, CaseDocumented)
    assert taken.event.detail.what is Documented.UNREACHED
    assert (facts.unreached, facts.acknowledgement, facts.acknowledged_at) == (
        True,
        Acknowledgement.PENDING,
        None,
    )
    assert not told.acknowledged()
    assert told.titles()[-1] == "Bekräftelsen kom inte fram. Adressen finns inte."


def test_an_acknowledgement_without_any_other_way_is_impossible(told: Told) -> None:
    told.sent(1)
    told.failed(60)

    facts = told.case.facts
    assert (facts.acknowledgement, facts.acknowledged_at) == (Acknowledgement.IMPOSSIBLE, None)
    assert facts.unreached
    assert told.acknowledged(), "it is stated that none can be made"


def test_that_it_came_back_may_be_told_before_that_it_was_sent(told: Told) -> None:
    told.reachable_by(address="Storgatan 1")
    told.failed(60)
    before = told.case

    assert told.sent(1) is None
    assert told.failed(60) is None
    assert told.case == before
    assert before.facts.acknowledgement is Acknowledgement.PENDING


@pytest.mark.parametrize("reason", NOT_TRIED)
def test_who_cannot_be_written_to_at_all_is_no_failure_to_reach(told: Told, reason: str) -> None:
    told.reachable_by(phone="070-1740605")
    told.failed(1, reason=reason, cause=None)

    assert told.case.facts.acknowledgement is Acknowledgement.IMPOSSIBLE
    assert not told.case.facts.unreached
    assert told.failed(1, ANSWER, NoticeKind.ANSWER, reason=reason, cause=None) is None


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (NoticeKind.ANSWER, "Beskedet om svaret kom inte fram. Adressen finns inte."),
        (NoticeKind.DELAY, "Beskedet om att svaret dröjer kom inte fram. Adressen finns inte."),
        (NoticeKind.MESSAGE, "Beskedet om ett meddelande kom inte fram. Adressen finns inte."),
        (
            NoticeKind.SURVEY,
            "Beskedet om att ärendet är avslutat kom inte fram. Adressen finns inte.",
        ),
    ],
)
def test_whatever_did_not_reach_the_complainant_is_said(
    told: Told, kind: NoticeKind, title: str
) -> None:
    told.sent(1)
    told.failed(60, ANSWER, kind)

    assert told.case.facts.unreached
    assert told.case.facts.acknowledgement is Acknowledgement.SENT
    assert told.titles()[-1] == title
    assert len(not_reached(told.case)) == 1


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("returned", "Brevet kom i retur."),
        ("address_unknown", "Ingen postadress har gått att få fram."),
        ("not_reached", "Ingen svarade när vi ringde."),
        ("wrong_number", "Telefonnumret var fel."),
    ],
)
def test_a_letter_or_a_call_that_reached_nobody_is_told_in_its_own_words(
    told: Told, reason: str, why: str
) -> None:
    told.failed(60, ANSWER, NoticeKind.ANSWER, reason=reason, cause=None)

    assert told.case.facts.unreached
    assert told.titles()[-1] == f"Beskedet om svaret kom inte fram. {why}"


def test_what_staff_did_not_get_is_not_the_complainants_affair(told: Told) -> None:
    assert told.failed(1, kind=NoticeKind.REMINDER, role="manager") is None
    assert told.sent(1, kind=NoticeKind.REMINDER, role="manager") is None


def test_something_sent_later_is_hoped_to_arrive(told: Told) -> None:
    told.failed(60)
    taken = told.sent(90, ANSWER, NoticeKind.ANSWER)

    assert taken is not None
    assert not told.case.facts.unreached
    assert told.titles()[-1] == "Något nytt skickades efter det som inte kom fram"
    assert not not_reached(told.case)
    assert told.failed(95, ANSWER, NoticeKind.ANSWER) is not None
    assert told.case.facts.unreached


def test_what_was_sent_before_it_came_back_proves_nothing(told: Told) -> None:
    told.failed(60)

    assert told.sent(30, ANSWER, NoticeKind.ANSWER) is None
    assert told.case.facts.unreached


def test_a_person_says_that_they_are_reached(told: Told) -> None:
    told.reachable_by(phone="070-1740605")
    told.sent(1)
    told.failed(60)

    told.handled.take("record-reached", reason="Ringde och berättade.")

    facts = told.case.facts
    assert (facts.unreached, facts.acknowledgement) == (False, Acknowledgement.ORAL)
    assert told.acknowledged()
    assert told.titles()[-1] == "Den som har lämnat ärendet nåddes"
    assert told.handled.refused("record-reached", reason="En gång till.")


def test_an_oral_acknowledgement_reaches_them_too(told: Told) -> None:
    told.reachable_by(phone="070-1740605")
    told.failed(60)

    told.handled.take("acknowledge")

    assert not told.case.facts.unreached


def test_every_reason_and_cause_has_words(told: Told) -> None:
    reasons = ("address_invalid", "address_refused", "mail_refused", "not_delivered", "bounced")
    for number, reason in enumerate(reasons):
        told.failed(60 + number, UUID(int=100 + number), reason=reason, cause=None)
    for number, cause in enumerate(BounceCause):
        told.failed(80 + number, UUID(int=200 + number), cause=cause)

    shown = not_reached(told.case)

    assert (
        len({say(each.why, Language.SWEDISH) for each in shown})
        == len({*reasons, *BounceCause}) - 1
    ), "only that it came back for another reason is told alike"
    assert shown[0].at == MOMENT + timedelta(minutes=80 + len(BounceCause) - 1)
