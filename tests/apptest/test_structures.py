"""The charts of parts and of ages: drawn from made-up quantities, told in the reading and the table, or said absent."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from lib.model import OBSERVATION_COLUMNS, VARIABLE_COLUMNS
from tests.apptest.reading import assert_sound, holds, markup, words

TOWN, OTHER = "commune-38151", "epci-200040715"
COMMAND = "python3 lancer.py donnees"
SECRET = 613_527
THEME_OF = {"part_80_plus_seuls": "vieillesse"}
HOUSEHOLDS = {
    "menages_famille": 16_000, "menages_une_personne": 6_000, "menages_couple_sans_enfant": 3_500,
    "menages_couple_avec_enfant": 4_000, "menages_monoparentaux": 2_200,
}  # fmt: skip
PERIODS = {
    "rp_avant_1919": 300, "rp_1919_1945": 700, "rp_1946_1970": 5_000, "rp_1971_1990": 6_000, "rp_1991_2005": 2_000,
    "rp_2006_plus": 1_500,
}  # fmt: skip
HEATING = {
    "residences_principales": 16_000, "rp_chauffage_gaz": 5_000, "rp_chauffage_electrique": 4_000,
    "rp_chauffage_fioul": 300, "rp_chauffage_bouteille": 20,
}  # fmt: skip
PLACES = {
    "taux_couverture_eaje": 32.0, "taux_couverture_assistantes_maternelles": 13.9,
    "taux_couverture_garde_domicile": 0.9, "taux_couverture_preelementaire": 0.3, "taux_couverture_accueil": 47.1,
}  # fmt: skip
AGES = {
    f"{sex}_{age}": 1_500
    for sex in ("hommes", "femmes")
    for age in ("0_14", "15_29", "30_44", "45_59", "60_74", "75_plus")
}
# Page, block, source, quantities, figures that the table holds, words of the reading.
BLOCKS = [
    ("portrait", "menages", "insee_rp_communes", HOUSEHOLDS, ["37,5", "21,9", "25,0", "13,8", "1,9"], "37,5"),
    ("logement", "achevement", "insee_rp_communes", PERIODS, ["1,9", "4,5", "32,3", "38,7", "12,9", "9,7"], "Avant"),
    ("energie", "ages", "insee_rp_communes", PERIODS, ["1,9", "4,5", "32,3", "38,7", "12,9", "9,7"], "38,7"),
    ("energie", "chauffage", "insee_rp_communes", HEATING, ["31,3", "25,0", "1,9", "0,1", "41,8"], "bouteille 0,1"),
    ("jeunes_enfants", "accueil", "cnaf_accueil_jeune_enfant", PLACES, ["32,0", "13,9", "0,9", "0,3", "47,1"], "0,3"),
]


def write(folder: Path, source: str, quantities: dict[str, float], key: str = TOWN, **changes: str) -> None:
    """Write made-up quantities of one territory as the file of a source."""
    level, code = key.split("-")
    common = {"niveau": level, "code": code, "millesime": "2022", "source": source, "geographie": 2025}
    rows = [common | {"variable": name, "valeur": float(value), "statut": changes.get(name, "ok")}
            for name, value in quantities.items()]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(VARIABLE_COLUMNS)).astype({"geographie": "Int16"})
    path = folder / "variables" / f"{source}.parquet"
    if path.exists():
        frame = pd.concat([pd.read_parquet(path), frame])
        path.unlink()  # a link to the shipped file, which is never written through
    frame.to_parquet(path, index=False)


def block(at, key: str) -> str:
    """Return what is read in one block, HTML included."""
    title = next(one.value for one in at.header if one.proto.anchor == key)
    text = markup(at)
    start = text.index(f"\n{title}\n")
    after = [one.value for one in at.header]
    following = after[after.index(title) + 1 :]
    return unescape(text[start : text.index(f"\n{following[0]}\n", start) if following else None])


@pytest.mark.parametrize(("page", "key", "source", "quantities", "shown", "told"), BLOCKS)
def test_every_part_is_in_the_table_and_the_small_ones_in_the_reading(
    visit, installed, page, key, source, quantities, shown, told
):
    write(installed, source, quantities)
    at = visit(page, territoire=TOWN)
    assert_sound(at)
    reading = re.search(r'class="lecture">(.*?)</p>', block(at, key)).group(1)
    assert reading.startswith("<strong>Lecture</strong>") and told in reading
    assert "Ici paraî" not in block(at, key) and re.search(r'class="source">Source\s: (Insee|Cnaf)', block(at, key))
    at.session_state[f"onglets-{key}"] = "Tableau"
    at.run()
    (mine,) = re.findall(r'<th scope="row">Échirolles</th>(.*?)</tr>', block(at, key), re.S)
    cells = [cell.split()[0] for cell in re.findall(r"<td>(.*?)</td>", mine)]
    assert cells == shown


@pytest.mark.parametrize(("page", "key", "source", "quantities", "shown", "told"), BLOCKS)
def test_without_figures_one_sentence_says_what_would_be_there_and_how_it_comes(
    visit, page, key, source, quantities, shown, told
):
    at = visit(page, territoire=TOWN)
    text = block(at, key)
    assert "Ici paraîtront, en " in text and f"{COMMAND} --departement 38" in text and "Fichier officiel" in text
    assert "Lecture" not in text and "arrow_vega_lite_chart" not in text


@pytest.mark.parametrize(("page", "key", "source", "quantities", "shown", "told"), BLOCKS)
@pytest.mark.parametrize("status", ["secret", "non_disponible"])
def test_a_hidden_part_hides_its_whole_and_is_never_zero(
    visit, installed, page, key, source, quantities, shown, told, status
):
    hidden = list(quantities)[1]
    write(installed, source, quantities | {hidden: SECRET}, **{hidden: status})
    at = visit(page, territoire=TOWN)
    assert_sound(at)
    assert not holds(at, SECRET)
    text = block(at, key)
    assert "Lecture" not in text
    assert ("n'est pas publiable" if status == "secret" else "Ici paraîtront") in text


def test_what_a_larger_area_knows_is_shown_and_named_when_mine_is_unknown(visit, installed):
    write(installed, "cnaf_accueil_jeune_enfant", PLACES, OTHER)
    text = block(visit("jeunes_enfants", territoire=TOWN), "accueil")
    assert "Aucun fichier installé ne donne tous ces chiffres pour Échirolles" in text
    assert re.search(r"À Grenoble-Alpes-Métropole, « Crèches » offre 32,0\s?places", text)


def test_parts_that_do_not_make_their_whole_are_not_drawn(visit, installed):
    write(installed, "cnaf_accueil_jeune_enfant", PLACES | {"taux_couverture_accueil": 60.0})
    assert "32,0" not in block(visit("jeunes_enfants", territoire=TOWN), "accueil")


def test_the_sources_of_income_make_a_hundred_taxes_taken_away(visit):
    at = visit("revenus_inegalites", territoire=TOWN)
    at.session_state["onglets-origines"] = "Tableau"
    at.run()
    (mine,) = re.findall(r'<th scope="row">Échirolles</th>(.*?)</tr>', block(at, "origines"), re.S)
    cells = [float(one.replace(",", ".").replace("−", "-")) for one in re.findall(r"<td>(.*?)</td>", mine)]
    assert len(cells) == 7 and cells[-1] < 0 and sum(cells) == pytest.approx(100, abs=0.3)


def test_a_territory_smaller_than_what_is_published_is_told_to_look_larger(visit):
    text = block(visit("jeunes_enfants", territoire="iris-381510101"), "accueil")
    assert (
        "ne publie pas ces chiffres à l'échelle de votre territoire (IRIS)" in text
        and "Échelles publiées" in text
        and COMMAND not in text
    )


def test_a_territory_larger_than_what_is_published_is_told_the_scale(visit):
    text = block(visit("solidarite", territoire=TOWN), "familles")
    assert "à l'échelle de votre territoire (commune)" in text and re.search(r"Échelles publiées[^.]*: IRIS\.", text)
    assert "« Personnes seules sans enfant » compte pour" in words(visit("solidarite", territoire="iris-381510101"))


def test_the_pyramid_falls_back_on_the_six_ages_of_the_census(visit, installed):
    iris = "iris-381510101"
    assert "Ici paraîtra" in block(visit("portrait", territoire=iris), "pyramide")
    write(installed, "insee_rp_iris", AGES | {"population": 18_000}, iris)
    at = visit("portrait", territoire=iris)
    assert "par tranche de quinze ans" in block(at, "pyramide")
    at.session_state["onglets-pyramide"] = "Tableau"
    at.run()
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', block(at, "pyramide"))
    assert [age for age, _ in rows][::5] == ["Moins de 15 ans", "75 ans ou plus"]
    assert {share for _, share in rows} == {"8,3"}


def alone(folder: Path, key: str, values: dict[str, float], small: frozenset[str] = frozenset()) -> None:
    """Write made-up shares of people living alone, by age, in the files of their themes."""
    level, code = key.split("-")
    for name, value in values.items():
        row = {"niveau": level, "code": code, "millesime": "2022", "indicateur": name, "valeur": value,
               "statut": "fragile" if name in small else "ok", "numerateur": value, "denominateur": 100.0,
               "source": "insee_rp_communes", "geographie": 2025}  # fmt: skip
        path = folder / "indicateurs" / f"{THEME_OF.get(name, 'isolement')}.parquet"
        kept = pd.read_parquet(path)
        path.unlink()
        frame = pd.DataFrame([row], columns=list(OBSERVATION_COLUMNS)).astype({"geographie": "Int16"})
        pd.concat([kept, frame]).to_parquet(path, index=False)


def test_living_alone_is_read_age_after_age(visit, installed):
    mine = {"part_15_24_seuls": 12.0, "part_25_54_seuls": 15.0, "part_55_79_seuls": 24.0, "part_80_plus_seuls": 44.0}
    alone(installed, TOWN, mine, frozenset({"part_15_24_seuls"}))
    alone(installed, OTHER, mine | {"part_55_79_seuls": 30.0})
    at = visit("isolement", territoire=TOWN)
    assert_sound(at)
    text = words(at)
    assert re.search(r"24,0\s% des 55-79 ans vivent seuls, contre 30,0\s% à Grenoble-Alpes-Métropole", text)
    assert "Point creux" in block(at, "ages")
    at.session_state["onglets-ages"] = "Tableau"
    at.run()
    (row,) = re.findall(r'<th scope="row">Échirolles</th>(.*?)</tr>', block(at, "ages"), re.S)
    assert re.findall(r"<td>(.*?)</td>", row) == ["12,0 (fragile)", "15,0", "24,0", "44,0"]


def test_living_alone_says_what_it_would_show(visit):
    text = block(visit("isolement", territoire=TOWN), "ages")
    assert "Ici paraîtra la part des habitants qui vivent seuls" in text and COMMAND in text
