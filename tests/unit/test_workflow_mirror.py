"""How it stands with a case in the municipality's own diary: its small state machine."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.external_diary.entry import entry_of, has_news
from services.workflow.external_diary.mirror import Mirror, MirrorState, Problem
from services.workflow.external_diary.steps import RetryDiary, SetDiaryNumber
from services.workflow.external_diary.telling import is_told, refused, registered
from services.workflow.opening import REGISTRAR, Opening, open_case, open_unnumbered
from services.workflow.stepping import Step, StepRefused
from shared.events.envelope import Actor
from shared.events.handling import NO_SERIAL, CaseRegistered
from shared.events.vocabulary import Kind, Role, Status
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

SERVICE = Step(REGISTRAR, MOMENT + timedelta(minutes=1))
BY_HAND = Step(Actor(role=Role.REGISTRAR, id="registrar-sn"), MOMENT + timedelta(hours=1))


@pytest.fixture
def case(organisation: Organisation) -> Case:
    return open_unnumbered(Opening(submission(unit="forsorjningsstod")), organisation, MOMENT).case


def mirror_of(case: Case) -> Mirror:
    assert case.mirror is not None
    return case.mirror


CHANGES = ("wanted", "put_off", "told", "refused", "again")


@given(st.lists(st.sampled_from(CHANGES), max_size=30))
@settings(max_examples=200, deadline=None)
def test_something_waits_exactly_while_it_is_pending(changes: list[str]) -> None:
    mirror, now = Mirror.first(MOMENT), MOMENT
    for change in changes:
        now += timedelta(minutes=1)
        mirror = {
            "wanted": lambda each, at: each.wanted(at),
            "put_off": lambda each, at: (
                each.put_off(at, Problem.OUT_OF_ORDER, answered=True) if each.waiting else each
            ),
            "told": lambda each, at: each.told(at),
            "refused": lambda each, at: each.refused(at, Problem.REFUSED),
            "again": lambda each, at: each.again(at),
        }[change](mirror, now)
        assert (mirror.waiting is not None) is (mirror.state is MirrorState.PENDING)
        assert mirror.since <= now
        if mirror.state is MirrorState.MIRRORED:
            assert mirror.problem is None


def test_a_conflict_is_not_ended_by_other_changes_of_the_case() -> None:
    conflict = Mirror.first(MOMENT).refused(MOMENT, Problem.REFUSED)
    assert conflict.wanted(MOMENT) == conflict


def test_a_change_does_not_make_a_slow_diary_be_asked_sooner() -> None:
    later = MOMENT + timedelta(hours=1)
    put_off = Mirror.first(MOMENT).put_off(later, Problem.OUT_OF_ORDER, answered=True)
    assert put_off.wanted(MOMENT) == put_off


def test_the_number_makes_it_registered_in_no_series_of_ours(case: Case) -> None:
    taken = registered(case, "KS 2026/0047", SERVICE, mirror_of(case).told(SERVICE.at))

    assert isinstance(taken.event, CaseRegistered)
    assert taken.event.detail.serial == NO_SERIAL
    assert taken.event.facts.diary_number == "KS 2026/0047"
    assert taken.case.facts.status is Status.REGISTERED
    assert mirror_of(taken.case).state is MirrorState.MIRRORED
    assert taken.case.diary is None


def test_a_case_that_has_come_further_stays_there(case: Case, organisation: Organisation) -> None:
    assigned = BY_NAME["assign"].model_validate({}).take(case, BY_HAND, organisation).case
    taken = registered(assigned, "KS 2026/0047", SERVICE, mirror_of(case))
    assert taken.case.facts.status is Status.ASSIGNED

    paused = (
        BY_NAME["pause"]
        .model_validate({"until": date(2026, 4, 1), "reason": "Väntar på regionen"})
        .take(case, BY_HAND, organisation)
        .case
    )
    numbered = registered(paused, "KS 2026/0047", SERVICE, mirror_of(case)).case
    resumed = BY_NAME["resume"].model_validate({}).take(numbered, BY_HAND, organisation).case
    assert resumed.facts.status is Status.REGISTERED


def test_a_lex_sarah_case_is_told_of_as_one(organisation: Organisation) -> None:
    opened = open_unnumbered(Opening(submission(kind=Kind.LEX_SARAH)), organisation, MOMENT)
    assert [event.type for event in opened.events] == ["case.documented", "lexsarah.reported"]
    assert entry_of(opened.case, organisation).matter == "Lex Sarah-rapport, Socialnämnden"


@pytest.mark.parametrize(
    ("step", "told", "news"),
    [
        ("assign", {}, False),
        ("draft-answer", {"text": "Vi undersöker."}, False),
        ("add-paper", {"title": "Yttrande", "direction": "in"}, True),
        ("correct-paper", {"number": 1, "title": "Anmälan", "reason": "Saknades"}, True),
        ("reclassify", {"kind": "view", "reason": "Är en synpunkt"}, True),
        ("correct", {"received_on": "2026-03-01", "reason": "Låg i postfacket"}, True),
        ("dismiss", {"reason": "withdrawn", "explanation": "Återtaget"}, True),
    ],
)
def test_what_is_news_to_the_other_diary(
    case: Case, organisation: Organisation, step: str, told: dict[str, Any], news: bool
) -> None:
    known = registered(case, "KS 1", SERVICE, mirror_of(case).told(SERVICE.at)).case
    entry = entry_of(known, organisation)

    after = BY_NAME[step].model_validate(told).take(known, BY_HAND, organisation).case

    assert has_news(known, after) is news
    assert mirror_of(after).state is (MirrorState.PENDING if news else MirrorState.MIRRORED)
    assert is_told(after, entry, organisation) is not news


class TestByHand:
    def test_only_where_another_system_keeps_the_diary(self, organisation: Organisation) -> None:
        ours = open_case(Opening(submission()), 2026, 47, organisation, MOMENT).case
        for command in (RetryDiary(), SetDiaryNumber(number="KS 1")):
            with pytest.raises(StepRefused, match="vårt eget diarium"):
                command.take(ours, BY_HAND, organisation)

    def test_a_conflict_is_tried_again(self, case: Case, organisation: Organisation) -> None:
        with pytest.raises(StepRefused, match="ingen konflikt"):
            RetryDiary().take(case, BY_HAND, organisation)
        conflict = refused(case, mirror_of(case), Problem.REFUSED, SERVICE).case
        again = RetryDiary().take(conflict, BY_HAND, organisation).case
        assert mirror_of(again) == Mirror.first(BY_HAND.at)

    def test_a_number_by_hand_is_still_to_be_told(
        self, case: Case, organisation: Organisation
    ) -> None:
        numbered = SetDiaryNumber(number=" KS 1 ").take(case, BY_HAND, organisation).case
        assert numbered.facts.diary_number == "KS 1"
        assert numbered.history[-1].actor == BY_HAND.actor
        assert mirror_of(numbered).state is MirrorState.PENDING
        assert entry_of(numbered, organisation).number == "KS 1"

    def test_another_number_needs_a_reason(self, case: Case, organisation: Organisation) -> None:
        numbered = SetDiaryNumber(number="KS 1").take(case, BY_HAND, organisation).case
        with pytest.raises(StepRefused, match="skriv varför"):
            SetDiaryNumber(number="KS 2").take(numbered, BY_HAND, organisation)
        with pytest.raises(StepRefused, match="redan det numret"):
            SetDiaryNumber(number="KS 1").take(numbered, BY_HAND, organisation)
        changed = SetDiaryNumber(number="KS 2", reason="Felskrivet")
        after = changed.take(numbered, BY_HAND, organisation).case
        assert after.facts.diary_number == "KS 2"
        assert after.history[-1].before == {"diary_number": "KS 1"}

    def test_what_the_other_diary_has_given_is_changed_there(
        self, case: Case, organisation: Organisation
    ) -> None:
        known = registered(case, "KS 1", SERVICE, mirror_of(case).told(SERVICE.at)).case
        with pytest.raises(StepRefused, match="givet av kommunens diarium"):
            SetDiaryNumber(number="KS 2", reason="Felskrivet").take(known, BY_HAND, organisation)
