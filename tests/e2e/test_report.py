"""The report in a browser: from three choices to a Word file that carries the comment, and the draft found again."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import expect

from tests.e2e.conftest import Opener, Server

WRITTEN = "Les équipes voient plus de familles depuis l'été."


def test_a_director_prepares_comments_downloads_and_finds_again(
    serve: Server, open_page: Opener, tmp_path: Path
) -> None:
    with serve(BOUSSOLE_BASE=str(tmp_path / "base")) as address:
        page = open_page(f"{address}/rapport?territoire=commune-38151")
        page.get_by_role("button", name="Préparer mon rapport").click()
        expect(page.get_by_role("status").filter(has_text="Enregistré à")).to_be_visible()

        comment = page.get_by_label("Votre commentaire").first
        comment.fill(WRITTEN)
        comment.blur()
        page.wait_for_timeout(1500)
        page.get_by_role("radio", name="Télécharger").or_(page.get_by_role("button", name="Télécharger")).first.click()
        page.get_by_role("button", name="Préparer le fichier").click()
        ready = page.get_by_role("button", name="Télécharger : Word (DOCX)")
        ready.wait_for(timeout=60_000)
        with page.expect_download() as caught:
            ready.click()
        assert caught.value.suggested_filename == "analyse_des_besoins_sociaux_a_echirolles.docx"
        paragraphs = [one.text for one in docx.Document(caught.value.path()).paragraphs]
        assert WRITTEN in paragraphs and any("R.\u00a0123-1" in text for text in paragraphs)

        again = open_page(f"{address}/rapport?territoire=commune-38151", width=390, height=844)
        again.get_by_role("button", name="Ouvrir").click()
        expect(again.get_by_label("Votre commentaire").first).to_have_value(WRITTEN)
        assert again.evaluate("document.documentElement.scrollWidth") <= 390
