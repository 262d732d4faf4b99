"""EPCI known by name only: the provisional code, then the SIREN of the only EPCI that bears the name."""

import pandas as pd
import pytest

from lib.build.names import resolve_names
from lib.build.places import Places
from lib.tables.epci_names import name_code


@pytest.fixture
def places():
    names = {
        "200040715": "Grenoble-Alpes-Métropole",
        "200046977": "Métropole de Lyon",
        "246900575": "CC de l'Est Lyonnais",
        "200000001": "CC du Canton",
        "200000002": "CA du Canton",
    }
    table = pd.DataFrame({"niveau": "epci", "code": list(names), "nom": list(names.values())})
    return Places(table, pd.DataFrame(), pd.DataFrame())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Métropole de LYON", "nom:lyon"),
        ("Métropole Grenoble-Alpes-Métropole", "nom:grenoble alpes metropole"),
        ("CC de l'Est Lyonnais (Ccel)", "nom:est lyonnais"),
        ("CA du Douaisis [c,A,D,]", "nom:douaisis"),
        ("CC Coeur de Beauce", "nom:coeur de beauce"),
        ("CC Cœur de Beauce", "nom:coeur de beauce"),
        ("CC du Pays de St-Gildas", "nom:pays de saint gildas"),
    ],
)
def test_a_name_loses_its_kind_its_acronym_and_its_accents(written, code):
    assert name_code(written) == code


def test_only_the_one_epci_of_that_name_gives_its_siren(places):
    rows = pd.DataFrame(
        {"code": ["nom:lyon", "nom:est lyonnais", "nom:canton", "nom:disparu", "200040715"], "valeur": 1}
    )
    found, lost = resolve_names(rows, places)
    assert list(found["code"]) == ["200046977", "246900575", "200040715"]
    assert lost == ("canton", "disparu")


def test_rows_with_official_codes_are_left_alone(places):
    rows = pd.DataFrame({"code": ["38151", "200040715"], "valeur": [1.0, 2.0]})
    found, lost = resolve_names(rows, places)
    assert found is rows and lost == ()
