"""The pictures of a case's page and of its steps in docs/pictures; `pictures` makes them."""

from collections.abc import Sequence
from uuid import UUID

from shared.events.vocabulary import Role
from tests.support.long_case import disputed, just_received, long_lived, reopened
from tests.support.one_event import a_finding, another_of_the_units, the_units_own
from tests.support.service import publish
from tests.support.workflow_desk import WorkflowDesk

TALL = (1280, 1220)
LONG_PHONE = (360, 1400)

PATHS: Sequence[tuple[str, str, tuple[int, int], bool]] = (
    ("case-desk", "long", TALL, False),
    ("case-dark", "long", TALL, True),
    ("case-phone", "long", LONG_PHONE, False),
    ("case-new", "new", TALL, False),
    ("case-same-event", "finding", (1280, 1080), False),
    ("case-same-event-phone", "finding", (390, 1700), False),
    ("case-assess", "long/bedom", TALL, False),
    ("case-answer", "long/svara", TALL, False),
)
"""Name, which case and step, size, and whether in the dark."""


async def with_life(desk: WorkflowDesk) -> dict[str, UUID]:
    """A case that has been through nearly everything, one that nobody has touched, a finding."""
    long, new, finding = long_lived(), just_received(), a_finding()
    await desk.take_in(long, new, finding, the_units_own(), another_of_the_units())
    await publish(desk.amqp_url, disputed(long.event.case_id))
    async with desk.api(Role.CASEWORKER) as client:
        await reopened(client, long.event.case_id)
    return {
        "long": long.event.case_id,
        "new": new.event.case_id,
        "finding": finding.event.case_id,
    }


def address(path: str, cases: dict[str, UUID]) -> str:
    """Where the page is."""
    which, _, step = path.partition("/")
    return f"/arenden/{cases[which]}" + (f"/{step}" if step else "")
