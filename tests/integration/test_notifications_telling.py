"""What a step of handling gives cause to tell is told once, to the right one, and not too late."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.telling import CaseNotYetWatched
from services.notifications.watched import WatchedCase
from shared.correspondence import Answer, Correspondence
from shared.events.casework import CaseNoted
from shared.events.envelope import Actor, FactsEvent
from shared.events.handling import CaseAnswered, CaseAssigned
from shared.events.vocabulary import Feedback, Role, Status, Way
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.support.waiting import until

AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
WORDS = Answer(text="Schemat stämde inte den dagen.", measures="Schemat är rättat.", given_at=AT)
GIVEN: dict[str, Any] = {
    "feedback": Feedback.GIVEN,
    "answered_at": AT,
    "status": Status.ANSWERED,
    "feedback_way": Way.EMAIL,
}


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    boards = tuple(
        board.model_copy(update={"answers_by_email": board.id == "von"})
        for board in organisation.boards
    )
    office = Office(settings_for(), organisation.model_copy(update={"boards": boards}))
    await office.database.prepare()
    yield office
    await office.close()


async def watched(office: Office, **facts: Any) -> WatchedCase:
    """A case of someone with an address, as it is now."""
    return await office.case(email="anna@post.example", **facts)


def event(case: WatchedCase, kind: type[FactsEvent], detail: dict[str, Any], **facts: Any) -> Any:
    return kind.model_validate(
        {
            "id": new_id(),
            "occurred_at": AT,
            "recorded_at": AT,
            "case_id": case.case_id,
            "seq": 5,
            "actor": Actor(role=Role.MANAGER, id="someone"),
            "correlation_id": case.correlation_id,
            "producer": "workflow",
            "facts": case.facts.model_copy(update=facts),
            "detail": detail,
        }
    )


async def told(office: Office, happened: FactsEvent, copies: int = 1) -> None:
    """The event, as every copy of the service may get it."""
    case = await office.cases.get(str(happened.case_id))
    assert case is not None
    await office.cases.update({"_id": case.id}, {"$set": {"seq": 4}})
    for _ in range(copies):
        await office.watching().keep(happened)
        await office.teller().tell(happened)


async def notices_of(office: Office, case: WatchedCase) -> list[Notice]:
    return await office.notices.find({"case_id": str(case.case_id)})


def read(content: bytes) -> tuple[EmailMessage, str]:
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(mail, EmailMessage)
    plain = mail.get_body(("plain",))
    assert plain is not None
    return mail, str(plain.get_content())


async def sent(office: Office) -> tuple[EmailMessage, str]:
    await until(lambda: len(office.relay.mails) == 1, "a mail is sent")
    return read(office.relay.mails[0].content)


@pytest.mark.parametrize(("board", "in_full"), [("von", True), ("sn", False)])
async def test_an_answer_is_mailed_once_and_in_full_only_where_the_board_allows(
    office: Office, board: str, in_full: bool
) -> None:
    case = await watched(office)
    office.workflow.said[case.case_id] = Correspondence(answer=WORDS)
    happened = event(case, CaseAnswered, {"feedback": "given"}, board=board, **GIVEN)
    await told(office, happened, copies=2)

    mail, text = await sent(office)
    assert mail["To"] == "anna@post.example"
    assert case.facts.reference in str(mail["Subject"])
    assert ("Schemat stämde inte" in text) is in_full
    assert ("Schemat är rättat." in text) is in_full
    assert ("/folj" in text) is not in_full
    (notice,) = await notices_of(office, case)
    await office.until_state(notice, NoticeState.SENT)
    published = [entry for entry in office.published if entry.type == "notice.sent"]
    assert len(published) == 1
    assert "Schemat" not in published[0].body
    assert "anna@" not in published[0].body


async def test_an_answer_waits_for_a_workflow_that_is_away(office: Office) -> None:
    case = await watched(office)
    office.workflow.down = True
    await told(office, event(case, CaseAnswered, {"feedback": "given"}, board="von", **GIVEN))
    (notice,) = await notices_of(office, case)

    async def put_off() -> bool:
        return bool((await office.now(notice)).attempts)

    await until(put_off, "it is tried in vain")
    assert (await office.now(notice)).attempts[0].result == "correspondence_unavailable"
    assert office.relay.mails == []

    office.workflow.down = False
    office.workflow.said[case.case_id] = Correspondence(earlier_answers=(WORDS,))
    await office.notices.update({"_id": notice.id}, {"$set": {"next_attempt_at": AT}})
    await office.postman().take_waiting()
    _, text = await sent(office)
    assert "Schemat stämde inte" in text, "the answer it tells of, though a later one holds now"


async def test_whoever_gets_a_case_is_told_and_not_when_another_has_it_meanwhile(
    office: Office,
) -> None:
    case = await watched(office)
    account = office.organisation.known_board("sn").recipients.registrar
    office.relay.gate.clear()
    happened = event(
        case,
        CaseAssigned,
        {"responsible": account.account},
        responsible=account.account,
        status=Status.ASSIGNED,
    )
    await told(office, happened)
    office.relay.gate.set()
    mail, text = await sent(office)
    assert mail["To"] == account.address
    assert f"/{case.case_id}" in text

    other = await watched(office)
    moved = event(
        other, CaseAssigned, {"responsible": account.account}, responsible=account.account
    )
    taken_over = moved.model_copy(
        update={
            "seq": 6,
            "facts": moved.facts.model_copy(update={"responsible": "somebody-else"}),
        }
    )
    await office.cases.update({"_id": other.id}, {"$set": {"seq": 4}})
    await office.watching().keep(taken_over)
    await office.teller().tell(moved)
    (notice,) = await notices_of(office, other)
    await office.until_state(notice, NoticeState.WITHDRAWN)
    assert len(office.relay.mails) == 1


async def test_a_message_is_told_of_without_its_words(office: Office) -> None:
    case = await watched(office)
    await told(office, event(case, CaseNoted, {"to_complainant": True}))
    _, text = await sent(office)
    assert "har skrivit till dig" in text


async def test_nobody_of_an_erased_case_is_told(office: Office) -> None:
    case = await office.case(email="anna@post.example")
    await office.cases.update({"_id": case.id}, {"$set": {"erased_at": AT}})
    await told(office, event(case, CaseAnswered, {"feedback": "given"}, **GIVEN))
    assert await notices_of(office, case) == []


async def test_a_step_that_comes_before_its_case_waits(office: Office) -> None:
    case = await watched(office)
    happened = event(case, CaseAnswered, {"feedback": "given"}, **GIVEN)
    early = happened.model_copy(update={"case_id": new_id()})
    with pytest.raises(CaseNotYetWatched):
        await office.teller().tell(early)
    await asyncio.sleep(0)
