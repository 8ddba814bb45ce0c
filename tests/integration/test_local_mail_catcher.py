"""The mail catcher as it is run: mail in by SMTP, out as pages and JSON."""

import sys
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import httpx
import pytest

from deploy.local.http_part import HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import Command
from deploy.local.surroundings import REPOSITORY
from tests.support.plain_http import NO_AUTHORITIES


class Catcher:
    """The running program, a client of its page and the port of its SMTP."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.smtp_port, page = free_ports(2)
        ports = ("--smtp-port", str(self.smtp_port), "--http-port", str(page))
        program = (sys.executable, "-m", "deploy.local.mail_catcher")
        self.part = HttpPart(
            Command(
                name="mail_catcher",
                arguments=(*program, *ports, "--folder", str(folder / "mail"), *options),
                environment={},
                folder=REPOSITORY,
                log=folder / "catcher.log",
                pid_file=folder / "catcher.json",
            ),
            f"http://{LOOPBACK}:{page}",
        )
        self.page = httpx.AsyncClient(
            base_url=self.part.url, trust_env=False, verify=NO_AUTHORITIES
        )

    async def start(self) -> None:
        await self.part.start()
        await self.part.ready()

    async def stop(self) -> None:
        await self.page.aclose()
        await self.part.stop()

    async def send(self, message: EmailMessage, *recipients: str) -> None:
        await aiosmtplib.send(
            message,
            sender="svar.sn@exempelkommun.example",
            recipients=list(recipients),
            hostname=LOOPBACK,
            port=self.smtp_port,
            start_tls=False,
        )


@pytest.fixture(scope="module")
async def catcher(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Catcher]:
    running = Catcher(tmp_path_factory.mktemp("catcher"))
    await running.start()
    yield running
    await running.stop()


def acknowledgement(subject: str = "Vi har tagit emot ditt klagomål") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "svar.sn@exempelkommun.example"
    message["Subject"] = subject
    message["Message-ID"] = "<one@exempelkommun.example>"
    message.set_content("Ditt ärende har fått nummer SN 2026-00001. <b>Hälsningar</b>")
    return message


async def test_mail_is_found_by_recipient_with_its_text_and_headers(catcher: Catcher) -> None:
    await catcher.send(acknowledgement(), "kund@post.example")
    found = (await catcher.page.get("/api/v1/messages", params={"to": "Kund@post.example"})).json()
    assert found["total"] == 1
    (summary,) = found["items"]
    assert summary["subject"] == "Vi har tagit emot ditt klagomål"
    assert summary["message_id"] == "<one@exempelkommun.example>"
    assert summary["envelope_from"] == "svar.sn@exempelkommun.example"
    mail = (await catcher.page.get(f"/api/v1/messages/{summary['id']}")).json()
    assert mail["text"].startswith("Ditt ärende har fått nummer SN 2026-00001.")
    assert ["X-Envelope-To", "kund@post.example"] in mail["headers"]


async def test_page_shows_mail_as_text_and_never_as_markup(catcher: Catcher) -> None:
    await catcher.send(acknowledgement("<script>alert(1)</script>"), "markup@post.example")
    listed = await catcher.page.get("/", params={"to": "markup@post.example"})
    assert "<script>" not in listed.text
    assert "&lt;script&gt;alert(1)" in listed.text
    (item,) = (
        await catcher.page.get("/api/v1/messages", params={"to": "markup@post.example"})
    ).json()["items"]
    shown = await catcher.page.get(f"/mail/{item['id']}")
    assert shown.status_code == 200
    assert "&lt;b&gt;Hälsningar&lt;/b&gt;" in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]


async def test_html_part_is_served_without_scripts_network_or_origin(catcher: Catcher) -> None:
    message = acknowledgement()
    message.add_alternative("<script>alert(1)</script><p>Hej</p>", subtype="html")
    await catcher.send(message, "html@post.example")
    (item,) = (
        await catcher.page.get("/api/v1/messages", params={"to": "html@post.example"})
    ).json()["items"]
    shown = await catcher.page.get(f"/mail/{item['id']}")
    assert "sandbox></iframe>" in shown.text
    part = await catcher.page.get(f"/mail/{item['id']}/html")
    policy = part.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "<p>Hej</p>" in part.text


async def test_source_is_shown_as_it_came_and_as_plain_text(catcher: Catcher) -> None:
    await catcher.send(acknowledgement(), "source@post.example")
    (item,) = (
        await catcher.page.get("/api/v1/messages", params={"to": "source@post.example"})
    ).json()["items"]
    source = await catcher.page.get(f"/mail/{item['id']}/source")
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["x-content-type-options"] == "nosniff"
    assert "Message-ID: <one@exempelkommun.example>" in source.text


async def test_unknown_mail_is_a_page_that_says_so(catcher: Catcher) -> None:
    page = await catcher.page.get("/mail/nonsense")
    assert page.status_code == 404
    assert "Brevet finns inte" in page.text
    assert (await catcher.page.get("/api/v1/messages/nonsense")).status_code == 404
    assert (await catcher.page.get("/mail/nonsense/source")).status_code == 404


async def test_mail_outlives_a_kill_once_it_was_accepted(tmp_path: Path) -> None:
    catcher = Catcher(tmp_path)
    await catcher.start()
    await catcher.send(acknowledgement(), "kund@post.example", "kopia@post.example")
    await catcher.part.kill()
    await catcher.start()
    for recipient in ("kund@post.example", "kopia@post.example"):
        found = await catcher.page.get("/api/v1/messages", params={"to": recipient})
        assert found.json()["total"] == 1
    await catcher.stop()


async def test_every_third_recipient_is_refused_for_now_when_told_so(tmp_path: Path) -> None:
    catcher = Catcher(tmp_path, "--refuse", "3")
    await catcher.start()
    refused = []
    for number in range(1, 7):
        try:
            await catcher.send(acknowledgement(), f"r{number}@post.example")
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            refused.append((number, refusal.recipients[0].code))
    assert refused == [(3, 451), (6, 451)]
    assert (await catcher.page.get("/api/v1/messages")).json()["total"] == 4
    await catcher.stop()
