"""Answers a request with a page, in the reader's language."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from shared.pages.assets import STATIC_FOLDER, Asset, Assets, assets_in
from shared.pages.brand import brand_mark, brand_stylesheet
from shared.pages.environment import page_environment
from shared.pages.headers import page_headers
from shared.pages.languages import COOKIE, PARAMETER, Language, chosen_language
from shared.pages.site import Site

_YEAR = 365 * 24 * 60 * 60


class Pages:
    """A service's pages: its templates in every language, and what they look like.

    `static` are folders of files of its own, beside those that all services have.
    """

    def __init__(self, site: Site, folders: Sequence[Path], static: Sequence[Path] = ()) -> None:
        self.site = site
        self._assets = Assets(_assets_of(site, static))
        self._environments = {
            language: page_environment(language, site, folders, self._assets.path)
            for language in Language
        }

    def routes(self) -> APIRouter:
        """The addresses of stylesheets and pictures."""
        return self._assets.routes()

    def language(self, request: Request) -> Language:
        """The language that this reader gets."""
        return chosen_language(
            request.query_params.get(PARAMETER),
            request.cookies.get(COOKIE),
            request.headers.get("accept-language"),
        )

    def answer(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        personal: bool = False,
        typed: bool = False,
        scripted: bool = False,
        **values: object,
    ) -> HTMLResponse:
        """Render a template. `personal` pages are never stored by a browser or a proxy.

        `typed` pages hold what their reader is typing: they stay for the way back and forward.
        `scripted` pages may run a script of ours. A language that the address asks for is
        remembered in a cookie for a year.
        """
        language = self.language(request)
        body = (
            self._environments[language]
            .get_template(template)
            .render(language_links=_language_links(request), **values)
        )
        response = HTMLResponse(
            body,
            status_code=status,
            headers={
                **page_headers(personal=personal, typed=typed, scripted=scripted),
                "Content-Language": language,
            },
        )
        if request.query_params.get(PARAMETER) == language:
            response.set_cookie(
                COOKIE,
                language,
                max_age=_YEAR,
                path=self.site.address("/"),
                secure=request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        return response


def _assets_of(site: Site, static: Sequence[Path]) -> Iterator[Asset]:
    for folder in (STATIC_FOLDER, *static):
        yield from assets_in(folder)
    yield Asset("brand.css", brand_stylesheet(site.colour).encode())
    yield Asset("mark.svg", brand_mark(site.colour).encode())
    if site.logo is not None:
        yield Asset(site.picture, site.logo.read_bytes())


def _language_links(request: Request) -> dict[Language, str]:
    """The same page in each language: only the query is given, so the path stays what it is."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != PARAMETER]
    return {language: "?" + urlencode([*kept, (PARAMETER, language)]) for language in Language}
