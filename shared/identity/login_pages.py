"""Logging in and out, and what is said to whoever cannot be shown a page as things are.

What someone had typed when their session ended is carried along through the login as hidden
fields, and goes on from there with one press of a button.
"""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from shared.identity.own_addresses import is_of_own_origin, own_path
from shared.identity.passwords import TooManyAttempts
from shared.identity.renewal import SessionRenewal
from shared.identity.sessions import Sessions, StaffMember
from shared.identity.staff_frame import StaffFrame
from shared.identity.turned_away import ForeignForm, LoginNeeded, NotPermitted, StaleForm
from shared.identity.web import CSRF, Authentication, address_of
from shared.pages.forms import FormState
from shared.pages.phrases import phrase

LOGIN, LOGOUT = "/logga-in", "/logga-ut"

REDRAW = "redraw"
"""A field of every form for staff: show the form again with what was typed, and save nothing."""

_CHALLENGE = {"WWW-Authenticate": 'Cookie realm="lyhord"'}


class LoginPages:
    """The staff's door; `home` is where one comes in when no page was asked for."""

    def __init__(
        self, authentication: Authentication, sessions: Sessions, frame: StaffFrame, home: str
    ) -> None:
        self._authentication = authentication
        self._sessions = sessions
        self._frame = frame
        self._home = frame.site.address(home)

    def add_to(self, app: FastAPI) -> None:
        """Add the pages and the answers. To be called after `add_error_pages`."""
        app.include_router(self._routes())
        app.add_middleware(SessionRenewal, sessions=self._sessions)
        app.add_exception_handler(LoginNeeded, self._ask_to_log_in)
        app.add_exception_handler(StaleForm, self._ask_to_go_on)
        app.add_exception_handler(NotPermitted, self._not_permitted)
        app.add_exception_handler(ForeignForm, self._foreign)

    def _routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        of_a_member = [Depends(self._authentication.staff_page())]
        router.add_api_route(LOGIN, self.ask, methods=["GET"])
        router.add_api_route(LOGIN, self.log_in, methods=["POST"])
        router.add_api_route(LOGOUT, self.log_out, methods=["POST"], dependencies=of_a_member)
        return router

    async def ask(self, request: Request) -> Response:
        """The empty login; straight on for whoever is logged in already."""
        way = self._way(request.query_params.get("next", ""))
        if self._sessions.member(request) is not None:
            return RedirectResponse(way, 303)
        return self._login(request, FormState.of({"next": way}))

    async def log_in(self, request: Request) -> Response:
        """In, and on to where one wanted to go."""
        if not is_of_own_origin(request.headers):
            raise ForeignForm
        form = FormState.posted((await request.form()).multi_items())
        user, password = form.value("user").strip(), form.value("password")
        if not user or not password:
            return self._refused(request, form, empty=True)
        try:
            account = await self._authentication.passwords.account(
                user, password, address_of(request)
            )
        except TooManyAttempts as error:
            answer = self._login(request, _shown(form), 429, minutes=-(-error.wait // 60))
            answer.headers["Retry-After"] = str(error.wait)
            return answer
        if account is None:
            return self._refused(request, form)
        way = self._way(form.value("next"))
        kept = form.value("kept")
        if not kept:
            response: Response = RedirectResponse(way, 303)
            self._sessions.open(request, response, account)
            return response
        member, cookie = self._sessions.opened(request, account)
        files = bool(form.value("files"))
        page = self._go_on(request, member, way, parse_qsl(kept, True), files, 200)
        page.headers.append("Set-Cookie", cookie)
        return page

    async def log_out(self, request: Request) -> Response:
        """Out, on this device."""
        response = RedirectResponse(f"{self._frame.site.address(LOGIN)}?ut=1", 303)
        self._sessions.close(request, response)
        return response

    def _refused(self, request: Request, form: FormState, *, empty: bool = False) -> Response:
        """The same words whether the user or the password is wrong."""
        told = (
            phrase("Skriv både användarnamn och lösenord.")
            if empty
            else phrase("Användarnamnet eller lösenordet stämmer inte.")
        )
        return self._login(request, replace(_shown(form), errors={"user": told}), 422)

    def _login(
        self, request: Request, form: FormState, status: int = 200, minutes: int = 0
    ) -> Response:
        return self._frame.answer(
            request,
            None,
            "pages/login.html",
            status=status,
            form=form,
            minutes=minutes,
            logged_out="ut" in request.query_params,
        )

    def _go_on(
        self,
        request: Request,
        member: StaffMember,
        way: str,
        fields: Sequence[tuple[str, str]],
        files: bool,
        status: int,
    ) -> Response:
        """One button that sends what was typed; back to the form where files must be chosen."""
        kept = [pair for pair in fields if pair[0] not in {CSRF, REDRAW}]
        return self._frame.answer(
            request,
            member,
            "pages/login_again.html",
            status=status,
            way=way,
            fields=kept,
            files=files,
        )

    async def _ask_to_log_in(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, LoginNeeded)  # noqa: S101 - registered for this class
        way = self._here(request)
        if error.posted is None:
            return RedirectResponse(
                f"{self._frame.site.address(LOGIN)}?{urlencode({'next': way})}", 303
            )
        kept = urlencode(_pairs(error.posted))
        files = "1" if await _had_files(request) else ""
        form = FormState.of({"next": way, "kept": kept, "files": files})
        response = self._login(request, form, 401)
        response.headers.update(_CHALLENGE)
        return response

    async def _ask_to_go_on(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, StaleForm)  # noqa: S101 - registered for this class
        way, files = self._here(request), await _had_files(request)
        return self._go_on(request, error.member, way, _pairs(error.posted), files, 403)

    async def _not_permitted(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, NotPermitted)  # noqa: S101 - registered for this class
        return self._frame.answer(
            request, error.member, "pages/turned_away.html", status=403, foreign=False
        )

    async def _foreign(self, request: Request, _error: Exception) -> Response:
        member = self._sessions.member(request)
        return self._frame.answer(
            request, member, "pages/turned_away.html", status=403, foreign=True
        )

    def _here(self, request: Request) -> str:
        query = request.url.query
        path = self._frame.site.address(self._frame.path(request))
        return self._way(f"{path}?{query}" if query else path)

    def _way(self, wanted: str) -> str:
        """Where to go on: to a page of this service and to no login or logout."""
        way = own_path(wanted, self._frame.site.root_path)
        doors = {self._frame.site.address(door) for door in (LOGIN, LOGOUT)}
        return way if way and way.partition("?")[0] not in doors else self._home


def _shown(form: FormState) -> FormState:
    """What may stand in the page again: not the password."""
    names = ("user", "next", "kept", "files")
    return FormState({name: form.chosen(name) for name in names})


def _pairs(form: FormState) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form.typed.items() for value in values]


async def _had_files(request: Request) -> bool:
    return any(
        not isinstance(value, str) and value.filename
        for _, value in (await request.form()).multi_items()
    )
