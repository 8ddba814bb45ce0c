"""Mails of several kinds, and the balance that must hold when all of them are taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.intake.mail.documents import Outcome
from shared.ids import new_id
from tests.integration.intake_process import IntakeProcess, mail


@dataclass(frozen=True)
class Letter:
    """A mail and what it becomes."""

    raw: bytes
    message_id: str
    sender: str
    becomes: Outcome


def correspondence(groups: int, *, size: int = 0) -> Sequence[Sequence[Letter]]:
    """In each group six cases, an answer to the first, and an automatic reply.

    An answer must not be sent before what it answers. `size` are bytes of the first mail's text.
    """
    return [_group(number, size if number == 0 else 0) for number in range(groups)]


def _group(number: int, size: int) -> Sequence[Letter]:
    cases = [_letter(f"kund-{number}-{each}@post.example", Outcome.CASE) for each in range(6)]
    first = cases[0]
    if size:
        cases[0] = _letter(first.sender, Outcome.CASE, text=("x" * 70 + "\r\n") * (size // 72))
        first = cases[0]
    answer = _letter(first.sender, Outcome.MESSAGE, In_Reply_To=f"<{first.message_id}>")
    automatic = _letter(
        f"borta-{number}@post.example", Outcome.PARKED, Auto_Submitted="auto-replied"
    )
    return [*cases, answer, automatic]


def _letter(
    sender: str, becomes: Outcome, text: str = "Ingen ringer tillbaka.", **headers: str
) -> Letter:
    message_id = f"{new_id()}@post.example"
    # First, since what is cut off a long text does not tell two mails apart.
    raw = mail(f"{message_id} {text}", sender=sender, message_id=message_id, **headers)
    return Letter(raw, message_id, sender, becomes)


async def assert_each_taken_once(intake: IntakeProcess, sent: Iterable[Letter]) -> None:
    """Mails sent = records = cases + messages + parked, and each is stored whole."""
    records = [
        record
        for record in await intake.stored("mails")
        # The sender that got no answer sends again, which is told and makes nothing.
        if not (record["outcome"] == Outcome.DUPLICATE and record["reason"] == "same_mail")
    ]
    wanted = {letter.message_id: letter.becomes.value for letter in sent}
    became = {each["message_id"]: each["outcome"] for each in records}
    lost, strange = wanted.keys() - became.keys(), became.keys() - wanted.keys()
    assert not lost, f"{len(lost)} mails have no record"
    assert not strange, f"{len(strange)} records are of no mail that was sent"
    others = [
        f"{each['outcome']} ({each['reason']}) of {each['size']} bytes"
        for each in records
        if each["outcome"] != wanted[each["message_id"]]
    ]
    assert not others, f"not what they should be: {others}"
    assert len(records) == len(wanted)
    assert [each["_id"] for each in records if not each["settled"]] == []
    for outcome, collection in ((Outcome.CASE, "submissions"), (Outcome.MESSAGE, "messages")):
        stored = [document["mail"] for document in await intake.stored(collection)]
        assert sorted(stored) == sorted(
            each["_id"] for each in records if each["outcome"] == outcome
        )
