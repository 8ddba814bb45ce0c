"""The texts as they are sent, with an example case. Decode, call, answer."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from services.notifications import access
from services.notifications.pages.frame import TEXTS
from services.notifications.pages.office import Office
from services.notifications.pages.text_words import name_in_words, owner_in_words, reader_of
from services.notifications.texts.previews import Preview, Previews
from services.notifications.texts.texts import TextName
from shared.identity.sessions import StaffMember
from shared.organisation import Board
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.headers import CONTENT_SECURITY_POLICY, SECURITY_HEADERS
from shared.pages.languages import Language, named
from shared.pages.phrases import phrase

BOARD, LANGUAGE, EXAMPLE = "namnd", "sprak", "exempel"
_FRAMING_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
_FRAMED_POLICY = "; ".join(
    (
        "default-src 'none'",
        # A mail has its looks in itself, since mail programs fetch nothing.
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)


class TextPages:
    """Asks nobody: the texts are read when the service starts."""

    def __init__(self, office: Office, previews: Previews) -> None:
        self._office = office
        self._previews = previews

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=TEXTS, include_in_schema=False)
        reader = Depends(self._office.allowed(*access.TEXTS))

        @router.get("")
        async def every(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return self._listed(request, member)

        @router.get("/{name}")
        async def one(
            request: Request, name: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            return self._shown(request, member, _name(name))

        @router.get("/{name}/sida")
        async def page(
            request: Request, name: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            _, _, found = self._chosen(request, member, _name(name))
            if found.text is None:
                raise HTTPException(404)
            headers = {**SECURITY_HEADERS, "Content-Security-Policy": _FRAMED_POLICY}
            return HTMLResponse(found.text.html, headers={**headers, "Cache-Control": "no-store"})

        return router

    def _listed(self, request: Request, member: StaffMember) -> Response:
        office = self._office
        boards = office.boards(member)
        board = _board(boards, request.query_params.get(BOARD, ""))
        return office.frame.answer(
            request,
            member,
            "texts.html",
            form=FormState.of({BOARD: board.id}),
            board=board,
            boards=[Choice(each.id, each.name) for each in boards] if len(boards) > 1 else [],
            lines=[
                (
                    name_in_words(name),
                    reader_of(name),
                    [
                        (
                            language,
                            self._address(name, board, language),
                            owner_in_words(self._previews.owner(name, language, board.id) or ""),
                        )
                        for language in self._previews.languages(name, board.id)
                    ],
                )
                for name in TextName
            ],
        )

    def _shown(self, request: Request, member: StaffMember, name: TextName) -> Response:
        office = self._office
        board, language, found = self._chosen(request, member, name)
        boards = office.boards(member)
        response = office.frame.answer(
            request,
            member,
            "text.html",
            name=name_in_words(name),
            reader=reader_of(name),
            board=board,
            tongue=language,
            preview=found,
            owner=owner_in_words(found.source.owner),
            form=FormState.of({BOARD: board.id, LANGUAGE: language, EXAMPLE: str(found.example)}),
            here_below=f"{TEXTS}/{name}",
            boards=[Choice(each.id, each.name) for each in boards],
            languages_there=[
                Choice(each, phrase("%(language)s", language=each.own_name))
                for each in self._previews.languages(name, board.id)
            ],
            examples=[
                Choice(str(each), phrase("Exempel %(number)s", number=each + 1))
                for each in range(found.examples)
            ],
            page=self._address(name, board, language, found.example, "/sida"),
        )
        response.headers["Content-Security-Policy"] = _FRAMING_POLICY
        return response

    def _chosen(
        self, request: Request, member: StaffMember, name: TextName
    ) -> tuple[Board, Language, Preview]:
        query: Mapping[str, str] = request.query_params
        board = _board(self._office.boards(member), query.get(BOARD, ""))
        example = query.get(EXAMPLE, "")
        number = int(example) if example.isascii() and example.isdigit() else 0
        for language in (named(query.get(LANGUAGE)), Language.SWEDISH):
            found = self._previews.preview(name, language, board, number) if language else None
            if language is not None and found is not None:
                return board, language, found
        raise HTTPException(404)

    def _address(
        self, name: TextName, board: Board, language: Language, example: int = 0, below: str = ""
    ) -> str:
        query = {BOARD: board.id, LANGUAGE: language, **({EXAMPLE: example} if example else {})}
        return self._office.frame.site.address(f"{TEXTS}/{name}{below}") + f"?{urlencode(query)}"


def _name(text: str) -> TextName:
    try:
        return TextName(text)
    except ValueError as error:
        raise HTTPException(404) from error


def _board(boards: tuple[Board, ...], board_id: str) -> Board:
    """The one that is asked for; the first where there is no such, as in an old bookmark."""
    if not boards:
        raise HTTPException(404)
    return next((each for each in boards if each.id == board_id), boards[0])
