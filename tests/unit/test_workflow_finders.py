"""Who found an event that several cases tell of: merged, taken back, in chains and in any order."""

from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from services.workflow.case import Case, Dismissal, Link
from services.workflow.commands import BY_NAME
from services.workflow.finders import merged_into
from services.workflow.opening import Opening
from services.workflow.stepping import Step, StepRefused
from shared.events.envelope import Actor, FactsEvent
from shared.events.handling_words import DismissReason, Relation
from shared.events.vocabulary import DiscoveredBy, Kind, Role
from shared.ids import derived_id
from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.support.submissions import MOMENT, submission
from tests.unit.case_world import World, fits_its_schema

UNIT, ECONOMY, REVIEW, UNKNOWN, COMPLAINANT = (
    DiscoveredBy.UNIT,
    DiscoveredBy.ECONOMY,
    DiscoveredBy.TARGETED_REVIEW,
    DiscoveredBy.UNKNOWN,
    DiscoveredBy.COMPLAINANT,
)
STEP = Step(Actor(role=Role.MANAGER, id="manager-1"), MOMENT + timedelta(hours=1))
ORGANISATION: Organisation = load_organisation(REPOSITORY / "deploy" / "organisation")


def world_of(*found_by: DiscoveredBy) -> tuple[World, list[str]]:
    world = World(ORGANISATION)
    for number, each in enumerate(found_by):
        event = submission(
            case_id=derived_id("finding", number),
            board="von",
            unit="hemvard-norr",
            kind=Kind.DEVIATION,
            first_kind=Kind.DEVIATION,
            discovered_by=each,
        )
        world.open(Opening(event), MOMENT)
    world.events.clear()
    return world, list(world.cases)


def take(world: World, case_id: str, name: str, **told: object) -> FactsEvent:
    return world.take(case_id, BY_NAME[name].model_validate(told), STEP).event


def merge(world: World, case_id: str, into: str) -> FactsEvent:
    return take(world, case_id, "merge", into=into, reason="Samma händelse.")


def also(world: World, case_id: str) -> tuple[DiscoveredBy, ...]:
    return world.cases[case_id].facts.also_found_by


def test_the_case_that_remains_learns_who_found_it_too_and_its_event_says_so() -> None:
    world, (own, finding) = world_of(UNIT, REVIEW)
    event = merge(world, finding, own)
    told = world.deliver(event, STEP.at)
    assert told is not None
    assert told.event.type == "case.linked"
    assert told.event.facts.also_found_by == (REVIEW,)
    assert fits_its_schema(told.event)
    assert world.cases[own].history[-1].changes == {"also_found_by": "targeted_review"}
    assert also(world, finding) == ()
    assert world.deliver(event, STEP.at) is None


@pytest.mark.parametrize(
    ("kept", "duplicate", "learned"),
    [
        (UNIT, UNIT, ()),
        (UNIT, UNKNOWN, ()),
        (UNKNOWN, UNIT, (UNIT,)),
        (REVIEW, COMPLAINANT, (COMPLAINANT,)),
    ],
)
def test_neither_what_it_says_itself_nor_what_nobody_knows_is_learned(
    kept: DiscoveredBy, duplicate: DiscoveredBy, learned: tuple[DiscoveredBy, ...]
) -> None:
    world, (own, finding) = world_of(kept, duplicate)
    merge(world, finding, own)
    world.settle(STEP.at)
    assert also(world, own) == learned


def test_a_duplicate_that_is_taken_up_again_takes_it_back() -> None:
    world, (own, finding) = world_of(UNIT, REVIEW)
    merge(world, finding, own)
    world.settle(STEP.at)
    reopened = take(world, finding, "reopen", reason="Det var en annan händelse.")
    told = world.deliver(reopened, STEP.at)
    assert told is not None
    assert told.event.type == "case.corrected"
    assert told.event.facts.also_found_by == ()
    assert fits_its_schema(told.event)
    assert world.deliver(reopened, STEP.at) is None
    merge(world, finding, own)
    world.settle(STEP.at)
    assert also(world, own) == (REVIEW,)


def test_what_another_duplicate_says_too_stays() -> None:
    world, (own, first, second) = world_of(UNIT, REVIEW, REVIEW)
    merge(world, first, own)
    merge(world, second, own)
    world.settle(STEP.at)
    take(world, first, "reopen", reason="Det var en annan händelse.")
    world.settle(STEP.at)
    assert also(world, own) == (REVIEW,)
    take(world, second, "reopen", reason="Det var en annan händelse.")
    world.settle(STEP.at)
    assert also(world, own) == ()


def test_taken_up_and_merged_into_another_it_speaks_to_that_one_alone() -> None:
    world, (own, other, finding) = world_of(UNIT, COMPLAINANT, REVIEW)
    merge(world, finding, own)
    take(world, finding, "reopen", reason="Det var en annan händelse.")
    merge(world, finding, other)
    world.settle(STEP.at)
    assert (also(world, own), also(world, other)) == ((), (REVIEW,))


