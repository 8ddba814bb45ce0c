"""Any sequence of steps, tidings and relations: no impossible state is ever reached.

The rules are written here anew, from the requirements, and not taken from the code.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.workflow.case import Case
from services.workflow.commands import BY_NAME, COMMANDS
from services.workflow.control_points import control_points
from services.workflow.opening import Opening
from services.workflow.stepping import Step, StepRefused, Taken
from services.workflow.steps.command import Command
from shared.clock import local_date
from shared.events.envelope import Actor, FactsEvent
from shared.events.handling_words import ActionState, Relation
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
    Channel,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Kind,
    LexSarahState,
    Outcome,
    Role,
    Status,
    Wish,
)
from shared.ids import derived_id
from shared.organisation import Organisation, load_organisation
from shared.pages.phrases import Phrase
from tests.conftest import REPOSITORY
from tests.support.submissions import MOMENT, submission
from tests.unit.case_world import World, fits_its_schema, texts_of
from tests.unit.step_payloads import ACCOUNTS, SECRET, payload

FINISHED = {"closed", "followed_up", "dismissed", "referred"}
CLOSED = {"closed", "followed_up"}
ORDER = [
    "none",
    "suspected",
    "reported",
    "declined",
    "investigating",
    "decided",
    "ivo_notified",
    "ivo_decided",
]
BACK = {
    Relation.RELATED: Relation.RELATED,
    Relation.SAME_MATTER: Relation.SAME_MATTER,
    Relation.MERGED_INTO: Relation.MERGED_FROM,
    Relation.MERGED_FROM: Relation.MERGED_INTO,
    Relation.LEX_SARAH: Relation.ORIGIN,
    Relation.ORIGIN: Relation.LEX_SARAH,
}
TAKEN: Counter[str] = Counter()
"""How often each step was taken in all: a walk that gets nowhere shows nothing."""
ONWARDS = (
    "assign",
    "assess",
    "answer",
    "waive-answer",
    "investigate",
    "add-finding",
    "report-lex-sarah",
    "accept-referral",
    "conclude",
    "decide-action",
    "complete-action",
    "judge-effect",
    "decline-lex-sarah",
    "notify-ivo",
    "decide-lex-sarah",
    "record-ivo-decision",
    "resume",
    "close",
    "follow-up",
)
SEEDS = st.integers(0, 2**40)
MOVES = (
    *("take_a_step_that_is_offered",) * 5,
    *("go_on",) * 3,
    "try_any_step",
    "hear_of_the_acknowledgement",
    "hear_from_the_complainant",
    "tell_the_other_case",
)
"""What a walk is made of, as often as it stands here."""
ROLES = (Role.CASEWORKER, Role.MANAGER, Role.REGISTRAR, Role.INVESTIGATOR)
ORGANISATION: Organisation = load_organisation(REPOSITORY / "deploy" / "organisation")


class Handling(RuleBasedStateMachine):
    """Two or three cases, those that they lead to, and what is told between them."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(ORGANISATION)
        self.now = MOMENT
        self.told = 0
        self.taken: Counter[str] = Counter()

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        chance = Random(seed)
        for number in range(chance.randint(2, 3)):
            kind = chance.choice([Kind.COMPLAINT, Kind.DEVIATION, Kind.LEX_SARAH])
            board = chance.choice(["sn", "von"])
            event = submission(
                case_id=derived_id("state", number),
                text=SECRET,
                board=board,
                unit=chance.choice([None, "hemvard-norr"]) if board == "von" else None,
                kind=kind,
                first_kind=kind,
                channel=chance.choice([Channel.WEB, Channel.REGION]),
                feedback_wish=chance.choice([Wish.NO, Wish.YES, Wish.UNKNOWN]),
                anonymous=chance.random() < 0.3,
                discovered_by=chance.choice(list(DiscoveredBy)),
            )
            self.world.open(Opening(event), self.now)
        for opened in self.world.events:
            assert fits_its_schema(opened)

    @rule(seed=SEEDS)
    def take_a_step_that_is_offered(self, seed: int) -> None:
        """One of those that this walk has taken least often: it comes to the rare ones too."""
        chance = Random(seed)
        case = self._case(chance)
        offered = [command for command in COMMANDS if command.may_be_taken(case)]
        least = min(self.taken[command.name] for command in offered)
        chosen = [command for command in offered if self.taken[command.name] == least]
        self._take(chance, case, chance.choice(chosen))

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        """The way that most cases go: one of the furthest steps that are offered."""
        chance = Random(seed)
        case = self._case(chance)
        offered = [each for each in ONWARDS if BY_NAME[each].may_be_taken(case)]
        if offered:
            self._take(chance, case, BY_NAME[chance.choice(offered[-4:])])

    go_further = go_on
    go_even_further = go_on

    @rule(seed=SEEDS)
    def try_any_step(self, seed: int) -> None:
        chance = Random(seed)
        self._take(chance, self._case(chance), chance.choice(COMMANDS))

    @rule(seed=SEEDS)
    def hear_of_the_acknowledgement(self, seed: int) -> None:
        chance = Random(seed)
        case = self._case(chance)
        details: dict[str, Any] = {
            "notice": derived_id("notice", case.id),
            "kind": NoticeKind.ACKNOWLEDGEMENT,
            "rule": "acknowledge",
            "recipient_role": "complainant",
        }
        if chance.random() < 0.5:
            sent = SentDetail(**details, way=NoticeWay.EMAIL, sent_at=self.now)
            self._hear(case, NoticeSent, detail=sent)
        else:
            reason = chance.choice(["no_address", "address_refused", "bounced"])
            self._hear(case, NoticeFailed, detail=FailedDetail(**details, reason=reason))

    @rule(seed=SEEDS)
    def hear_from_the_complainant(self, seed: int) -> None:
        chance = Random(seed)
        self._hear(
            self._case(chance),
            MessageReceived,
            by=chance.choice([Role.COMPLAINANT, Role.PUBLIC]),
            detail=MessageDetail(view=chance.choice([None, *ComplainantView])),
            content=MessageContent(text=SECRET, quoted=SECRET),
        )

    @rule(seed=SEEDS)
    def tell_the_other_case(self, seed: int) -> None:
        """In any order, and again."""
        event = Random(seed).choice(self.world.events)
        for other in self.world.told(event):
            self._stepped(lambda other=other: self.world.tell(other, event, self.now))  # type: ignore[misc]

    @rule(days=st.sampled_from([1, 20, 200]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days, hours=7)

    @invariant()
    def every_state_is_possible(self) -> None:
        for case in self.world.cases.values():
            assert list(impossible(case)) == []

    def teardown(self) -> None:
        """However the events have come so far: once all have come, both sides know the same."""
        self.world.settle(self.now)
        before = dict(self.world.cases)
        for event in reversed(list(self.world.events)):
            self.world.deliver(event, self.now)
        assert self.world.cases == before, "a second time changes nothing"
        for case in before.values():
            assert list(impossible(case)) == []
            assert set(case.facts.also_found_by) == found_in(before, case) - {
                case.facts.discovered_by,
                DiscoveredBy.UNKNOWN,
            }
            for link in case.links:
                other = before[str(link.case_id)]
                assert (BACK[link.relation], case.case_id) in {
                    (back.relation, back.case_id) for back in other.links
                }
                if link.relation is Relation.LEX_SARAH:
                    for fact in ("lex_sarah", "misconduct", "ivo_notified_on"):
                        assert getattr(case.facts, fact) == getattr(other.facts, fact)

    def _case(self, chance: Random) -> Case:
        return self.world.cases[chance.choice(sorted(self.world.cases))]

    def _take(self, chance: Random, case: Case, command_class: type[Command]) -> None:
        others = sorted(self.world.cases)
        today = local_date(self.now)
        command = payload(command_class, case, others, today, ORGANISATION, chance)
        if command is None:
            return
        actor = Actor(role=chance.choice(ROLES), id=chance.choice(ACCOUNTS))
        in_conflict = any(conflict.account == actor.id for conflict in case.conflicts)
        known = {key: (each.seq, each.model_dump_json()) for key, each in self.world.cases.items()}
        events = len(self.world.events)
        reasons: list[Phrase] | None = None
        try:
            self._stepped(lambda: self.world.take(case.id, command, Step(actor, self.now)))
        except StepRefused as refused:
            reasons = refused.reasons
        if reasons is not None:
            assert reasons, "a refusal explains itself"
            now = {
                key: (each.seq, each.model_dump_json()) for key, each in self.world.cases.items()
            }
            assert now == known, "a refused step changes nothing"
            assert len(self.world.events) == events
            return
        TAKEN[command.name] += 1
        self.taken[command.name] += 1
        assert command.may_be_taken(case)
        if in_conflict:
            assert command.name in ("assign", "declare-conflict")
        if getattr(command, "outcome", None) is Outcome.UNJUSTIFIED:
            assert case.facts.investigated is True, "no fault found without investigation (R66)"

    def _hear(self, case: Case, kind: Any, by: Role = Role.SERVICE, **parts: Any) -> None:
        self.told += 1
        event = kind.model_validate(
            {
                "id": derived_id("told", self.told),
                "occurred_at": self.now,
                "recorded_at": self.now,
                "case_id": case.case_id,
                "actor": Actor(role=by),
                "correlation_id": case.correlation_id,
                "producer": "intake",
                **parts,
            }
        )
        step = Step(event.actor, self.now)
        self._stepped(lambda: self.world.note(event, step))
        now = self.world.cases[case.id]
        assert self.world.note(event, step) is None, "a second time does nothing"
        assert self.world.cases[case.id] == now

    def _stepped(self, do: Callable[[], Taken | None]) -> None:
        before = dict(self.world.cases)
        taken = do()
        if taken is None:
            assert self.world.cases == before
            return
        case = taken.case
        assert list(impossible_step(before[case.id], case, taken.event)) == []
        opened = set(self.world.cases) - set(before)
        for new in opened:
            assert self.world.cases[new].facts.kind is Kind.LEX_SARAH
        unchanged = set(before) - {case.id}
        assert all(self.world.cases[each] == before[each] for each in unchanged)


def found_in(cases: Mapping[str, Case], case: Case) -> set[DiscoveredBy]:
    """Who found the event by the case itself and by all that are merged into it."""
    merged = [
        each
        for each in cases.values()
        if each.dismissal is not None and each.dismissal.into == case.case_id
    ]
    return {case.facts.discovered_by}.union(*(found_in(cases, each) for each in merged))


def impossible(case: Case) -> Iterator[str]:
    """What is wrong with the case as it stands."""
    facts, status = case.facts, str(case.facts.status)
    closed, finished = status in CLOSED, status in FINISHED
    if [entry.seq for entry in case.history] != list(range(1, case.seq + 1)):
        yield "the history has not one entry for each state"
    if finished != (facts.closed_at is not None):
        yield "finished and closed_at differ"
    if case.diary is None or finished != (case.diary.closed_on is not None):
        yield "the diary entry is not closed together with the case"
    if (status == "followed_up") != (facts.followed_up_at is not None):
        yield "followed up and followed_up_at differ"
    if (status == "dismissed") != (facts.dismissed is not None):
        yield "dismissed without a reason, or a reason without"
    paused = status == "paused"
    if paused != (facts.paused_until is not None) or paused != (case.before_pause is not None):
        yield "paused and what belongs to it differ"
    if case.before_pause and str(case.before_pause) in {*FINISHED, "paused"}:
        yield "it would be resumed to something impossible"
    if status == "answered" and facts.feedback is Feedback.DUE:
        yield "answered, and an answer is due"
    if facts.control_points != tuple(p.id for p in control_points(case) if p.fulfilled):
        yield "the control points are not those of the case"
    states = [measure.state for measure in case.measures]
    counted = (facts.actions.decided, facts.actions.done, facts.actions.effective)
    if counted != (
        len(states),
        sum(state is not ActionState.DECIDED for state in states),
        sum(state is ActionState.EFFECTIVE for state in states),
    ):
        yield "the counts of measures are wrong"
    if set(facts.action_levels) != {measure.level for measure in case.measures}:
        yield "the levels of measures are wrong"
    if [measure.number for measure in case.measures] != list(range(1, len(case.measures) + 1)):
        yield "measures are not numbered 1 to n"
    if [paper.number for paper in case.papers] != list(range(1, len(case.papers) + 1)):
        yield "papers are not numbered 1 to n"
    if facts.severity is None and (case.measures or case.investigation or case.answer_waiver):
        yield "handled without having been assessed"
    if case.investigation and not case.investigation.investigator:
        yield "investigated by nobody"
    if facts.investigated and not (case.investigation and case.investigation.conclusion):
        yield "investigated without a conclusion"
    if len({(link.relation, link.case_id) for link in case.links}) != len(case.links):
        yield "a link twice"
    if any(link.case_id == case.case_id for link in case.links):
        yield "linked to itself"
    if closed:
        yield from _closed_too_early(case)
    if case.lex_sarah is not None:
        yield from _impossible_lex_sarah(case)


def _closed_too_early(case: Case) -> Iterator[str]:
    facts = case.facts
    if set(facts.control_points) != set(ControlPoint):
        yield "closed with a control point unanswered"
    signed = {
        waiver.control_point
        for waiver in case.waivers
        if waiver.reason.strip() and waiver.signed_by.id
    }
    waived = {point.id for point in control_points(case) if point.evidence == "waived"} - {
        ControlPoint.ACKNOWLEDGEMENT,
        ControlPoint.FEEDBACK,
    }
    if not waived <= signed:
        yield "a control point waived without a signed reason"
    if facts.feedback is Feedback.DUE and facts.feedback_wish is not Wish.NO:
        yield "closed unanswered"
    must = facts.kind is Kind.DEVIATION or facts.must_investigate
    if must and facts.investigated is not True:
        yield "closed without the investigation that it needs"
    if facts.kind is Kind.DEVIATION and facts.data_breach is None:
        yield "closed without the question of personal data (R59)"
    if facts.lex_sarah is LexSarahState.SUSPECTED:
        yield "closed with a suspicion nobody has answered"
    if case.in_conflict(facts.responsible):
        yield "closed with someone in conflict responsible"


def _impossible_lex_sarah(case: Case) -> Iterator[str]:
    track, facts = case.lex_sarah, case.facts
    assert track is not None
    if case.investigation and case.investigation.investigator in track.kept_from:
        yield "investigated by the manager it is kept from"
    if facts.responsible in track.kept_from:
        yield "answered for by the manager it is kept from"
    if facts.status is Status.DISMISSED:
        yield "a report was written off"
    if track.declined is not None and track.misconduct is not None:
        yield "both declined and decided"
    if track.ivo is not None and facts.ivo_notified_on != track.ivo.notified_on:
        yield "IVO's day differs"
    if facts.status in CLOSED:
        if track.declined is None and track.misconduct is None:
            yield "closed neither declined nor decided"
        if track.misconduct and "serious" in track.misconduct and track.ivo is None:
            yield "serious, and IVO does not know"


def impossible_step(before: Case, after: Case, event: FactsEvent) -> Iterator[str]:
    """What is wrong with how the case came from one state to the next."""
    if after.seq != before.seq + 1 or after.history[:-1] != before.history:
        yield "not one state further"
    entry = after.history[-1]
    if (event.seq, event.facts, event.case_id) != (after.seq, after.facts, after.case_id):
        yield "the event tells of something else"
    if (entry.step, entry.at, entry.actor) != (event.type, event.occurred_at, event.actor):
        yield "the history tells of something else"
    if not fits_its_schema(event):
        yield "the event is not as its contract"
    if (after.content, after.facts.first_kind) != (before.content, before.facts.first_kind):
        yield "what was said, or what it first was, has changed"
    fields = getattr(event.detail, "fields", ())  # type: ignore[attr-defined]
    put_right = any(each.startswith("papers.") for each in fields)
    if after.papers[: len(before.papers)] != before.papers and not put_right:
        yield "a paper has changed"
    if after.messages[: len(before.messages)] != before.messages:
        yield "a message has changed"
    if any(SECRET[:14] in text for text in texts_of(event, after)):
        yield "free text left the case"
    yield from _backwards(before, after)
    for number, measure in enumerate(before.measures):
        now = after.measures[number]
        if measure.state is not now.state and measure.state not in (
            ActionState.DECIDED,
            ActionState.DONE,
        ):
            yield "a measure was judged twice"


def _backwards(before: Case, after: Case) -> Iterator[str]:
    was, now = before.facts.lex_sarah, after.facts.lex_sarah
    reported_after_all = was is LexSarahState.DECLINED and len(after.links) > len(before.links)
    if ORDER.index(now) < ORDER.index(was) and not reported_after_all:
        yield "the lex Sarah state went back"


def _walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Handling,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
        ),
    )


