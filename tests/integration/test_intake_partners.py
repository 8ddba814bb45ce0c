"""Partner systems ask what has become of their cases: every change, each in order, none missed."""

import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.intake.case_request import CaseRequest
from services.intake.partners.api import partner_cases
from services.intake.partners.changes import SETTLING, PartnerCases
from services.intake.progress import keep_newest
from shared.events.envelope import Actor
from shared.events.handling import CaseRegistered, RegisteredDetail
from shared.events.vocabulary import Channel, Kind, Role, Status
from shared.identity.accounts import Accounts, Token
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.attachments_desk import FileDesk

PARTNER, OTHER, STAFF = "region", "ivo", "staff"
CURSOR = f"{1:015}-{new_id()}"
NEVER_TOLD = ("Ingen kom", "kund@post.example")


class Office:
    """A store with cases of partners, and the API in front of it, under one clock."""

    def __init__(self, desk: FileDesk) -> None:
        self.desk = desk
        self.cases = PartnerCases(desk.records, desk.clock)
        tokens = [
            Token(
                name=name,
                sha256=hashlib.sha256(name.encode()).hexdigest(),
                roles=frozenset({Role.STAFF if name == STAFF else Role.PARTNER}),
            )
            for name in (PARTNER, OTHER, STAFF)
        ]
        self.app = FastAPI()
        answer_problems(self.app)
        describe_problems(self.app)
        self.app.include_router(partner_cases(self.cases, Authentication(Accounts([], tokens))))

    async def hand_in(self, name: str, by: str = PARTNER, role: Role = Role.PARTNER) -> str:
        request = CaseRequest.model_validate(
            {
                "board": "sn",
                "kind": Kind.DEVIATION,
                "channel": Channel.REGION,
                "text": NEVER_TOLD[0],
                "contact": {"email": NEVER_TOLD[1]},
                "external_reference": name,
            }
        )
        receipt = await self.desk.reception().accept(request, None, by=Actor(role=role, id=by))
        return str(receipt.case_id)

    async def step(self, case_id: str, seq: int, status: Status) -> None:
        """A step of handling comes from the workflow, and time passes."""
        submission = await self.desk.records.submissions.get(case_id)
        assert submission is not None
        now = self.desk.clock.now()
        event = CaseRegistered(
            id=new_id(),
            occurred_at=now,
            recorded_at=now,
            case_id=submission.case_id,
            seq=seq,
            actor=Actor(role=Role.SERVICE, id="workflow"),
            correlation_id=submission.case_id,
            producer="workflow",
            detail=RegisteredDetail(board="sn", year=2026, serial=seq),
            facts=submission.facts.model_copy(
                update={"status": status, "diary_number": f"SN 2026-{seq}"}
            ),
        )
        await keep_newest(self.desk.records.progress, event)
        await self.cases.note(event)
        self.desk.clock.advance(timedelta(milliseconds=1))

    async def ask(self, who: str = PARTNER, **params: Any) -> dict[str, Any]:
        response = await self.response(who, **params)
        assert response.status_code == 200, response.text
        assert not any(each in response.text for each in NEVER_TOLD)
        answer: dict[str, Any] = response.json()
        return answer

    async def response(self, who: str, **params: Any) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://intake",
            headers={"Authorization": f"Bearer {who}"},
        ) as client:
            return await client.get("/cases", params=params)


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    desk = FileDesk(settings_for(), organisation)
    await desk.database.prepare()
    yield Office(desk)
    await desk.close()


async def test_a_partner_finds_its_case_by_its_own_reference(office: Office) -> None:
    mine, _ = await office.hand_in("R-1"), await office.hand_in("R-2")
    await office.hand_in("R-1", by=OTHER)
    before = await office.ask(external_reference="R-1")
    await office.step(mine, 2, Status.REGISTERED)
    after = await office.ask(external_reference="R-1")

    (received,), (registered,) = before["items"], after["items"]
    assert (received["case_id"], received["status"]) == (mine, "received")
    assert received["diary_number"] is None
    assert (registered["status"], registered["diary_number"]) == ("registered", "SN 2026-2")
    assert registered["external_reference"] == "R-1"
    assert registered["reference"] == received["reference"]
    assert await office.ask(external_reference="R-3") == {"items": [], "next": None, "more": False}


async def test_a_partner_is_told_of_every_change_of_its_own_cases_once(office: Office) -> None:
    first, second = await office.hand_in("R-1"), await office.hand_in("R-2")
    foreign, by_staff = (
        await office.hand_in("R-1", by=OTHER),
        await office.hand_in("R-1", by=STAFF, role=Role.STAFF),
    )
    for case_id in (first, second, foreign, by_staff):
        await office.step(case_id, 2, Status.REGISTERED)
    await office.step(first, 3, Status.ASSIGNED)
    office.desk.clock.advance(SETTLING)

    told = await office.ask()
    nothing_new = await office.ask(changed_since=told["next"])
    await office.step(second, 3, Status.CLOSED)
    await office.step(second, 3, Status.CLOSED)
    office.desk.clock.advance(SETTLING)
    later = await office.ask(changed_since=nothing_new["next"])

    assert [(each["external_reference"], each["status"]) for each in told["items"]] == [
        ("R-2", "registered"),
        ("R-1", "assigned"),
    ]
    assert (nothing_new["items"], nothing_new["more"]) == ([], False)
    assert [each["status"] for each in later["items"]] == ["closed"]
    assert [each["case_id"] for each in (await office.ask(OTHER))["items"]] == [foreign]


async def test_a_change_is_told_only_when_none_before_it_can_still_come(office: Office) -> None:
    case_id = await office.hand_in("R-1")
    await office.step(case_id, 2, Status.REGISTERED)
    office.desk.clock.advance(SETTLING - timedelta(milliseconds=1))
    too_soon = await office.ask()
    office.desk.clock.advance(timedelta(milliseconds=1))
    settled = await office.ask(changed_since=too_soon["next"])

    assert too_soon["items"] == []
    assert len(settled["items"]) == 1


async def test_a_long_list_is_read_page_by_page(office: Office) -> None:
    ids = [await office.hand_in(f"R-{number}") for number in range(5)]
    for case_id in ids:
        await office.step(case_id, 2, Status.REGISTERED)
    office.desk.clock.advance(SETTLING)

    pages = [await office.ask(limit=2)]
    while pages[-1]["more"]:
        pages.append(await office.ask(limit=2, changed_since=pages[-1]["next"]))

    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [each["case_id"] for page in pages for each in page["items"]] == ids


@pytest.mark.parametrize(
    ("who", "params", "status", "field"),
    [
        (PARTNER, {"changed_since": "no cursor"}, 422, "changed_since"),
        (PARTNER, {"changed_since": f"{'9' * 15}-{new_id()}"}, 422, "changed_since"),
        (PARTNER, {"changed_since": f"{'١' * 15}-{new_id()}"}, 422, "changed_since"),
        (PARTNER, {"changed_since": CURSOR, "external_reference": "R"}, 422, "changed_since"),
        (PARTNER, {"limit": 0}, 422, "limit"),
        (STAFF, {}, 403, None),
        ("nobody", {}, 401, None),
    ],
)
async def test_a_wrong_question_is_told_what_is_wrong(
    office: Office, who: str, params: dict[str, Any], status: int, field: str | None
) -> None:
    response = await office.response(who, **params)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["field"] for each in response.json()["errors"]] == ([field] if field else [])
