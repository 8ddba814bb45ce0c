"""Learning cards over HTTP on the real store: made of cases, guarded, frozen, talked about."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.facts_in_use import FactsInUse
from services.reporting.learning_cards.access import NOTE, SEE_TALKS, WRITE
from services.reporting.learning_cards.api import learning_cards
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.learning_cards.finding import CaseFinder
from services.reporting.learning_cards.talks import Talks
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Cause, Kind, Role
from shared.identity.accounts import Accounts
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.reporting_cases import erased, investigating
from tests.integration.reporting_copies import Copies, Copy
from tests.support.service import accounts_file, bearer
from tests.support.submissions import submission

pytest_plugins = ("tests.integration.reporting_fixtures",)

NORTH, SOUTH = "hemvard-norr", "hemvard-soder"
FALLS = "conduct-communication"
TEXTS = {
    "title": "Larmet som ingen hörde",
    "happened": "En person larmade en kväll och fick vänta länge.",
    "why": "Larmet gick till en telefon som låg på laddning.",
    "changed": "Två i personalen bär var sin telefon.",
    "discuss": "Kan det hända hos oss?",
}


class Office:
    """The cards of one copy, and someone who asks."""

    def __init__(self, copy: Copy, cards: LearningCards, http: httpx.AsyncClient) -> None:
        self.copy, self.cards, self.http = copy, cards, http

    async def case(self, **facts: Any) -> CaseReceived:
        known: dict[str, Any] = {"board": "von", "unit": NORTH, "category": FALLS, **facts}
        made = submission(**known)
        await self.copy.count(made)
        return made

    async def draft(self, *cases: CaseReceived, **texts: str) -> dict[str, Any]:
        numbers = [case.facts.reference for case in cases or [await self.case()]]
        answer = await self.http.post("/learning-cards", json={"cases": numbers, **TEXTS, **texts})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def write(self, card: dict[str, Any], **texts: Any) -> httpx.Response:
        return await self.http.put(
            f"/learning-cards/{card['id']}", json={**TEXTS, **texts}, headers=match(card)
        )

    async def publish(self, card: dict[str, Any], **said: Any) -> httpx.Response:
        return await self.http.post(
            f"/learning-cards/{card['id']}/publish", json=said, headers=match(card)
        )

    async def published(self, *cases: CaseReceived) -> dict[str, Any]:
        answer = await self.publish(await self.draft(*cases))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def read(self, card: dict[str, Any], role: Role = Role.STAFF) -> dict[str, Any]:
        answer = await self.http.get(f"/learning-cards/{card['id']}", headers=bearer(role))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def withdraw(self, card: dict[str, Any], **given: Any) -> httpx.Response:
        return await self.http.post(
            f"/learning-cards/{card['id']}/withdraw", json=given, headers=match(card)
        )

    async def talk(self, card: dict[str, Any], **given: Any) -> httpx.Response:
        known = {"unit": NORTH, "held_on": "2026-03-01", "present": 8, **given}
        return await self.http.post(
            f"/learning-cards/{card['id']}/talks", json=known, headers=bearer(Role.MANAGER)
        )


def match(card: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{card["seq"]}"'}


@pytest.fixture
async def office(
    copies: Copies,
    settings_for: Callable[..., Settings],
    organisation: Organisation,
    clock: MovableClock,
    tmp_path: Path,
) -> AsyncIterator[Office]:
    copy = copies()
    authentication = Authentication(Accounts.of(settings_for(accounts=accounts_file(tmp_path))))
    app = FastAPI()
    answer_problems(app)
    describe_problems(app)
    table = FactTable(copy.collections, Targets(organisation), clock)
    finder = CaseFinder(FactsInUse(copy.collections, table, organisation), table, organisation)
    cards = LearningCards(copy.database, finder, organisation, clock)
    talks = Talks(copy.database, organisation, clock)
    await copy.database.prepare()
    routes = learning_cards(cards, talks, organisation, clock, authentication)
    app.include_router(routes, prefix="/api/v1")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://reporting/api/v1",
        headers=bearer(Role.QUALITY),
    ) as http:
        yield Office(copy, cards, http)


async def test_a_card_is_made_of_a_case_and_tells_no_number_of_it(office: Office) -> None:
    case = await office.case(diary_number="VON 2026-00012", causes=(Cause.KNOWLEDGE,), severity=3)
    card = await office.published(case)

    shown = await office.read(card)
    assert shown["state"] == "published"
    assert shown["texts"] == TEXTS
    assert shown["facts"]["categories"] == [FALLS]
    assert shown["facts"]["causes"] == ["knowledge"]
    assert shown["facts"]["severity"] == 3
    assert shown["facts"]["periods"] == [], "one case alone has no period"
    assert shown["cases"] is None
    text = (await office.http.get(f"/learning-cards/{card['id']}", headers=bearer(Role.STAFF))).text
    for kept_back in (case.facts.reference, str(case.case_id), "VON 2026-00012", NORTH):
        assert kept_back not in text


async def test_a_case_is_found_by_any_of_its_numbers(
    office: Office, organisation: Organisation
) -> None:
    number = organisation.known_board("von").diary_number(2026, 12)
    case = await office.case(diary_number=number)
    reference = case.facts.reference
    for text in (
        str(case.case_id),
        reference,
        reference.lower().replace("-", " "),
        number,
        "Dnr 12/2026",
    ):
        answer = await office.http.post("/learning-cards", json={"cases": [text]})
        assert answer.status_code == 201, (text, answer.text)
        assert answer.headers["location"].endswith(answer.json()["id"])


async def test_what_is_wrong_with_a_case_is_said(office: Office, clock: MovableClock) -> None:
    gone = await office.case()
    await office.copy.count(investigating(gone, erased_at=clock.now()))
    secret = await office.case(kind=Kind.LEX_SARAH)
    elsewhere = await office.case(board="sn", unit="familjeratt", category=None)
    for numbers, role, told in (
        (["26-AAAAA-AAAAA"], Role.QUALITY, "No case with this number"),
        ([gone.facts.reference], Role.QUALITY, "are destroyed"),
        ([secret.facts.reference], Role.MANAGER, "outside your unit or board"),
        (
            [elsewhere.facts.reference, secret.facts.reference],
            Role.QUALITY,
            "several boards",
        ),
    ):
        answer = await office.http.post(
            "/learning-cards", json={"cases": numbers}, headers=bearer(role)
        )
        assert answer.status_code == 422, answer.text
        (error,) = answer.json()["errors"]
        assert error["field"] == "cases"
        assert told in error["message"]
        assert (await office.http.get("/learning-cards?state=draft")).json()["total"] == 0


async def test_publishing_is_refused_with_each_place(office: Office) -> None:
    card = await office.draft(
        happened="Anna larmade den 2 mars 2026.", why="Ring 070-123 45 67.", title="Om Stella"
    )

    refused = await office.publish(card)

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    places = refused.json()["places"]
    assert [(each["field"], each["rule"], each["words"], each["certain"]) for each in places] == [
        ("title", "name", "Stella", False),
        ("happened", "name", "Anna", False),
        ("happened", "date", "den 2 mars 2026", True),
        ("why", "phone", "070-123 45 67", True),
    ]
    first = places[2]
    assert "Anna larmade den 2 mars 2026."[first["start"] : first["end"]] == first["words"]
    assert set(first["reason"]) == {"sv", "en"}
    assert (await office.read(card, Role.QUALITY))["state"] == "draft"
    listed = await office.http.get(f"/learning-cards/{card['id']}/places")
    assert listed.json()["places"] == places


async def test_what_is_certain_is_refused_however_it_is_confirmed(office: Office) -> None:
    card = await office.draft(happened="Hon hade 19850412-1234 och hette Stella.")
    places = (await office.publish(card)).json()["places"]
    said = [{name: each[name] for name in ("field", "rule", "words")} for each in places]

    refused = await office.publish(card, confirmed=said)

    assert refused.status_code == 409
    assert [each["rule"] for each in refused.json()["places"]] == ["identity_number"]
    changed = (await office.write(card, happened="Systemet hette Stella.")).json()
    assert (await office.publish(changed)).status_code == 409
    assert (await office.publish(changed, confirmed=said)).status_code == 200


async def test_a_published_card_is_frozen(office: Office) -> None:
    case = await office.case(severity=1)
    card = await office.published(case)
    await office.copy.count(investigating(case, severity=4))

    for answer in (
        await office.write(card, title="Annat"),
        await office.publish(card),
        await office.http.delete(f"/learning-cards/{card['id']}", headers=match(card)),
    ):
        assert answer.status_code == 409
        assert "published" in answer.json()["detail"]
    shown = await office.read(card)
    assert (shown["facts"]["severity"], shown["texts"]) == (1, TEXTS)


async def test_a_draft_is_published_with_the_facts_of_now(office: Office) -> None:
    case = await office.case(severity=1)
    card = await office.draft(case)
    await office.copy.count(investigating(case, severity=4))

    assert (await office.publish(card)).json()["facts"]["severity"] == 4


async def test_a_card_without_all_its_texts_is_not_published(office: Office) -> None:
    card = await office.draft(why="", discuss="  ")
    refused = await office.publish(card)
    assert refused.status_code == 409
    assert "why, discuss" in refused.json()["detail"]


async def test_of_two_writers_one_is_told_what_changed(office: Office) -> None:
    card = await office.draft()

    answers = await asyncio.gather(
        office.write(card, why="Mitt."), office.write(card, changed="Ditt.")
    )

    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each.json() for each in answers if each.status_code == 409)
    won = next(each.json() for each in answers if each.status_code == 200)
    assert refused["seq"] == won["seq"] == 2
    (field,) = refused["changed"]
    assert field in ("why", "changed")
    assert refused["now"] == {field: won["texts"][field]}
    missing = await office.http.put(f"/learning-cards/{card['id']}", json=TEXTS)
    assert missing.status_code == 428
    wrong = await office.http.put(
        f"/learning-cards/{card['id']}", json=TEXTS, headers={"If-Match": "x"}
    )
    assert wrong.status_code == 422


async def test_a_withdrawn_card_tells_readers_why_and_nothing_else(office: Office) -> None:
    card = await office.published()
    refused = await office.withdraw(card, reason="Anna kände igen sig.")
    assert refused.status_code == 409
    assert refused.json()["places"][0]["field"] == "reason"

    done = await office.withdraw(card, reason="Någon kunde kännas igen.")

    assert done.status_code == 200
    shown = await office.read(card)
    assert (shown["state"], shown["withdrawn_because"]) == (
        "withdrawn",
        "Någon kunde kännas igen.",
    )
    assert (shown["texts"], shown["title"]) == ({}, "")
    assert (await office.read(card, Role.QUALITY))["texts"] == TEXTS
    assert (await office.http.get("/learning-cards")).json()["total"] == 0
    again = await office.withdraw(done.json(), reason="En gång till.")
    assert again.status_code == 409


async def test_texts_can_be_destroyed_when_withdrawn(office: Office) -> None:
    card = await office.published()
    await office.withdraw(card, reason="Någon kunde kännas igen.", remove_texts=True)
    assert (await office.read(card, Role.QUALITY))["texts"] == {}


async def test_the_unit_is_shown_only_where_it_has_enough_cases(office: Office) -> None:
    case = await office.case()
    card = (await office.write(await office.draft(case), show_unit=True)).json()
    refused = await office.publish(card)
    assert refused.status_code == 409
    assert "too few cases" in refused.json()["detail"]

    for _ in range(4):
        await office.case()

    shown = (await office.publish(card)).json()
    assert shown["facts"]["units"] == [NORTH]
    assert shown["facts"]["periods"] == ["2026-Q1"]


async def test_meetings_are_counted_by_unit(office: Office) -> None:
    card = await office.draft()
    assert (await office.talk(card)).status_code in (404, 409), "not of a draft"
    card = (await office.publish(card)).json()

    first = await office.talk(card, outcome="Vi ska öva larmet.")
    again = await office.talk(card, outcome="Vi ska öva larmet.")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    other = await office.talk(card, present=9)
    assert other.status_code == 409
    assert other.json()["talk"]["present"] == 8
    await office.talk(card, held_on="2026-02-20")
    await office.talk(card, unit=SOUTH)

    assert (await office.read(card))["units_talked"] == 2
    path = f"/learning-cards/{card['id']}/talks"
    found = (await office.http.get(path, headers=bearer(Role.AUDITOR))).json()["items"]
    assert [(each["unit"], each["held_on"]) for each in found] == [
        (NORTH, "2026-03-01"),
        (SOUTH, "2026-03-01"),
        (NORTH, "2026-02-20"),
    ]
    assert set(found[0]) == {"id", "unit", "held_on", "present", "outcome", "noted_at"}
    gone = await office.http.delete(f"{path}/{found[1]['id']}", headers=bearer(Role.MANAGER))
    assert gone.status_code == 204
    assert (await office.read(card))["units_talked"] == 1


async def test_a_meeting_that_is_wrong_is_refused(office: Office) -> None:
    card = await office.published()
    for wrong, status, told in (
        ({"outcome": "Anna ska öva."}, 409, "places"),
        ({"held_on": "2026-03-09"}, 422, "held_on"),
        ({"unit": "familjeratt"}, 422, "unit"),
        ({"present": 0}, 422, "present"),
    ):
        answer = await office.talk(card, **wrong)
        assert answer.status_code == status, answer.text
        assert told in answer.text
    assert (await office.read(card))["units_talked"] == 0


async def test_effect_is_told_after_four_weeks(office: Office, clock: MovableClock) -> None:
    for day in (date(2026, 2, 10), date(2026, 2, 20)):
        for _ in range(4):
            await office.case(received_on=day)
    card = await office.published()
    path = f"/learning-cards/{card['id']}/effect"
    assert (await office.http.get(path)).json()["known"] is False

    clock.advance(timedelta(days=40))
    for _ in range(6):
        await office.case(received_on=date(2026, 3, 20))

    mine = (await office.http.get(path)).json()
    assert mine["board"] == {"before": 8, "since": 7, "by_chance": 1.0, "conclusive": False}
    assert mine["unit"]["since"] == 7
    assert (mine["before_from"], mine["since_to"]) == ("2026-01-21", "2026-04-10")
    reader = (await office.http.get(path, headers=bearer(Role.STAFF))).json()
    assert reader["board"] == mine["board"]
    assert reader["unit"] is None, "it would tell which unit it is"


async def test_erasing_a_case_takes_it_out_of_every_card(office: Office) -> None:
    case, other = await office.case(), await office.case()
    draft = await office.draft(case)
    both = await office.published(case, other)
    taken_back = await office.published(case)
    await office.withdraw(taken_back, reason="Blev fel.")
    untouched = await office.published(other)

    for _ in range(2):
        await office.copy.count(erased(case))
        await office.cards.forget(str(case.case_id))

    assert (await office.http.get(f"/learning-cards/{draft['id']}")).status_code == 404
    kept = await office.cards.found(both["id"])
    assert kept is not None
    assert kept.cases == (str(other.case_id),)
    assert kept.texts == TEXTS, "what has been published has been held to be without persons"
    emptied = await office.cards.found(taken_back["id"])
    assert emptied is not None
    assert (emptied.cases, emptied.texts) == ((), {})
    assert (await office.read(untouched, Role.QUALITY))["seq"] == untouched["seq"]


async def test_a_draft_that_is_erased_while_it_is_written_is_gone(office: Office) -> None:
    case = await office.case()
    card = await office.draft(case)
    await office.cards.forget(str(case.case_id))
    answer = await office.write(card, why="För sent.")
    assert answer.status_code == 404


async def test_cards_are_listed_by_category_and_cause(office: Office) -> None:
    first = await office.published(await office.case(causes=(Cause.KNOWLEDGE,)))
    second = await office.published(
        await office.case(category="accessibility", causes=(Cause.WORKLOAD, Cause.KNOWLEDGE))
    )
    await office.draft()

    async def ids(query: str) -> list[str]:
        answer = await office.http.get(f"/learning-cards?{query}", headers=bearer(Role.STAFF))
        return [each["id"] for each in answer.json()["items"]]

    assert set(await ids("")) == {first["id"], second["id"]}
    assert await ids(f"category={FALLS}") == [first["id"]]
    assert set(await ids("cause=knowledge")) == {first["id"], second["id"]}
    assert await ids("cause=workload") == [second["id"]]
    assert await ids("state=draft") == [], "drafts are for those who write them"
    newest = await ids("limit=1")
    assert await ids(f"limit=1&after={newest[0]}") == list({first["id"], second["id"]} - {*newest})


ROUTES: tuple[tuple[str, str, tuple[Role, ...], dict[str, Any] | None], ...] = (
    ("GET", "/learning-cards", READ, None),
    ("POST", "/learning-cards", WRITE, {"cases": ["26-AAAAA-AAAAA"]}),
    ("GET", "/learning-cards/{id}", READ, None),
    ("PUT", "/learning-cards/{id}", WRITE, TEXTS),
    ("DELETE", "/learning-cards/{id}", WRITE, None),
    ("GET", "/learning-cards/{id}/places", WRITE, None),
    ("POST", "/learning-cards/{id}/publish", WRITE, None),
    ("POST", "/learning-cards/{id}/withdraw", WRITE, {"reason": "Blev fel."}),
    ("GET", "/learning-cards/{id}/effect", READ, None),
    ("GET", "/learning-cards/{id}/talks", SEE_TALKS, None),
    (
        "POST",
        "/learning-cards/{id}/talks",
        NOTE,
        {"unit": NORTH, "held_on": "2026-03-01", "present": 3},
    ),
    ("DELETE", "/learning-cards/{id}/talks/{id}", NOTE, None),
)


@pytest.mark.parametrize("role", Role)
async def test_every_route_is_for_its_roles(office: Office, role: Role) -> None:
    unknown = new_id()
    for method, path, roles, body in ROUTES:
        answer = await office.http.request(
            method,
            path.format(id=unknown),
            json=body,
            headers={**bearer(role), "If-Match": '"1"'},
        )
        assert (answer.status_code == 403) is (role not in roles), (method, path, answer.text)


async def test_every_route_stands_in_the_table_of_access(office: Office) -> None:
    document = (await office.http.get("http://reporting/openapi.json")).json()
    known = {(method, path.replace("{id}", "{}")) for method, path, _, _ in ROUTES}
    served = {
        (method.upper(), _bare(path.removeprefix("/api/v1")))
        for path, methods in document["paths"].items()
        for method in methods
    }
    assert served == known
    publish = document["paths"]["/api/v1/learning-cards/{card_id}/publish"]["post"]
    assert "application/problem+json" in publish["responses"]["409"]["content"]


def _bare(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
