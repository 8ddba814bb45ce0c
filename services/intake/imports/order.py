"""What is asked of an import."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.intake.imports.reading import Form
from shared.errors import PermanentError
from shared.events.envelope import Actor


@dataclass(frozen=True, slots=True)
class Order:
    """One list, from one earlier system, by someone."""

    import_id: UUID
    source: str
    form: Form
    by: Actor
    charset: str | None = None
    dry_run: bool = False
    """Say what would become of every row, and take none."""
    strict: bool = False
    """Reject what would else be passed over with a remark."""
    all_or_nothing: bool = False
    """Take none unless every row can be taken, or is there already."""


class ImportIdUsed(PermanentError):
    """Another import has this id."""

    slug: ClassVar[str] = "import_id_used"

    def __init__(self) -> None:
        super().__init__("There is an import with this id: give another one, or none.")