def _wander(walks: int, steps: int) -> None:
    """Evenly drawn, where Hypothesis looks for corners: these come to every step there is."""
    for number in range(walks):
        chance = Random(number)
        handling = Handling()
        handling.begin(chance.getrandbits(40))
        for _ in range(steps):
            if chance.random() < 0.1:
                handling.wait(chance.choice([1, 20, 200]))
            else:
                go = getattr(handling, chance.choice(MOVES))
                go(chance.getrandbits(40))
            handling.every_state_is_possible()
        handling.teardown()


def test_no_sequence_of_steps_reaches_an_impossible_state() -> None:
    _walk(examples=40, steps=120)


def test_no_walk_through_every_step_reaches_an_impossible_state() -> None:
    TAKEN.clear()
    _wander(walks=50, steps=150)
    of_an_external_diary = {"retry-diary", "set-diary-number"}
    assert {command.name for command in COMMANDS} - set(TAKEN) <= of_an_external_diary


class TestTheRulesCanFail:
    """Each impossible state that is made by hand is noticed."""

    @pytest.fixture
    def case(self) -> Case:
        world = World(ORGANISATION)
        world.open(Opening(submission()), MOMENT)
        return next(iter(world.cases.values()))

    @pytest.mark.parametrize(
        ("facts", "noticed"),
        [
            ({"closed_at": MOMENT}, "finished and closed_at differ"),
            ({"status": Status.CLOSED}, "closed with a control point unanswered"),
            ({"status": Status.PAUSED}, "paused and what belongs to it differ"),
            ({"status": Status.ANSWERED}, "answered, and an answer is due"),
            ({"control_points": ()}, "the control points are not those of the case"),
            ({"dismissed": "test"}, "dismissed without a reason, or a reason without"),
        ],
    )
    def test_of_facts(self, case: Case, facts: dict[str, Any], noticed: str) -> None:
        assert list(impossible(case)) == []
        wrong = case.model_copy(update={"facts": case.facts.model_copy(update=facts)})
        assert noticed in list(impossible(wrong))

    def test_of_a_step(self, case: Case) -> None:
        def told(at: datetime) -> FactsEvent:
            event = submission(case_id=case.case_id, at=at)
            return event.model_copy(update={"seq": case.seq})

        assert "not one state further" in list(impossible_step(case, case, told(MOMENT)))
