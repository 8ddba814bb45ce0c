"""What the API takes and answers with about reports."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.reporting.report.content import Content
from services.reporting.report.correcting import Correction
from services.reporting.report.documents import Report, State
from services.reporting.report.guarding import Objection
from services.reporting.report.headings import HEADINGS, SectionId
from services.reporting.shapes import InWords

LONGEST_TEXT = 20_000
"""Characters of a section."""
LONGEST_DAYS = 3 * 366
"""Days that a report may be about."""


class NewReport(BaseModel):
    """Days are Swedish days of arrival; both are counted in."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    board: Annotated[str, Field(description="Id, code or name.", max_length=300)]
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]

    @field_validator("last")
    @classmethod
    def _after_first(cls, value: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first and value < first:
            raise PydanticCustomError("period", "to is before from")
        if first and (value - first).days >= LONGEST_DAYS:
            raise PydanticCustomError("period", "a report is about three years at most")
        return value


class SectionText(BaseModel):
    """What people write in a section; figures by reference, for instance `{{received}}`."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]


class ReportListed(BaseModel):
    """A report without its content. Instants are UTC, `from` and `to` Swedish days."""

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)

    id: UUID
    seq: int
    board: str
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    edition: int
    state: State
    made_at: datetime
    edited_at: datetime
    published_at: datetime | None

    @classmethod
    def of(cls, report: Report) -> Self:
        """The report as a list shows it."""
        return cls.model_validate(report.model_dump(include=set(cls.model_fields)))


class ReportList(BaseModel):
    """All that one may see, the latest period first."""

    items: list[ReportListed]


class ReportShown(ReportListed):
    """The whole report. A draft has the figures of now, a published one those of its instant."""

    texts: dict[SectionId, str]
    """As they were typed."""
    missing: list[SectionId]
    """Sections that are made of what people write, and have nothing yet."""
    content: Content

    @classmethod
    def whole(cls, report: Report, content: Content) -> Self:
        """The report with its content."""
        missing = [
            section
            for section, heading in HEADINGS.items()
            if heading.expected and not report.texts.get(section, "").strip()
        ]
        return cls(
            **ReportListed.of(report).model_dump(by_alias=True),
            texts=report.texts,
            missing=missing,
            content=content,
        )


class ObjectionShown(BaseModel):
    """A place in a text that stands against publishing; characters are counted from 0."""

    section: SectionId
    heading: InWords
    start: int
    end: int
    words: str
    sentence: str
    rule: str
    message: InWords
    figure: str | None

    @classmethod
    def of(cls, found: Objection) -> Self:
        """The objection in both languages."""
        return cls(
            section=found.section,
            heading=InWords.of(HEADINGS[found.section].title),
            start=found.start,
            end=found.end,
            words=found.words,
            sentence=found.sentence,
            rule=found.rule,
            message=InWords.of(found.message),
            figure=found.figure,
        )


class Objections(BaseModel):
    """What stands against publishing; empty where nothing does."""

    contradictions: list[ObjectionShown]


class CorrectionShown(BaseModel):
    """A figure that is another than in the report; null of nothing, or of a hidden small number."""

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)

    ref: str
    figure: str
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    was: int | None
    was_of: int | None
    now: int | None
    now_of: int | None
    hidden: bool

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """The correction as it was found."""
        return cls(**{name: getattr(correction, name) for name in cls.model_fields})


class Corrections(BaseModel):
    """What has become of the figures since the report was published."""

    published_at: datetime
    corrections: list[CorrectionShown]


class RerunShown(BaseModel):
    """The report made again from what it was made of; `same` where every figure and word is."""

    same: bool
    differences: list[CorrectionShown]
    content: Content
