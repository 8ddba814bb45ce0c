"""Cases that may tell of one event are proposed to whoever may see both, and merged by one button.

On a real store; round trips are counted.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from services.workflow.same_event import AT_MOST, WITHIN_DAYS
from shared.clock import local_date
from shared.events.envelope import FactsEvent
from shared.events.handling import CaseDismissed, CaseReopened
from shared.events.handling_words import Relation
from shared.events.reading import read_event
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import DiscoveredBy, Kind, Status
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.errors import Conflict
from tests.integration.workflow_pages import WorkflowPages, came_in
from tests.support.staff import StaffBrowser, hidden_fields, words_of
from tests.support.submissions import MOMENT

TODAY = local_date(MOMENT)
HEADING = "Kan vara samma händelse"
CATEGORY = "care-given"
MANAGER = "enhetschef"


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[WorkflowPages]:
    pages = WorkflowPages(settings_for(), organisation)
    await pages.prepare()
    yield pages
    await pages.close()


def found(by: DiscoveredBy, days_ago: int = 3, **given: Any) -> CaseReceived:
    """A deviation of the northern home care that happened then."""
    facts: dict[str, Any] = {
        "kind": Kind.DEVIATION,
        "first_kind": Kind.DEVIATION,
        "discovered_by": by,
        "occurred_on": TODAY - timedelta(days=days_ago),
        "category": CATEGORY,
        **given,
    }
    return came_in(**facts)


def own(days_ago: int = 3, **given: Any) -> CaseReceived:
    return found(DiscoveredBy.UNIT, days_ago, **given)


def finding(days_ago: int = 3, **given: Any) -> CaseReceived:
    return found(DiscoveredBy.TARGETED_REVIEW, days_ago, **given)


async def number_of(pages: WorkflowPages, event: CaseReceived) -> str:
    number = (await pages.handling.case(str(event.case_id))).facts.diary_number
    assert number is not None
    return number


async def page_of(browser: StaffBrowser, event: CaseReceived) -> str:
    return words_of(await browser.get(f"/arenden/{event.case_id}"))


async def test_a_finding_and_the_units_own_report_propose_each_other(pages: WorkflowPages) -> None:
    review, report = finding(days_ago=2), own(days_ago=5)
    await pages.receive(review, report)
    async with pages.staff(MANAGER) as manager:
        shown = await page_of(manager, review)
        assert HEADING in shown
        assert f"Avvikelse {await number_of(pages, report)}" in shown
        assert "Samma enhet, samma kategori, 3 dagar tidigare. Upptäckt av: enheten själv." in shown
        back = await page_of(manager, report)
        assert "Samma enhet, samma kategori, 3 dagar senare." in back
        assert "Upptäckt av: en riktad granskning." in back


async def test_one_button_and_a_reason_make_them_one_event(pages: WorkflowPages) -> None:
    """From the page of either, the finding is what goes into the unit's own."""
    review, report = finding(), own()
    await pages.receive(review, report)
    async with pages.staff(MANAGER) as manager:
        for each in (review, report):
            way = f"/arenden/{review.case_id}/sla-ihop?arende={report.case_id}"
            assert f'href="{way}"' in await manager.get(f"/arenden/{each.case_id}")
        form = await manager.get(way)
        assert f'value="{await number_of(pages, report)}"' in form
        address = way.partition("?")[0]
        typed = {"into": await number_of(pages, report), "reason": "Samma fall."}
        seen = await manager.http.post(address, data={**hidden_fields(form), **typed})
        assert "Är det rätt ärende?" in seen.text
        taken = await manager.http.post(address, data=hidden_fields(seen.text))
        assert taken.status_code == 303, words_of(taken.text)
        kept = await page_of(manager, report)
    case = await pages.handling.case(str(report.case_id))
    assert case.facts.also_found_by == (DiscoveredBy.TARGETED_REVIEW,)
    assert "Upptäckt också av En riktad granskning" in " ".join(kept.split())
    assert HEADING not in kept
    assert (await pages.handling.case(str(review.case_id))).facts.status is Status.DISMISSED


