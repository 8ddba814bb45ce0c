"""Mails made to wear out their reader do not."""

import subprocess
import sys

from deploy.local.surroundings import REPOSITORY
from services.intake.mail.reading import read_mail
from tests.support.hostile_mails import hostile_mails


def test_no_mail_takes_more_than_its_size_allows() -> None:
    """In a process that the system ends when it takes too much time or memory."""
    reading = subprocess.run(
        [sys.executable, "-m", "tests.support.hostile_mails"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert reading.returncode == 0, reading.stdout + reading.stderr
    assert len(reading.stdout.splitlines()) == len(hostile_mails())


def test_what_is_left_unread_is_told() -> None:
    mails = hostile_mails()
    left = ("parts", "lines like boundaries", "nested parts", "nested mails", "header fields")

    assert [name for name in (*left, "tags", "quoting") if read_mail(mails[name]).readable] == [
        "quoting"
    ]
