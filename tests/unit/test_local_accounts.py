"""Accounts of the local system: made once, kept, readable by the services and the owner alone."""

import stat
from pathlib import Path

import pytest

from deploy.local.accounts import Credentials, credentials
from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.organisation import Organisation
from shared.settings import Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def made(folder: Path) -> Credentials:
    return credentials(folder)


@pytest.fixture(scope="module")
def read(folder: Path, made: Credentials) -> Accounts:
    """As a service reads them."""
    assert made.accounts
    return Accounts.of(Settings(accounts=folder / "accounts.toml"))


async def test_every_account_logs_in_with_its_password_and_has_its_roles(
    made: Credentials, read: Accounts
) -> None:
    for account in made.accounts:
        principal = await read.by_password(account.user, account.password)
        assert principal is not None, account.user
        assert {role.value for role in principal.roles} == set(account.roles)
        assert (principal.board, principal.unit) == (account.board, account.unit)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("partner", {Role.PARTNER}),
        ("staff", {Role.STAFF, Role.CASEWORKER, Role.REGISTRAR}),
        ("audit", {Role.AUDITOR}),
        ("service", {Role.SERVICE}),
    ],
)
def test_token_opens_with_its_roles(
    made: Credentials, read: Accounts, name: str, roles: set[Role]
) -> None:
    principal = read.by_token(made.token(name))
    assert principal is not None
    assert principal.roles == roles


def test_units_and_boards_exist_in_the_example_organisation(
    made: Credentials, organisation: Organisation
) -> None:
    boards = {board.id for board in organisation.boards}
    placed = [account for account in made.accounts if account.board]
    assert placed
    assert {account.board for account in placed} <= boards
    units = {account.unit: organisation.unit(account.unit) for account in placed if account.unit}
    assert {name: unit and unit.board for name, unit in units.items()} == {
        "hemvard-norr": "von",
        "hemvard-soder": "von",
    }


def test_every_role_can_be_tried(made: Credentials) -> None:
    outside = {Role.PUBLIC, Role.COMPLAINANT, Role.PARTNER, Role.SERVICE}
    tried = {role for account in made.accounts for role in account.roles}
    assert tried == {role.value for role in Role if role not in outside}


def test_managers_and_the_investigator_are_those_that_cases_are_given_to(
    made: Credentials, organisation: Organisation
) -> None:
    accounts = {account.user: account for account in made.accounts}
    for user in ("enhetschef", "enhetschef-soder"):
        manager = organisation.manager_for(accounts[user].unit or "")
        assert manager is not None
        assert accounts[user].account == manager.account
    recipients = organisation.known_board("von").recipients
    assert recipients.investigator is not None
    assert accounts["lexsarah-utredare"].account == recipients.investigator.account
    assert accounts["registrator-von"].account == recipients.registrar.account


def test_same_passwords_and_same_file_after_a_restart(folder: Path, made: Credentials) -> None:
    before = (folder / "accounts.toml").read_bytes()
    assert credentials(folder) == made
    assert (folder / "accounts.toml").read_bytes() == before


def test_lost_accounts_file_is_made_again_for_the_same_passwords(
    folder: Path, made: Credentials
) -> None:
    (folder / "accounts.toml").unlink()
    assert credentials(folder) == made
    assert (folder / "accounts.toml").exists()


def test_only_the_owner_reads_the_files(folder: Path, made: Credentials) -> None:
    assert made.tokens
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_accounts_file_holds_no_clear_text(folder: Path, made: Credentials) -> None:
    content = (folder / "accounts.toml").read_text()
    secrets = [account.password for account in made.accounts]
    secrets += [token.value for token in made.tokens]
    assert len(set(secrets)) == len(secrets)
    assert not [secret for secret in secrets if secret in content]
