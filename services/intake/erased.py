"""What intake remembers of a case whose personal data it has destroyed."""

from datetime import datetime
from typing import ClassVar

from shared.store.documents import Document


class Erasure(Document):
    """That it was done, and when (UTC); its id is the case's."""

    collection: ClassVar[str] = "erasures"

    erased_at: datetime
