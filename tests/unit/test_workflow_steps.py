"""Steps of handling: what each changes, and why each may be refused."""

from datetime import timedelta
from typing import Any

import pytest

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.opening import Opening, open_case
from services.workflow.stepping import Step, StepRefused
from services.workflow.steps.answering import GiveAnswer
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign
from services.workflow.steps.closing import Close, PointWaived
from services.workflow.steps.command import Command
from services.workflow.tidings import noted
from shared.events.envelope import Actor, Event
from shared.events.facts import Mark
from shared.events.notices import (
    FailedDetail,
    NoticeFailed,
    NoticeKind,
    NoticeSent,
    NoticeWay,
    SentDetail,
)
from shared.events.submissions import MessageContent, MessageDetail, MessageReceived
from shared.events.vocabulary import (
    Acknowledgement,
    ComplainantView,
    ControlPoint,
    Feedback,
    LexSarahState,
    Role,
    Status,
    Wish,
)
from shared.ids import new_id
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.pages.words import CONTROL_POINTS
from tests.support.submissions import MOMENT, submission

MANAGER = Step(Actor(role=Role.MANAGER, id="enhetschef"), MOMENT + timedelta(hours=1))
SERVICE = Step(Actor(role=Role.SERVICE, id="notifications"), MOMENT + timedelta(minutes=1))


@pytest.fixture
def open_case_with(organisation: Organisation) -> Any:
    def make(**given: Any) -> Case:
        return open_case(Opening(submission(**given)), 2026, 47, organisation, MOMENT).case

    return make


def named(point: ControlPoint) -> str:
    return say(CONTROL_POINTS[point], Language.ENGLISH)


def take(case: Case, organisation: Organisation, *commands: Command) -> Case:
    for command in commands:
        case = command.take(case, MANAGER, organisation).case
    return case


def told(case: Case, kind: type[Event], **parts: Any) -> Event:
    return kind.model_validate(
        {
            "id": new_id(),
            "occurred_at": MOMENT,
            "recorded_at": MOMENT,
            "case_id": case.case_id,
            "actor": SERVICE.actor,
            "correlation_id": case.correlation_id,
            "producer": "notifications",
            **parts,
        }
    )


def acknowledged(case: Case) -> Case:
    taken = noted(case, _sent(case), SERVICE)
    assert taken is not None
    return taken.case


def _sent(case: Case) -> Event:
    return told(
        case,
        NoticeSent,
        detail=SentDetail(
            notice=new_id(),
            kind=NoticeKind.ACKNOWLEDGEMENT,
            rule="acknowledge",
            way=NoticeWay.EMAIL,
            recipient_role="complainant",
            sent_at=MOMENT + timedelta(minutes=1),
        ),
    )


def message(case: Case, view: ComplainantView | None = None) -> Event:
    return told(
        case,
        MessageReceived,
        producer="intake",
        detail=MessageDetail(view=view),
        content=MessageContent(text="Jag vill tillägga en sak."),
    )


class TestRegistering:
    def test_it_has_number_history_and_diary_line(self, open_case_with: Any) -> None:
        case = open_case_with(unit="forsorjningsstod")

        assert case.facts.status is Status.REGISTERED
        assert case.facts.diary_number == "SN 2026-00047"
        assert [entry.step for entry in case.history] == ["case.received", "case.registered"]
        assert case.diary.matter.startswith("Klagomål, ")
        assert case.diary.sender == "Enskild"

    def test_the_diary_line_names_nobody(self, open_case_with: Any) -> None:
        case = open_case_with(text="Anna Andersson var otrevlig", email="anna@post.example")
        assert "nna" not in case.diary.model_dump_json()

    def test_the_same_submission_always_gives_the_same_event(
        self, organisation: Organisation
    ) -> None:
        event = submission()
        once, twice = (open_case(Opening(event), 2026, 1, organisation, MOMENT) for _ in range(2))
        assert once == twice


