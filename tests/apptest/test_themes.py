"""The fifteen themes and the publics: sound for every kind of territory, short, and useful without figures."""

import re

import pytest

from lib.catalog import load_catalog
from lib.partner_models import load_partner_models, of_theme
from lib.publics import load_publics
from lib.ui.navigation import PAGES, PUBLICS
from tests.apptest.reading import assert_sound, markup, words

THEMES = load_catalog().themes
MODELS = load_partner_models()
TITLES = {name: theme.titre for name, theme in THEMES.items()} | {
    public.page: public.titre for public in load_publics().values()
}
TERRITORIES = (
    "commune-38151",
    "commune-38185",
    "commune-69123",
    "commune-69266",
    "commune-34172",
    "commune-38020",  # under 200 inhabitants
    "epci-200040715",
    "iris-381510101",
    "departement-38",
    "france-F",
)
CENSUS_ONLY = "commune-59350"  # Lille: no other figure is shipped


@pytest.mark.parametrize("key", TERRITORIES)
@pytest.mark.parametrize("page", TITLES)
def test_a_theme_or_a_public_is_sound(visit, page, key):
    at = visit(page, territoire=key, vue="tout")
    assert_sound(at)
    assert at.title[0].value == TITLES[page]
    text = words(at)
    assert "Questions à se poser" in text and "Ce qui manque ici, et à qui le demander" in text
    assert "logiciel libre" in text, "the page is shown to its end"


def test_every_page_of_the_menu_for_a_theme_or_a_public_is_tested_here():
    assert {page.name for page in PAGES if page.name in THEMES or page.section == PUBLICS} == set(TITLES)


@pytest.mark.parametrize("page", TITLES)
def test_a_territory_with_the_census_only_is_never_a_wall_of_unknowns(visit, page):
    at = visit(page, territoire=CENSUS_ONLY, vue="tout")
    assert_sound(at)
    assert "n.d." not in re.sub(r"Sans chiffre.*", "", words(at))
    if "carte" not in markup(at):
        assert "Aucun chiffre n'est installé pour Lille" in words(at)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_shows_six_key_figures_at_most_until_all_are_asked_for(visit, theme):
    essential = visit(theme, territoire="commune-38151")
    count = markup(essential).count('<article class="carte">')
    assert count <= 6
    assert 1 <= sum(indicator.essentiel for indicator in THEMES[theme].indicateurs) <= 6
    everything = visit(theme, territoire="commune-38151", vue="tout")
    assert markup(everything).count('<article class="carte">') >= count


def test_the_home_page_says_one_figure_per_theme_then_three(visit):
    essential, everything = (markup(visit("accueil", territoire="commune-38151", vue=v)) for v in ("essentiel", "tout"))
    assert 10 <= essential.count('<p class="chiffre">') <= len(THEMES) == 15
    assert everything.count("<dt>") > essential.count('<p class="chiffre">')


@pytest.mark.parametrize("key", ["commune-38151", CENSUS_ONLY, "france-F", "departement-976"])
def test_the_home_page_leads_to_every_theme_once(visit, key):
    at = visit("accueil", territoire=key)
    assert_sound(at)
    links = [node.proto.page for node in at.get("page_link")]
    assert sorted(links[: len(THEMES)]) == sorted(THEMES)


def test_themes_without_figures_say_whom_to_ask_on_the_home_page(visit):
    text = words(visit("accueil", territoire=CENSUS_ONLY))
    assert "À demander ou à compléter" in text and "Banque de France" in text
    assert re.search(r"\d+\s+chiffres publics à installer", text)
    assert "n.d." not in text


def open_panels(at):
    """Open every panel of the page and run it again."""
    for key in [key for key in at.session_state.to_dict() if str(key).startswith(("partenaire-", "publies-"))]:
        at.session_state[key] = True
    return at.run()


@pytest.mark.parametrize("theme", THEMES)
def test_whom_to_ask_is_told_with_a_letter_and_a_file(visit, theme):
    at = open_panels(visit(theme, territoire="commune-38151"))
    assert_sound(at)
    text = words(at)
    buttons = {button.proto.label for button in at.get("download_button")}
    for model in of_theme(MODELS.values(), theme):
        assert model.titre in text and model.cadre.strip() in text
        assert all(column.libelle[1:] in text for column in model.colonnes)
    assert "Fichier à remplir (XLSX)" in buttons
    asked = any(model.type == "partenaire" for model in of_theme(MODELS.values(), theme))
    assert ("Lettre de demande pour Échirolles (DOCX)" in buttons) is asked


def test_figures_published_elsewhere_are_told_with_what_can_be_read_meanwhile(visit):
    text = words(open_panels(visit("emploi_insertion", territoire="commune-38151")))
    assert "Page du producteur" in text and "À lire en attendant" in text
    assert re.search(r"taux de chômage localisé .*?: \d,\d\s%\s+dans l'Isère", text)


def test_nobody_asks_for_a_whole_country(visit):
    at = open_panels(visit("endettement", territoire="france-F"))
    assert_sound(at)
    assert "Choisissez une commune" in words(at)
    assert not [button for button in at.get("download_button") if "Lettre" in button.proto.label]


def test_the_quarter_asks_in_the_name_of_its_commune(visit):
    at = open_panels(visit("endettement", territoire="iris-381510101"))
    assert "Lettre de demande pour Échirolles (DOCX)" in {b.proto.label for b in at.get("download_button")}


@pytest.mark.parametrize("key", TERRITORIES)
def test_the_synthesis_is_sound_for_every_kind_of_territory(visit, key):
    at = visit("synthese", territoire=key, vue="tout")
    assert_sound(at)
    text = words(at)
    assert "Ce qui le distingue" in text or "la synthèse n'a pas d'objet ici" in text


@pytest.mark.parametrize("page", ["lexique", "sources"])
@pytest.mark.parametrize("key", ["iris-381510101", "france-F"])
def test_the_lexicon_and_the_sources_are_sound_with_and_without_figures(visit, page, key):
    assert_sound(visit(page, territoire=key, vue="tout"))