@pytest.mark.parametrize(
    "other",
    [
        {"days_ago": 3 + WITHIN_DAYS + 1},
        {"unit": "hemvard-soder"},
        {"kind": Kind.COMPLAINT, "category": None},
        {"discovered_by": DiscoveredBy.TARGETED_REVIEW},
        {"kind": Kind.LEX_SARAH, "first_kind": Kind.LEX_SARAH},
    ],
    ids=["too far apart", "another unit", "of neither kind nor category", "same finder", "lex"],
)
async def test_what_is_not_like_it_is_not_proposed(
    pages: WorkflowPages, other: dict[str, Any]
) -> None:
    review, near = finding(), own(**{"days_ago": 3, **other})
    await pages.receive(review, near)
    async with pages.staff("verksamhetschef") as head:
        assert HEADING not in await page_of(head, review)


async def test_the_edge_of_the_days_is_within_them(pages: WorkflowPages) -> None:
    review, before = finding(days_ago=20), own(days_ago=20 + WITHIN_DAYS)
    after = own(days_ago=20 - WITHIN_DAYS)
    await pages.receive(review, before, after)
    async with pages.staff(MANAGER) as manager:
        shown = await page_of(manager, review)
    assert f"{WITHIN_DAYS} dagar tidigare" in shown
    assert f"{WITHIN_DAYS} dagar senare" in shown


async def test_the_day_it_came_in_counts_where_nobody_knows_when_it_happened(
    pages: WorkflowPages,
) -> None:
    review, report = (
        finding(),
        came_in(days_ago=4, kind=Kind.DEVIATION, first_kind=Kind.DEVIATION, discovered_by="unit"),
    )
    await pages.receive(review, report)
    async with pages.staff(MANAGER) as manager:
        assert "samma typ av ärende, dagen före" in await page_of(manager, review)


async def test_the_likeliest_five_are_proposed_the_nearest_first(pages: WorkflowPages) -> None:
    review = finding(days_ago=10)
    nearer = [own(days_ago=10 + days) for days in (1, 2, 3)]
    other_category = [own(days_ago=10 + days, category="safety") for days in (0, 4, 5)]
    await pages.receive(review, *nearer, *other_category)
    numbers = [await number_of(pages, each) for each in (*nearer, *other_category)]
    async with pages.staff(MANAGER) as manager:
        page = await manager.get(f"/arenden/{review.case_id}")
        shown = words_of(page.partition('id="samma"')[2].partition("</section>")[0])
    assert shown.count("Upptäckt av:") == AT_MOST
    places = [shown.index(number) for number in numbers[:AT_MOST]]
    assert places == sorted(places)
    assert numbers[AT_MOST] not in shown


async def test_a_finished_finding_is_linked_instead(pages: WorkflowPages) -> None:
    review, report = finding(), own()
    await pages.receive(review, report)
    case = await pages.handling.case(str(review.case_id))
    closed = case.facts.model_copy(update={"status": Status.CLOSED})
    stored = case.model_copy(update={"seq": case.seq + 1, "facts": closed})
    assert await pages.plain.replace(stored, case.seq)
    async with pages.staff(MANAGER) as manager:
        way = f"/arenden/{report.case_id}/koppla?arende={review.case_id}"
        assert f'href="{way}"' in await manager.get(f"/arenden/{report.case_id}")
        form = await manager.get(way)
        assert f'value="{await number_of(pages, review)}"' in form
        checked = [part for part in form.split("<input") if "checked" in part]
        assert any('value="same_matter"' in part for part in checked)
        await pages.take(report, "link", other=str(review.case_id), relation="same_matter")
        for each in (report, review):
            assert HEADING not in await page_of(manager, each)


async def test_nobody_is_shown_what_they_may_not_read(pages: WorkflowPages) -> None:
    """An auditor reads and takes no step; whoever may not see the other gets no number of it."""
    review, report = finding(), own()
    await pages.receive(review, report)
    async with pages.staff("revisor") as auditor:
        assert HEADING not in await page_of(auditor, review)
    async with pages.staff("enhetschef-söder") as elsewhere:
        refused = await elsewhere.http.get(f"/arenden/{report.case_id}")
        assert refused.status_code == 403
        form = await elsewhere.http.get(
            f"/arenden/{review.case_id}/sla-ihop?arende={report.case_id}"
        )
        assert form.status_code == 403
        south = finding(unit="hemvard-soder")
        await pages.receive(south)
        form = await elsewhere.http.get(
            f"/arenden/{south.case_id}/sla-ihop?arende={report.case_id}"
        )
        assert form.status_code == 200
        assert await number_of(pages, report) not in form.text


