"""The calendar of due days: the page that gives its address, and the calendar itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.calendar.addresses import CalendarAddresses
from services.notifications.calendar.calendars import Calendars
from services.notifications.pages.frame import CALENDAR
from services.notifications.pages.office import Office
from services.notifications.settings import NotificationSettings
from shared.identity.sessions import StaffMember

_NEW = "ny"
_HEADERS = {
    # Whoever has the address may read it, and nobody between is to keep it.
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class CalendarPages:
    """The page is for whoever is logged in, the calendar for whoever has its address."""

    def __init__(
        self,
        office: Office,
        addresses: CalendarAddresses,
        calendars: Calendars,
        settings: NotificationSettings,
    ) -> None:
        self._office = office
        self._addresses = addresses
        self._calendars = calendars
        self._settings = settings

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=CALENDAR, include_in_schema=False)
        member_of_staff = Depends(self._office.allowed())

        @router.get("")
        async def show(
            request: Request, member: Annotated[StaffMember, member_of_staff], nu: str = ""
        ) -> Response:
            token = await self._addresses.token_of(_account(member))
            return self._office.frame.answer(
                request,
                member,
                "calendar.html",
                feed=self._settings.notifications_page(f"{CALENDAR}/{token}.ics"),
                renewed=nu == _NEW,
            )

        @router.post("")
        async def renew(member: Annotated[StaffMember, member_of_staff]) -> Response:
            await self._addresses.renew(_account(member))
            return RedirectResponse(f"{self._office.frame.site.address(CALENDAR)}?nu={_NEW}", 303)

        @router.api_route("/{token}.ics", methods=["GET", "HEAD"])
        async def calendar(request: Request, token: str) -> Response:
            account = await self._addresses.account_of(token)
            if account is None:
                raise HTTPException(404)
            content, etag = await self._calendars.of(account)
            headers = {**_HEADERS, "ETag": etag}
            if _knows(request, etag):
                return Response(status_code=304, headers=headers)
            return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

        return router


def _account(member: StaffMember) -> str:
    return member.principal.id or member.user


def _knows(request: Request, etag: str) -> bool:
    """Whether the caller has this version already (RFC 9110, 13.1.2)."""
    given = (each.strip() for each in request.headers.get("if-none-match", "").split(","))
    return any(each == "*" or each.removeprefix("W/") == etag for each in given)
