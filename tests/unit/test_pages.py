"""Answers: language, headers, styles and error pages."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from jinja2 import UndefinedError

from shared.errors import Unavailable
from shared.organisation import Name
from shared.pages.errors import add_error_pages
from shared.pages.headers import CONTENT_SECURITY_POLICY, page_headers
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, Site
from shared.web.limits import BodyLimit
from shared.web.problems import answer_problems

SITE = Site(
    Name(sv="Exempelkommun", en="Exempelkommun Municipality"),
    phrase("Synpunkter och klagomål"),
    root_path="/del",
    navigation=(Link("/folj", phrase("Följ ditt ärende")),),
)
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9"}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "hello.html").write_text(
        '{% extends "pages/base.html" %}{% block title %}{{ _("Kvitto") }}{% endblock %}'
        "{% block main %}<h1>{{ given }}</h1>{% endblock %}",
        encoding="utf-8",
    )
    (tmp_path / "wrong.html").write_text("{{ nobody_gave_this }}", encoding="utf-8")
    pages = Pages(SITE, [tmp_path])
    app = FastAPI()
    app.include_router(pages.routes())
    app.add_middleware(BodyLimit, maximum=100)
    answer_problems(app)
    add_error_pages(app, pages)

    @app.get("/hello")
    async def hello(request: Request, *, personal: bool = False) -> Response:
        return pages.answer(request, "hello.html", personal=personal, given="<b>Hej</b>")

    @app.get("/wrong")
    async def wrong(request: Request) -> Response:
        return pages.answer(request, "wrong.html")

    @app.get("/down")
    @app.get("/api/v1/down")
    async def down() -> None:
        raise Unavailable("the store does not answer: try again")

    @app.post("/form")
    async def form(request: Request) -> int:
        return len(await request.body())

    @app.get("/crash")
    async def crash() -> None:
        raise RuntimeError("a person's name")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False, root_path="/del")
    async with httpx.AsyncClient(
        transport=transport, base_url="http://kommun.example/del"
    ) as client:
        yield client


async def test_page_is_in_the_language_asked_for_and_remembers_it(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get("/hello?lang=en")
    assert '<html lang="en">' in first.text
    assert (
        "<title>Receipt – Views and complaints – Exempelkommun Municipality</title>" in first.text
    )
    assert "Path=/del/" in first.headers["set-cookie"]
    second = await client.get("/hello")
    assert '<html lang="en">' in second.text
    assert second.headers["content-language"] == "en"


async def test_page_is_swedish_for_everyone_else(client: httpx.AsyncClient) -> None:
    response = await client.get("/hello")
    assert '<html lang="sv">' in response.text
    assert "set-cookie" not in response.headers


async def test_language_that_pages_do_not_exist_in_is_not_remembered(
    client: httpx.AsyncClient,
) -> None:
    assert "set-cookie" not in (await client.get("/hello?lang=de")).headers


async def test_language_links_keep_the_page_and_its_query(client: httpx.AsyncClient) -> None:
    response = await client.get("/hello?unit=a%26b&lang=sv")
    assert 'href="?unit=a%26b&amp;lang=en"' in response.text


async def test_what_is_given_to_a_template_is_escaped(client: httpx.AsyncClient) -> None:
    assert "<h1>&lt;b&gt;Hej&lt;/b&gt;</h1>" in (await client.get("/hello")).text


async def test_name_that_is_not_given_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("{{ nobody_gave_this }}", encoding="utf-8")
    request = Request({"type": "http", "method": "GET", "headers": [], "query_string": b""})
    with pytest.raises(UndefinedError, match="nobody_gave_this"):
        Pages(SITE, [tmp_path]).answer(request, "wrong.html")


async def test_own_links_stand_under_the_root_path(client: httpx.AsyncClient) -> None:
    response = await client.get("/hello")
    own = re.findall(r'(?:href|src)="(/[^"]*)"', response.text)
    assert own
    assert all(address.startswith("/del/") for address in own)


async def test_pages_tell_the_browser_to_run_frame_and_tell_nothing(
    client: httpx.AsyncClient,
) -> None:
    headers = (await client.get("/hello")).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "script-src" not in CONTENT_SECURITY_POLICY
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


async def test_nothing_in_a_page_needs_what_the_policy_forbids(client: httpx.AsyncClient) -> None:
    text = (await client.get("/hello")).text
    assert "<script" not in text
    assert "<style" not in text
    assert not re.search(r"\s(style|on\w+)=", text)


async def test_personal_pages_are_never_stored(client: httpx.AsyncClient) -> None:
    assert (await client.get("/hello?personal=true")).headers["cache-control"] == "no-store"
    assert (await client.get("/hello")).headers["cache-control"] == "private, no-cache"


async def test_styles_are_kept_for_a_year_at_an_address_of_their_content(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/hello")
    addresses = re.findall(r'"(/del/static/[\w.]+)"', page.text)
    kinds = {address.rpartition(".")[2] for address in addresses}
    assert kinds == {"css", "svg"}
    for address in addresses:
        response = await client.get(f"http://kommun.example{address}")
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


async def test_style_of_another_release_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/static/lyhord.000000000000.css")).status_code == 404
    assert (await client.get("/static/lyhord.css")).status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nowhere", 404, "Sidan finns inte"),
        ("/down", 503, "Tjänsten svarar inte just nu"),
        ("/crash", 500, "Något gick fel hos oss"),
        ("/wrong", 500, "Något gick fel hos oss"),
    ],
)
async def test_people_get_a_page_for_an_error(
    client: httpx.AsyncClient, address: str, status: int, heading: str
) -> None:
    response = await client.get(address, headers=BROWSER)
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text
    assert "person's name" not in response.text


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {}])
async def test_programs_get_problem_details_for_an_error(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    response = await client.get("/down", headers=headers)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


async def test_api_answers_problem_details_even_to_a_browser(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/down", headers=BROWSER)
    assert response.headers["content-type"] == "application/problem+json"


async def test_page_of_an_unavailable_service_says_when_to_come_back(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/down", headers=BROWSER)
    assert int(response.headers["retry-after"]) > 0


async def test_a_browser_that_sends_too_much_gets_a_page(client: httpx.AsyncClient) -> None:
    page = await client.post("/form", content=b"x" * 101, headers=BROWSER)

    assert page.status_code == 413
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["connection"] == "close"


def test_what_someone_is_typing_is_kept_for_the_way_back_and_nothing_personal_is() -> None:
    assert page_headers(typed=True)["Cache-Control"] == "private, no-cache"
    assert "Vary" not in page_headers(typed=True)
    assert page_headers(personal=True, typed=True)["Cache-Control"] == "no-store"


def test_only_a_page_with_a_script_of_ours_may_run_one() -> None:
    policy = page_headers(scripted=True)["Content-Security-Policy"]
    assert policy == f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
    assert page_headers()["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