async def test_it_costs_one_read_and_only_where_there_may_be_any(pages: WorkflowPages) -> None:
    review, report = finding(), own()
    told = found(DiscoveredBy.COMPLAINANT)
    nowhere = finding(unit=None)
    await pages.receive(review, report, told, nowhere)
    async with pages.staff("registrator") as registrar:
        assert await pages.cost(registrar, f"/arenden/{review.case_id}") == 2
        assert await pages.cost(registrar, f"/arenden/{report.case_id}") == 2
        assert await pages.cost(registrar, f"/arenden/{told.case_id}") == 1
        assert await pages.cost(registrar, f"/arenden/{nowhere.case_id}") == 1
        assert await pages.cost(registrar, f"/arenden/{review.case_id}/utskrift") == 1
        way = f"/arenden/{review.case_id}/sla-ihop"
        assert await pages.cost(registrar, way) == 1
        assert await pages.cost(registrar, f"{way}?arende={report.case_id}") == 2
    async with pages.staff("revisor") as auditor:
        assert await pages.cost(auditor, f"/arenden/{review.case_id}") == 1


async def test_cases_of_before_are_found_once_they_are_renewed(pages: WorkflowPages) -> None:
    review, report = finding(), own()
    await pages.receive(review, report)
    await pages.plain.stored.update_one({"_id": str(report.case_id)}, {"$unset": {"event_day": ""}})
    async with pages.staff(MANAGER) as manager:
        assert HEADING not in await page_of(manager, review)
        await pages.renew()
        assert HEADING in await page_of(manager, review)


async def test_merged_taken_back_and_told_at_once_nothing_old_is_left(
    pages: WorkflowPages,
) -> None:
    """Every event heard twice and in any order, also while the cases go on changing."""
    chance = Random(84)
    report = own()
    reviews = [finding(), found(DiscoveredBy.ECONOMY), finding()]
    await pages.receive(report, *reviews)
    turned = 0
    for _ in range(8):
        events = await told_by(pages, reviews)
        turns = [each for each in reviews if chance.random() < 0.7]
        turned += len(turns)
        await asyncio.gather(
            heard(pages, [*events, *events], chance),
            *(turn(pages, each, report) for each in turns),
        )
        events = await told_by(pages, reviews)
        await heard(pages, [*events, *events], chance)
        said = {
            case.facts.discovered_by
            for case in [await pages.handling.case(str(each.case_id)) for each in reviews]
            if case.facts.status is Status.DISMISSED
        }
        kept = await pages.handling.case(str(report.case_id))
        assert set(kept.facts.also_found_by) == said
        sources = [link.case_id for link in kept.links if link.relation is Relation.MERGED_FROM]
        assert len(sources) == len(set(sources))
        await heard(pages, events, chance)
        assert (await pages.handling.case(str(report.case_id))).seq == kept.seq
    assert turned > len(reviews)


async def turn(pages: WorkflowPages, review: CaseReceived, report: CaseReceived) -> None:
    """Merge it into the report, or take it up again."""
    case = await pages.handling.case(str(review.case_id))
    if case.facts.status is Status.DISMISSED:
        await pages.take(review, "reopen", reason="En annan.")
    else:
        await pages.take(review, "merge", into=str(report.case_id), reason="Samma.")


async def heard(pages: WorkflowPages, events: list[FactsEvent], chance: Random) -> None:
    """All at once; what met too many others comes again, as the broker has it."""
    while events:
        chance.shuffle(events)
        outcomes = await asyncio.gather(
            *(pages.handling.relate(event) for event in events), return_exceptions=True
        )
        for outcome in outcomes:
            assert outcome is None or isinstance(outcome, Conflict), outcome
        events = [each for each, outcome in zip(events, outcomes, strict=True) if outcome]


async def told_by(pages: WorkflowPages, reviews: list[CaseReceived]) -> list[FactsEvent]:
    """What the reviews have told: nobody publishes here, so it waits in the outbox."""
    ids = {"$in": [str(each.case_id) for each in reviews]}
    kinds: dict[str, type[FactsEvent]] = {
        "case.dismissed": CaseDismissed,
        "case.reopened": CaseReopened,
    }
    return [
        read_event(entry["body"].encode(), kinds[entry["type"]])
        async for stored in pages.plain.stored.find({"_id": ids})
        for entry in stored["outbox"]
        if entry["type"] in kinds
    ]
