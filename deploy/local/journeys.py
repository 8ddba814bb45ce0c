"""The demonstration: a case through every channel, followed until it is counted."""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from deploy.local.durable_file import write_atomically
from deploy.local.endpoints import Endpoints
from deploy.local.examples import Example, load_examples
from deploy.local.following import Follower
from deploy.local.journey import Journey, Seen, Sent
from deploy.local.journey_table import journey_table
from deploy.local.sending import NotAccepted, send

_PAUSE_SECONDS = 0.3
_ANSWER_SECONDS = 10.0


async def make_journeys(
    endpoints: Endpoints, within_seconds: float, tell: Callable[[str], None]
) -> Sequence[Journey]:
    """Send every example and follow all until they are complete or the time is out.

    A service that refuses or does not answer shows in the journey; nothing is raised for it.
    """
    # Addresses of this run alone: mails of an earlier one must not pass for its acknowledgements.
    tag = secrets.token_hex(4)
    examples = [example.tagged(tag) for example in load_examples()]
    tell(f"Sending {len(examples)} example cases, one at least through every channel.")
    async with httpx.AsyncClient(timeout=_ANSWER_SECONDS, trust_env=False) as client:
        # One after the other, so that the diary has them in the order of the files.
        sent = [await _try_to_send(example, endpoints, client) for example in examples]
        follower = Follower(endpoints, client)
        journeys = await _follow(sent, follower, within_seconds)
        tell(journey_table(journeys, await follower.counted()))
    return journeys


def write_journeys(file: Path, journeys: Sequence[Journey]) -> None:
    """Write `journeys.json`, whole or not at all."""
    write_atomically(file, json.dumps([_entry(journey) for journey in journeys], indent=2))


async def _try_to_send(example: Example, endpoints: Endpoints, client: httpx.AsyncClient) -> Sent:
    try:
        return await send(example, endpoints, client)
    except NotAccepted as refusal:
        return Sent(example.summary, example.channel, refusal=str(refusal))


async def _follow(sent: Sequence[Sent], follower: Follower, within_seconds: float) -> list[Journey]:
    journeys = [Journey(case, Seen()) for case in sent]
    try:
        async with asyncio.timeout(within_seconds):
            while under_way := [place for place, one in enumerate(journeys) if one.under_way]:
                for place in under_way:
                    case = journeys[place].sent
                    journeys[place] = Journey(case, await follower.look(case))
                await asyncio.sleep(_PAUSE_SECONDS)
    except TimeoutError:
        pass  # what is missing then is seen in the journeys themselves
    return journeys


def _entry(journey: Journey) -> dict[str, object]:
    sent, seen = journey.sent, journey.seen
    return {
        "channel": sent.channel,
        "case_id": seen.case_id,
        "diary_number": seen.diary_number,
        "accepted_at": journey.accepted_at and journey.accepted_at.isoformat(),
        "numbered_at": seen.numbered_at and seen.numbered_at.isoformat(),
        "acknowledged_at": seen.acknowledged_at and seen.acknowledged_at.isoformat(),
        "deadlines": [deadline.model_dump() for deadline in seen.deadlines],
        "counted_at": seen.counted_at and seen.counted_at.isoformat(),
    }
