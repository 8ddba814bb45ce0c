"""The pictures of a case's page and of its steps in docs/pictures; `pictures` makes them."""

from collections.abc import Sequence
from uuid import UUID

from shared.events.vocabulary import Role
from tests.support.long_case import disputed, just_received, long_lived, reopened
from tests.support.service import publish
from tests.support.workflow_desk import WorkflowDesk

TALL = (1280, 1220)
LONG_PHONE = (360, 1400)

PATHS: Sequence[tuple[str, str, tuple[int, int], bool]] = (
    ("case-desk", "long", TALL, False),
    ("case-dark", "long", TALL, True),
    ("case-phone", "long", LONG_PHONE, False),
    ("case-new", "new", TALL, False),
    ("case-assess", "long/bedom", TALL, False),
    ("case-answer", "long/svara", TALL, False),
)
"""Name, which case and step, size, and whether in the dark."""


async def with_life(desk: WorkflowDesk) -> dict[str, UUID]:
    """A case that has been through nearly everything, and one that nobody has touched."""
    long, new = long_lived(), just_received()
    await desk.take_in(long, new)
    await publish(desk.amqp_url, disputed(long.event.case_id))
    async with desk.api(Role.CASEWORKER) as client:
        await reopened(client, long.event.case_id)
    return {"long": long.event.case_id, "new": new.event.case_id}


def address(path: str, cases: dict[str, UUID]) -> str:
    """Where the page is."""
    which, _, step = path.partition("/")
    return f"/arenden/{cases[which]}" + (f"/{step}" if step else "")
