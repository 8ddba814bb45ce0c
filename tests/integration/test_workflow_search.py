"""Search on a real store: numbers, words and names, who may find what, and what it costs."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from services.workflow.search_entry import Place
from shared.events.envelope import Actor
from shared.events.submissions import MessageContent, MessageDetail, MessageReceived
from shared.events.vocabulary import Kind, Role
from shared.identity.principal import Principal
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.errors import StoreUnavailable
from tests.integration.workflow_lists import ALL_SEEING, NORTH, Lists, ids, told
from tests.support.submissions import MOMENT


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Lists]:
    desk = Lists(settings_for(), organisation)
    await desk.prepare()
    yield desk
    await desk.close()


async def test_words_and_names_are_found_in_any_form_order_and_place(desk: Lists) -> None:
    food = told("Maten på Solgården var kall.", name="Åsa Öberg")
    money = told("Utbetalningarna dröjer.", name="Asa Oberg")
    await desk.receive(food, money)

    assert await desk.found("utbetalning") == ids(money)
    assert await desk.found("KALLA maten") == ids(food)
    assert await desk.found("maten kall solgården öberg") == ids(food)
    assert await desk.found("maten utbetalning") == set()
    assert await desk.found("Åsa") == ids(food)
    assert await desk.found("asa") == ids(money)
    assert await desk.found("och på") == set()
    assert await desk.found("$where") == set()


async def test_a_number_is_found_as_it_is_written_and_by_its_beginning(desk: Lists) -> None:
    events = [told() for _ in range(3)]
    await desk.receive(*events)
    cases = [await desk.handling.case(str(event.case_id)) for event in events]
    case = next(each for each in cases if each.facts.diary_number == "SN 2026-00002")
    number = [{"of": "IVO", "number": "8.2-12345/2026"}]
    event = next(each for each in events if str(each.case_id) == case.id)
    await desk.take(event, "correct", external_numbers=number, reason="IVO:s nummer.")

    for text in ("SN 2026-00002", "sn2026-00002", "SN 2026-2", "Dnr SN 2026–00002"):
        assert await desk.found(text) == {case.id}, text
    assert await desk.found(case.facts.reference.lower()) == {case.id}
    assert await desk.found(case.facts.reference[:-2]) == {case.id}
    assert await desk.found("8.2-12345/2026") == {case.id}
    assert await desk.found("8.2-123") == {case.id}
    assert await desk.found("SN 2026-0000") == ids(*events)
    assert await desk.found("SN 2026-00009") == set()


async def test_what_is_said_later_is_found_too_and_its_place_is_told(desk: Lists) -> None:
    event = told("Maten var kall.")
    await desk.receive(event)
    said = MessageReceived(
        id=new_id(),
        occurred_at=MOMENT,
        recorded_at=MOMENT,
        case_id=event.case_id,
        seq=2,
        actor=Actor(role=Role.COMPLAINANT),
        correlation_id=event.case_id,
        producer="intake",
        detail=MessageDetail(),
        content=MessageContent(text="Soppan är också kall."),
    )
    await desk.handling.note(said)

    (found,) = (await desk.search.find(ALL_SEEING, "soppa mat")).items
    assert found.case.id == str(event.case_id)
    assert set(found.matched) == {Place.REPORT, Place.MESSAGES}


async def test_only_what_may_be_read_is_found(desk: Lists) -> None:
    mine = told("Maten var kall.", unit="hemvard-norr", board="von")
    other = told("Maten var kall.", unit="hemvard-soder", board="von")
    report = told("Maten var kall.", unit="hemvard-norr", board="von", kind=Kind.LEX_SARAH)
    await desk.receive(mine, other, report)
    hidden = await desk.handling.case(str(report.case_id))
    staff = Principal(id="staff-1", roles=frozenset({Role.STAFF}))

    assert await desk.found("maten", NORTH) == ids(mine)
    assert await desk.found(str(hidden.facts.diary_number), NORTH) == set()
    assert await desk.found("maten", staff) == set()


async def test_pages_of_common_words_go_from_the_newest_to_the_oldest(desk: Lists) -> None:
    events = []
    for days in (1500, 700, 200, 40, 5, 1, 0):
        desk.clock.set(MOMENT - timedelta(days=days))
        seen = told("Maten var kall.", unit="hemvard-norr", board="von")
        unseen = [told("Maten var kall.", unit="hemvard-soder", board="von") for _ in range(3)]
        await desk.receive(seen, *unseen)
        events.append(seen)
    desk.clock.set(MOMENT)

    found: list[str] = []
    cursor = None
    for _ in range(20):
        page = await desk.search.find(NORTH, "kall mat", cursor, 2)
        assert len(page.items) <= 2
        found += [each.case.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert found == [str(event.case_id) for event in reversed(events)]


async def test_a_case_whose_entry_was_not_written_gets_it_when_it_comes_again(
    desk: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = told("Maten var kall.")

    async def away(*_: object) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as outage:
        outage.setattr(desk.entries, "insert", away)
        with pytest.raises(StoreUnavailable):
            await desk.receive(event)
    assert await desk.found("maten") == set()

    await desk.receive(event)

    assert await desk.found("maten") == ids(event)


async def test_words_of_a_step_that_another_overtook_are_not_kept(desk: Lists) -> None:
    event = told("Maten var kall.")
    await desk.receive(event)
    stale = await desk.handling.case(str(event.case_id))
    await desk.take(event, "assign", responsible="caseworker-1")
    said = stale.content.model_copy(update={"text": "Soppan var sen."})

    written = await desk.cases.replace(stale.model_copy(update={"content": said}), stale.seq)

    assert not written
    assert await desk.found("soppa") == set()
    assert await desk.found("maten") == ids(event)


async def test_what_a_search_costs_at_the_store(desk: Lists) -> None:
    event = told("Maten var kall.")
    await desk.receive(event)
    case = await desk.handling.case(str(event.case_id))

    async def cost(text: str, limit: int = 1) -> dict[str, int]:
        desk.calls.clear()
        await desk.search.find(ALL_SEEING, text, limit=limit)
        return dict(desk.calls)

    assert await cost(str(case.facts.diary_number)) == {"aggregate": 1}
    assert await cost(str(case.facts.diary_number)[:-1]) == {"aggregate": 2}
    # Four stretches of time, since they do not fill the page; then the cases.
    assert await cost("maten") == {"aggregate": 5}
    assert await cost("finns inte") == {"aggregate": 4}
    await desk.receive(told("Maten var kall."))
    assert await cost("maten") == {"aggregate": 2}


async def test_search_documents_hold_nothing_but_stems(desk: Lists) -> None:
    event = told("Maten var kall.")
    await desk.receive(event)

    (entry,) = await desk.entries.find({})

    assert entry.id == str(event.case_id)
    assert set(entry.words) == {"mat", "kall"}