def test_a_chain_hands_on_what_it_has_learned_in_whatever_order_it_is_told() -> None:
    world, (first, second, third) = world_of(ECONOMY, REVIEW, UNIT)
    told = [merge(world, first, second), merge(world, second, third)]
    before = dict(world.cases), list(world.events)
    for order in permutations(told):
        world.cases, world.events = dict(before[0]), list(before[1])
        for event in (*order, *order):
            world.deliver(event, STEP.at)
        world.settle(STEP.at)
        assert also(world, third) == (ECONOMY, REVIEW)


def test_a_chain_takes_back_what_was_taken_back() -> None:
    world, (first, second, third) = world_of(ECONOMY, REVIEW, UNIT)
    merge(world, first, second)
    merge(world, second, third)
    world.settle(STEP.at)
    take(world, first, "reopen", reason="Det var en annan händelse.")
    world.settle(STEP.at)
    assert also(world, third) == (REVIEW,)


def test_a_corrected_finder_is_told_on() -> None:
    world, (own, finding) = world_of(UNIT, UNKNOWN)
    merge(world, finding, own)
    world.settle(STEP.at)
    take(world, finding, "correct", discovered_by="economy", reason="Ekonomi såg det.")
    world.settle(STEP.at)
    assert also(world, own) == (ECONOMY,)
    take(world, own, "correct", discovered_by="economy", reason="De såg det först.")
    assert also(world, own) == ()


def test_a_dismissal_without_a_merge_says_nothing() -> None:
    """Also of a case that was merged once; and one of before `into` was kept is known by time."""
    world, (own, finding) = world_of(UNIT, REVIEW)
    merge(world, finding, own)
    merged = world.cases[finding]
    assert merged_into(merged) == world.cases[own].case_id
    assert merged.dismissal is not None
    older = merged.dismissal.model_copy(update={"into": None})
    assert merged_into(merged.model_copy(update={"dismissal": older})) == merged_into(merged)
    later = Dismissal(
        reason=DismissReason.DUPLICATE, explanation="x", at=STEP.at + timedelta(days=1)
    )
    assert merged_into(merged.model_copy(update={"dismissal": later})) is None


class Merging(RuleBasedStateMachine):
    """Five cases that are merged, taken up and corrected; events come when and as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.chance = Random(0)

    @initialize(seed=st.integers(0, 2**40))
    def begin(self, seed: int) -> None:
        self.chance = Random(seed)
        self.world, self.ids = world_of(*self.chance.choices(list(DiscoveredBy), k=5))

    @rule(one=st.integers(0, 4), other=st.integers(0, 4))
    def merge(self, one: int, other: int) -> None:
        self._try(self.ids[one], "merge", into=self.ids[other], reason="Samma.")

    merge_more = merge

    @rule(one=st.integers(0, 4))
    def reopen(self, one: int) -> None:
        self._try(self.ids[one], "reopen", reason="En annan.")

    @rule(one=st.integers(0, 4), found_by=st.sampled_from(DiscoveredBy))
    def correct(self, one: int, found_by: DiscoveredBy) -> None:
        self._try(self.ids[one], "correct", discovered_by=found_by, reason="Fel.")

    @rule(seed=st.integers(0, 2**40))
    def hear(self, seed: int) -> None:
        if self.world.events:
            self.world.deliver(Random(seed).choice(self.world.events), STEP.at)

    @invariant()
    def nobody_is_named_twice(self) -> None:
        for case in getattr(self, "world", World(ORGANISATION)).cases.values():
            facts = case.facts
            assert len(set(facts.also_found_by)) == len(facts.also_found_by)
            assert not {facts.discovered_by, UNKNOWN} & set(facts.also_found_by)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.world.settle(STEP.at)
        settled = dict(self.world.cases)
        for event in reversed(list(self.world.events)):
            assert self.world.deliver(event, STEP.at) is None
        for case in settled.values():
            expected = self._found(case) - {case.facts.discovered_by, UNKNOWN}
            assert set(case.facts.also_found_by) == expected
            sources = [x.case_id for x in case.links if x.relation is Relation.MERGED_FROM]
            assert len(sources) == len(set(sources)), "a link once"

    def _found(self, case: Case) -> set[DiscoveredBy]:
        merged = (
            each
            for each in self.world.cases.values()
            if each.facts.dismissed is DismissReason.DUPLICATE
            and each.dismissal is not None
            and each.dismissal.into == case.case_id
        )
        return {case.facts.discovered_by}.union(*(self._found(each) for each in merged))

    def _try(self, case_id: str, name: str, **told: object) -> None:
        try:
            take(self.world, case_id, name, **told)
        except StepRefused:
            return


def test_however_they_are_merged_the_case_that_remains_knows_everyone_once() -> None:
    run(
        Merging,
        settings=settings(
            max_examples=150,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_link_of_before_says_nothing_until_it_is_told() -> None:
    """Cases that were merged before this was kept have links that name nobody."""
    world, (own, finding) = world_of(UNIT, REVIEW)
    event = merge(world, finding, own)
    old = Link(relation=Relation.MERGED_FROM, case_id=world.cases[finding].case_id, at=STEP.at)
    world.cases[own] = world.cases[own].model_copy(update={"links": (old,)})
    assert also(world, own) == ()
    told = world.deliver(event, STEP.at)
    assert told is not None
    assert also(world, own) == (REVIEW,)
    assert len(world.cases[own].links) == 1
