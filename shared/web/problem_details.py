"""Problem details (RFC 9457) as they are sent and read."""

from pydantic import BaseModel


class FieldProblem(BaseModel):
    """What was wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """Problem details (RFC 9457). `reasons` lists why a step is not allowed."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
    reasons: list[str] = []
