"""Who may come in, and with what."""

import base64
import hashlib
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import Depends, FastAPI

from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts, AccountsError
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.settings import Settings
from shared.web.problems import answer_problems

FILE = f"""
[[account]]
user = "registrator"
password_hash = "{PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("hemligt")}"
roles = ["registrar"]
board = "sn"

[[token]]
name = "region"
sha256 = "{hashlib.sha256(b"token-1").hexdigest()}"
roles = ["partner"]
"""


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    path = tmp_path / "accounts.toml"
    path.write_text(FILE)
    return Accounts.of(Settings(accounts=path, service_token="of-the-services"))


@pytest.fixture
async def client(accounts: Accounts) -> Any:
    app = FastAPI()
    answer_problems(app)
    authentication = Authentication(accounts)

    @app.get("/registrar")
    async def registrar(
        principal: Annotated[Principal, Depends(authentication.one_of(Role.REGISTRAR))],
    ) -> str:
        return principal.id or ""

    @app.get("/anyone")
    async def anyone(principal: Annotated[Principal, Depends(authentication.anyone)]) -> list[str]:
        return sorted(principal.roles)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


async def test_the_public_is_someone_too(client: httpx.AsyncClient) -> None:
    assert (await client.get("/anyone")).json() == ["public"]


@pytest.mark.parametrize(
    ("token", "roles"), [("token-1", ["partner"]), ("of-the-services", ["service"])]
)
async def test_tokens(client: httpx.AsyncClient, token: str, roles: list[str]) -> None:
    response = await client.get("/anyone", headers={"Authorization": f"Bearer {token}"})
    assert response.json() == roles


async def test_user_and_password_twice(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        response = await client.get("/registrar", headers=basic("registrator", "hemligt"))
        assert response.json() == "registrator"


@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Bearer token-2"},
        {"Authorization": "Basic ###"},
        {"Authorization": "Digest x"},
        basic("registrator", "fel"),
        basic("nobody", "hemligt"),
    ],
)
async def test_wrong_credentials_are_told_so_even_where_none_are_needed(
    client: httpx.AsyncClient, header: dict[str, str]
) -> None:
    response = await client.get("/anyone", headers=header)
    assert response.status_code == 401
    assert "www-authenticate" in response.headers


async def test_without_credentials_and_without_the_role(client: httpx.AsyncClient) -> None:
    assert (await client.get("/registrar")).status_code == 401
    refused = await client.get("/registrar", headers={"Authorization": "Bearer token-1"})
    assert refused.status_code == 403
    assert refused.json()["reasons"] == ["needs one of: registrar"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[account]", "is not TOML"),
        ('[[account]]\nuser = "x"', "password_hash"),
        ('[[token]]\nname = "x"\nsha256 = "y"\nroles = ["king"]', "roles"),
    ],
)
def test_a_wrong_file_is_told_with_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(text)
    with pytest.raises(AccountsError, match=told):
        Accounts.of(Settings(accounts=path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AccountsError, match="cannot be read"):
        Accounts.of(Settings(accounts=tmp_path / "none.toml"))
