"""Files that came with a mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST = 20
"""Files of one mail that are put with its case; the others are in the raw mail alone."""

_TRACKING = 100
"""Bytes. A picture so small shows nothing: it tells its sender that the mail was opened."""


@dataclass(frozen=True)
class Enclosure:
    """A file, with the name its sender gave it. `inline` where the mail's text shows it."""

    name: str | None
    content: bytes = field(repr=False)
    inline: bool = False
    media_type: str = "application/octet-stream"
    """As its sender says; what it is, is told by its content."""

    @property
    def shown_name(self) -> str | None:
        """Tells what stood in the mail itself from what was attached to it."""
        if not self.inline:
            return self.name
        return f"(i mejlet) {self.name}" if self.name else "(i mejlet)"


def worth_keeping(found: Sequence[Enclosure]) -> Sequence[Enclosure]:
    """What was attached before what stood in the text, without what is empty or only tracks."""
    kept = [each for each in found if each.content and not _only_tracks(each)]
    return sorted(kept, key=lambda each: each.inline)


def _only_tracks(file: Enclosure) -> bool:
    return file.inline and file.media_type.startswith("image/") and len(file.content) <= _TRACKING
