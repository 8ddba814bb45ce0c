"""Deque's axe-core, from npm, run in the page that is open."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parent / "npm" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _script() -> str:
    if not AXE.is_file():
        raise FileNotFoundError(f"{AXE} is missing: run `make test`, which installs it")
    return AXE.read_text(encoding="utf-8")


async def broken_rules(page: Page, *only: str) -> list[str]:
    """Every rule that the page breaks, and where; of the rules `only`, if any are named."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_script())
    # Of what keeps the rules no list is made: that takes longer than to look at it.
    # A frame in which nothing may run never answers: it is looked at as a page of its own.
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": only}
    found = await page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
