"""Whether what came in looks like spam. A suspicion never refuses: it holds for a person to see.

Pure: what was posted, when, and how often the same was said of late.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_LINK = re.compile(
    r"""(?:\[url[=\]]\s*|<a\s+href=["']?)(?:https?://)?(?:www\.)?|https?://(?:www\.)?|\bwww\.""",
    re.IGNORECASE,
)


class Reason(StrEnum):
    """What made it look like spam."""

    HONEYPOT = "honeypot"
    """A field that no person sees was filled in."""
    TOO_FAST = "too_fast"
    """Posted sooner after the form was shown than a person can write."""
    NO_TIME = "no_time"
    """Without the sealed time at which the form was shown, or with one that is not ours."""
    TOO_MANY_LINKS = "too_many_links"
    FLOOD = "flood"
    """The same text came many times in a short while."""


@dataclass(frozen=True)
class Suspicion:
    """Why it looks like spam; at least one reason."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class FormSigns:
    """What a posted form shows of who posted it. Instants are UTC."""

    honeypot: str
    shown_at: datetime | None
    """When the form was first shown, from its seal; None where that is missing or forged."""
    posted_at: datetime
    text: str


@dataclass(frozen=True)
class Thresholds:
    """From where on something is suspected."""

    quickest: timedelta = timedelta(seconds=3)
    """No person reads a form and fills it in sooner."""
    links: int = 5
    """A text with more links than this."""


def suspicion_of(
    signs: FormSigns, thresholds: Thresholds = Thresholds(), *, flood: bool = False
) -> Suspicion | None:
    """Why the form looks like spam, or None. `flood` where the same text came too often."""
    return _suspicion(
        *_form_reasons(signs, thresholds), *_text_reasons(signs.text, thresholds, flood)
    )


def suspicion_of_text(
    text: str, thresholds: Thresholds = Thresholds(), *, flood: bool = False
) -> Suspicion | None:
    """The same for what comes without a form, by the API."""
    return _suspicion(*_text_reasons(text, thresholds, flood))


def _suspicion(*reasons: Reason) -> Suspicion | None:
    return Suspicion(reasons) if reasons else None


def _form_reasons(signs: FormSigns, thresholds: Thresholds) -> Iterator[Reason]:
    if signs.honeypot.strip():
        yield Reason.HONEYPOT
    if signs.shown_at is None or signs.shown_at > signs.posted_at:
        yield Reason.NO_TIME
    elif signs.posted_at - signs.shown_at < thresholds.quickest:
        yield Reason.TOO_FAST


def _text_reasons(text: str, thresholds: Thresholds, flood: bool) -> Iterator[Reason]:
    if len(_LINK.findall(text)) > thresholds.links:
        yield Reason.TOO_MANY_LINKS
    if flood:
        yield Reason.FLOOD
