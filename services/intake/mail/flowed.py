"""Text whose lines the sender's program has broken (`format=flowed`, RFC 3676), joined again."""

_SIGNATURE = "-- "


def unflowed(text: str, *, spaces_deleted: bool) -> str:
    """Each paragraph on one line; `spaces_deleted` where the breaks put a space of their own."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        flows = words.endswith(" ") and words != _SIGNATURE
        kept = words[:-1] if flows and spaces_deleted else words
        if open_depth == depth and words != _SIGNATURE:
            lines[-1] += kept
        else:
            lines.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if flows else None
    return "\n".join(lines)
