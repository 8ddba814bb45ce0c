"""Signed and encrypted mail: what is signed is read, what is encrypted is told to be so."""

import re
from collections.abc import Iterator

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = ("-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----")
_ENCRYPTED = ("-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----")
_HASHES = re.compile(r"\n(?:[A-Za-z]+: [^\n]{0,200}\n)*\n?")

SIGNATURES = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature"),
        "application/x-pkcs7-signature",
    }
)
PACKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_OCTETS, _OCTETS_IN_PARTS, _IDENTIFIER, _SEQUENCE, _TAGGED = 0x04, 0x24, 0x06, 0x30, 0xA0
_DEEPEST = 12
_ARMOURS = 10
_PARTS_READ = 100_000


def is_encrypted(text: str) -> bool:
    """Whether a part of the text is encrypted by PGP."""
    return _ENCRYPTED[0] in text


def without_armour(text: str) -> str:
    """A text without what PGP encrypted in it, and without what signs it."""
    if "-----BEGIN PGP " not in text:
        return text
    for between in (_ENCRYPTED, _SIGNATURE):
        text = _without(text, *between)
    begun, signed, rest = text.partition(_SIGNED)
    if signed and (hashes := _HASHES.match(rest)):
        lines = rest[hashes.end() :].split("\n")
        text = begun + "\n".join(line.removeprefix("- ") for line in lines)
    return text.strip()


def _without(text: str, begin: str, end: str) -> str:
    """Without what stands between the two; to the end of the text where it does not end."""
    for _ in range(_ARMOURS):
        before, begun, rest = text.partition(begin)
        if not begun:
            break
        text = before + rest.partition(end)[2]
    return text


def signed_content(packed: bytes) -> bytes | None:
    """What an S/MIME part has signed (RFC 5652, 5.1); None where it is encrypted or broken."""
    try:
        outer = list(_elements(_only(packed, _SEQUENCE)))
        if outer[0] != (_IDENTIFIER, _SIGNED_DATA):
            return None
        signed = _only(outer[1][1], _SEQUENCE)
        inner = next(value for tag, value in _elements(signed) if tag == _SEQUENCE)
        wrapped = next(value for tag, value in _elements(inner) if tag == _TAGGED)
        return b"".join(_octets(wrapped, 0))
    except (_Broken, IndexError, StopIteration):
        return None


class _Broken(Exception):
    """Not as the encoding rules (X.690) have it."""


def _octets(encoded: bytes, depth: int) -> Iterator[bytes]:
    if depth > _DEEPEST:
        raise _Broken
    for tag, value in _elements(encoded):
        if tag == _OCTETS:
            yield value
        elif tag == _OCTETS_IN_PARTS:
            yield from _octets(value, depth + 1)


def _only(encoded: bytes, tag: int) -> bytes:
    found, value = next(_elements(encoded))
    if found != tag:
        raise _Broken
    return value


def _elements(encoded: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each element in turn, of definite or indefinite length."""
    position = 0
    for _ in range(_PARTS_READ):
        if position >= len(encoded):
            return
        tag, start, end, position = _element(encoded, position)
        if tag == 0:
            return
        yield tag, encoded[start:end]
    raise _Broken


def _element(encoded: bytes, position: int, depth: int = 0) -> tuple[int, int, int, int]:
    """Tag, where its value begins and ends, and where the next element begins."""
    if depth > _DEEPEST or position + 2 > len(encoded):
        raise _Broken
    tag, length = encoded[position], encoded[position + 1]
    position += 2
    if length == 0x80:
        end = _end_of_contents(encoded, position, depth)
        return tag, position, end, end + 2
    if length > 0x80:
        digits = encoded[position : position + (length & 0x7F)]
        position += length & 0x7F
        length = int.from_bytes(digits[-8:])
    if position + length > len(encoded):
        raise _Broken
    return tag, position, position + length, position + length


def _end_of_contents(encoded: bytes, position: int, depth: int) -> int:
    for _ in range(_PARTS_READ):
        if encoded.startswith(b"\x00\x00", position):
            return position
        position = _element(encoded, position, depth + 1)[3]
    raise _Broken
