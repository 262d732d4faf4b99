"""The report in a browser: from three choices to a Word file that carries the comment, and the draft found again."""

from __future__ import annotations

from pathlib import Path

import docx
from PIL import Image
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


def test_a_damaged_logo_is_refused_and_good_files_are_kept(serve: Server, open_page: Opener, tmp_path: Path) -> None:
    for name, content in (("casse.png", b"\x89PNG\r\n\x1a\nabc"), ("casse.docx", b"PKabc")):
        (tmp_path / name).write_bytes(content)
    Image.new("RGB", (300, 120), "navy").save(tmp_path / "logo.png")
    docx.Document().save(str(tmp_path / "Modèle de la ville.docx"))
    with serve(BOUSSOLE_BASE=str(tmp_path / "base")) as address:
        page = open_page(f"{address}/rapport?territoire=commune-38020&etape=presentation")
        page.get_by_role("button", name="Préparer mon rapport").click()
        files = page.locator("input[type=file]")
        for rank, broken, refusal in ((0, "casse.png", "Le logo n'est pas"), (1, "casse.docx", "Le modèle Word n'est")):
            files.nth(rank).set_input_files(tmp_path / broken)
            expect(page.locator(".probleme").filter(has_text=refusal)).to_be_visible()
        files.nth(0).set_input_files(tmp_path / "logo.png")
        expect(page.get_by_text("Logo déposé")).to_be_visible()
        files.nth(1).set_input_files(tmp_path / "Modèle de la ville.docx")
        chosen = page.get_by_role("combobox", name="Modèle employé pour le fichier Word")
        expect(chosen).to_have_value("Modèle de la ville")
        assert page.locator(".probleme").count() == 0
        page.reload()
        expect(page.get_by_text("Logo déposé")).to_be_visible()
        expect(chosen).to_have_value("Modèle de la ville")
