"""Destroys what is personal of a case when the workflow says so, and tells that it is done."""

import asyncio
from datetime import datetime
from typing import Any

import structlog

from services.intake.attachments.keeping import Attachments
from services.intake.erased import Erasure
from services.intake.mail.documents import MailRecord
from services.intake.progress import keep_newest
from services.intake.records import Records
from services.intake.submission import PRODUCER
from shared.clock import Clock
from shared.events.envelope import Actor
from shared.events.upkeep import CaseErased, CaseErasureDone, ErasureDetail
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()

_NO_WORDS: dict[str, Any] = {"posted": None, "fingerprint": ""}


class Erasing:
    """Words, contact, files and mails go; reference, facts and what became of each mail stay."""

    def __init__(self, records: Records, attachments: Attachments, clock: Clock) -> None:
        self._records = records
        self._attachments = attachments
        self._clock = clock

    async def erase(self, event: CaseErased) -> None:
        """Erase, and say so once. May be done twice."""
        records, case_id = self._records, str(event.case_id)
        await keep_newest(records.progress, event)
        mails, messages = await asyncio.gather(
            records.mails.find({"case_id": case_id}), records.messages.find({"case_id": case_id})
        )
        await asyncio.gather(
            records.submissions.update(
                {"_id": case_id},
                {
                    "$set": {**_NO_WORDS, "content": {"text": ""}, "found_by": []},
                    "$unset": {"partner_reference": ""},
                },
            ),
            *(
                records.messages.update({"_id": message.id}, {"$set": {**_NO_WORDS, "text": ""}})
                for message in messages
            ),
            *(self._erase_mail(mail) for mail in mails),
            self._attachments.remove_of_case(event.case_id),
            self._erase_held(case_id),
        )
        now = self._clock.now()
        try:
            await records.erasures.insert(
                Erasure(id=case_id, erased_at=now), [erasure_done(event, now)]
            )
        except Duplicate:
            return
        log.info("case_erased", mails=len(mails), messages=len(messages))

    async def _erase_held(self, case_id: str) -> None:
        """What is left in the quarantine of a case that was released from there."""
        await self._records.held_messages.delete({"case_id": case_id})
        held = await self._records.quarantine.get(case_id)
        if held is None or held.erased_at is not None:
            return
        if not await self._records.quarantine.replace(held.erased(self._clock.now()), held.seq):
            raise Conflict(f"what was held of case {case_id} changed while it was erased")

    async def _erase_mail(self, mail: MailRecord) -> None:
        await self._records.pieces.delete({"_id": {"$in": mail.piece_names}})
        await self._records.mails.update(
            {"_id": mail.id},
            {
                "$set": {
                    "raw": None,
                    "pieces": 0,
                    "sender": None,
                    "return_path": "",
                    "recipients": [],
                    "remark": None,
                    # Nothing is left of it to finish.
                    "settled": True,
                },
                "$unset": {"message_id": ""},
            },
        )


def erasure_done(cause: CaseErased, at: datetime) -> CaseErasureDone:
    """All that was personal is destroyed."""
    return CaseErasureDone(
        id=derived_id("case.erasure-done", PRODUCER, cause.case_id),
        occurred_at=at,
        recorded_at=at,
        case_id=cause.case_id,
        actor=Actor(role=Role.SERVICE, id=PRODUCER),
        correlation_id=cause.correlation_id,
        causation_id=cause.id,
        producer=PRODUCER,
        detail=ErasureDetail(service=PRODUCER),
    )