class TestAssigning:
    def test_the_default_is_the_units_nearest_manager(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = take(open_case_with(board="von", unit="hemvard-norr"), organisation, Assign())

        manager = organisation.manager_for("hemvard-norr")
        assert manager is not None
        assert case.facts.responsible == manager.account
        assert case.facts.status is Status.ASSIGNED
        assert case.facts.assigned_at == MANAGER.at

    def test_a_case_without_unit_goes_to_the_registrar(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = take(open_case_with(), organisation, Assign())
        assert case.facts.responsible == organisation.known_board("sn").recipients.registrar.account

    def test_the_same_one_again_is_refused(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = take(open_case_with(), organisation, Assign(responsible="x"))
        with pytest.raises(StepRefused, match="x ansvarar redan"):
            take(case, organisation, Assign(responsible="x"))


class TestAssessing:
    @pytest.mark.parametrize(
        ("severity", "probability", "must"),
        [(1, 1, False), (2, 4, False), (3, 3, True), (4, 1, True), (4, 4, True), (1, 4, False)],
    )
    def test_over_eight_or_severity_four_must_be_investigated(
        self,
        open_case_with: Any,
        organisation: Organisation,
        severity: int,
        probability: int,
        must: bool,
    ) -> None:
        case = take(
            open_case_with(),
            organisation,
            Assign(),
            Assess(severity=severity, probability=probability),
        )
        assert case.facts.must_investigate is must
        assert case.facts.risk_rule is not None
        assert case.facts.status is Status.ASSESSED

    def test_suspected_misconduct_is_marked(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = take(
            open_case_with(),
            organisation,
            Assign(),
            Assess(severity=4, probability=2, misconduct_suspected=True),
        )
        assert case.facts.lex_sarah is LexSarahState.SUSPECTED

    def test_nobody_responsible_and_an_unknown_category_are_both_told(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        with pytest.raises(StepRefused) as refused:
            take(open_case_with(), organisation, Assess(severity=1, probability=1, category="x"))
        assert len(refused.value.reasons) == 2

    @pytest.mark.parametrize("degree", [0, 5, "2", 2.0])
    def test_degrees_are_whole_numbers_from_1_to_4(self, degree: object) -> None:
        with pytest.raises(ValueError, match="severity"):
            Assess.model_validate({"severity": degree, "probability": 1})


class TestClosing:
    def test_it_says_everything_that_is_missing(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        with pytest.raises(StepRefused) as refused:
            take(open_case_with(), organisation, Close())
        missing = {
            ControlPoint.CATEGORY,
            ControlPoint.FEEDBACK_WISH,
            ControlPoint.SEVERITY,
            ControlPoint.ACKNOWLEDGEMENT,
            ControlPoint.RESPONSIBLE,
            ControlPoint.MEASURES,
            ControlPoint.FEEDBACK,
            ControlPoint.COMPLAINANT_VIEW,
        }
        assert [say(reason, Language.ENGLISH) for reason in refused.value.reasons] == [
            "The complainant has not been answered.",
            *(
                f"The control point is not answered: {named(point)}."
                for point in ControlPoint
                if point in missing
            ),
        ]

    def test_a_complete_case_closes_with_its_diary_entry(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        board = organisation.known_board("sn")
        category = board.category_list.categories[0].id
        case = acknowledged(open_case_with(feedback_wish=Wish.YES))

        closed = take(
            case,
            organisation,
            Assign(),
            Assess(severity=2, probability=2, category=category),
            GiveAnswer(text="Vi har rättat felet.", measures="Rutinen är ändrad."),
            Close(complainant_view=ComplainantView.AGREES),
        )

        assert closed.facts.status is Status.CLOSED
        assert closed.facts.closed_at == MANAGER.at
        assert closed.facts.control_points == tuple(ControlPoint)
        assert closed.diary is not None
        assert closed.diary.closed_on is not None
        assert closed.seq == len(closed.history)

    def test_a_point_can_be_waived_with_a_signed_reason(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = take(
            acknowledged(open_case_with(feedback_wish=Wish.NO)),
            organisation,
            Assign(),
            Assess(severity=1, probability=1),
            GiveAnswer(text="Tack.", measures="Ingen åtgärd behövs."),
            Close(waived=(PointWaived(control_point=ControlPoint.CATEGORY, reason="beröm"),)),
        )
        assert case.waivers[0].signed_by == MANAGER.actor
        assert ControlPoint.CATEGORY in case.facts.control_points

    def test_an_unanswered_case_cannot_close_even_with_waivers(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        waived = tuple(
            PointWaived(control_point=point, reason="gäller inte") for point in ControlPoint
        )
        with pytest.raises(StepRefused, match="har inte fått svar"):
            take(open_case_with(), organisation, Close(waived=waived))

    def test_a_closed_case_takes_no_further_step(
        self, open_case_with: Any, organisation: Organisation
    ) -> None:
        case = open_case_with()
        closed = case.model_copy(
            update={"facts": case.facts.model_copy(update={"status": Status.CLOSED})}
        )
        for command in (Assign(), Assess(severity=1, probability=1), Close()):
            with pytest.raises(StepRefused, match="Ta upp det igen först"):
                take(closed, organisation, command)


class TestTidings:
    def test_a_sent_acknowledgement_is_noted_once(self, open_case_with: Any) -> None:
        case = open_case_with()
        once = acknowledged(case)

        assert once.facts.acknowledgement is Acknowledgement.SENT
        assert once.facts.acknowledged_at == MOMENT + timedelta(minutes=1)
        assert noted(once, _sent(once), SERVICE) is None

    def test_one_that_cannot_be_sent_is_stated(self, open_case_with: Any) -> None:
        case = open_case_with()
        event = told(
            case,
            NoticeFailed,
            detail=FailedDetail(
                notice=new_id(),
                kind=NoticeKind.ACKNOWLEDGEMENT,
                rule="acknowledge",
                recipient_role="complainant",
                reason="no_address",
            ),
        )
        taken = noted(case, event, SERVICE)
        assert taken is not None
        assert taken.case.facts.acknowledgement is Acknowledgement.IMPOSSIBLE

    def test_a_message_is_kept_once(self, open_case_with: Any) -> None:
        case = open_case_with()
        event = message(case)
        taken = noted(case, event, SERVICE)
        assert taken is not None
        assert [kept.event for kept in taken.case.messages] == [event.id]
        assert noted(taken.case, event, SERVICE) is None

    def test_a_disputed_closing_reopens_the_case(self, open_case_with: Any) -> None:
        case = open_case_with()
        closed = case.model_copy(
            update={
                "facts": case.facts.model_copy(
                    update={"status": Status.CLOSED, "closed_at": MOMENT, "responsible": "x"}
                )
            }
        )
        taken = noted(closed, message(closed, ComplainantView.DISPUTES), SERVICE)
        assert taken is not None
        assert taken.event.type == "case.reopened"
        assert taken.case.facts.status is Status.ASSIGNED
        assert taken.case.facts.closed_at is None
        assert taken.case.facts.reopened == 1

    def test_agreeing_answers_the_control_point(self, open_case_with: Any) -> None:
        case = open_case_with()
        taken = noted(case, message(case, ComplainantView.AGREES), SERVICE)
        assert taken is not None
        assert ControlPoint.COMPLAINANT_VIEW in taken.event.facts.control_points


class TestControlPoints:
    def test_there_are_always_eleven(self, open_case_with: Any) -> None:
        assert [point.id for point in control_points(open_case_with())] == list(ControlPoint)

    @pytest.mark.parametrize(
        ("facts", "point", "evidence"),
        [
            ({}, ControlPoint.HOW_RECEIVED, "web 2026-03-02"),
            ({}, ControlPoint.CATEGORY, None),
            ({"category": "x"}, ControlPoint.CATEGORY, "x"),
            ({}, ControlPoint.DESCRIPTION, "own words"),
            ({"marks": (Mark.UNREADABLE,)}, ControlPoint.DESCRIPTION, None),
            ({}, ControlPoint.FEEDBACK_WISH, None),
            ({"feedback_wish": Wish.NO}, ControlPoint.FEEDBACK_WISH, "no"),
            ({"anonymous": True}, ControlPoint.FEEDBACK_WISH, "anonymous"),
            ({}, ControlPoint.ACKNOWLEDGEMENT, None),
            (
                {"acknowledgement": Acknowledgement.ORAL},
                ControlPoint.ACKNOWLEDGEMENT,
                "oral",
            ),
            ({}, ControlPoint.FEEDBACK, None),
            ({"feedback": Feedback.GIVEN}, ControlPoint.FEEDBACK, "given"),
            ({"feedback_wish": Wish.NO}, ControlPoint.FEEDBACK, "not wanted"),
            ({}, ControlPoint.COMPLAINANT_VIEW, None),
            ({}, ControlPoint.PROCESSING_TIME, None),
            ({"closed_at": MOMENT}, ControlPoint.PROCESSING_TIME, "2026-03-02"),
        ],
    )
    def test_evidence(
        self, open_case_with: Any, facts: dict[str, Any], point: ControlPoint, evidence: str | None
    ) -> None:
        found = {state.id: state for state in control_points(open_case_with(**facts))}[point]
        assert found.evidence == evidence
        assert found.fulfilled == (evidence is not None)
