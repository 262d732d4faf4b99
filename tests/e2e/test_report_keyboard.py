"""The report by keyboard alone, from its first page to the PDF on the disk; what is typed outlives a closed tab."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Opener, Server

WRITTEN = "Les demandes d'aide alimentaire montent."
NAME = """() => {
  const one = document.activeElement, labels = one.labels ? [...one.labels].map(l => l.innerText).join(' ') : '';
  const command = one.matches('a, button, input, textarea');
  return command ? (one.getAttribute('aria-label') || labels || one.innerText || '').trim() : '';
}"""
FARTHEST = 120  # presses of Tab


def reach(page: Page, words: str, key: str = "Tab") -> None:
    """Press Tab until what holds the focus says ``words``."""
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if words in page.evaluate(NAME):
            return
    raise AssertionError(f"« {words} » ne se rejoint pas au clavier")


def begin(page: Page) -> None:
    """Prepare a report from the keyboard and wait until it is kept."""
    reach(page, "Préparer mon rapport")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Enregistré à").wait_for(timeout=60_000)
    page.get_by_label("Votre commentaire").first.wait_for()


def test_a_report_is_written_and_downloaded_with_the_keyboard_alone(
    serve: Server, open_page: Opener, tmp_path: Path
) -> None:
    with serve(BOUSSOLE_BASE=str(tmp_path / "base")) as address:
        page = open_page(f"{address}/rapport?territoire=commune-38151")
        begin(page)
        reach(page, "Votre commentaire")
        page.keyboard.type(WRITTEN)
        reach(page, "Régler")
        page.keyboard.press("Enter")
        reach(page, "Titre du bloc")
        page.keyboard.press("Escape")
        reach(page, "Chapitres", "Shift+Tab")
        for _ in range(4):  # one group of choices: arrows move inside it, as in any list of radio buttons
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.get_by_text("Télécharger le rapport").first.wait_for()
        reach(page, "Word (DOCX)")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        reach(page, "Préparer le fichier")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Télécharger : PDF").wait_for(timeout=120_000)
        reach(page, "Télécharger : PDF")
        with page.expect_download() as caught:
            page.keyboard.press("Enter")
        told = " ".join(one.extract_text() for one in PdfReader(caught.value.path()).pages)
        assert WRITTEN in " ".join(told.split())


def test_what_is_typed_is_kept_without_leaving_the_field(serve: Server, open_page: Opener, tmp_path: Path) -> None:
    with serve(BOUSSOLE_BASE=str(tmp_path / "base")) as address:
        page = open_page(f"{address}/rapport?territoire=commune-38151")
        begin(page)
        comment = page.get_by_label("Votre commentaire").first
        comment.click()
        comment.press_sequentially(WRITTEN, delay=10)
        page.wait_for_timeout(2500)
        assert comment.evaluate("field => field === document.activeElement && field.selectionStart") == len(WRITTEN)
        other = open_page(page.url)
        expect(other.get_by_label("Votre commentaire").first).to_have_value(WRITTEN)

        asked = []
        comment.press_sequentially(" Encore.")
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.evaluate("() => { setTimeout(() => location.assign('about:blank')) }")
        limit = time.monotonic() + 20
        while not asked and time.monotonic() < limit:
            page.wait_for_timeout(100)
        assert asked == ["beforeunload"]  # the browser warns that the last words have just been typed
        page.wait_for_timeout(2500)
        third = open_page(other.url)
        expect(third.get_by_label("Votre commentaire").first).to_have_value(f"{WRITTEN} Encore.")
