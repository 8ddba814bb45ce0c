"""Whether a page fits the screen, and what is pressed on it can be hit."""

from playwright.async_api import Page


async def overflow(page: Page) -> list[str]:
    """What is wider than the screen and does not scroll by itself."""
    wide = await page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => !e.closest('.table-frame, .visually-hidden, .skip-link, svg'))"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 0.5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    return [f"wider than the screen: {element}" for element in wide]


async def small_targets(page: Page) -> list[str]:
    """What is pressed and smaller than 44 px."""
    small = await page.evaluate(
        """[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
        .filter(e => e.checkVisibility() && !e.closest('[aria-hidden]') &&
                     !e.matches('.skip-link, p:not(.actions) > a, dd > a'))
        .map(e => [e, (e.matches('.choice > input') ? e.nextElementSibling :
                       e.closest('.card') ?? e).getBoundingClientRect()])
        .filter(([e, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([e, box]) => `${box.width}x${box.height} ${e.outerHTML.slice(0, 80)}`)"""
    )
    return [f"too small to hit: {element}" for element in small]
