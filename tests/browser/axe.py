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


# Of what keeps the rules no list is made: that takes longer than to look at it.
_VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


async def broken_rules(page: Page) -> list[str]:
    """Every rule that the page breaks, and where."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_script())
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in await page.evaluate(_VIOLATIONS)
        for node in violation["nodes"]
    ]
