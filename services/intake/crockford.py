"""Letters and digits that survive being read aloud: Crockford's base32, without I, L, O and U.

https://www.crockford.com/base32.html
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_BITS = 5
_CONFUSABLE = str.maketrans("OIL", "011")


def letters(content: bytes, count: int) -> str:
    """The first `count` letters of the content. Raises ValueError when it is too short."""
    if count * _BITS > len(content) * 8:
        raise ValueError(f"{len(content)} bytes do not give {count} letters")
    number = int.from_bytes(content) >> (len(content) * 8 - count * _BITS)
    return "".join(
        ALPHABET[number >> shift & 31] for shift in range((count - 1) * _BITS, -1, -_BITS)
    )


def as_written(typed: str) -> str:
    """What a person meant: capitals, without spaces and hyphens, O as 0 and I and L as 1."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return plain.translate(_CONFUSABLE)


def grouped(text: str, size: int) -> str:
    """The text in groups with hyphens between."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))
