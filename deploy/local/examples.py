"""The example cases, one at least for each channel, from `examples/*.toml`."""

import json
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from deploy.local.failures import LauncherFailure
from shared.events.vocabulary import (
    Channel,
    DiscoveredBy,
    Gender,
    Kind,
    Law,
    ReporterKind,
    Way,
    Wish,
)

FOLDER = Path(__file__).parent / "examples"


class Sender(StrEnum):
    """Who hands the case in, and so with which token or by which protocol."""

    FORM = "form"
    """The public, by the form on the web."""
    PUBLIC = "public"
    """The public, by the API: a form that somebody else has made."""
    STAFF = "staff"
    PARTNER = "partner"
    MAIL = "mail"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(_Strict):
    email: str | None = None
    phone: str | None = None
    address: str | None = None

    def tagged(self, tag: str) -> Self:
        return self.model_copy(update={"email": self.email and with_tag(self.email, tag)})


class FeedbackWish(_Strict):
    wanted: Wish
    how: Way | None = None


class CaseExample(_Strict):
    """What is posted to intake; the day of the event is counted back from the day of sending."""

    board: str
    kind: Kind
    channel: Channel
    text: str
    unit: str | None = None
    category: str | None = None
    law: Law | None = None
    contact: Contact | None = None
    anonymous: bool = False
    feedback_wish: FeedbackWish | None = None
    gender: Gender | None = None
    occurred_days_ago: Annotated[int, Field(ge=0)] | None = None
    external_reference: str | None = None
    discovered_by: DiscoveredBy | None = None
    reporter_kind: ReporterKind | None = None
    acknowledged_orally: bool = False

    def body(self, today: date) -> str:
        """The JSON for `POST /api/v1/cases`; what is not known is left out."""
        fields = self.model_dump(mode="json", exclude_defaults=True, exclude={"occurred_days_ago"})
        if self.occurred_days_ago is not None:
            fields["occurred_on"] = str(today - timedelta(days=self.occurred_days_ago))
        return json.dumps(fields)

    def form(self, today: date) -> dict[str, str]:
        """What a person fills in on the public form."""
        days = self.occurred_days_ago
        return {
            "kind": self.kind,
            "text": self.text,
            "place": f"{self.board}/{self.unit or ''}",
            "category": f"{self.board}/{self.category}" if self.category else "",
            "occurred_on": "" if days is None else str(today - timedelta(days=days)),
            "answer": "anonymous" if self.anonymous else "email",
            "email": (self.contact.email if self.contact else None) or "",
            "gender": self.gender or Gender.UNKNOWN,
        }


class MailExample(_Strict):
    """What is sent by SMTP."""

    sender: str
    recipient: str
    subject: str
    text: str

    def tagged(self, tag: str) -> Self:
        return self.model_copy(update={"sender": with_tag(self.sender, tag)})


class Example(_Strict):
    """One case to hand in: a body for the API, or a mail."""

    summary: str
    sender: Sender
    case: CaseExample | None = None
    mail: MailExample | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        by_mail = self.sender is Sender.MAIL
        if (self.mail is not None) != by_mail or (self.case is not None) == by_mail:
            raise ValueError('give [mail] for sender = "mail", and [case] for every other sender')
        return self

    @property
    def channel(self) -> Channel:
        return self.case.channel if self.case else Channel.EMAIL

    @property
    def address(self) -> str | None:
        """Where its acknowledgement goes by e-mail, if anywhere."""
        if self.mail:
            return self.mail.sender
        return self.case.contact.email if self.case and self.case.contact else None

    def tagged(self, tag: str) -> Self:
        """The same from an address of this run alone, so that its mails can be told apart."""
        case, mail = self.case, self.mail
        if case and case.contact:
            case = case.model_copy(update={"contact": case.contact.tagged(tag)})
        return self.model_copy(update={"case": case, "mail": mail and mail.tagged(tag)})


def with_tag(address: str, tag: str) -> str:
    """Return `box+tag@domain` (RFC 5233)."""
    box, _, domain = address.partition("@")
    return f"{box}+{tag}@{domain}"


def load_examples(folder: Path = FOLDER) -> Sequence[Example]:
    """Read them in the order of their file names. Raises LauncherFailure naming file and fault."""
    return tuple(_load(file) for file in sorted(folder.glob("*.toml")))


def _load(file: Path) -> Example:
    try:
        return Example.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LauncherFailure(f"The example {file} cannot be used, correct it: {error}") from error
