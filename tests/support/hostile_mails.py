"""Mails made to wear out whoever reads them: run as a program, reads them all within bounds.

A reader whose work grows with the square of a mail's size would need minutes for one of these.
"""

import resource
import sys
from base64 import b64encode
from collections.abc import Mapping

from services.intake.mail.reading import read_mail

SECONDS = 60
"""Of processor time for all of them, several times what they need."""
MEMORY = 1_500_000_000
"""Bytes of address space."""

_LINES = 50_000


def hostile_mails() -> Mapping[str, bytes]:
    """Each about a megabyte or two."""
    page = b"Content-Type: text/html\n\n"
    mixed = b"Content-Type: multipart/mixed; boundary=b\n\n"
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
    )
    formats = b"".join(b"<b a%d><p>" % n for n in range(_LINES)) + b"</b>" * _LINES
    return {
        "parts": mixed + b"--b\n\nx\n" * _LINES * 3,
        "lines like boundaries": mixed + b"--bx\n" * _LINES * 3,
        "nested parts": nested,
        "nested parts and then lines": nested + b"\n" * _LINES * 10,
        "nested mails": b"Content-Type: message/rfc822\n\n" * _LINES,
        "header fields": b"X-A: b\n" * _LINES * 2,
        "one header field": b"Subject: " + b"=?utf-8?q?a" * _LINES,
        "folded lines": b"Subject: a\n" + b" b\n" * _LINES * 3,
        "senders": b"From: " + b"(" * _LINES + b"\n" + b"From: a@b.example, \n" * 20_000,
        "references": b"References: " + b"<a@b> " * _LINES,
        "parameters": b'Content-Type: text/plain; a="' + b";" * _LINES * 5 + b"\n\nx",
        "tags": page + b"<div>a" * _LINES,
        "open tags": page + b"<b " * _LINES * 5,
        "formatting": page + formats,
        "quotations": page + b"<blockquote>x" * _LINES,
        "attributes": page + b"<p " + b" ".join(b"a%d=1" % n for n in range(_LINES)) + b">",
        "less than": page + b"<" * _LINES * 10,
        "spaces": page + b" " * _LINES * 20,
        "quoting": b"\n" + b"> x\ny\n" * _LINES * 2,
        "signs of quoting": b"\n" + b">" * _LINES * 10,
        "who wrote": b"\n" + b"Fr\xc3\xa5n: x\n" * _LINES,
        "who said": b"\n" + b"On x wrote " * _LINES,
        "signatures": b"\n" + b"-- \n" * _LINES * 3,
        "dashes": b"\n" + b"-" * _LINES * 10,
        "armour": b"\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 50_000,
        "files written out": b"\n" + b"begin 644 x\nM\n" * _LINES,
        "broken base64": b"Content-Transfer-Encoding: base64\n\n" + b"A \n!!!!\n" * _LINES * 2,
        "undeclared charset": b"\n" + b"\x81\x8d\xfe\x90" * _LINES * 3,
        "escapes": b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B\x1b(B" * _LINES,
        "rich text": b"Content-Type: text/rtf\n\n{\\rtf1 " + b"{\\par" * _LINES * 2,
        "calendar": b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 7_000,
        "package": _encoded(b"application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00" + _objects()),
        "signed": _encoded(b"application/pkcs7-mime", b"\x30\x80" * _LINES * 5),
        "signed within signed": _encoded(b"application/pkcs7-mime", b"\x30\x80\x06\x00" * _LINES),
    }


def _objects() -> bytes:
    """Objects of a package that hold properties which promise others without end."""
    properties = b"\xff\xff\xff\xff" + b"\x02\x10\x01\x00\xff\xff\xff\x7f" * 100
    one = b"\x01\x03\x90\x06\x00" + len(properties).to_bytes(4, "little") + properties + b"\x00\x00"
    return one * 1_000


def _encoded(content_type: bytes, content: bytes) -> bytes:
    head = b"Content-Type: " + content_type + b"\nContent-Transfer-Encoding: base64\n\n"
    return head + b64encode(content)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, raw in hostile_mails().items():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        read_mail(raw)
        took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
        sys.stdout.write(f"{took:5.2f} s {name}\n")
        sys.stdout.flush()
