"""Pauses and later days as the steps of handling keep them, and as the case's page says them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.workflow.desk import desk_of
from services.workflow.pages.deadlines_in_words import deadline_lines
from services.workflow.pages.forms.definitions import BY_STEP
from services.workflow.pages.forms.field import Sheet
from shared.deadlines.computing import deadlines_of
from shared.events.facts import Extension, Pause
from shared.events.handling import CaseDeadlineExtended
from shared.events.handling_words import ExtensionCause
from shared.events.vocabulary import Acknowledgement, Kind
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.formats import NO_BREAK_SPACE
from shared.pages.languages import Language
from tests.unit.handled_cases import Handle, Handled

EXTENDED = {
    "deadline": "answer",
    "until": "2026-04-10",
    "cause": "others",
    "reason": "Regionen ska yttra sig.",
}


@pytest.fixture
def handled(organisation: Organisation) -> Handle:
    def make(**given: Any) -> Handled:
        return Handled(organisation, **given)

    return make


def due(handled: Handled) -> dict[str, date]:
    board = handled.organisation.known_board("von")
    return {each.key: each.due for each in deadlines_of(handled.case.facts, board)}


class TestPausing:
    def test_each_pause_is_kept_with_its_days(self, handled: Handle) -> None:
        case = handled().assessed()
        assert case.take("pause", until="2026-04-01", reason="Yttrande.").facts.pauses == (
            Pause(began_on=date(2026, 3, 2), until=date(2026, 4, 1)),
        )
        assert case.take("resume").facts.pauses == (
            Pause(began_on=date(2026, 3, 2), until=date(2026, 4, 1), ended_on=date(2026, 3, 2)),
        )
        assert len(case.take("pause", until="2026-03-20", reason="Igen.").facts.pauses) == 2

    def test_the_due_day_moves_and_the_list_with_it(self, handled: Handle) -> None:
        case = handled(acknowledgement=Acknowledgement.ORAL).assessed()
        before = due(case)["answer"]
        case.take("pause", until="2026-03-12", reason="Yttrande.")

        # The arrival day itself is not counted in any case.
        assert (due(case)["answer"] - before).days == 9
        desk = desk_of(case.case, case.organisation)
        assert desk is not None
        assert (desk.due, desk.rule) == (due(case)["answer"], "answer")

    def test_a_case_that_is_closed_and_taken_up_again_keeps_its_pauses(
        self, handled: Handle
    ) -> None:
        case = handled().assessed()
        case.take("pause", until="2026-04-01", reason="Yttrande.")
        kept = case.take("resume").facts.pauses
        case.take("dismiss", reason="test", explanation="Ett prov.")
        assert case.take("reopen", reason="Det var inget prov.").facts.pauses == kept


class TestExtending:
    def test_a_later_day_with_its_reason(self, handled: Handle) -> None:
        case = handled().assessed()
        facts = case.take("extend", **EXTENDED).facts

        assert facts.extended == (
            Extension(
                rule="answer",
                due=date(2026, 4, 10),
                on=date(2026, 3, 2),
                cause=ExtensionCause.OTHERS,
            ),
        )
        assert due(case)["answer"] == date(2026, 4, 10)
        assert case.last is not None
        assert isinstance(case.last.event, CaseDeadlineExtended)
        assert case.last.event.detail.due == date(2026, 4, 10)
        assert case.case.history[-1].reason == "Regionen ska yttra sig."
        assert "Regionen" not in case.last.event.model_dump_json()

    def test_the_newest_day_holds_and_must_be_later(self, handled: Handle) -> None:
        case = handled().assessed()
        case.take("extend", **EXTENDED)
        for day in ("2026-04-10", "2026-04-09", "2026-03-03"):
            (why,) = case.refused("extend", **EXTENDED | {"until": day})
            assert why.replace(NO_BREAK_SPACE, " ") == (
                "The deadline is 10 April 2026 already: choose a later day."
            )
        facts = case.take("extend", **EXTENDED | {"until": "2026-05-01"}).facts
        assert [each.due for each in facts.extended] == [date(2026, 5, 1)]

    @pytest.mark.parametrize("until", ["2026-03-02", "2026-03-01"])
    def test_not_to_a_day_that_has_been(self, handled: Handle, until: str) -> None:
        case = handled().assessed()
        assert case.refused("extend", **EXTENDED | {"until": until}) == [
            "Choose a day that has not been."
        ]

    @pytest.mark.parametrize(
        ("deadline", "given"),
        [
            # To be done at once, or only a reminder, or not there.
            ("acknowledge", {}),
            ("assign", {}),
            ("coordinator-reminder", {}),
            ("lex-sarah-at-once", {"kind": Kind.LEX_SARAH}),
            ("measures-due.1", {}),
            ("no-such-rule", {}),
        ],
    )
    def test_what_cannot_be_extended(
        self, handled: Handle, deadline: str, given: dict[str, Any]
    ) -> None:
        assert handled(**given).refused("extend", **EXTENDED | {"deadline": deadline}) == [
            "The case has no such deadline that can be extended."
        ]

    def test_what_is_met_cannot_be_extended(self, handled: Handle) -> None:
        case = handled().assessed()
        case.take("waive-answer", reason="Vill inte ha svar.")
        assert case.refused("extend", **EXTENDED)

    def test_a_measure_s_own_day(self, handled: Handle) -> None:
        case = handled().investigated()
        case.take(
            "decide-action",
            kind="talk",
            level="unit",
            text="Samtal.",
            cause="workload",
            due="2026-03-20",
        )
        assert case.case.facts.measures[0].due == date(2026, 3, 20)
        case.take("extend", **EXTENDED | {"deadline": "measures-due.1"})
        assert due(case)["measures-due.1"] == date(2026, 4, 10)
        done = case.take("complete-action", action=1).facts.measures[0]
        assert (done.state, done.done_on) == ("done", date(2026, 3, 2))

    def test_the_form_offers_what_can_be_extended(self, handled: Handle) -> None:
        case = handled()
        (field, *_) = BY_STEP["extend"].fields
        sheet = Sheet(case.case, case.organisation, (), date(2026, 3, 2))
        offered = field.choices(sheet).free
        assert [(each.value, say(each.label, Language.ENGLISH)) for each in offered] == [
            ("answer", "Answer")
        ]
        assert field.preset(sheet) == ("answer",)


class TestThePage:
    def lines(self, case: Handled, day: str) -> list[tuple[str, str]]:
        now = datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC)
        board = case.organisation.known_board("von")
        return [
            (
                say(each.name, Language.ENGLISH),
                say(each.state, Language.ENGLISH).replace(NO_BREAK_SPACE, " "),
            )
            for each in deadline_lines(case.case.facts, board, now)
        ]

    def test_each_deadline_with_how_it_stands(self, handled: Handle) -> None:
        case = handled(acknowledgement=Acknowledgement.ORAL)
        assert self.lines(case, "2026-03-05") == [
            ("Assign", "Ends today"),
            ("Answer", "Running"),
            ("The coordinator's reminder", "Running"),
            ("Acknowledge", "Done"),
        ]
        assert dict(self.lines(case, "2026-04-20"))["Answer"] == "Late"

    def test_a_pause_and_a_later_day_are_said(self, handled: Handle) -> None:
        case = handled(acknowledgement=Acknowledgement.ORAL).assessed()
        case.take("extend", **EXTENDED)
        assert dict(self.lines(case, "2026-03-20"))["Answer"] == "Extended"
        case.take("pause", until="2026-03-25", reason="Yttrande.")
        assert dict(self.lines(case, "2026-03-20"))["Answer"] == "Stands still until 25 March 2026"
