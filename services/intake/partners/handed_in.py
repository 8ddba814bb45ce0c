"""A submission as its partner system may see it: no words, no contact."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.facts import CaseFacts
from shared.store.documents import Document


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    external_reference: str | None = None


class HandedIn(Document):
    """Read from among the submissions; never written."""

    collection: ClassVar[str] = "submissions"

    facts: CaseFacts
    submitted_by: str | None = None
    by_partner: bool = False
    content: _Content = _Content()

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)

    @property
    def external_reference(self) -> str | None:
        """The partner's own name for the case."""
        return self.content.external_reference


FIELDS = ("facts", "submitted_by", "by_partner", "content.external_reference")
"""What is read of a submission."""
