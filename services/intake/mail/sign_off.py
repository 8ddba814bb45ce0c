"""What stands below a mail's words: signatures, and what programs add of themselves."""

import re

_DELIMITER = re.compile(r"(?:\A|\n)-- ?(?:\n|\Z)")
_BY_PROGRAM = re.compile(
    r"(?:skickat|skickades|sänt|sent|skrivet|sendt)\s(?:från|med|via|from|with|by|using|fra)\s"
    r"(?:min\w*\s|my\s|a\s|an\s|en\s|ett\s|e-?post\w*\s|outlook\b|samsung\b|iphone\b|ipad\b|android\b|gmail\b"
    r"|yahoo\b|proton|telia\b|microsoft\b|mobil\w*).{0,80}"
    r"|(?:hämta|skaffa|get)\s(?:outlook|mail)\s(?:för|for)\s.{0,60}"
    r"|(?:hämta|skaffa|get)\s.{0,20}(?:ios|android).{0,40}",
    re.IGNORECASE,
)
_LAST_LINES = 6


def own_words(text: str) -> str:
    """The text without a signature below it; empty where there was nothing else."""
    delimiter = _DELIMITER.search(text)
    words = text[: delimiter.start()] if delimiter else text
    lines = words.rstrip().split("\n")
    for _ in range(_LAST_LINES):
        if lines and (not lines[-1].strip() or _BY_PROGRAM.fullmatch(lines[-1].strip()[:300])):
            lines.pop()
    return "\n".join(lines).strip()
