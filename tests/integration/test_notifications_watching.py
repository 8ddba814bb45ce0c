"""What the events of a case cost at the store, and what happens when copies meet."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.notifications.notices.states import NoticeState
from services.notifications.watching import FactsBehind
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.notifications_support import acknowledged, registered
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until


class Counted:
    """A driver's collection that counts what is asked of it."""

    def __init__(self, stored: Any, calls: Counter[str]) -> None:
        self._stored = stored
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        self._calls[name] += 1
        return getattr(self._stored, name)


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


def counting(office: Office) -> Counter[str]:
    calls: Counter[str] = Counter()
    for collection in (office.cases, office.notices):
        collection.stored = Counted(collection.stored, calls)
        office.outbox.watch(collection.stored)
    return calls


async def test_the_journey_of_a_case_costs_six_round_trips(office: Office) -> None:
    watching = office.watching()
    case = submission()
    calls = counting(office)

    await watching.received(case)
    assert calls == {"insert_many": 1}
    calls.clear()

    await watching.progressed(registered(case))
    await until(lambda: calls["update_many"] == 3, "it is sent, marked, told and cleared")

    # Facts, whole case, notice planned, notice sent with its event, outbox cleared.
    assert calls == {"find": 1, "insert_many": 1, "update_many": 3}
    assert len(office.relay.mails) == 1


async def test_facts_after_the_acknowledgement_cost_one_write(office: Office) -> None:
    watching = office.watching()
    case = submission()
    await watching.received(case)
    calls = counting(office)

    await watching.progressed(acknowledged(case, MOMENT))

    assert calls == {"update_many": 1}


async def test_facts_that_another_copy_overtook_are_written_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upsert that meets another copy's insert ends as a duplicate, and is taken as late."""
    watching = office.watching()
    case = submission()
    await watching.received(case)

    async def lost(*_: object) -> None:
        return

    with monkeypatch.context() as meeting:
        meeting.setattr(office.cases, "put_newer", lost)
        with pytest.raises(FactsBehind):
            await watching.progressed(registered(case))
    assert office.relay.mails == []

    await watching.progressed(registered(case))

    async def sent() -> bool:
        found = await office.notices.find({"case_id": str(case.case_id)})
        return [notice.state for notice in found] == [NoticeState.SENT]

    await until(sent, "it is acknowledged")
