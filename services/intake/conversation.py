"""What has been said in a case, by the complainant and by the municipality, in order of time.

Pure. The complainant's side is intake's own, as it came; the municipality's comes from the
workflow, when it answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.attachments.documents import Attachment
from services.intake.message import Message
from services.intake.submission import Submission
from shared.correspondence import Answer, Correspondence
from shared.events.vocabulary import Channel, ComplainantView, Role

_SPOKEN = frozenset({Channel.PHONE, Channel.VOICEMAIL, Channel.MEETING, Channel.CONTACT_CENTRE})
"""What somebody who works for the municipality wrote down."""
_THEIRS = frozenset({Role.COMPLAINANT, Role.PARTNER})
"""Who writes in their own words: the complainant, and the system that handed the case in."""


@dataclass(frozen=True)
class Said:
    """One thing that was said. `at` is UTC."""

    at: datetime
    text: str
    ours: bool = False
    """Whether the municipality said it."""
    by: Role | None = None
    """In what role, where the municipality said it."""
    noted: bool = False
    """Whether it is the complainant's, and somebody here wrote it down."""
    view: ComplainantView | None = None
    answer: Answer | None = None
    """The answer that it was, where a later one holds."""
    files: tuple[Attachment, ...] = ()


def conversation(
    begun: Submission,
    messages: Iterable[Message],
    files: Iterable[Attachment],
    correspondence: Correspondence | None,
) -> tuple[Said, ...]:
    """Everything that the complainant may see, the first thing first.

    What came by mail from someone else than the case's contact (role `public`) is left out, and
    so is what has been erased. `correspondence` is None when the workflow does not answer.
    """
    by_message: defaultdict[str | None, list[Attachment]] = defaultdict(list)
    for file in files:
        by_message[file.message_id].append(file)
    said = [
        Said(
            at=begun.created_at,
            text=begun.content.text,
            noted=begun.facts.channel in _SPOKEN,
            files=tuple(by_message[None]),
        ),
        *(
            Said(
                at=message.created_at,
                text=message.text,
                noted=message.by not in _THEIRS,
                view=message.view,
                files=tuple(by_message[message.id]),
            )
            for message in messages
            if message.by is not Role.PUBLIC
        ),
        *_ours(correspondence),
    ]
    return tuple(sorted((each for each in said if _says_something(each)), key=lambda each: each.at))


def latest_view(messages: Sequence[Message]) -> Message | None:
    """The last message that says whether the complainant is content (R39)."""
    viewing = [message for message in messages if message.view and message.by is not Role.PUBLIC]
    return max(viewing, key=lambda message: message.created_at, default=None)


def _ours(correspondence: Correspondence | None) -> Iterator[Said]:
    if correspondence is None:
        return
    for letter in correspondence.sent:
        yield Said(at=letter.at, text=letter.text, ours=True, by=letter.by)
    for answer in correspondence.earlier_answers:
        yield Said(at=answer.given_at, text="", ours=True, answer=answer)


def _says_something(said: Said) -> bool:
    return bool(said.text or said.view or said.files or said.answer)
