"""Sees that nobody is called of a case once its complainant's identity is protected."""

import asyncio
from uuid import UUID

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from shared.events.notices import NoticeWay
from shared.store.errors import Conflict
from shared.store.versioned import VersionedCollection


class Protecting:
    """Calls become letters that the registrar passes on; mails do when their turn comes."""

    def __init__(self, notices: VersionedCollection[Notice]) -> None:
        self._notices = notices

    async def see_to(self, case_id: UUID) -> None:
        """For each event of a protected case. One read, and one write for each call that waits.

        Raises Conflict when somebody noted a call at this moment: then it is done again.
        """
        found = await self._notices.find({"case_id": str(case_id)})
        calls = [
            notice
            for notice in found
            if notice.state is NoticeState.WAITING and notice.way is NoticeWay.PHONE
        ]
        replaced = await asyncio.gather(
            *(
                self._notices.replace(
                    call.left_to_a_person(NoticeWay.LETTER, call.board or ""), call.seq
                )
                for call in calls
            )
        )
        if not all(replaced):
            raise Conflict("a call of the case was noted at this moment")
