"""The strict reading of the catalogue, and the sentences of the real one."""

import re

import pytest

from lib.catalog import Catalog, load_catalog
from lib.formats import COUNTS
from lib.model import DataError
from lib.strict_yaml import Kind

THEME = """\
titre: Essai
description: Un thème d'essai.
questions:
  - Pourquoi ?
indicateurs:
"""
ENTRY = """\
  {name}:
    titre: Part d'essai
    titre_court: Essai
    unite: pourcent
    definition: Une part.
    lecture: "{{valeur}} des habitants"
    source: insee_rp_iris
    numerateur: [pop_0_19]
    denominateur: [population]
    facteur: 100
    niveaux: [commune]
    millesimes_comparables: tous
    sens: neutre
    essentiel: true
    comprendre: Ce que cela mesure.
    utiliser: À quoi cela sert.
    ne_permet_pas_de_dire: Ce qui manque.
    pieges: Ce qui trompe.
"""
TEXTS = ("titre", "titre_court", "definition", "lecture", "comprendre", "utiliser", "ne_permet_pas_de_dire", "pieges")
FORBIDDEN = re.compile(r"\b(data|KPI|dashboard|item|TODO|lorem)\b|!|\bNone\b|  ", re.I)


def entry(name: str, *more: str) -> str:
    return ENTRY.format(name=name) + "".join(f"    {line}\n" for line in more)


@pytest.fixture
def load(tmp_path):
    """Load a catalogue made of the given texts, one theme each."""

    def loaded(*texts: str) -> Catalog:
        for theme, text in zip(("essai", "autre"), texts, strict=False):
            (tmp_path / f"{theme}.yml").write_text(text, encoding="utf-8")
        return load_catalog(tmp_path)

    return loaded


def test_a_valid_file_gives_its_theme_and_its_indicators(load):
    found = load(THEME + entry("part_a") + entry("part_b", "alias: [ancienne_b]"))
    assert [i.id for i in found.themes["essai"].indicateurs] == ["part_a", "part_b"]
    assert found.resolve("part_a").theme == "essai"


def test_a_former_identifier_still_resolves(load):
    found = load(THEME + entry("part_b", "alias: [ancienne_b, tres_ancienne_b]"))
    assert found.resolve("ancienne_b") is found.resolve("tres_ancienne_b") is found.resolve("part_b")
    assert set(found.indicators) == {"part_b"}


def test_an_unknown_identifier_is_said(load):
    with pytest.raises(DataError, match="« part_zz »"):
        load(THEME + entry("part_a")).resolve("part_zz")


