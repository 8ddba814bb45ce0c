"""Makes the mails of the corpus that no editor can write: `python -m tests.corpus.making`."""

import binascii
from base64 import encodebytes
from collections.abc import Mapping
from pathlib import Path

from tests.corpus import winmail

MAILS = Path(__file__).parent / "mails"

LAY = "Larmet låg på golvet."
WHOLE = f"{LAY} Ingen kom förrän på morgonen."
PDF = b"%PDF-1.4\n% ett intyg\n"

_DATA, _SIGNED_DATA = "2a864886f70d010701", "2a864886f70d010702"


def made() -> Mapping[str, bytes]:
    """Each mail by its name."""
    return {**_in_old_charsets(), **_written_out(), **_packed(), **_by_the_dozen()}


def _mail(name: str, body: bytes, content_type: str | None, *more: str) -> bytes:
    fields = [
        "From: Testkund <kund@post.example>",
        "To: synpunkter.sn@exempelkommun.example",
        "Subject: =?utf-8?q?Klagom=C3=A5l?=",
        f"Message-ID: <{name}@post.example>",
        "MIME-Version: 1.0",
        *([f"Content-Type: {content_type}"] if content_type else []),
        *more,
    ]
    return "\n".join(fields).encode() + b"\n\n" + body


def _in_old_charsets() -> dict[str, bytes]:
    plain = "text/plain; charset="
    bodies: dict[str, tuple[bytes, str | None]] = {
        "cp850-undeclared": (WHOLE.encode("cp850"), None),
        "mac-roman-undeclared": (WHOLE.encode("mac-roman"), None),
        "charset-called-unknown": (WHOLE.encode("cp1252"), f"{plain}x-unknown"),
        "charset-called-unknown-8bit": (WHOLE.encode(), f"{plain}unknown-8bit"),
        "latin9": (f"{LAY} 5 €.".encode("iso-8859-15"), f"{plain}iso-8859-15"),
        "latin1-with-windows-signs": (f"{LAY} – “Nej”.".encode("cp1252"), f"{plain}iso-8859-1"),
        "utf8-cut": (WHOLE.encode()[:-11], f"{plain}utf-8"),
        "utf8-and-latin1": (LAY.encode() + b" N\xe4.", f"{plain}utf-8"),
        "utf16-undeclared": (b"\xff\xfe" + WHOLE.encode("utf-16-le"), None),
        "russian-undeclared": ("Тревожная кнопка лежала на полу всю ночь.".encode("koi8-r"), None),
        "charset-in-page": (
            f'<meta charset="iso-8859-1"><p>{WHOLE}</p>'.encode("latin-1"),
            "text/html",
        ),
    }
    return {name: _mail(name, body, kind) for name, (body, kind) in bodies.items()}


def _written_out() -> dict[str, bytes]:
    """Files as text, from before MIME."""
    within = LAY.encode() + b"\n\n" + _uuencoded("intyg på larm.pdf", PDF * 5) + b"\nSlut.\n"
    return {
        "uuencoded-part": _mail(
            "uuencoded-part",
            _uuencoded("text", WHOLE.encode()),
            "text/plain; charset=utf-8",
            "Content-Transfer-Encoding: x-uuencode",
        ),
        "uuencoded-within-text": _mail(
            "uuencoded-within-text", within, "text/plain; charset=utf-8"
        ),
    }


def _packed() -> dict[str, bytes]:
    page = f"<html><body><p>{WHOLE}</p></body></html>".encode("cp1252")
    files = [("räkning från våren.pdf", PDF), ("larm.jpg", b"\xff\xd8\xff\xe0 JFIF")]
    rich = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}Larmet l\'e5g p\'e5 golvet.\par Nej.}"
    signed = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{LAY}\r\n".encode()
    tnef = {
        "winmail-with-page": winmail.winmail(
            winmail.number(0x3FDE, 1252), winmail.binary(0x1013, page), files=files
        ),
        "winmail-with-text": winmail.winmail(body=WHOLE, files=files[:1]),
        "winmail-with-old-text": winmail.winmail(winmail.old_text(0x1000, WHOLE)),
        "winmail-with-rich-text": winmail.winmail(
            winmail.binary(0x1009, winmail.compressed(rich)), files=files[:1]
        ),
        "winmail-cut": winmail.winmail(winmail.text(0x1000, LAY), files=files)[:-40],
    }
    mime = {
        "smime-signed-packed": (_signed_data(signed), "signed-data"),
        "smime-signed-streamed": (_signed_stream(signed), "signed-data"),
        "smime-encrypted": (bytes.fromhex("300b06092a864886f70d010703"), "enveloped-data"),
    }
    return {
        **{
            name: _mail(
                name,
                encodebytes(content),
                "application/ms-tnef; name=winmail.dat",
                "Content-Transfer-Encoding: base64",
            )
            for name, content in tnef.items()
        },
        **{
            name: _mail(
                name,
                encodebytes(content),
                f"application/pkcs7-mime; smime-type={kind}; name=smime.p7m",
                "Content-Transfer-Encoding: base64",
            )
            for name, (content, kind) in mime.items()
        },
    }


def _by_the_dozen() -> dict[str, bytes]:
    text = f"--m\nContent-Type: text/plain; charset=utf-8\n\n{LAY}\n".encode()
    files = b"".join(
        f"--m\nContent-Type: application/pdf; name=intyg-{number}.pdf\n"
        f"Content-Disposition: attachment\n\n%PDF-1.4 {number}\n".encode()
        for number in range(1, 26)
    )
    depth = 40
    deep = b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(depth)
    )
    return {
        "twenty-five-files": _mail(
            "twenty-five-files", text + files + b"--m--\n", "multipart/mixed; boundary=m"
        ),
        "nested-too-deep": _mail(
            "nested-too-deep",
            text + b"--m\n" + deep + b"\nDjupt.\n--m--\n",
            "multipart/mixed; boundary=m",
        ),
    }


def _uuencoded(name: str, content: bytes) -> bytes:
    lines = [binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45)]
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend\n"


def _signed_data(content: bytes) -> bytes:
    """As short as RFC 5652 allows: what is signed, by nobody."""
    octets = _element(0x04, content)
    inner = _element(0x30, _element(0x06, bytes.fromhex(_DATA)) + _element(0xA0, octets))
    signed = _element(0x30, _element(0x02, b"\x01") + _element(0x31, b"") + inner)
    return _element(0x30, _element(0x06, bytes.fromhex(_SIGNED_DATA)) + _element(0xA0, signed))


def _signed_stream(content: bytes) -> bytes:
    """The same without lengths, in pieces, as programs write it that do not know the end yet."""
    pieces = b"".join(_element(0x04, content[n : n + 20]) for n in range(0, len(content), 20))
    inner = _open(0x30, _element(0x06, bytes.fromhex(_DATA)) + _open(0xA0, _open(0x24, pieces)))
    signed = _open(0x30, _element(0x02, b"\x01") + _open(0x31, b"") + inner)
    return _open(0x30, _element(0x06, bytes.fromhex(_SIGNED_DATA)) + _open(0xA0, signed))


def _element(tag: int, value: bytes) -> bytes:
    length = len(value)
    size = bytes((length,)) if length < 128 else b"\x82" + length.to_bytes(2)
    return bytes((tag,)) + size + value


def _open(tag: int, value: bytes) -> bytes:
    return bytes((tag,)) + b"\x80" + value + b"\x00\x00"


if __name__ == "__main__":
    for name, raw in made().items():
        (MAILS / f"{name}.eml").write_bytes(raw)
