"""The settings of one installation: file, variables, faults told in French."""

import os
import re
from pathlib import Path

import pytest

from lib import settings
from lib.model import DataError
from lib.settings import load_settings


@pytest.fixture(autouse=True)
def configured(tmp_path, monkeypatch):
    """Write ``boussole.toml`` for one test, the machine's own settings left out."""
    for name in [name for name in os.environ if name.startswith("BOUSSOLE_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "boussole.toml"
    monkeypatch.setattr(settings, "CONFIG_FILE", path)
    load_settings.cache_clear()
    yield lambda text, encoding="utf-8": path.write_text(text, encoding=encoding)
    load_settings.cache_clear()


def test_without_a_file_the_defaults_open_on_echirolles():
    found = load_settings()
    assert found.territoire_par_defaut == "commune-38151"
    assert found.comparateurs_par_defaut == ("epci", "departement", "region", "france")
    assert (found.dossier_donnees, found.dossier_geo) == (settings.DATA_DIR, settings.GEO_DIR)
    assert found.paquets == () and found.code_acces == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_file_is_read_even_saved_by_the_windows_notepad(configured, encoding):
    configured('territoire_par_defaut = "epci-200040715"\ncode_acces = "clé"\npaquets = ["a", "b.zip"]\n', encoding)
    found = load_settings()
    assert (found.territoire_par_defaut, found.code_acces) == ("epci-200040715", "clé")
    assert found.paquets == (Path("a"), Path("b.zip"))


def test_a_variable_wins_over_the_file(configured, monkeypatch):
    configured('territoire_par_defaut = "commune-38185"\ncomparateurs_par_defaut = ["france"]\n')
    monkeypatch.setenv("BOUSSOLE_TERRITOIRE_PAR_DEFAUT", "iris-381510101")
    monkeypatch.setenv("BOUSSOLE_PAQUETS", os.pathsep.join(["x.zip", "y"]))
    monkeypatch.setenv("BOUSSOLE_CODE_ACCES", "")
    found = load_settings()
    assert found.territoire_par_defaut == "iris-381510101"
    assert found.comparateurs_par_defaut == ("france",)
    assert found.paquets == (Path("x.zip"), Path("y"))
    monkeypatch.setenv("BOUSSOLE_COMPARATEURS_PAR_DEFAUT", "epci,commune-38185")
    load_settings.cache_clear()
    assert load_settings().comparateurs_par_defaut == ("epci", "commune-38185")


FAULTS = {
    "unknown key": ('couleur = "bleu"\n', "couleur"),
    "malformed key": ("territoire\n", "ligne 1"),
    "open string": ('code_acces = "1\nx = 2\n', "ligne 1"),
    "list left open": ('paquets = ["a"', "boussole.toml"),
    "malformed territory": ('territoire_par_defaut = "Échirolles"\n', "territoire_par_defaut"),
    "malformed comparator": ('comparateurs_par_defaut = ["epsi"]\n', "comparateurs_par_defaut"),
    "wrong type": ("code_acces = 12\n", "code_acces"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_what_where_and_what_to_do(configured, fault):
    text, word = FAULTS[fault]
    configured(text)
    with pytest.raises(DataError) as raised:
        load_settings()
    assert word in raised.value.where and "boussole.toml" in raised.value.where
    assert raised.value.remedy.startswith("Corrigez")
    assert not re.search(r"line|column|Expected|Invalid", str(raised.value))


def test_a_file_in_another_encoding_is_said(configured):
    configured('code_acces = "clé"\n', "latin-1")
    with pytest.raises(DataError, match="UTF-8"):
        load_settings()


def test_a_malformed_variable_is_said(monkeypatch):
    monkeypatch.setenv("BOUSSOLE_TERRITOIRE_PAR_DEFAUT", "38151")
    with pytest.raises(DataError, match="territoire_par_defaut"):
        load_settings()
