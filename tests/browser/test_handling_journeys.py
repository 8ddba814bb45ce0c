"""Four cases from their beginning to their end, by those who handle them, in a real browser."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from services.workflow.lex_sarah.reporting import SUFFIX
from tests.browser.handler import Handler, facts_of, known_case, registered, uploaded
from tests.browser.visitor import PDF, hand_in
from tests.support.system import System
from tests.support.waiting import until

pytestmark = pytest.mark.browser

HAPPENED = "Två medarbetare blev sjuka samtidigt och besöken fördelades inte om."
MEASURES = "Den som har jouren ringer nu alla som väntar på besök."


async def _case_with(system: System, reference: str) -> str:
    cases = system.documents("workflow", "cases")

    async def there() -> bool:
        return await cases.find_one({"facts.reference": reference}) is not None

    await until(there, "the workflow has the case")
    found = await cases.find_one({"facts.reference": reference})
    await registered(system, found["_id"])
    return str(found["_id"])


async def _assign(handler: Handler) -> None:
    await handler.next_is("Tilldela ärendet")
    await handler.take_next()
    await expect(handler.page.locator("#responsible optgroup").first).to_have_attribute(
        "label", "Föreslagen"
    )
    await handler.send("Ärendet är tilldelat.")


async def _assess(handler: Handler, severity: int, probability: int) -> None:
    page = handler.page
    await page.check(f"[name=severity][value='{severity}']")
    await page.check(f"[name=probability][value='{probability}']")
    await page.check("#data_breach-no")
    if await page.locator("#category").count():
        await page.select_option("#category", "care-given")


async def _investigate(handler: Handler) -> None:
    page = handler.page
    await handler.open("Börja utreda")
    await handler.send("Utredningen har börjat.")
    await handler.open("Anteckna i utredningen")
    await page.fill("#text", HAPPENED)
    await page.fill("#source", "Samtal med samordnaren")
    await page.check("#grounds")
    await handler.send("Anteckningen är sparad i utredningen.")
    await handler.open("Avsluta utredningen")
    await expect(page.locator(".step-side")).to_contain_text("Samtal med samordnaren")
    await page.fill("#course_of_events", HAPPENED)
    await page.fill("#noticed", "En dotter ringde på måndagen.")
    await page.fill("#earlier_occurrences", "Nej.")
    await page.fill("#could_recur", "Ja, tills rutinen är känd.")
    await page.check("#causes-routine_unknown")
    await page.check("#consequences-missed_service")
    await handler.send("Utredningen är avslutad.")


async def _decide_and_do(handler: Handler) -> None:
    page = handler.page
    await handler.next_is("Besluta en åtgärd")
    await handler.take_next()
    await page.fill("#text", MEASURES)
    await page.select_option("#kind", "routine_new")
    await page.check("#level-unit")
    await page.check("#cause")
    await handler.send("Åtgärden är beslutad.")
    await page.get_by_role("link", name=re.compile("Anteckna att den är gjord")).click()
    await expect(page.locator("#action")).to_be_checked()
    await handler.send("Åtgärden är antecknad som gjord.")


async def test_complaint_from_received_to_followed_up(page: Page, system: System) -> None:
    keys = await hand_in(page, system.url("intake"))
    case_id = await _case_with(system, keys.reference)
    number = str((await facts_of(system, case_id))["diary_number"])
    handler = Handler(page, system, case_id)
    await handler.find_in_list("enhetschef", number)
    await expect(page.locator("#sagt ~ blockquote").first).to_contain_text(
        "Hemtjänsten kom inte på söndagen."
    )
    await handler.has_status("Registrerad")
    await _assign(handler)
    await handler.next_is("Bedöm ärendet")
    await handler.take_next()
    await _assess(handler, 2, 2)
    await handler.send("Bedömningen är sparad.")
    await handler.open("Svara")
    await page.fill("#text", HAPPENED)
    await page.get_by_role("button", name="Spara utkastet").click()
    await expect(page.get_by_role("status")).to_have_text("Utkastet är sparat. Inget är skickat.")
    await page.get_by_role("link", name="Fortsätt skriva").click()
    await expect(page.locator("#text")).to_have_value(HAPPENED)
    await page.fill("#measures", MEASURES)
    await page.select_option("#outcome", "justified")
    await handler.send("Svaret är lämnat.")
    await handler.open("Avsluta ärendet")
    await page.check("#complainant_view-no_answer")
    await handler.send("Ärendet är avslutat.")
    await handler.has_status("Avslutad")
    await handler.next_is("Följ upp ärendet")
    await handler.take_next()
    await page.fill("#text", "Det har fungerat sedan dess.")
    await handler.send("Ärendet är uppföljt.")
    await handler.has_status("Uppföljd")

    await page.goto(f"{system.url('intake')}/folj")
    await page.fill("#reference", keys.reference)
    await page.fill("#secret", keys.secret)
    await page.locator("main button.button").first.click()
    await expect(page.locator("main")).to_contain_text(HAPPENED)


async def test_deviation_turns_into_lex_sarah_and_ivo(page: Page, system: System) -> None:
    case_id = await known_case(
        system,
        {
            "board": "von",
            "unit": "hemvard-norr",
            "kind": "deviation",
            "channel": "staff",
            "category": "care-given",
            "feedback_wish": "no",
            "text": "En boende blev utan insulin i ett dygn och kom till sjukhus.",
        },
    )
    handler = Handler(page, system, case_id)
    await handler.arrive("enhetschef")
    await _assign(handler)
    await handler.take_next()
    await _assess(handler, 4, 3)
    await page.check("#misconduct_suspected")
    await handler.send("Bedömningen är sparad.")
    await expect(page.locator(".missing").first).to_contain_text("Missförhållande misstänks")
    await handler.next_is("Rapportera enligt lex Sarah")
    await handler.take_next()
    await page.fill("#text", "En boende blev utan insulin i ett dygn.")
    await handler.send("Rapporten är lämnad och är ett eget ärende.")
    await expect(page.locator(".case-links")).to_contain_text("du inte har tillgång till")
    await _investigate(handler)
    await _decide_and_do(handler)
    await handler.next_is("Avsluta ärendet")
    await handler.take_next()
    await handler.send("Ärendet är avslutat.")

    report = await _case_with(system, f"{(await facts_of(system, case_id))['reference']}{SUFFIX}")
    await page.goto(f"{system.url('workflow')}/arenden/{report}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Du har inte tillgång till ärendet"
    )

    handler = Handler(page, system, report)
    await handler.arrive("lexsarah-utredare")
    await expect(page.locator(".case-links")).to_contain_text("Kommer från")
    await _assign(handler)
    await handler.take_next()
    await _assess(handler, 4, 3)
    await handler.send("Bedömningen är sparad.")
    await _investigate(handler)
    await handler.next_is("Besluta om missförhållandet")
    await handler.take_next()
    await page.check("#misconduct-serious_misconduct")
    await page.fill("#decision", "Insulin uteblev och personen kom till skada.")
    await handler.send("Beslutet är fattat.")
    await handler.next_is("Anmält till IVO")
    await handler.take_next()
    await page.fill("#ivo_reference", "3.5.1-40112/2026")
    await handler.send("Anmälan till IVO är antecknad.")
    await handler.next_is("IVO har beslutat")
    await handler.take_next()
    await page.check("#decision")
    await handler.send("IVO:s beslut är antecknat.")
    await expect(page.locator("#lex-sarah ~ dl")).to_contain_text("3.5.1-40112/2026")
    assert (await facts_of(system, case_id))["lex_sarah"] == "ivo_decided"


async def test_report_of_the_region_is_no_deviation_and_gets_a_reply(
    page: Page, system: System
) -> None:
    letter = PDF["buffer"]
    case_id = await known_case(
        system,
        {
            "attachments": [await uploaded(system, letter, "partner")],
            "board": "von",
            "unit": "hemvard-norr",
            "kind": "deviation",
            "channel": "region",
            "category": "care-given",
            "external_reference": "BUP-2026-118",
            "text": "BuP ser att kallelsen till mötet kom en dag före mötet.",
        },
        "partner",
    )
    handler = Handler(page, system, case_id)
    await handler.arrive("enhetschef")
    await expect(page.locator(".case-facts").first).to_contain_text("BUP-2026-118")
    async with page.expect_download() as downloading:
        await page.locator(".case-files a").click()
    assert (await (await downloading.value).path()).read_bytes() == letter
    await _assign(handler)
    await handler.open("Skriv av ärendet")
    await page.get_by_label("Inte en avvikelse").check()
    await page.fill("#explanation", "Kallelsen skickades i tid enligt överenskommelsen.")
    await page.locator("form.step-form button.button").first.click()
    await expect(page.get_by_role("alert")).to_contain_text("Skriv ett svar till den")
    await expect(page.locator("#explanation")).to_have_value(re.compile("Kallelsen skickades"))
    reply = "Vi har gått igenom kallelsen. Den skickades i tid, så det är ingen avvikelse."
    await page.fill("#reply", reply)
    await handler.send("Ärendet är avskrivet.")
    await handler.has_status("Avskriven")
    await expect(page.locator("#beslut ~ p").first).to_contain_text("Inte en avvikelse")
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        told = await client.get(
            f"{system.url('workflow')}/api/v1/cases/{case_id}/correspondence",
            headers=system.headers("service"),
        )
    assert told.json()["answer"]["text"] == reply


async def test_anonymous_case_without_a_unit(page: Page, system: System) -> None:
    case_id = await known_case(
        system,
        {
            "board": "von",
            "kind": "complaint",
            "channel": "letter",
            "anonymous": True,
            "text": "Personalen i hemtjänsten röker utanför mitt fönster.",
        },
    )
    handler = Handler(page, system, case_id)
    await handler.arrive("registrator-von")
    await expect(page.locator(".case-badges")).to_contain_text("Anonym")
    await handler.open("Ändra vad ärendet är")
    await page.select_option("#unit", "hemvard-norr")
    await page.select_option("#category", "conduct-communication")
    await page.fill("#reason", "Adressen i brevet ligger i norr.")
    await handler.send("Ärendet är ändrat.")
    await _assign(handler)

    await handler.arrive("enhetschef")
    await handler.take_next()
    await _assess(handler, 1, 2)
    await handler.send("Bedömningen är sparad.")
    await handler.open("Avstå från att svara")
    await page.fill("#reason", "Den som klagade är anonym och har lämnat ett brev.")
    await handler.send("Det är beslutat att inget svar behövs.")
    await handler.open("Avsluta ärendet")
    await expect(page.locator(".points")).to_contain_text("Anonym")
    await page.get_by_label(re.compile("Varför punkten inte gäller: Åtgärder")).fill(
        "Det löstes samma dag."
    )
    await handler.send("Ärendet är avslutat.")
    await handler.has_status("Avslutad")
    await expect(page.locator(".points")).to_contain_text("Det löstes samma dag.")
