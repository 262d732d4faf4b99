"""The letter is read again: who writes, to whom, for what, under which four conditions."""

import io
from datetime import date

import pytest
from docx import Document

from lib.exports.request_letter import ABS_YEAR, CLAUSES, request_letter, sender
from lib.model import DataError, Level, Territory
from lib.partner_models import load_partner_models

MODELS = load_partner_models()
DAY = date(2026, 12, 1)
TOWN = Territory(Level.COMMUNE, "38151", "Échirolles", article=1)
PLACES = {
    "Centre communal d'action sociale d'Échirolles": TOWN,
    "Centre communal d'action sociale du Havre": Territory(Level.COMMUNE, "76351", "Le Havre"),
    "Centre intercommunal d'action sociale de la CC du Trièves": Territory(Level.EPCI, "200030658", "CC du Trièves"),
    "Union départementale des centres communaux d'action sociale de l'Isère": Territory(
        Level.DEPARTEMENT, "38", "Isère", article=5
    ),
}


def read(model, place=TOWN):
    letter = Document(io.BytesIO(request_letter(model, place, DAY)))
    return letter, "\n".join(paragraph.text for paragraph in letter.paragraphs)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_letter_says_everything_a_partner_needs(model):
    letter, text = read(model)
    assert "1er décembre 2026" in text and f"analyse des besoins sociaux {ABS_YEAR}" in text and ABS_YEAR == 2027
    assert "Échirolles" in text and "R. 123-1" in text and model.service in text
    for column in model.colonnes:
        assert column.libelle in text
    for title, _ in CLAUSES:
        assert f"{title}. " in text
    assert f"de 1 à {model.seuil - 1} est remplacé" in text
    assert "{" not in text and "None" not in text
    assert letter.core_properties.language == "fr-FR"


@pytest.mark.parametrize("signed", PLACES)
def test_the_letter_is_signed_by_the_centre_of_the_territory(signed):
    assert sender(PLACES[signed]) == signed
    assert signed in read(MODELS["caf"], PLACES[signed])[1]


@pytest.mark.parametrize("level", [Level.REGION, Level.FRANCE])
def test_no_letter_is_written_for_a_region_or_france(level):
    with pytest.raises(DataError, match="Choisissez une commune"):
        sender(Territory(level, "84", "Auvergne-Rhône-Alpes"))
