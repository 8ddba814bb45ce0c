"""The file of the watched mailboxes: read, or refused with what to do about it."""

from pathlib import Path

import pytest

from services.intake.imap.errors import SecretUnreadable
from services.intake.imap.mailboxes import MailboxesError, MailboxSettings, Tls, read_mailboxes
from services.intake.imap.secrets import Secret, secret_of
from shared.events.vocabulary import Channel
from shared.organisation import Organisation
from tests.conftest import REPOSITORY

SMALLEST = """
[[mailbox]]
name = "synpunkter"
host = "imap.exempelkommun.example"
user = "synpunkter@exempelkommun.example"
password_file = "secrets/synpunkter"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "mailboxes.toml"
    file.write_text(text, encoding="utf-8")
    return file


def complaint(folder: Path, text: str, organisation: Organisation) -> str:
    with pytest.raises(MailboxesError) as refused:
        read_mailboxes(written(folder, text), organisation)
    return str(refused.value)


def test_four_settings_are_enough(tmp_path: Path, organisation: Organisation) -> None:
    (mailbox,) = read_mailboxes(written(tmp_path, SMALLEST), organisation)

    assert (mailbox.server_port, mailbox.tls) == (993, Tls.IMPLICIT)
    assert (mailbox.folder, mailbox.done_folder) == ("INBOX", "Lyhord/Mottagna")
    assert mailbox.password_file == tmp_path / "secrets" / "synpunkter"
    assert mailbox.channel is Channel.EMAIL
    assert mailbox.source == "imap:synpunkter"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('board = "xx"', 'board is "xx", which does not exist. Use one of'),
        ('token_file = "token"', "needs one of password_file, password_env, token_file"),
        ('tls = "none"', 'only for a server on this machine: use "implicit" or "starttls"'),
        ('done_folder = "INBOX"', "would move mails to the folder they come from"),
        ('channel = "web"', 'channel = "web" is not known.'),
        ("size_limit = 10", "size_limit = 10 cannot be used"),
        ('pasword = "x"', '"pasword" is not a setting here. Did you mean'),
    ],
)
def test_what_is_wrong_is_told_with_line_and_remedy(
    tmp_path: Path, organisation: Organisation, change: str, says: str
) -> None:
    told = complaint(tmp_path, f"{SMALLEST}{change}\n", organisation)

    assert told.startswith(f"{tmp_path / 'mailboxes.toml'}:")
    assert says in told


@pytest.mark.parametrize("missing", ["name", "host", "user"])
def test_what_is_missing_is_told(tmp_path: Path, organisation: Organisation, missing: str) -> None:
    lines = [line for line in SMALLEST.splitlines() if not line.startswith(missing)]

    assert f'"{missing}" is missing' in complaint(tmp_path, "\n".join(lines), organisation)


def test_a_mailbox_without_a_secret_is_refused(tmp_path: Path, organisation: Organisation) -> None:
    told = complaint(tmp_path, SMALLEST.replace("password_file", "# "), organisation)

    assert "synpunkter needs one of" in told


def test_two_mailboxes_are_told_apart(tmp_path: Path, organisation: Organisation) -> None:
    told = complaint(tmp_path, SMALLEST + SMALLEST, organisation)

    assert 'the name "synpunkter" is used twice' in told
    assert "INBOX of synpunkter@exempelkommun.example is watched twice" in told


def test_a_variable_that_is_not_set_is_told(tmp_path: Path, organisation: Organisation) -> None:
    text = SMALLEST.replace('password_file = "secrets/synpunkter"', 'password_env = "NOT_SET"')

    assert "the environment has no NOT_SET" in complaint(tmp_path, text, organisation)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, organisation: Organisation) -> None:
    with pytest.raises(MailboxesError, match="LYHORD_MAILBOXES names it, but it is missing"):
        read_mailboxes(tmp_path / "none.toml", organisation)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_may_be_asked_without_tls(
    tmp_path: Path, organisation: Organisation, host: str
) -> None:
    text = SMALLEST.replace("imap.exempelkommun.example", host) + 'tls = "none"\n'

    (mailbox,) = read_mailboxes(written(tmp_path, text), organisation)

    assert mailbox.server_port == 143


def test_the_example_of_the_documents_is_a_file_that_can_be_used(
    tmp_path: Path, organisation: Organisation
) -> None:
    text = (REPOSITORY / "docs" / "mailboxes.md").read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]

    mailboxes = read_mailboxes(written(tmp_path, example), organisation)

    assert [each.board for each in mailboxes] == ["sn", "von", "sn"]


def mailbox_with(**secret: object) -> MailboxSettings:
    return MailboxSettings.model_validate(
        {"name": "a", "host": "imap.post.example", "user": "a", **secret}
    )


def test_a_secret_is_read_as_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tmp_path / "token"
    mailbox = mailbox_with(token_file=token)
    with pytest.raises(SecretUnreadable, match="cannot be read"):
        secret_of(mailbox)
    token.write_text("")
    with pytest.raises(SecretUnreadable, match="is empty"):
        secret_of(mailbox)

    token.write_text("first\n")
    assert secret_of(mailbox) == Secret("first", is_token=True)
    token.write_text("renewed\n")
    assert secret_of(mailbox) == Secret("renewed", is_token=True)

    monkeypatch.setenv("A_PASSWORD", "hemligt")
    assert secret_of(mailbox_with(password_env="A_PASSWORD")) == Secret("hemligt")


def test_a_secret_is_not_shown_by_accident() -> None:
    assert "hemligt" not in f"{Secret('hemligt')!r}{[Secret('hemligt')]}"
