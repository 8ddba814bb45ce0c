"""What makes a list unusable, as a whole or from some row on."""

from typing import ClassVar

from shared.errors import PermanentError


class ListFault(PermanentError):
    """The list cannot be read; the message says what to change. It never quotes the list."""

    slug: ClassVar[str] = "list_unreadable"
