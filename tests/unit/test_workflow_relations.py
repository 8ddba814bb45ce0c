"""What one case tells another: once, however often and in whatever order it is told."""

from datetime import timedelta
from itertools import permutations

import pytest

from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.opening import Opening
from services.workflow.stepping import Step, StepRefused
from shared.events.envelope import Actor, FactsEvent
from shared.events.handling_words import Relation
from shared.events.vocabulary import LexSarahState, Role, Status
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission
from tests.unit.case_world import World

STEP = Step(Actor(role=Role.MANAGER, id="manager-1"), MOMENT + timedelta(hours=1))


@pytest.fixture
def world(organisation: Organisation) -> World:
    world = World(organisation)
    for _ in range(2):
        world.open(Opening(submission(board="von", unit="hemvard-norr")), MOMENT)
    world.events.clear()
    return world


def take(world: World, case_id: str, name: str, **told: object) -> FactsEvent:
    command = BY_NAME[name].model_validate(told)
    return world.take(case_id, command, STEP).event


def relations(case: Case) -> list[tuple[Relation, str]]:
    return [(link.relation, str(link.case_id)) for link in case.links]


def test_a_link_is_told_once(world: World) -> None:
    first, second = world.cases
    event = take(world, first, "link", other=second)
    assert world.deliver(event, STEP.at) is not None
    assert world.deliver(event, STEP.at) is None
    world.settle(STEP.at)
    assert relations(world.cases[first]) == [(Relation.RELATED, second)]
    assert relations(world.cases[second]) == [(Relation.RELATED, first)]
    with pytest.raises(StepRefused):
        take(world, second, "link", other=first)


def test_both_link_at_the_same_moment(world: World) -> None:
    first, second = world.cases
    take(world, first, "link", other=second)
    take(world, second, "link", other=first, relation="same_matter")
    world.settle(STEP.at)
    both = {Relation.RELATED, Relation.SAME_MATTER}
    for case in world.cases.values():
        assert {link.relation for link in case.links} == both
        assert len(case.links) == len(both)


def test_a_merged_case_is_written_off_and_cannot_take_in_the_other(world: World) -> None:
    first, second = world.cases
    take(world, first, "merge", into=second, reason="Samma händelse.")
    world.settle(STEP.at)
    assert world.cases[first].facts.status is Status.DISMISSED
    assert relations(world.cases[second]) == [(Relation.MERGED_FROM, first)]
    with pytest.raises(StepRefused, match="där kan inget tas om hand"):
        take(world, second, "merge", into=first, reason="Samma händelse.")


def test_merged_again_after_reopening_it_is_linked_once(world: World) -> None:
    first, second = world.cases
    take(world, first, "merge", into=second, reason="Samma händelse.")
    take(world, first, "reopen", reason="Det var en annan.")
    take(world, first, "merge", into=second, reason="Det var samma.")
    world.settle(STEP.at)
    assert relations(world.cases[first]) == [(Relation.MERGED_INTO, second)]
    assert relations(world.cases[second]) == [(Relation.MERGED_FROM, first)]


def test_the_origin_follows_in_whatever_order_it_is_told(world: World) -> None:
    origin = next(iter(world.cases))
    before = world.cases[origin]
    take(world, origin, "report-lex-sarah", text="Besöket uteblev.")
    child = next(key for key, case in world.cases.items() if case.lex_sarah)
    take(world, child, "assign")
    take(world, child, "assess", severity=4, probability=2)
    take(world, child, "notify-ivo", notified_on="2026-03-02")
    take(world, child, "investigate")
    take(
        world,
        child,
        "conclude",
        course_of_events="x",
        noticed="x",
        earlier_occurrences="x",
        could_recur="x",
        causes=["workload"],
    )
    take(world, child, "decide-lex-sarah", misconduct="serious_misconduct", decision="x")
    told = [
        event
        for event in world.events
        if str(event.case_id) == child
        and (event.type.startswith("lexsarah.") or event.type == "case.investigating")
    ]
    assert len(told) == 4

    for order in permutations(told):
        world.cases[origin] = before
        for event in (*order, *order):
            world.deliver(event, STEP.at)
        facts = world.cases[origin].facts
        assert facts.lex_sarah is LexSarahState.IVO_NOTIFIED
        assert facts.misconduct == "serious_misconduct"
        assert relations(world.cases[origin]) == [(Relation.LEX_SARAH, child)]
        assert facts.status is before.facts.status
