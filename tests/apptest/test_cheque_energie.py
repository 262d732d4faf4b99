"""The energy cheque, which nobody publishes: the pages say who holds it, and on what file its figures are read."""

from tests.apptest.reading import assert_sound, words


def test_the_page_says_who_holds_the_figure_and_does_not_call_it_published(visit):
    at = visit("energie", territoire="commune-38151")
    for key in [key for key in at.session_state.to_dict() if str(key).startswith(("partenaire-", "publies-"))]:
        at.session_state[key] = True
    at.run()
    assert_sound(at)
    text = words(at)
    assert "Agence de services et de paiement, qui gère le chèque énergie pour l'État" in text
    published = text.split("Ces chiffres sont publiés par leurs producteurs.")[1]
    assert "chèque énergie" not in published and "Enedis" in published


def test_the_sheet_and_the_sources_say_that_no_official_file_is_read(visit):
    told = "lu sur notre modèle de fichier à remplir, faute de fichier officiel publié à notre connaissance"
    sheet = words(visit("lexique", territoire="commune-38151", indicateur="cheque_energie"))
    assert told in sheet and "2023 | 2024" in sheet and "2024 | 2025" in sheet
    sources = words(visit("sources", territoire="commune-38151"))
    assert told in sources and "fichier à remplir, proposé sur la page du thème" in sources
