"""Follows links as a visitor would, and says what is wrong with what is there."""

import ssl
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

import httpx

from services.intake.guard.form_filling import holds, links_of
from services.intake.guard.published import Channel
from services.intake.guard.state import Verdict
from shared.events.channels import ChannelFault, ChannelKind

LARGEST = 2_000_000
"""Bytes that are read of a page."""
TIMEOUT_SECONDS = 15.0
_REDIRECTS = 5
_ERROR = 400


class Page(NamedTuple):
    """What came back; `text` is empty where it was not asked for."""

    status: int
    url: httpx.URL
    text: str


def new_client() -> httpx.AsyncClient:
    """For links and test cases. Follows redirects, and keeps cookies for one visit."""
    return httpx.AsyncClient(
        timeout=TIMEOUT_SECONDS,
        follow_redirects=True,
        max_redirects=_REDIRECTS,
        headers={"User-Agent": "Lyhord-guard", "Accept": "text/html, */*"},
    )


async def follow(channel: Channel, client: Callable[[], httpx.AsyncClient]) -> Verdict:
    """Go to the channel's address, and look for what must be there."""
    address = channel.address or ""
    started = monotonic()
    try:
        async with client() as visitor:
            page = await _visited(visitor, address, whole=_is_read(channel))
    except httpx.HTTPError as error:
        return Verdict(fault_of(error))
    took = round(monotonic() - started, 3)
    if page.status >= _ERROR:
        return Verdict(ChannelFault.STATUS, str(page.status), took)
    if channel.carries and not _carries(page, channel.carries):
        return Verdict(ChannelFault.LINK_MISSING, None, took)
    if channel.unit and not holds(page.text, "place", f"{channel.board}/{channel.unit}"):
        return Verdict(ChannelFault.UNIT_MISSING, None, took)
    moved = page.url.host != httpx.URL(address).host
    return Verdict(None, f"redirected to {page.url.host}" if moved else None, took)


def fault_of(error: httpx.HTTPError) -> ChannelFault:
    """Why there is no answer."""
    if isinstance(error, httpx.TimeoutException):
        return ChannelFault.TIMEOUT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ChannelFault.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return ChannelFault.UNREACHABLE


def _is_read(channel: Channel) -> bool:
    """Whether what is on the page matters; our own pages are always read."""
    return bool(channel.carries) or channel.kind in (ChannelKind.PAGE, ChannelKind.UNIT_LINK)


async def _visited(visitor: httpx.AsyncClient, address: str, *, whole: bool) -> Page:
    if not whole:
        async with visitor.stream("HEAD", address) as response:
            if response.status_code < _ERROR:
                return Page(response.status_code, response.url, "")
        # Some servers answer HEAD with an error where they would answer GET with a page.
    async with visitor.stream("GET", address) as response:
        read = bytearray()
        async for piece in response.aiter_bytes():
            read += piece
            if len(read) >= LARGEST:
                break
        text = bytes(read).decode(response.charset_encoding or "utf-8", "replace")
        return Page(response.status_code, response.url, text)


def _carries(page: Page, link: str) -> bool:
    wanted = link.rstrip("/")
    return any(
        found.split("#")[0].split("?")[0].rstrip("/") == wanted or found == link
        for found in links_of(page.text, str(page.url))
    )
