"""What the tests of letters and calls have in common."""

import json
from datetime import UTC, datetime
from typing import Any

from services.notifications.notices.notices import Notice
from services.notifications.watched import WatchedCase
from shared.correspondence import Answer
from shared.events.envelope import Actor, FactsEvent
from shared.events.submissions import Address
from shared.events.vocabulary import Feedback, Role, Status
from shared.ids import new_id
from tests.integration.notifications_office import Office

AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
TEXT = "Schemat stämde inte den dagen."
WORDS = Answer(text=TEXT, measures="Schemat är rättat.", where_next="Patientnämnden.", given_at=AT)
GIVEN: dict[str, Any] = {
    "feedback": Feedback.GIVEN,
    "answered_at": AT,
    "status": Status.ANSWERED,
}
POST = Address(
    name="Namn Efternamn", address="Storgatan 1, 123 45 Exempelstad", phone="070-123 45 67"
)
PHONE = Address(name="Namn Efternamn", phone="070-123 45 67")
BY = "registrar-sn"


class MovedClock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def event(case: WatchedCase, kind: type[FactsEvent], detail: dict[str, Any], **facts: Any) -> Any:
    return kind.model_validate(
        {
            "id": new_id(),
            "occurred_at": AT,
            "recorded_at": AT,
            "case_id": case.case_id,
            "seq": 5,
            "actor": Actor(role=Role.MANAGER, id="someone"),
            "correlation_id": case.correlation_id,
            "producer": "workflow",
            "facts": case.facts.model_copy(update=facts),
            "detail": detail,
        }
    )


async def told(office: Office, happened: FactsEvent, copies: int = 1) -> None:
    """The event, as every copy of the service may get it."""
    await office.cases.update({"_id": str(happened.case_id)}, {"$set": {"seq": happened.seq - 1}})
    for _ in range(copies):
        await office.watching().keep(happened)
        await office.teller().tell(happened)


async def of(office: Office, case: WatchedCase) -> list[Notice]:
    found = await office.notices.find({"case_id": case.id})
    return sorted(found, key=lambda notice: notice.rule)


async def published(office: Office, case: WatchedCase, type_: str) -> list[dict[str, Any]]:
    await office.outbox.drain(5)
    bodies = [json.loads(entry.body) for entry in office.published if entry.type == type_]
    return [body for body in bodies if body["case_id"] == case.id]


async def acknowledged(office: Office, contact: Address, **facts: Any) -> WatchedCase:
    """A case of someone with this contact, whose acknowledgement has been planned."""
    case = await office.case(contact=contact, diary_number="SN 2026-00047", **facts)
    acknowledging = office.watching()
    await acknowledging._acknowledging.see_to(case)
    return case
