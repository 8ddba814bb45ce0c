"""Through all four services: an answer to the acknowledgement is put with its case."""

import asyncio
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import httpx

from shared.ids import new_id
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until


async def test_an_answer_to_the_acknowledgement_finds_its_case(system: System) -> None:
    address = f"kund-{new_id().hex[-8:]}@post.example"
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        accepted = await client.post(
            f"{system.url('intake')}/api/v1/cases",
            json={
                "board": "sn",
                "kind": "complaint",
                "channel": "web",
                "text": "Brevet gick till fel person.",
                "contact": {"email": address},
            },
        )
        case_url = f"{system.url('workflow')}/api/v1/cases/{accepted.json()['case_id']}"
        mails: list[dict[str, Any]] = []

        async def acknowledged() -> bool:
            found = await client.get(
                f"{system.mail_catcher}/api/v1/messages", params={"to": address}
            )
            mails[:] = found.json()["items"]
            return bool(mails)

        await until(acknowledged, "the acknowledgement has come")
        # As mail programs do it: an id is not folded and not encoded.
        reply = EmailMessage(policy=SMTP.clone(max_line_length=998))
        reply["From"] = address
        reply["To"] = "svar.sn@exempelkommun.example"
        reply["Subject"] = "Sv: utan referens"
        reply["Message-ID"] = f"<{new_id()}@post.example>"
        reply["In-Reply-To"] = mails[0]["message_id"]
        reply.set_content("Jag vill tillägga en sak.\n\n> Vi har tagit emot ditt ärende.\n")

        await asyncio.to_thread(_send, system.smtp_in, address, reply.as_bytes())

        async def added() -> bool:
            case = await client.get(case_url, headers=system.headers("staff"))
            return [(said["text"], said["quoted"]) for said in case.json()["messages"]] == [
                ("Jag vill tillägga en sak.", "> Vi har tagit emot ditt ärende.")
            ]

        await until(added, "the answer is with the case")
        history = (await client.get(case_url, headers=system.headers("staff"))).json()["history"]
    assert [entry["step"] for entry in history] == [
        "case.received",
        "case.registered",
        "case.acknowledged",
        "case.noted",
    ]


def _send(port: int, sender: str, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.sendmail(sender, ["svar.sn@exempelkommun.example"], content)
