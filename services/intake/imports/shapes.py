"""What the API says of an import."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.intake.imports.documents import ImportRecord, ImportState
from services.intake.imports.row_fault import Effect, RowRemark


class RowRemarkShown(BaseModel):
    """One thing about one row. Never what stands in it."""

    row: int = Field(description="As in the file: the header of a CSV list is 1.")
    column: str | None = Field(description="Null where it is the row as a whole.")
    effect: Effect
    what: str = Field(description="What is wrong; follows the column's name in a sentence.")
    allowed: str | None


class ImportShown(BaseModel):
    """An import as it stands; instants are UTC.

    Every row that was read is one of taken, unchanged, differs and rejected. In a dry run they
    say what would have become of it; of a refused import nothing was taken.
    """

    import_id: UUID
    source: str
    state: ImportState
    dry_run: bool
    strict: bool
    all_or_nothing: bool
    started_at: datetime
    ended_at: datetime | None
    bytes_read: int = Field(description="Of the list; twice over where all_or_nothing is true.")
    rows: int
    taken: int
    unchanged: int
    differs: int
    rejected: int
    remarks: int = Field(description="How much there is to say of rows, all in all.")
    ignored_columns: Sequence[str] = Field(description="Columns of the list that are not known.")
    stopped: str | None = Field(description="Why the list could not be read on.")
    errors: Sequence[RowRemarkShown] = Field(description="What there is to say of rows, the first.")
    errors_url: str = Field(description="Where all of it is.")

    @classmethod
    def of(cls, record: ImportRecord, remarks: Sequence[RowRemark], errors_url: str) -> Self:
        return cls(
            import_id=UUID(record.id),
            errors=[RowRemarkShown(**remark.model_dump()) for remark in remarks],
            errors_url=errors_url,
            **{
                name: getattr(record, name)
                for name in cls.model_fields
                if name in ImportRecord.model_fields
            },
        )
