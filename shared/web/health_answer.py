"""What a service answers when it is asked how it is."""

from pydantic import BaseModel


class Health(BaseModel):
    """`status` is `ok` or `unavailable`; `parts` says `ok` or what is wrong with each."""

    status: str
    parts: dict[str, str] = {}
