"""Asks the services what became of a case, each at its own documented address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.local.endpoints import Endpoints
from deploy.local.journey import Deadline, Seen, Sent
from deploy.local.swedish_time import swedish_today
from shared.events.vocabulary import Acknowledgement

_SHOWN_CHARACTERS = 200

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _InboundMail(_Answer):
    outcome: str
    case_id: str | None = None


class _Inbound(_Answer):
    items: tuple[_InboundMail, ...]


class _Facts(_Answer):
    received_at: datetime | None = None
    registered_at: datetime | None = None
    acknowledgement: Acknowledgement = Acknowledgement.PENDING
    acknowledged_at: datetime | None = None


class _Case(_Answer):
    diary_number: str | None = None
    facts: _Facts


class _Deadlines(_Answer):
    items: tuple[Deadline, ...]


class _Counted(_Answer):
    counted_at: datetime | None = None


class _Mails(_Answer):
    total: int


class _Statistics(_Answer):
    total: int


class Follower:
    """What is not there yet is an obstacle noted, never an error: it is asked for again."""

    def __init__(self, endpoints: Endpoints, client: httpx.AsyncClient) -> None:
        self._endpoints = endpoints
        self._client = client
        self._obstacles: list[str] = []

    async def look(self, sent: Sent) -> Seen:
        """Ask everyone once."""
        self._obstacles = []
        case_id = sent.case_id or await self._case_of_mail(sent.message_id)
        seen = Seen(case_id=case_id)
        if case_id:
            seen = await self._case(case_id, sent.address, seen)
        return replace(seen, obstacles=tuple(self._obstacles))

    async def counted(self) -> int | None:
        """How many cases the statistics hold altogether, or None when they do not answer."""
        statistics = await self._get(
            _Statistics,
            f"{self._endpoints.services['reporting'].url}/api/v1/statistics",
            "audit",
            {"from": "2000-01-01", "to": swedish_today().isoformat()},
        )
        return statistics.total if statistics else None

    async def _case(self, case_id: str, address: str | None, seen: Seen) -> Seen:
        path = f"/api/v1/cases/{case_id}"
        services = self._endpoints.services
        case = await self._get(_Case, f"{services['workflow'].url}{path}", "staff")
        deadlines = await self._get(
            _Deadlines, f"{services['notifications'].url}{path}/deadlines", "staff"
        )
        counted = await self._get(_Counted, f"{services['reporting'].url}{path}/facts", "audit")
        mails = await self._mails_to(address) if address else None
        return replace(
            seen,
            received_at=case.facts.received_at if case else None,
            diary_number=case.diary_number if case else None,
            numbered_at=case.facts.registered_at if case else None,
            acknowledgement=case.facts.acknowledgement if case else seen.acknowledgement,
            acknowledged_at=case.facts.acknowledged_at if case else None,
            deadlines=deadlines.items if deadlines else (),
            counted_at=counted.counted_at if counted else None,
            mails=mails.total if mails else 0,
        )

    async def _case_of_mail(self, message_id: str | None) -> str | None:
        inbound = await self._get(
            _Inbound,
            f"{self._endpoints.services['intake'].url}/api/v1/inbound",
            "staff",
            {"message_id": message_id or ""},
        )
        found = [mail.case_id for mail in inbound.items if mail.case_id] if inbound else []
        return found[0] if found else None

    async def _mails_to(self, address: str) -> _Mails | None:
        url = f"{self._endpoints.mail_catcher}/api/v1/messages"
        return await self._get(_Mails, url, None, {"to": address, "limit": "1"})

    async def _get(
        self,
        model: type[AnswerT],
        url: str,
        token: str | None,
        parameters: Mapping[str, str] | None = None,
    ) -> AnswerT | None:
        headers = (
            {"Authorization": f"Bearer {self._endpoints.credentials.token(token)}"} if token else {}
        )
        try:
            answer = await self._client.get(url, params=parameters, headers=headers)
            if answer.status_code == httpx.codes.OK:
                return model.model_validate_json(answer.content)
            self._note(url, f"{answer.status_code} {answer.text}")
        except httpx.TransportError as error:
            self._note(url, repr(error))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            self._note(url, f"not the documented answer: {first['loc']} {first['msg']}")
        return None

    def _note(self, url: str, obstacle: str) -> None:
        self._obstacles.append(f"{url}: {obstacle[:_SHOWN_CHARACTERS]}")
