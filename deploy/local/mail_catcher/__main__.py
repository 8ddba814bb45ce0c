"""``python -m deploy.local.mail_catcher --smtp-port P --http-port Q --folder DIR``"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from deploy.local.mail_catcher.mailbox import Mailbox
from deploy.local.mail_catcher.pages import application
from deploy.local.mail_catcher.smtp import Catch, listen


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed."""

    smtp_port: int
    http_port: int
    folder: Path
    host: str
    refuse: int | None


def options(arguments: Sequence[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local.mail_catcher",
        description="Takes every mail, delivers none, shows them on a page.",
    )
    parser.add_argument("--smtp-port", type=int, required=True, help="where mail is received")
    parser.add_argument("--http-port", type=int, required=True, help="where the page is")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind to")
    parser.add_argument(
        "--refuse",
        type=_positive,
        metavar="N",
        help="refuse every N-th recipient with 451, to see what senders do then",
    )
    return Options(**vars(parser.parse_args(arguments)))


async def serve(chosen: Options) -> None:
    """Serve both until SIGTERM or SIGINT. Raises OSError when the SMTP port is taken."""
    mailbox = Mailbox(chosen.folder)
    receiver = await listen(Catch(mailbox, chosen.refuse), chosen.host, chosen.smtp_port)
    page = uvicorn.Server(
        uvicorn.Config(
            application(mailbox),
            host=chosen.host,
            port=chosen.http_port,
            access_log=False,  # its lines would hold the addresses that were asked for
            log_level="warning",
            timeout_graceful_shutdown=3,
        )
    )
    try:
        await page.serve()
    finally:
        receiver.close()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1 up")
    return number


if __name__ == "__main__":
    asyncio.run(serve(options()))