FAULTS = {
    "unknown key of an entry": (THEME + entry("part_a", "couleur: rouge"), ["part_a", "couleur"]),
    "unknown key of a theme": ("couleur: rouge\n" + THEME + entry("part_a"), ["couleur"]),
    "missing key": (THEME + entry("part_a").replace("    source: insee_rp_iris\n", ""), ["part_a", "source"]),
    "empty numerator": (THEME + entry("part_a").replace("[pop_0_19]", "[]"), ["part_a", "numerateur"]),
    "unknown level": (THEME + entry("part_a").replace("[commune]", "[canton]"), ["part_a", "niveaux"]),
    "sentence without its value": (THEME + entry("part_a").replace("{valeur} ", ""), ["part_a", "lecture"]),
    "identifier with an accent": (THEME + entry("part_âgés"), ["part_âgés"]),
    "same entry twice": (THEME + entry("part_a") + entry("part_a"), ["part_a", "ligne"]),
    "same key twice": (THEME + entry("part_a", "sens: neutre"), ["sens", "ligne"]),
    "alias of another": (THEME + entry("part_a") + entry("part_b", "alias: [part_a]"), ["part_a"]),
    "identifier given again": (THEME + entry("part_a", "id: part_z"), ["part_a", "id"]),
    "theme given again": (THEME + entry("part_a", "theme: logement"), ["part_a", "theme"]),
    "no indicators": ("titre: Essai\n", ["indicateurs"]),
    "entry without keys": (THEME + "  part_a:\n", ["part_a"]),
    "a list instead of keys": ("- titre\n", []),
    "empty file": ("", []),
    "broken YAML": (THEME + entry("part_a") + "  part_b: [\n", ["ligne"]),
    "tabulation": (THEME + "\tpart_a:\n", ["ligne 6"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_the_file_and_the_key_in_french(load, fault):
    text, named = FAULTS[fault]
    with pytest.raises(DataError) as raised:
        load(text)
    where = raised.value.where
    assert where.startswith("essai.yml")
    assert all(word in where for word in named), where
    assert raised.value.what and "CONTRIBUTING.md" in raised.value.remedy
    assert not re.search(r"expected|found|object|line |column|Error|'NoneType'", str(raised.value)), str(raised.value)


def test_the_same_identifier_in_two_files_is_refused(load):
    with pytest.raises(DataError, match="part_a") as raised:
        load(THEME + entry("part_a"), THEME + entry("part_a"))
    assert "pris deux fois" in raised.value.what


def test_a_file_that_is_not_utf8_is_said(tmp_path):
    (tmp_path / "essai.yml").write_bytes("titre: Données\n".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        load_catalog(tmp_path)


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(DataError, match="vide") as raised:
        load_catalog(tmp_path)
    assert str(tmp_path) in raised.value.where


def test_every_text_of_the_real_catalogue_is_plain_french(catalog):
    assert {"portrait", "logement"} <= set(catalog.themes)
    for indicator in catalog.indicators.values():
        for name in TEXTS:
            text = getattr(indicator, name)
            assert len(text.strip()) >= 3, (indicator.id, name)
            assert not FORBIDDEN.search(text), (indicator.id, name, text)
        assert not indicator.titre.endswith("."), indicator.id
        assert not indicator.lecture.endswith("."), indicator.id
        for name in ("definition", "comprendre", "utiliser", "ne_permet_pas_de_dire", "pieges"):
            text = getattr(indicator, name)
            assert text.endswith(".") and text[0].isupper(), (indicator.id, name, text)


def test_every_theme_has_a_header_questions_and_an_essential_figure(catalog):
    for theme in catalog.themes.values():
        assert theme.titre and theme.description.endswith(".")
        assert theme.questions and all(q.endswith("?") for q in theme.questions), theme.id
        assert any(i.essentiel for i in theme.indicateurs), theme.id


def test_a_computed_rate_has_the_factor_of_its_unit_and_a_published_value_or_a_count_has_none(catalog):
    factors = {"pourcent": 100, "pour_100": 100, "pour_1000": 1_000, "pour_10000": 10_000, "pour_100000": 100_000}
    for indicator in catalog.indicators.values():
        if indicator.unite in factors:
            assert indicator.facteur == (factors[indicator.unite] if indicator.is_ratio else 1), indicator.id
        if indicator.unite in COUNTS:
            assert not indicator.is_ratio and indicator.facteur == 1, indicator.id


def test_texts_are_typeset_whatever_spaces_were_typed(tmp_path):
    path = tmp_path / "essai.yml"
    path.write_text('titre: "Pour 10 000 habitants : 60 % ou « 800 € » ?"\nannees: [2012, 2023]\n', encoding="utf-8")
    read = Kind("d'essai", "").read(path)
    assert read["titre"] == "Pour 10\u202f000 habitants\u00a0: 60\u202f% ou «\u00a0800\u202f€\u00a0»\u00a0?"
    assert read["annees"] == [2012, 2023]


def test_every_number_and_percent_of_the_catalogue_is_typeset(catalog):
    for indicator in catalog.indicators.values():
        for text in (indicator.titre, indicator.titre_court, indicator.definition, indicator.pieges):
            assert not re.search(r"\d \d{3}\b|\d %|\d €", text), (indicator.id, text)
