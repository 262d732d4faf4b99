"""The partner models are complete, well written, and cover every line that centres ask their partners for."""

import re
from pathlib import Path

import pytest
import yaml

from lib.catalog import load_catalog
from lib.model import DataError
from lib.partner_models import load_partner_models, of_theme

LINES = yaml.safe_load((Path(__file__).parent / "lignes_de_reference.yml").read_text(encoding="utf-8"))
MODELS = load_partner_models()
CATALOG = load_catalog()
COLUMNS = {f"{model.id}.{column.id}": model for model in MODELS.values() for column in model.colonnes}
FORBIDDEN = re.compile(r"\b(data|KPI|dashboard|item|TODO)\b|!|  ", re.I)
TEXTS = ("titre", "organisme", "service", "detient", "echelles", "millesimes", "demander", "cadre")
VALID = {
    "titre": "Essai", "type": "partenaire", "organisme": "organisme", "service": "service", "contact": "direction",
    "themes": ["portrait"], "detient": "Tout.", "echelles": "Commune.", "millesimes": "2026.", "demander": "Écrivez.",
    "cadre": "Loi.", "niveaux": ["commune"], "seuil": 5,
    "colonnes": [{"id": "a", "libelle": "A", "unite": "personnes"}],
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_every_line_of_reference_is_covered(line):
    told = LINES[line]
    assert told["par"], line
    for name in told["par"]:
        if "." in name:
            assert name in COLUMNS, f"aucun modèle n'a la colonne {name}"
        else:
            assert CATALOG.resolve(name)
    asked = [COLUMNS[name] for name in told["par"] if "." in name]
    if told["origine"] != "ouverte":
        assert asked, f"{line} ne se trouve que chez un partenaire : il faut un modèle"
        assert any(told["theme"] in model.themes for model in asked), "la page du thème doit proposer ce modèle"
    if told["origine"] == "ccas":
        assert any(model.type == "ccas" for model in asked)


def test_the_lines_of_reference_are_all_there_and_cover_the_fifteen_themes():
    assert len(LINES) >= 75
    assert {line["theme"] for line in LINES.values()} == set(CATALOG.themes)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_a_model_points_to_known_themes_and_indicators(model):
    assert set(model.themes) <= set(CATALOG.themes)
    for name in model.en_attendant:
        assert CATALOG.resolve(name)
    assert (model.contact == "interne") == (model.type == "ccas")


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_texts_of_a_model_are_plain_french(model):
    for name in TEXTS:
        text = getattr(model, name)
        assert text and not FORBIDDEN.search(text), (name, text)
    for name in ("detient", "echelles", "millesimes", "demander", "cadre"):
        assert getattr(model, name).strip().endswith("."), name
    for column in model.colonnes:
        assert column.libelle[0].isupper() and not column.libelle.endswith("."), column.id


def test_every_theme_offers_somebody_to_ask():
    assert [theme for theme in CATALOG.themes if not of_theme(MODELS.values(), theme)] == []


def test_the_models_made_for_a_theme_come_first():
    assert of_theme(MODELS.values(), "endettement")[0].id == "banque_de_france"
    assert of_theme(MODELS.values(), "logement")[0].id == "bailleurs"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"couleur": "rouge"}, "couleur"),
        ({"seuil": 1}, "seuil"),
        ({"niveaux": ["canton"]}, "niveaux"),
        ({"colonnes": []}, "colonnes"),
        ({"colonnes": [*VALID["colonnes"], *VALID["colonnes"]]}, "deux fois"),
        ({"id": "autre"}, "id"),
    ],
)
def test_a_wrong_model_is_refused_with_its_key(tmp_path, change, word):
    (tmp_path / "essai.yml").write_text(yaml.safe_dump(VALID), encoding="utf-8")
    assert load_partner_models(tmp_path)["essai"].titre == "Essai"
    load_partner_models.cache_clear()
    (tmp_path / "essai.yml").write_text(yaml.safe_dump(VALID | change), encoding="utf-8")
    with pytest.raises(DataError, match=word) as caught:
        load_partner_models(tmp_path)
    assert "essai.yml" in caught.value.where
