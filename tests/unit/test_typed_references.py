"""References as they are typed."""

import pytest

from shared.typed_references import typed_reference


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("26-7K2QF-9XD4M", "26-7K2QF-9XD4M"),
        ("26 7k2qf 9xd4m", "26-7K2QF-9XD4M"),
        ("267K2QF9XD4M", "26-7K2QF-9XD4M"),
        ("26-7K2QF-9XD4M-ls", "26-7K2QF-9XD4M-LS"),
        ("SN 2026-00047", None),
        ("26-7K2QF-9XD4M-XX", None),
        ("", None),
    ],
)
def test_what_is_typed_is_the_reference_that_is_stored(typed: str, stored: str | None) -> None:
    assert typed_reference(typed) == stored
