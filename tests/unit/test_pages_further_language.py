"""A further language needs a catalogue and no code."""

import shutil
import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
FINNISH = {"Språk": "Kieli", "Hoppa till innehållet": "Siirry sisältöön"}

SHOWN = """
from datetime import UTC, datetime
from fastapi import FastAPI
from fastapi.testclient import TestClient
from shared.organisation import Name
from shared.pages.formats import Formats
from shared.pages.languages import Language
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Site

pages = Pages(Site(Name(sv="Exempelkommun", en="Example"), phrase("Tjänst")), [])
app = FastAPI()

@app.get("/")
def shown(request: __import__("fastapi").Request):
    return pages.answer(request, "pages/base.html")

print(TestClient(app).get("/", headers={"Accept-Language": "fi"}).text)
print(Formats(Language("fi")).instant(datetime(2026, 11, 22, 13, 5, tzinfo=UTC)))
"""


def _python(folder: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_pages_exist_in_a_language_once_it_has_a_catalogue(tmp_path: Path) -> None:
    shutil.copytree(SHARED, tmp_path / "shared", ignore=shutil.ignore_patterns("__pycache__"))
    _python(tmp_path, "-m", "shared.pages.extraction", "fi")
    catalogue = tmp_path / "shared/pages/locale/fi/LC_MESSAGES/lyhord.po"
    text = catalogue.read_text(encoding="utf-8")
    for swedish, finnish in FINNISH.items():
        empty = f'msgid "{swedish}"\nmsgstr ""'
        assert text.count(empty) == 1
        text = text.replace(empty, f'msgid "{swedish}"\nmsgstr "{finnish}"')
    catalogue.write_text(text, encoding="utf-8")

    shown = _python(tmp_path, "-c", SHOWN)

    assert '<html lang="fi">' in shown
    assert 'aria-label="Kieli"' in shown
    assert "Siirry sisältöön" in shown
    assert 'lang="fi">Suomi</span>' in shown
    assert 'lang="sv" hreflang="sv">Svenska</a>' in shown
    # What is not translated yet, and what the organisation has named, is in Swedish.
    assert "Exempelkommun" in shown
    assert "22\u00a0marraskuuta\u00a02026,\u00a014.05" in shown
