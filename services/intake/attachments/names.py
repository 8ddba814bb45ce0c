"""Names of files, without what could lead a reader astray."""

import unicodedata

LONGEST = 120
"""Characters."""

_PATH_SIGNS = str.maketrans({"\\": "/", "\u2215": "/", "\u29f5": "/"})
_FORBIDDEN = frozenset('<>:"|?*')


def clean_name(name: str | None) -> str | None:
    """The last part of the name as it may be shown and saved; None when nothing is left.

    Control characters go, and so do marks that turn the direction of writing: they would show
    `exe.pdf` where the name ends in `.exe`.
    """
    if name is None:
        return None
    last = unicodedata.normalize("NFC", name).translate(_PATH_SIGNS).rstrip("/").rpartition("/")[2]
    shown = "".join(
        " " if character.isspace() else character
        for character in last
        if character.isspace() or _shows(character)
    )
    return _shortened(" ".join(shown.split()).strip(". ")) or None


def _shows(character: str) -> bool:
    return character not in _FORBIDDEN and unicodedata.category(character)[0] != "C"


def _shortened(name: str) -> str:
    """Cut before the ending, which tells a person what it is."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST].rstrip()
    return f"{stem[: LONGEST - len(ending) - 2].rstrip()}….{ending}"


_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/heic": ("heic", "heif"),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "image/tiff": ("tiff", "tif"),
    "text/plain": ("txt", "csv", "md", "log", "ics", "vcf", "eml", "json"),
    "application/rtf": ("rtf",),
    "application/msword": ("doc", "dot"),
    "application/vnd.ms-excel": ("xls", "xlt"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx", "ppsx"),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a", "m4b", "mp4"),
    "audio/ogg": ("ogg", "oga", "opus", "spx"),
    "audio/wav": ("wav",),
    "audio/amr": ("amr",),
    "audio/webm": ("webm", "weba"),
    "video/webm": ("webm",),
    "video/mp4": ("mp4", "m4v", "m4a"),
    "video/quicktime": ("mov", "qt"),
    "video/3gpp": ("3gp", "3gpp"),
}
_UNNAMED = "bilaga"


def name_for_saving(name: str | None, media_type: str) -> str:
    """A name whose ending is one of the content's own, since the ending decides what opens it."""
    endings = _ENDINGS.get(media_type, ("bin",))
    named = name or _UNNAMED
    if named.rpartition(".")[2].lower() in endings and "." in named:
        return named
    return f"{named}.{endings[0]}"
