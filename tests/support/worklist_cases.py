"""Cases of every sort for the lists: old and new, late and in time, whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from shared.clock import SystemClock, local_date
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Acknowledgement, Channel, Kind, Way, Wish
from tests.support.submissions import submission
from tests.support.waiting import until

NORTH, BENEFITS = "hemvard-norr", "forsorjningsstod"
MANAGER = "manager-hemvard-norr"


@dataclass(frozen=True)
class Sample:
    """A submission and the steps that are taken in it, by their names in the API."""

    event: CaseReceived
    steps: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def today() -> date:
    """As the services count it: in Swedish time."""
    return local_date(SystemClock().now())


def samples() -> tuple[Sample, ...]:
    """The example municipality's: one board's mostly, and of another board one."""
    assigned = ("assign", {"responsible": MANAGER})
    return (
        Sample(_case(40, "Ingen kom på söndagen.", category="availability"), (assigned,)),
        Sample(
            _case(
                12, "Mamma fick fel medicin i tisdags.", kind=Kind.DEVIATION, channel=Channel.STAFF
            ),
            (assigned, ("assess", {"severity": 3, "probability": 3, "misconduct_suspected": True})),
        ),
        Sample(
            _case(13, "Larmet hördes inte.", channel=Channel.PHONE, feedback_way=Way.PHONE),
            (
                assigned,
                ("assess", {"severity": 4, "probability": 2, "category": "availability"}),
                ("investigate", {}),
            ),
        ),
        Sample(
            _case(9, "Svar dröjer om växelvård.", channel=Channel.LETTER),
            (assigned, ("write", {"text": "Vilken vecka gällde det?"})),
        ),
        Sample(
            _case(20, "Fakturan är fel för tredje gången."),
            (
                assigned,
                (
                    "pause",
                    {
                        "until": (today() + timedelta(days=30)).isoformat(),
                        "reason": "Väntar på ekonomi.",
                    },
                ),
            ),
        ),
        Sample(_case(1, "Tack till kvällspatrullen!", kind=Kind.PRAISE, feedback_wish=Wish.NO)),
        Sample(_case(2, "Ta med skyddsskor.", kind=Kind.SUGGESTION, channel=Channel.MEETING)),
        Sample(_case(0, "Det luktar i trapphuset.", unit=None, anonymous=True, email=None)),
        Sample(_case(3, "Utbetalningen kom inte.", board="sn", unit=BENEFITS)),
    )


def _case(days_ago: int, text: str, **facts: Any) -> CaseReceived:
    given = {
        "board": "von",
        "unit": NORTH,
        "received_on": today() - timedelta(days=days_ago),
        "feedback_wish": Wish.YES,
        "feedback_way": Way.EMAIL,
        "acknowledgement": Acknowledgement.SENT,
        **facts,
    }
    if "kind" in given:
        given["first_kind"] = given["kind"]
    return submission(text=text, **given)


async def take_steps(client: httpx.AsyncClient, each: Sample) -> None:
    """Take the steps of a case that is on its way in. Fails where one is refused."""
    case_id = each.event.case_id

    async def there() -> bool:
        return await _seq(client, case_id) > 0

    await until(there, "the case is there")
    for step, body in each.steps:
        seq = await _seq(client, case_id)
        taken = await client.post(
            f"/cases/{case_id}/{step}", json=body, headers={"If-Match": str(seq)}
        )
        assert taken.status_code == 200, (step, taken.text)


async def _seq(client: httpx.AsyncClient, case_id: UUID) -> int:
    found = await client.get(f"/cases/{case_id}")
    return int(found.json()["seq"]) if found.status_code == 200 else 0
