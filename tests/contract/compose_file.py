"""The compose file as tests read it: merged, and with the defaults of its variables."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.contract.documents import REPOSITORY

_VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::-([^}]*))?\}")
_SPAN = re.compile(r"(\d+)(ms|s|m|h)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}

Part = Mapping[str, Any]


def compose_file() -> Mapping[str, Any]:
    """The whole file. Raises ValueError for a variable without a default."""
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    content = yaml.safe_load(_VARIABLE.sub(_default, text))
    assert isinstance(content, dict)
    return content


def parts() -> Mapping[str, Part]:
    """What runs: `services:` without those of a profile, which run only when asked for."""
    found: Mapping[str, Part] = compose_file()["services"]
    return {name: part for name, part in found.items() if "profiles" not in part}


def seconds(span: str) -> float:
    """`1m30s` as seconds."""
    assert re.fullmatch(rf"(?:{_SPAN.pattern})+", span), span
    return sum(int(number) * _UNITS[unit] for number, unit in _SPAN.findall(span))


def published_ports(part: Part) -> Mapping[int, int]:
    """Ports of the host, and those of the container behind them."""
    pairs = [entry.rsplit(":", 2)[-2:] for entry in part.get("ports", [])]
    return {int(host): int(container) for host, container in pairs}


def mounted_files(part: Part, kind: str) -> Mapping[str, str]:
    """Where each of the part's `secrets` or `configs` is seen in the container, by its name."""
    default = {"secrets": "/run/secrets/", "configs": "/"}[kind]
    entries: Sequence[str | Mapping[str, str]] = part.get(kind, [])
    return dict(
        (entry, f"{default}{entry}")
        if isinstance(entry, str)
        else (entry["source"], entry["target"])
        for entry in entries
    )


def dockerfile() -> str:
    """The image's Dockerfile with its continued lines joined."""
    text = Path(REPOSITORY / "deploy" / "images" / "Dockerfile").read_text(encoding="utf-8")
    return re.sub(r"\\\n\s*", "", text)


def _default(found: re.Match[str]) -> str:
    if found[2] is None:
        raise ValueError(f"{found[0]} has no default: write ${{{found[1]}:-value}}")
    return found[2]
