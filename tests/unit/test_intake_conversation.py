"""What has been said in a case, and what follows from whether the complainant is content."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.attachments.documents import Attachment
from services.intake.conversation import Said, conversation, latest_view
from services.intake.message import Message
from services.intake.public.journey import journey
from services.intake.public.next_step import next_step
from services.intake.public.opinion import opinion
from services.intake.public.service_targets import ServiceTargets
from services.intake.submission import Submission
from shared.correspondence import Correspondence, Direction, Letter
from shared.events.submissions import Raw
from shared.events.vocabulary import Channel, ComplainantView, Role, Status, Wish
from shared.ids import new_id
from shared.organisation import Organisation
from tests.unit.followed_in_memory import WORDS, case_of

BEGUN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NO_TARGETS = ServiceTargets(None, None)
ANSWERED = {"status": Status.ANSWERED, "answered_at": BEGUN + timedelta(hours=2)}
CLOSED = {**ANSWERED, "status": Status.CLOSED, "closed_at": BEGUN + timedelta(hours=4)}


@pytest.fixture
def begun(organisation: Organisation) -> Submission:
    return case_of(organisation, BEGUN)


def message(hours: float, text: str = "", **given: Any) -> Message:
    return Message(
        id=str(new_id()),
        case_id="",
        text=text,
        raw=Raw.FORM,
        fingerprint="",
        created_at=BEGUN + timedelta(hours=hours),
        **given,
    )


def file(message_id: str | None) -> Attachment:
    return Attachment(
        id=str(new_id()),
        media_type="application/pdf",
        size=1,
        sha256="",
        owner="",
        message_id=message_id,
        created_at=BEGUN,
        since=BEGUN,
    )


class TestTheConversation:
    def test_both_sides_stand_in_order_of_time(self, begun: Submission) -> None:
        told = Correspondence(
            messages=(
                Letter(
                    direction=Direction.OUT,
                    by=Role.MANAGER,
                    at=BEGUN + timedelta(hours=2),
                    text="Vilken tid?",
                ),
            )
        )
        said = conversation(begun, [message(3, "Klockan tolv."), message(1, "Hallå?")], [], told)
        assert [each.text for each in said] == [WORDS, "Hallå?", "Vilken tid?", "Klockan tolv."]
        assert [each.ours for each in said] == [False, False, True, False]

    def test_mail_from_others_than_the_contact_is_left_out(self, begun: Submission) -> None:
        stranger = message(1, "Jag är hans granne.", by=Role.PUBLIC)
        said = conversation(begun, [stranger], [file(stranger.id)], None)
        assert [each.text for each in said] == [WORDS]
        assert said[0].files == ()

    def test_what_was_told_by_phone_was_written_down_by_us(
        self, organisation: Organisation
    ) -> None:
        begun = case_of(organisation, BEGUN, channel=Channel.PHONE)
        said = conversation(begun, [message(1, "Ringde igen.", by=Role.STAFF)], [], None)
        assert [each.noted for each in said] == [True, True]

    def test_files_stand_where_they_came(self, begun: Submission) -> None:
        reply = message(1)
        first, second = file(None), file(reply.id)
        said = conversation(begun, [reply], [second, first], None)
        assert [each.files for each in said] == [(first,), (second,)]

    def test_nothing_is_left_of_what_is_erased(self, begun: Submission) -> None:
        wordless = begun.content.model_copy(update={"text": ""})
        erased = begun.model_copy(update={"content": wordless})
        assert conversation(erased, [message(1)], [], None) == ()

    def test_the_latest_view_is_the_complainants_own(self) -> None:
        agrees = message(1, view=ComplainantView.AGREES)
        disputes = message(2, view=ComplainantView.DISPUTES)
        stranger = message(3, view=ComplainantView.AGREES, by=Role.PUBLIC)
        assert latest_view([disputes, agrees, stranger, message(4, "Hej")]) == disputes


class TestTheOpinion:
    @pytest.mark.parametrize(
        ("facts", "view", "hours", "asked", "said"),
        [
            ({}, None, 0, False, None),
            (ANSWERED, None, 0, True, None),
            (ANSWERED, "agrees", 3, True, "agrees"),
            (ANSWERED, "disputes", 3, True, "disputes"),
            # A newer answer is asked about anew.
            (ANSWERED, "agrees", 1, True, None),
            (ANSWERED, "disputes", 1, True, None),
            # Who was content with the answer is so when the case is closed.
            (CLOSED, "agrees", 3, True, "agrees"),
            (CLOSED, "disputes", 3, True, None),
            (CLOSED, "disputes", 5, True, "disputes"),
            ({**CLOSED, "complainant_view": ComplainantView.AGREES}, None, 0, True, "agrees"),
            # Taken up again because of it.
            ({**ANSWERED, "status": Status.ASSIGNED}, "disputes", 5, False, "disputes"),
            ({**CLOSED, "status": Status.FOLLOWED_UP}, None, 0, True, None),
            ({"status": Status.DISMISSED}, None, 0, True, None),
            ({"status": Status.REFERRED}, None, 0, False, None),
        ],
    )
    def test_who_is_asked_and_what_holds(
        self,
        begun: Submission,
        facts: dict[str, Any],
        view: str | None,
        hours: float,
        asked: bool,
        said: str | None,
    ) -> None:
        shown = opinion(
            begun.facts.model_copy(update=facts),
            message(hours, view=ComplainantView(view)) if view else None,
        )
        assert (shown.asked, shown.said) == (asked, said)
        assert bool(shown.choices) == asked
        assert (shown.told is None) == (said is None)

    def test_each_choice_says_what_it_does(self, begun: Submission) -> None:
        def hints(facts: dict[str, Any]) -> list[str]:
            shown = opinion(begun.facts.model_copy(update=facts), None)
            return [str(choice.hint) for choice in shown.choices]

        assert "öppnas igen" in hints(CLOSED)[1]
        assert "avslutas inte" in hints(ANSWERED)[1]


def test_saying_that_one_is_not_content_is_a_step_of_the_way(begun: Submission) -> None:
    said = [Said(at=BEGUN + timedelta(hours=5), text="", view=ComplainantView.DISPUTES)]
    titles = [
        getattr(step.title, "text", "")
        for step in journey(begun.facts.model_copy(update=CLOSED), NO_TARGETS, said)
    ]
    assert titles[-2:] == ["Ärendet avslutades", "Du sa att du inte är nöjd"]


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_next_step(begun: Submission, status: Status) -> None:
    assert next_step(begun.facts.model_copy(update={"status": status})).text


def test_no_answer_is_promised_to_who_does_not_want_one(begun: Submission) -> None:
    facts = begun.facts.model_copy(
        update={"status": Status.INVESTIGATING, "feedback_wish": Wish.NO}
    )
    assert "inte få svar" in next_step(facts).text
