"""Letters wait to be posted, and what came of each is noted once."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.carrying.letters import posted_at
from services.notifications.carrying.waiting import DoneBefore
from services.notifications.notices.states import NoticeState, Reason
from shared.clock import local_date
from shared.correspondence import Correspondence, Direction, Letter
from shared.events.casework import CaseNoted
from shared.events.handling import CaseAnswered, CaseClosed
from shared.events.notices import NoticeKind, NoticeWay
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement, Feedback, Role, Status, Way
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.by_hand_office import (
    AT,
    BY,
    GIVEN,
    PHONE,
    POST,
    TEXT,
    WORDS,
    MovedClock,
    acknowledged,
    event,
    of,
    published,
    told,
)
from tests.integration.notifications_office import CLOCK, Office


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


async def test_who_has_no_email_gets_a_letter_and_the_workflow_hears_when_it_is_posted(
    office: Office,
) -> None:
    case = await acknowledged(office, POST)
    (notice,) = await of(office, case)
    assert (notice.state, notice.way, notice.next_attempt_at) == (
        NoticeState.WAITING,
        NoticeWay.LETTER,
        None,
    )
    assert "Efternamn" not in notice.model_dump_json()
    assert "Storgatan" not in notice.model_dump_json()
    await office.postman().take_waiting()
    assert office.relay.mails == []

    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    assert await queue.waiting(("von", "amn")) == []
    letter = await queue.written(errand)
    assert letter.recipient == ("Namn Efternamn", "Storgatan 1", "123 45 Exempelstad")
    assert letter.follow == "https://a.example/folj"
    words = " ".join(block.text for block in letter.blocks)
    assert "SN 2026-00047" in words
    assert "mejl" not in words

    today = local_date(CLOCK.now())
    await queue.note_posted(errand, today, BY)
    done = await office.now(notice)
    assert done.state is NoticeState.SENT
    assert [(each.result, each.by) for each in done.attempts] == [("posted", BY)]
    (sent,) = await published(office, case, "notice.sent")
    assert sent["detail"]["way"] == "letter"
    assert sent["detail"]["kind"] == "acknowledgement"
    assert "Efternamn" not in json.dumps(sent)
    assert await queue.waiting(("sn",)) == []
    assert [each.notice.id for each in await queue.posted(("sn",))] == [notice.id]


async def test_two_who_post_the_same_letter_at_once_post_it_once(office: Office) -> None:
    case = await acknowledged(office, POST)
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    today = local_date(CLOCK.now())
    results = await asyncio.gather(
        *(queue.note_posted(errand, today, f"account-{number}") for number in range(5)),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    assert all(isinstance(each, DoneBefore) for each in results if each is not None)
    assert len(await published(office, case, "notice.sent")) == 1
    (notice,) = await of(office, case)
    assert len(notice.attempts) == 1
    again = await queue.get(errand.id)
    assert again is not None
    with pytest.raises(DoneBefore):
        await queue.note_posted(again, today, BY)


async def test_a_letter_that_comes_back_has_not_reached_anyone(office: Office) -> None:
    case = await acknowledged(office, POST)
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    with pytest.raises(DoneBefore):
        await queue.note_returned(errand, BY)
    await queue.note_posted(errand, local_date(CLOCK.now()), BY)
    (posted,) = await queue.posted(("sn",))
    await queue.note_returned(posted, BY)
    (notice,) = await of(office, case)
    assert (notice.state, notice.reason) == (NoticeState.FAILED, Reason.RETURNED)
    assert notice.sent_at is not None
    (failed,) = await published(office, case, "notice.failed")
    assert failed["detail"]["reason"] == "returned"


async def test_a_letter_without_an_address_is_asked_for_and_may_be_given_up(office: Office) -> None:
    case = await acknowledged(office, Address(name="Namn Efternamn"), feedback_way=Way.LETTER)
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    assert (await queue.written(errand)).recipient == ("Namn Efternamn",)
    await queue.note_impossible(errand, BY)
    (failed,) = await published(office, case, "notice.failed")
    assert failed["detail"]["reason"] == "address_unknown"


async def test_who_cannot_be_reached_is_so_for_every_kind_of_notice_and_it_is_stated(
    office: Office,
) -> None:
    case = await office.case(email=None)
    await told(office, event(case, CaseAnswered, {"feedback": "given"}, **GIVEN), copies=2)
    (notice,) = await of(office, case)
    assert (notice.kind, notice.state) == (NoticeKind.ANSWER, NoticeState.IMPOSSIBLE)
    (failed,) = await published(office, case, "notice.failed")
    assert failed["detail"]["kind"] == "answer"
    assert failed["detail"]["reason"] == "no_address"


@pytest.mark.parametrize("way", ["letter", None])
async def test_an_answer_by_letter_waits_to_be_posted_with_all_its_words(
    office: Office, way: str | None
) -> None:
    """Chosen by whoever answers, though there is an e-mail address; or the only way there is."""
    contact = POST.model_copy(update={"email": "kim@post.example"}) if way else POST
    case = await office.case(contact=contact)
    office.workflow.said[case.case_id] = Correspondence(answer=WORDS)
    await told(office, event(case, CaseAnswered, {"feedback": "given", "way": way}, **GIVEN), 2)
    assert office.relay.mails == []
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    words = [block.text for block in (await queue.written(errand)).blocks]
    assert TEXT in words
    assert "Schemat är rättat." in words
    assert "Patientnämnden." in words
    (notice,) = await of(office, case)
    assert TEXT not in notice.model_dump_json()


async def test_an_answer_that_is_posted_already_is_not_printed_again(office: Office) -> None:
    case = await office.case(contact=POST)
    detail = {"feedback": "given", "way": "letter", "posted": True}
    await told(office, event(case, CaseAnswered, detail, **GIVEN))
    assert await of(office, case) == []


async def test_a_message_by_letter_holds_what_was_written(office: Office) -> None:
    case = await office.case(contact=POST)
    written = Letter(direction=Direction.OUT, by=Role.MANAGER, at=AT, text="När passar det?\nRing.")
    office.workflow.said[case.case_id] = Correspondence(messages=(written,))
    await told(office, event(case, CaseNoted, {"to_complainant": True}))
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    assert "När passar det?\nRing." in [
        block.text for block in (await queue.written(errand)).blocks
    ]


async def test_a_closing_is_told_by_letter_with_a_code_and_never_by_phone(office: Office) -> None:
    for contact, waiting in ((POST, 1), (PHONE, 0)):
        case = await office.case(contact=contact)
        closed = event(
            case,
            CaseClosed,
            {"complainant_view": "agrees"},
            feedback=Feedback.GIVEN,
            status=Status.CLOSED,
        )
        await told(office, closed)
        assert len(await of(office, case)) == waiting
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    assert (await queue.written(errand)).follow is not None


async def test_what_no_longer_holds_leaves_the_queue_when_somebody_looks(office: Office) -> None:
    case = await acknowledged(office, POST)
    facts = case.facts.model_copy(update={"acknowledgement": Acknowledgement.ORAL})
    kept = event(case, CaseNoted, {}).model_copy(update={"facts": facts})
    await office.watching().keep(kept)
    queue = office.letters()
    assert await queue.waiting(("sn",)) == []
    (notice,) = await of(office, case)
    assert notice.state is NoticeState.WITHDRAWN


@pytest.mark.parametrize(
    ("day", "now", "at"),
    [
        (date(2026, 3, 9), AT + timedelta(hours=1), AT + timedelta(hours=1)),
        (date(2026, 3, 10), AT + timedelta(days=3), datetime(2026, 3, 10, 11, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 3, tzinfo=UTC), datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (date(2026, 3, 9), AT + timedelta(days=2), datetime(2026, 3, 9, 11, tzinfo=UTC)),
    ],
)
def test_a_posting_is_of_its_day(day: date, now: datetime, at: datetime) -> None:
    assert posted_at(day, AT, now) == at
    assert posted_at(day, AT.replace(hour=20), now) >= AT


async def test_posted_letters_are_listed_by_board_the_newest_first_and_not_for_ever(
    office: Office,
) -> None:
    clock = MovedClock(CLOCK.now())
    queue = office.letters(clock)
    posted = []
    for board in ("sn", "sn", "von"):
        case = await office.case(contact=POST, board=board, diary_number="1")
        await office.watching()._acknowledging.see_to(case)
        (errand,) = await queue.waiting((board,))
        clock.moment += timedelta(minutes=1)
        await queue.note_posted(errand, local_date(clock.moment), BY)
        posted.append(errand.notice.id)
    assert [each.notice.id for each in await queue.posted(("sn",))] == [posted[1], posted[0]]
    assert len(await queue.posted(("sn", "von"))) == 3
    clock.moment += timedelta(days=121)
    assert await queue.posted(("sn", "von")) == []
