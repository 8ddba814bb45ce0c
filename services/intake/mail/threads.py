"""What a mail answers to, by its headers and its subject."""

import re
from collections.abc import Iterable
from uuid import UUID

from services.intake.reference import read_reference

_NOTICE = re.compile(r"([0-9a-fA-F-]{32,36})\.([0-9a-fA-F-]{32,36})(?:\.[0-9a-fA-F]{16})?@")
_TOKEN = re.compile(r"\[\s*([0-9A-Za-z]{2}[- ]?[0-9A-Za-z]{5}[- ]?[0-9A-Za-z]{5})\s*\]")


def cases_of_notices(references: Iterable[str]) -> list[UUID]:
    """Cases whose notices are answered, the newest first, each once.

    A notice's Message-ID is `<notice-id.case-id.mark@domain>`.
    """
    found = [_uuid(match[2]) for text in references if (match := _NOTICE.match(text))]
    return list(dict.fromkeys(case_id for case_id in reversed(found) if case_id is not None))


def reference_in(subject: str) -> str | None:
    """The reference that the subject carries as `[26-7KQ2M-X9D4T]`, if it does."""
    found = (read_reference(token) for token in _TOKEN.findall(subject))
    return next((reference for reference in found if reference), None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
