"""The catcher's mailbox: every mail a file, listed newest first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.local.mail_catcher.mailbox import Envelope, Mailbox

_START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def fill(mailbox: Mailbox, count: int, to: str = "a@x.example") -> list[str]:
    return [
        mailbox.keep(
            Envelope("from@x.example", (to,)),
            f"Subject: {number}\r\n\r\n".encode(),
            _START + timedelta(seconds=number),
        ).id
        for number in range(count)
    ]


def test_mail_is_on_disk_as_it_came_below_its_envelope(tmp_path: Path) -> None:
    content = b"Subject: Hej\r\n\r\n\xff\xfe raw \r\n"
    mail = Mailbox(tmp_path).keep(Envelope("s@x.example", ("r@x.example",)), content, _START)
    (file,) = tmp_path.glob("*.eml")
    assert file.stem == mail.id
    assert file.read_bytes().endswith(content)
    assert file.read_bytes().startswith(b"X-Envelope-From: s@x.example\r\n")


def test_mails_are_there_again_after_a_restart(tmp_path: Path) -> None:
    first = Mailbox(tmp_path)
    fill(first, 3)
    assert Mailbox(tmp_path).find() == first.find()


def test_foreign_and_half_written_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.eml").write_bytes(b"Subject: by hand\r\n\r\n")
    (tmp_path / ".20261122T080000000000-00000000.eml.1.2").write_bytes(b"half")
    assert Mailbox(tmp_path).find().items == ()


def test_list_is_newest_first_and_continues_where_it_ended(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    ids = fill(mailbox, 5)
    seen: list[str] = []
    before: str | None = None
    while True:
        page = mailbox.find(before=before, limit=2)
        assert page.total == 5
        seen += [mail.id for mail in page.items]
        before = page.next
        if before is None:
            break
    assert seen == list(reversed(ids))


def test_recipient_is_found_in_any_case_and_not_by_a_part_of_it(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    fill(mailbox, 1, to="Kund+1@Post.example")
    assert mailbox.find("kund+1@post.EXAMPLE").total == 1
    assert mailbox.find("kund@post.example").total == 0
    assert mailbox.find("1@post.example").total == 0


def test_mails_kept_at_the_same_moment_by_many_threads_are_all_there(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        groups = list(threads.map(lambda _: fill(mailbox, 20), range(8)))
    ids = {mail_id for group in groups for mail_id in group}
    assert len(ids) == 160
    listed = [mail.id for mail in mailbox.find(limit=1000).items]
    assert listed == sorted(ids, reverse=True)
    assert all(mailbox.get(mail_id) for mail_id in ids)


def test_unknown_id_is_none_whatever_it_looks_like(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    fill(mailbox, 1)
    assert mailbox.get("../../etc/passwd") is None
    assert mailbox.get("") is None
