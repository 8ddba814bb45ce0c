"""Signals on a real store: raised once by any number of copies, renewed, lapsed, seen."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from services.reporting.like_for_like.api import comparison
from services.reporting.like_for_like.comparisons import Comparisons
from services.reporting.like_for_like.reported import ReportedFigures
from services.reporting.signals.api import signals
from services.reporting.signals.kept import KeptSignal, State
from services.reporting.signals.reach import RECKON, SEE_TO, SIGN
from services.reporting.signals.signal import SignalKind
from services.reporting.signals.zeros import CasesThatMonth, MonthUnknown, month_period
from shared.clock import MovableClock
from shared.events.envelope import Actor
from shared.events.upkeep import SignalRaised
from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.settings import Settings
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.reporting_copies import Copies
from tests.integration.reporting_signals import (
    UNIT,
    Watcher,
    Watchers,
    cases_of,
    counted,
    weekly,
)
from tests.support.service import accounts_file, bearer
from tests.support.waiting import until

pytest_plugins = ("tests.integration.reporting_fixtures",)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHIEF = Actor(role=Role.MANAGER, id="manager-hemvard")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
async def watchers(
    settings_for: Callable[..., Settings], organisation: Organisation, clock: MovableClock
) -> AsyncIterator[Watchers]:
    made = Watchers(settings_for, organisation, clock)
    yield made
    await made.close()


@pytest.fixture
async def watcher(watchers: Watchers, copies: Copies) -> Watcher:
    """One copy, with a unit that fell silent in August and another that goes on."""
    copy = copies()
    await counted(
        copy,
        [
            *cases_of(UNIT, weekly(date(2025, 1, 1), date(2026, 7, 31))),
            *cases_of("hemvard-soder", weekly(date(2025, 1, 1), date(2026, 11, 20))),
        ],
    )
    return await watchers.watcher(copy)


async def silent(watcher: Watcher) -> KeptSignal:
    (found,) = await watcher.register.listed(["von"], [UNIT], [SignalKind.SILENT])
    return found


async def test_two_copies_at_once_raise_each_signal_and_publish_it_once(
    watchers: Watchers, watcher: Watcher, copies: Copies
) -> None:
    other = await watchers.watcher(copies())

    await asyncio.gather(*(each.register.reckon() for each in (watcher, other) * 2))
    await watcher.register.reckon()

    kept = await watcher.register.listed(["von"])
    await until(lambda: _are(watchers, len(kept)), "every signal is published")
    events = [SignalRaised.model_validate_json(entry.body) for entry in watchers.published]
    assert {str(event.detail.signal) for event in events} == {each.id for each in kept}
    assert len({event.id for event in events}) == len(events) == len(kept)
    found = await silent(watcher)
    (told,) = (event for event in events if str(event.detail.signal) == found.id)
    assert (told.detail.kind, told.detail.board, told.detail.unit) == ("silent", "von", UNIT)
    assert (told.detail.first, told.detail.last) == (found.first, found.last)
    alike = {(event.detail.aspect, event.detail.value) for event in events}
    assert alike == {(each.aspect, each.value) for each in kept}


async def test_nothing_personal_is_in_a_signal_or_its_event(
    watchers: Watchers, watcher: Watcher
) -> None:
    await watcher.register.reckon()

    stored = await watcher.signals.stored.find({}).to_list(None)

    await until(lambda: _are(watchers, len(stored)), "every signal is published")
    for text in (*map(str, stored), *(entry.body for entry in watchers.published)):
        assert "kund@post.example" not in text
        assert "Utbetalningen" not in text


async def test_reckoned_once_a_day_and_again_the_next(
    watchers: Watchers, watcher: Watcher, copies: Copies, clock: MovableClock
) -> None:
    other = await watchers.watcher(copies())

    await watcher.register.reckon_if_due()
    first = (await silent(watcher)).seq
    await counted(copies(), cases_of(UNIT, [date(2026, 10, 5)]))
    await other.register.reckon_if_due()

    assert (await silent(watcher)).seq == first
    clock.advance(timedelta(days=1))
    await other.register.reckon_if_due()
    (past,) = await watcher.register.listed(["von"], [UNIT], [SignalKind.SILENT])
    assert past.state is State.PAST
    assert past.lapsed_at == clock.now()
    assert len(await watcher.days.find({})) == 2


async def test_what_lapsed_and_comes_back_is_not_published_twice(
    watchers: Watchers, watcher: Watcher
) -> None:
    await watcher.register.reckon()
    before = await silent(watcher)
    await watcher.signals.replace(before.lapsed(NOW), before.seq)

    await watcher.register.reckon()

    assert (await silent(watcher)).state is State.NEW
    kept = await watcher.register.listed(["von"])
    await until(lambda: _are(watchers, len(kept)), "every signal is published")


async def test_seen_because_is_kept_once_for_each_who_says_it(watcher: Watcher) -> None:
    await watcher.register.reckon()
    found = await silent(watcher)

    for _ in range(2):
        await watcher.register.seen(found.id, CHIEF, "Enheten var stängd.")
    other = Actor(role=Role.QUALITY, id="quality-von")
    await asyncio.gather(
        watcher.register.seen(found.id, other, "Ombyggnad."),
        watcher.register.seen(found.id, CHIEF, "Enheten var stängd."),
    )

    changed = await silent(watcher)
    assert changed.state is State.SEEN
    assert [(each.by, each.reason) for each in changed.seen] == [
        ("manager-hemvard", "Enheten var stängd."),
        ("quality-von", "Ombyggnad."),
    ]


async def test_a_zero_is_signed_once_and_ends_the_silence(
    watchers: Watchers, watcher: Watcher
) -> None:
    await watcher.register.reckon()
    unit = watchers.organisation.unit(UNIT)
    assert unit is not None

    for month in ("2026-08", "2026-09", "2026-10", "2026-10"):
        await watcher.zeros.sign(unit, month, CHIEF)
    await watcher.register.reckon()

    assert (await silent(watcher)).state is State.PAST
    (row,) = [each for each in await watcher.zeros.of_month("2026-10") if each.unit.id == UNIT]
    assert row.signed is not None
    assert row.signed.signed_by == "manager-hemvard"
    assert not row.contradicted


async def test_a_zero_with_cases_or_for_no_month_is_refused(
    watchers: Watchers, watcher: Watcher, copies: Copies
) -> None:
    organisation = watchers.organisation
    home, north = organisation.unit("hemvard"), organisation.unit(UNIT)
    assert home is not None
    assert north is not None

    with pytest.raises(CasesThatMonth) as refused:
        await watcher.zeros.sign(home, "2026-10", CHIEF)
    # The unit below it that goes on had one each week.
    assert refused.value.cases in (4, 5)
    for month in ("2026-12", "2026-13", "oktober"):
        with pytest.raises(MonthUnknown):
            await watcher.zeros.sign(north, month, CHIEF)
    await watcher.zeros.sign(north, "2026-10", CHIEF)
    await counted(copies(), cases_of(UNIT, [month_period("2026-10").last]))
    (row,) = [each for each in await watcher.zeros.of_month("2026-10") if each.unit.id == UNIT]
    assert row.contradicted


@pytest.fixture
async def client(
    watchers: Watchers,
    watcher: Watcher,
    settings_for: Callable[..., Settings],
    clock: MovableClock,
    tmp_path: Path,
) -> AsyncIterator[httpx.AsyncClient]:
    path = accounts_file(tmp_path)
    for name, unit in (("north", UNIT), ("south", "hemvard-soder")):
        with path.open("a", encoding="utf-8") as file:
            file.write(_token(name, f'roles = ["manager"]\nboard = "von"\nunit = "{unit}"'))
    with path.open("a", encoding="utf-8") as file:
        file.write(_token("other-board", 'roles = ["manager", "quality"]\nboard = "sn"'))
    authentication = Authentication(Accounts.of(settings_for(accounts=path)))
    app = FastAPI()
    answer_problems(app)
    describe_problems(app)
    organisation = watchers.organisation
    comparisons = Comparisons(watcher.table, organisation, clock)
    reported = ReportedFigures(watcher.reports, organisation)
    for router in (
        signals(watcher.register, watcher.zeros, organisation, authentication),
        comparison(comparisons, reported, organisation, authentication),
    ):
        app.include_router(router, prefix="/api/v1")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://reporting/api/v1",
        headers=bearer(Role.SERVICE),
    ) as asking:
        yield asking


async def test_signals_are_listed_with_their_evidence(client: httpx.AsyncClient) -> None:
    reckoned = (await client.post("/signals/reckonings")).json()

    answer = (await client.get("/signals", params={"unit": UNIT, "kind": "silent"})).json()

    (signal,) = answer["items"]
    assert signal["state"] == "new"
    assert (signal["from"], signal["to"]) == ("2026-08-01", "2026-10-31")
    assert "har inga ärenden i perioden" in signal["text"]["sv"]
    assert signal["numbers"]["before"] == 52
    assert signal["numbers"]["by_chance"] < 0.0001
    every = (await client.get("/signals", params={"limit": 200})).json()
    assert every["total"] == reckoned["holding"]
    first = (await client.get("/signals", params={"limit": 1})).json()
    second = (await client.get("/signals", params={"limit": 1, "after": first["next"]})).json()
    assert [each["items"][0]["id"] for each in (first, second)] == [
        each["id"] for each in every["items"][:2]
    ]
    assert (await client.get("/signals", params={"state": "seen"})).json()["total"] == 0
    same = (await client.get(f"/signals/{signal['id']}")).json()
    assert same == signal


async def test_a_signal_is_seen_with_a_reason(client: httpx.AsyncClient) -> None:
    await client.post("/signals/reckonings")
    listed = await client.get("/signals", params={"unit": UNIT, "kind": "silent"})
    address = f"/signals/{listed.json()['items'][0]['id']}/seen"
    because = {"reason": "Enheten var stängd."}

    first = await client.post(address, json=because, headers=_as("north"))
    again = await client.post(address, json=because, headers=_as("north"))

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert [(each["by"], each["role"]) for each in first.json()["seen"]] == [("north", "manager")]
    empty = await client.post(address, json={"reason": "  "}, headers=_as("north"))
    assert empty.status_code == 422
    foreign = await client.post(address, json=because, headers=_as("other-board"))
    assert foreign.status_code == 404
    listed = await client.get("/signals", headers=_as("other-board"))
    assert all(each["board"] == "sn" for each in listed.json()["items"])


async def test_a_zero_is_signed_by_the_unit_alone(client: httpx.AsyncClient) -> None:
    asked = {"month": "2026-10"}

    signed = await client.post(f"/units/{UNIT}/zero", json=asked, headers=_as("north"))
    again = await client.post(f"/units/{UNIT}/zero", json=asked, headers=_as("north"))
    neighbour = await client.post(f"/units/{UNIT}/zero", json=asked, headers=_as("south"))
    elsewhere = await client.post(f"/units/{UNIT}/zero", json=asked, headers=_as("other-board"))
    busy = await client.post("/units/hemvard-soder/zero", json=asked, headers=_as("south"))
    wrong = await client.post(
        f"/units/{UNIT}/zero", json={"month": "2027-01"}, headers=_as("north")
    )

    assert signed.status_code == again.status_code == 200
    assert signed.json() == again.json()
    assert signed.json()["signed_by"] == "north"
    assert (neighbour.status_code, elsewhere.status_code) == (403, 404)
    assert busy.status_code == 409
    assert busy.json()["cases"] in (4, 5)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "month"
    listed = (await client.get("/zeros", params=asked)).json()["items"]
    assert {each["unit"] for each in listed if each["signed_at"]} == {UNIT}


async def test_each_role_may_do_what_is_its_own_and_no_more(client: httpx.AsyncClient) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    for role in Role:
        read = await client.get("/signals", headers=bearer(role))
        seen = await client.post(
            f"/signals/{unknown}/seen", json={"reason": "Sett."}, headers=bearer(role)
        )
        zero = await client.post(
            "/units/none/zero", json={"month": "2026-10"}, headers=bearer(role)
        )
        reckoned = await client.post("/signals/reckonings", headers=bearer(role))

        assert read.status_code == (200 if role in READ else 403), role
        assert seen.status_code == (404 if role in SEE_TO else 403), role
        assert zero.status_code == (404 if role in SIGN else 403), role
        assert reckoned.status_code == (200 if role in RECKON else 403), role


async def test_wrong_questions_are_refused_with_the_field(client: httpx.AsyncClient) -> None:
    for asked, field in (
        ({"board": "kultur"}, "board"),
        ({"unit": "simhallen"}, "unit"),
        ({"kind": "odd"}, "kind.0"),
    ):
        answer = await client.get("/signals", params=asked)
        assert answer.status_code == 422, asked
        assert answer.json()["errors"][0]["field"] == field


async def test_a_period_is_compared_with_the_year_before(client: httpx.AsyncClient) -> None:
    asked = {"from": "2026-01-01", "to": "2026-12-31", "unit": UNIT, "figure": "received"}

    found = (await client.get("/comparison", params=asked)).json()

    # Only what is over is held against the year before.
    assert found["period"] == {"from": "2026-01-01", "to": "2026-11-22", "days": 326}
    assert found["compared_with"] == {"from": "2025-01-01", "to": "2025-11-22", "days": 326}
    (figure,) = found["figures"]
    assert (figure["now"]["value"], figure["then"]["value"]) == (30, 47)
    assert figure["change"] == -17
    assert {note["id"] for note in found["notes"]} == {"going-on"}
    other = {"with_from": "2026-01-01", "with_to": "2026-06-30"}
    chosen = (await client.get("/comparison", params={**asked, **other})).json()
    assert {"length", "overlap"} <= {note["id"] for note in chosen["notes"]}


async def test_what_a_report_said_of_the_other_period_stands_beside_it(
    client: httpx.AsyncClient, watcher: Watcher
) -> None:
    quality = Principal(id="quality", roles=frozenset({Role.QUALITY}))
    year = (date(2025, 1, 1), date(2025, 12, 31))
    draft = await watcher.reports.make(quality, "von", *year)
    published = await watcher.reports.publish(quality, draft, draft.seq)
    asked = {"from": "2026-01-01", "to": "2026-06-30", "board": "von", "figure": "received"}
    of_then = {**asked, "with_from": "2025-01-01", "with_to": "2025-12-31"}

    (told,) = (await client.get("/comparison", params=of_then)).json()["figures"]
    (part,) = (await client.get("/comparison", params=asked)).json()["figures"]
    elsewhere = await client.get("/comparison", params=of_then, headers=_as("other-board"))

    assert told["reported"] == {
        "report_id": published.id,
        "published_at": "2026-11-22T10:00:00Z",
        "value": told["then"]["value"],
        "of": told["then"]["of"],
        "share": None,
        "hidden": False,
        "definition": told["then"]["definition"]["sv"],
        "same_definition": True,
    }
    assert part["reported"] is None, "the report is of the whole year"
    assert elsewhere.status_code == 403, "reports of other boards are out of sight"


async def test_a_comparison_that_makes_no_sense_is_refused(client: httpx.AsyncClient) -> None:
    whole = {"from": "2026-01-01", "to": "2026-12-31"}
    for asked, field in (
        ({}, "from"),
        ({"from": "2026-01-01"}, "to"),
        ({**whole, "with_from": "2025-01-01"}, "with_to"),
        ({**whole, "with_from": "2025-01-02", "with_to": "2025-01-01"}, "with_to"),
        ({**whole, "figure": "happiness"}, "figure"),
        ({**whole, "unit": "simhallen"}, "unit"),
    ):
        answer = await client.get("/comparison", params=asked)
        assert answer.status_code == 422, asked
        assert answer.json()["errors"][0]["field"] == field, asked


async def test_api_is_documented(client: httpx.AsyncClient) -> None:
    validate((await client.get("http://reporting/openapi.json")).json())


def _token(name: str, rest: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f'\n[[token]]\nname = "{name}"\nsha256 = "{digest}"\n{rest}\n'


def _as(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


async def _are(watchers: Watchers, number: int) -> bool:
    return len(watchers.published) == number
