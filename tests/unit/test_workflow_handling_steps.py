"""Single steps: what each changes, and why each may be refused."""

from datetime import date
from typing import Any

import pytest

from services.workflow.commands import COMMANDS
from services.workflow.control_points import control_points
from services.workflow.step_examples import EXAMPLES
from services.workflow.steps.command import IN_CONFLICT
from shared.events.envelope import Actor
from shared.events.facts import Mark
from shared.events.handling_words import ActionLevel
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    Feedback,
    Kind,
    LexSarahState,
    Outcome,
    Role,
    Status,
    Way,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from tests.unit.handled_cases import INVESTIGATOR, MANAGER, NOW, Handle, Handled


@pytest.fixture
def handled(organisation: Organisation) -> Handle:
    def make(**given: Any) -> Handled:
        return Handled(organisation, **given)

    return make


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_step_has_an_example_that_fits(command: Any) -> None:
    assert command.model_validate(EXAMPLES[command.name])


class TestWhoIsProposed:
    @pytest.mark.parametrize(
        ("given", "account"),
        [
            ({}, "manager-hemvard-norr"),
            ({"unit": "hemvard"}, "head-hemvard"),
            ({"unit": None}, "registrar-von"),
            ({"unit": None, "marks": (Mark.UNIT_UNKNOWN,)}, "registrar-von"),
            ({"kind": Kind.LEX_SARAH}, "investigator-von"),
            ({"kind": Kind.LEX_SARAH, "unit": None}, "investigator-von"),
        ],
        ids=["unit", "overarching", "no unit", "unknown unit", "lex Sarah", "lex Sarah, no unit"],
    )
    def test_default(self, handled: Handle, given: dict[str, Any], account: str) -> None:
        assert handled(**given).take("assign").facts.responsible == account

    def test_in_conflict_it_is_someone_outside_the_unit(self, handled: Handle) -> None:
        case = handled()
        outside = ("head-hemvard", "coordinator-hemvard", "quality-von")
        for account in ("manager-hemvard-norr", *outside):
            case.take("declare-conflict", account=account, reason="Eget beslut.")
            proposed = Handled(case.organisation)
            proposed.case = case.case
            assert proposed.take("assign").facts.responsible != account
        assert case.take("assign").facts.responsible == "registrar-von", "who finds someone"

    def test_one_who_is_in_conflict_cannot_be_named(self, handled: Handle) -> None:
        case = handled()
        case.take("declare-conflict", account="manager-1", reason="Eget beslut.")
        assert case.refused("assign", responsible="manager-1")
        assert case.refused("declare-conflict", account="manager-1", reason="Igen.")

    def test_one_who_is_in_conflict_takes_no_step(self, handled: Handle) -> None:
        case = handled().assessed()
        case.take("declare-conflict", reason="Jag fattade beslutet.")
        assert case.refused("write", text="x") == [say(IN_CONFLICT, Language.ENGLISH)]
        assert case.take("assign", responsible="head-von").facts.responsible == "head-von"

    def test_a_caseworker_declares_only_their_own(self, handled: Handle) -> None:
        caseworker = Actor(role=Role.CASEWORKER, id="caseworker-1")
        refused = handled().refused("declare-conflict", caseworker, account="x", reason="Skäl.")
        assert len(refused) == 1

    def test_the_units_manager_does_not_investigate_its_lex_sarah(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        assert case.refused("assign", responsible="manager-hemvard-norr")
        assert case.refused("investigate", investigator="manager-hemvard-norr")
        moved = case.take("reclassify", unit="hemvard-soder", reason="Fel enhet.")
        assert moved.lex_sarah is not None
        assert moved.lex_sarah.kept_from == ("manager-hemvard-norr", "manager-hemvard-soder")


class TestInvestigating:
    def test_no_cause_needs_words(self, handled: Handle) -> None:
        case = handled().assessed()
        case.take("investigate")
        assert case.refused("conclude", course_of_events="Inget fel.", causes=[])
        case.take("conclude", course_of_events="Inget.", cause_explained="Inget fel skedde.")
        assert case.case.facts.investigated is True

    def test_causes_stand_once(self, handled: Handle) -> None:
        case = handled().investigated(causes=["workload", "workload"])
        assert case.case.facts.causes == ("workload",)

    def test_a_deviation_says_its_consequence(self, handled: Handle) -> None:
        case = handled(kind=Kind.DEVIATION).assessed()
        case.take("investigate")
        told = {"course_of_events": "x", "causes": ["workload"]}
        assert len(case.refused("conclude", **told)) == 1
        assert case.refused("conclude", **told, consequences=["none", "worry"])
        assert case.refused("conclude", **told, consequences=["none"]) == []

    def test_what_lex_sarah_must_show(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        case.take("investigate")
        assert len(case.refused("conclude", course_of_events="x", causes=["workload"])) == 3

    def test_again_keeps_what_was_concluded(self, handled: Handle) -> None:
        case = handled().investigated()
        again = case.take("investigate")
        assert again.facts.investigated is False
        assert again.investigation is not None
        assert len(again.investigation.earlier_conclusions) == 1
        assert case.refused("investigate")


class TestActing:
    def test_from_decided_to_judged(self, handled: Handle) -> None:
        case = handled().investigated()
        told = {"kind": "routine_new", "level": "unit", "text": "x"}
        assert case.refused("decide-action", **told), "which cause"
        assert case.refused("decide-action", **told, cause="knowledge"), "not found"
        assert case.refused("decide-action", **told, cause="workload", due="2026-03-01")
        acting = case.take("decide-action", **told, cause="workload")
        assert acting.facts.status is Status.ACTING
        assert acting.facts.action_levels == (ActionLevel.UNIT,)
        assert acting.measures[0].owner == "manager-hemvard-norr"
        assert case.refused("judge-effect", action=1, effect="effective", explanation="x")
        assert case.refused("complete-action", action=2)
        case.take("complete-action", action=1)
        assert case.refused("complete-action", action=1)
        judged = case.take("judge-effect", action=1, effect="no_effect", explanation="Nej.")
        assert judged.facts.actions.model_dump() == {"decided": 1, "done": 1, "effective": 0}

    def test_not_before_the_investigation_is_ready(self, handled: Handle) -> None:
        case = handled().assessed()
        case.take("investigate")
        assert case.refused("decide-action", kind="talk", level="individual", text="x")


class TestAnswering:
    def test_the_wish_is_not_rewritten_by_how_it_was_answered(self, handled: Handle) -> None:
        case = handled(feedback_wish=Wish.YES, feedback_way=Way.EMAIL).assessed()
        answered = case.take("answer", text="x", measures="y", way="phone")
        assert answered.facts.feedback_way is Way.EMAIL
        assert answered.answer is not None
        assert answered.answer.way is Way.PHONE
        assert case.last is not None
        assert case.last.event.detail.way is Way.PHONE  # type: ignore[attr-defined]

    @pytest.mark.parametrize("posted", [True, False])
    def test_by_letter_that_may_be_posted_already(self, handled: Handle, posted: bool) -> None:
        case = handled().assessed()
        case.take("answer", text="x", measures="y", way="letter", posted=posted)
        assert case.last is not None
        assert case.last.event.model_dump()["detail"] == {
            "feedback": Feedback.GIVEN,
            "way": Way.LETTER,
            "posted": posted,
        }

    @pytest.mark.parametrize("way", ["email", "phone", None])
    def test_only_a_letter_can_be_posted(self, handled: Handle, way: str | None) -> None:
        case = handled().assessed()
        assert case.refused("answer", text="x", measures="y", way=way, posted=True) == [
            "Only an answer given by letter can be posted."
        ]

    @pytest.mark.parametrize(
        ("step", "told"),
        [("answer", {"text": "x", "measures": "y"}), ("waive-answer", {"reason": "Skäl."})],
    )
    def test_no_fault_found_needs_an_investigation(
        self, handled: Handle, step: str, told: dict[str, str]
    ) -> None:
        assert handled().assessed().refused(step, **told, outcome=Outcome.UNJUSTIFIED)
        assert handled().investigated().refused(step, **told, outcome=Outcome.UNJUSTIFIED) == []

    def test_the_draft_goes_when_the_answer_is_given(self, handled: Handle) -> None:
        case = handled().assessed()
        assert case.take("draft-answer", text="Hej").draft is not None
        assert case.take("draft-answer").draft is None
        case.take("draft-answer", text="Hej")
        assert case.take("answer", text="x", measures="y").draft is None

    def test_a_lex_sarah_report_is_not_answered(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        for step, told in (
            ("answer", {"text": "x", "measures": "y"}),
            ("waive-answer", {"reason": "Skäl."}),
            ("write", {"text": "x"}),
            ("draft-answer", {"text": "x"}),
        ):
            assert case.refused(step, **told)

    def test_an_oral_acknowledgement(self, handled: Handle) -> None:
        case = handled()
        assert case.take("acknowledge").facts.acknowledgement is Acknowledgement.ORAL
        assert case.refused("acknowledge")


class TestPausing:
    def test_it_goes_back_to_where_it_was(self, handled: Handle) -> None:
        case = handled().assessed()
        assert case.refused("pause", until="2026-03-02", reason="Idag.")
        paused = case.take("pause", until="2026-04-01", reason="Yttrande.")
        assert (paused.facts.status, paused.facts.paused_until) == (
            Status.PAUSED,
            date(2026, 4, 1),
        )
        assert case.refused("answer", text="x", measures="y")
        resumed = case.take("resume")
        assert (resumed.facts.status, resumed.facts.paused_until) == (Status.ASSESSED, None)


class TestHandingOver:
    def test_it_stays_ours_until_they_accept(self, handled: Handle) -> None:
        case = handled()
        offer = {"to": "region", "recipient": "Sjukhuset", "reason": "Deras utskrivning."}
        assert case.take("refer", **offer).facts.status is Status.REGISTERED
        assert case.refused("refer", **offer)
        assert "The case is offered to someone else, who has not answered." in case.refused("close")
        over = case.take("accept-referral", their_reference="RS-2026-1")
        assert over.facts.status is Status.REFERRED
        assert over.facts.closed_at == NOW
        assert over.diary is not None
        assert over.diary.closed_on == date(2026, 3, 2)
        assert [each.number for each in over.external_numbers] == ["RS-2026-1"]

    def test_an_offer_that_nobody_takes_can_be_withdrawn(self, handled: Handle) -> None:
        case = handled()
        assert case.refused("withdraw-referral", reason="Nej.")
        case.take("refer", to="region", recipient="Sjukhuset", reason="Deras.")
        back = case.take("withdraw-referral", reason="De säger nej.")
        assert back.referral is None
        assert back.earlier_referrals[0].ended_at == NOW
        assert case.refused("accept-referral")

    def test_a_region_gets_a_reply_when_it_is_no_deviation(self, handled: Handle) -> None:
        case = handled(kind=Kind.DEVIATION, channel=Channel.REGION, feedback_wish=Wish.NO)
        told = {"reason": "not_a_deviation", "explanation": "Enligt rutin."}
        assert case.refused("dismiss", **told) == ["Write a reply to the complainant."]
        gone = case.take("dismiss", **told, reply="Det följde rutinen.")
        assert gone.facts.status is Status.DISMISSED
        assert gone.facts.feedback is Feedback.GIVEN
        assert [paper.kind.value for paper in gone.papers[-2:]] == ["dismissal", "answer"]

    def test_only_a_deviation_is_no_deviation(self, handled: Handle) -> None:
        told = {"reason": "not_a_deviation", "explanation": "Nej.", "reply": "Nej."}
        assert handled().refused("dismiss", **told)

    def test_a_lex_sarah_report_is_never_written_off(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH)
        assert case.refused("dismiss", reason="test", explanation="Ett prov.")
        other = "0199a7d0-0000-7000-8000-000000000000"
        assert case.refused("merge", into=other, reason="Dubbel.")

    def test_a_reply_states_no_measures_when_it_is_taken_up_again(self, handled: Handle) -> None:
        case = handled()
        case.take("dismiss", reason="not_ours", explanation="Butik.", reply="Fråga butiken.")
        again = case.take("reopen", reason="Det var vår butik.")
        assert (again.facts.dismissed, again.facts.closed_at) == (None, None)
        assert again.facts.reopened == 1
        assert "measures" not in again.facts.control_points


class TestClosing:
    def closable(self, handled: Handle, **given: Any) -> Handled:
        case = handled(feedback_wish=Wish.YES, category="care-given", **given).investigated()
        case.take("acknowledge")
        case.take("answer", text="x", measures="y")
        return case

    def test_a_deviation_answers_whether_data_got_lost(self, handled: Handle) -> None:
        case = handled(kind=Kind.DEVIATION, feedback_wish=Wish.NO).assessed(data_breach=None)
        asked = "Answer whether personal data got lost or into wrong hands."
        assert asked in case.refused("close")
        case.take("correct", data_breach=False, reason="Svaret saknades.")
        assert asked not in case.refused("close")

    def test_concern_for_a_child_has_a_day(self, handled: Handle) -> None:
        case = self.closable(handled)
        case.take("assess", severity=2, probability=2, child_concern=True)
        [reason] = case.refused("close", complainant_view="agrees")
        assert "child" in reason
        case.take("correct", child_reported_on="2026-03-02", reason="Anmäld idag.")
        assert case.take("close", complainant_view="agrees").facts.status is Status.CLOSED

    def test_nobody_in_conflict_answers_for_it(self, handled: Handle) -> None:
        case = self.closable(handled)
        case.take("declare-conflict", account="manager-hemvard-norr", reason="Eget beslut.")
        assert len(case.refused("close", complainant_view="agrees")) == 1

    def test_a_correction_cannot_undo_what_it_was_closed_on(self, handled: Handle) -> None:
        case = self.closable(handled)
        case.take("close", complainant_view="agrees")
        assert case.refused("correct", complainant_view="not_asked", reason="Fel.")
        assert case.refused("correct", feedback_wish="unknown", reason="Fel.")
        assert case.refused("correct", gender="woman", reason="Fel.") == []

    def test_a_corrected_arrival_stands_in_the_diary_with_what_stood(self, handled: Handle) -> None:
        case = handled()
        corrected = case.take("correct", received_on="2026-02-27", reason="Stämpeln.")
        assert corrected.diary is not None
        assert corrected.diary.received_on == date(2026, 2, 27)
        [was] = corrected.diary.corrections
        assert (was.field, was.stood) == ("received_on", "2026-03-02")

    def test_closed_late_in_the_evening_it_is_the_swedish_day(self, handled: Handle) -> None:
        case = self.closable(handled)
        late = NOW.replace(hour=23, minute=30)
        closed = case.case.model_copy(
            update={"facts": case.case.facts.model_copy(update={"closed_at": late})}
        )
        assert control_points(closed)[-1].evidence == "2026-03-03"

    def test_reopening_keeps_the_answer(self, handled: Handle) -> None:
        case = self.closable(handled)
        case.take("close", complainant_view="agrees")
        again = case.take("reopen", reason="Det hände igen.")
        assert again.facts.status is Status.ASSIGNED
        assert again.answer is not None
        case.take("answer", text="Nytt.", measures="Mer.")
        assert len(case.case.earlier_answers) == 1


class TestLexSarah:
    def test_a_suspicion_is_answered_before_the_end(self, handled: Handle) -> None:
        case = handled().assessed(misconduct_suspected=True)
        assert case.refused("dismiss", reason="withdrawn", explanation="Skäl.")
        case.take("decline-lex-sarah", reason="no_misconduct", explanation="Enligt rutin.")
        assert case.case.facts.lex_sarah is LexSarahState.DECLINED
        assert case.case.facts.status is Status.ASSESSED
        again = case.refused("assess", severity=2, probability=2, misconduct_suspected=True)
        assert len(again) == 1
        assert "report" in again[0].casefold()

    def test_health_care_has_lex_maria(self, handled: Handle) -> None:
        case = handled(law="HSL")
        assert case.refused("report-lex-sarah", text="x")
        assert case.refused("report-lex-sarah", text="x", law="SoL") == []

    def test_a_decided_one_is_not_declined(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).concluded()
        decline = {"reason": "no_misconduct", "explanation": "Nej."}
        assert case.refused("decline-lex-sarah", **decline)
        case.take("decide-lex-sarah", misconduct="misconduct", decision="x")
        assert case.refused("decline-lex-sarah", **decline)
        assert case.refused("decide-lex-sarah", misconduct="none", decision="y")
        assert case.refused("notify-ivo"), "only what is serious"

    def test_ivo_may_be_told_before_the_investigation(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        assert case.refused("record-ivo-decision", decision="closed")
        case.take("notify-ivo", INVESTIGATOR, ivo_reference="8.5-1/2026")
        assert case.take("investigate").facts.lex_sarah is LexSarahState.IVO_NOTIFIED
        case.take("record-ivo-decision", decision="supplement")
        assert case.case.facts.lex_sarah is LexSarahState.IVO_DECIDED

    def test_a_declined_one_can_be_investigated_after_all(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        case.take("decline-lex-sarah", reason="no_misconduct", explanation="Nej.")
        assert case.case.facts.status is Status.ANSWERED
        assert case.refused("notify-ivo")
        taken_up = case.take("investigate")
        assert taken_up.lex_sarah is not None
        assert taken_up.lex_sarah.declined is None

    def test_an_earlier_decision_is_kept(self, handled: Handle) -> None:
        case = handled(kind=Kind.LEX_SARAH).concluded()
        case.take("decide-lex-sarah", misconduct="misconduct", decision="x")
        again = case.take("investigate")
        assert again.facts.lex_sarah is LexSarahState.DECIDED
        assert again.lex_sarah is not None
        assert again.lex_sarah.misconduct is None
        assert again.lex_sarah.earlier_decisions[0].decision == "x"


class TestNumbersOfOthers:
    @pytest.mark.parametrize("wrong", ["Anna Andersson", "utan siffra", "a@b1"])
    def test_they_are_numbers(self, handled: Handle, wrong: str) -> None:
        case = handled(kind=Kind.LEX_SARAH).lex_sarah()
        with pytest.raises(ValueError, match="ivo_reference"):
            case.take("notify-ivo", ivo_reference=wrong)

    def test_accounts_are_no_names(self, handled: Handle) -> None:
        with pytest.raises(ValueError, match="responsible"):
            handled().take("assign", responsible="Anna Andersson")

    def test_actors_stand_in_the_history(self, handled: Handle) -> None:
        assert handled().take("assign").history[-1].actor == MANAGER


class TestProtectedIdentity:
    def test_is_marked_and_unmarked_with_a_reason_also_when_finished(self, handled: Handle) -> None:
        case = handled()
        assert not case.case.facts.protected_identity
        marked = case.take("correct", protected_identity=True, reason="Hörde av sig.")
        assert marked.facts.protected_identity
        assert marked.history[-1].changes == {"protected_identity": "True"}
        assert case.refused("correct", protected_identity=True, reason="Igen.")
        unmarked = case.take("correct", protected_identity=False, reason="Fel ärende.")
        assert not unmarked.facts.protected_identity

    def test_comes_with_the_submission(self, handled: Handle) -> None:
        assert handled(protected_identity=True).case.facts.protected_identity
