"""The blocks of theme pages: years said, breaks not crossed, tables equivalent, secrets of base quantities kept."""

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.apptest.reading import assert_sound, holds, markup, open_origins, problems, words

TOWN = "commune-38151"
RECOGNISABLE = 987_654
FULL = ("portrait", "logement", "revenus_inegalites", "emploi_insertion", "education_formation", "transport_mobilite")


def open_tabs(at, name):
    """Open this tab in every block that has it, and return their keys."""
    state = at.session_state.to_dict()
    keys = [key for key in state if str(key).startswith("onglets-")]
    for key in keys:
        at.session_state[key] = name
    return keys


@pytest.mark.parametrize("page", FULL)
@pytest.mark.parametrize("key", [TOWN, "commune-38020", "iris-381510101", "france-F"])
@pytest.mark.parametrize("tab", ["Tableau", "Évolution"])
def test_every_tab_is_sound_whatever_the_territory(visit, page, key, tab):
    at = visit(page, territoire=key, vue="tout")
    open_tabs(at, tab)
    at.run()
    assert_sound(at)


def test_a_comparator_of_another_year_says_it(visit):
    text = words(visit("portrait", territoire=TOWN, comparer="france"))
    assert re.search(r"que la France \(2\d,\d\u202f% en 2021\)", text)
    at = visit("portrait", territoire=TOWN, comparer="france")
    open_tabs(at, "Tableau")
    at.run()
    assert re.search(r"<th scope=\"row\">France</th><td>2\d,\d \(2021\)</td>", markup(at))


def test_each_card_says_its_trend_its_source_and_its_year(visit):
    cards = re.findall(r'<article class="carte">.*?</article>', markup(visit("portrait", territoire=TOWN)), re.S)
    assert len(cards) >= 3
    for card in cards:
        assert re.search(r'class="tendance(?: sans)?">.*<strong>(en hausse|en baisse|stable|non \w+)</strong>', card)
        assert re.search(r'class="source">Insee, .* 20\d\d</p>', card)


def test_the_break_of_incomes_is_told_and_never_crossed(visit):
    at = visit("revenus_inegalites", territoire=TOWN)
    text = words(at)
    assert "nouvelle méthode en 2023" in text and "Rupture entre 2021 et 2023" in text
    assert not re.search(r"« Niveau de vie médian annuel »\s*: en (hausse|baisse)", text)


def test_an_axis_that_does_not_start_at_zero_is_told(visit):
    told = "L'axe des valeurs ne part pas de zéro"
    assert told in words(visit("revenus_inegalites", territoire=TOWN))
    assert told not in words(visit("portrait", territoire=TOWN)), "inhabitants are counted from zero"


def test_the_pyramid_has_forty_shares_in_its_table(visit):
    at = visit("portrait", territoire=TOWN)
    at.session_state["onglets-pyramide"] = "Tableau"
    at.run()
    (table,) = re.findall(r'<table class="tableau.*?</table>', markup(at), re.S)
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.S)
    assert [rows[0][0], rows[-1][0]] == ["0 à 4 ans", "95 ans ou plus"] and len(rows) == 20
    mine = [cell for _, cells in rows for cell in re.findall(r"<td>(.*?)</td>", cells)[:2]]
    assert sum(float(cell.split()[0].replace(",", ".")) for cell in mine) == pytest.approx(100, abs=2)


def mark(folder: Path, status: str) -> None:
    """Give one commune base quantities that can be recognised everywhere, under this status."""
    for path in folder.glob("*.parquet"):
        rows = pd.read_parquet(path)
        mine = (rows["niveau"] == "commune") & (rows["code"] == "38151")
        rows.loc[mine, "valeur"] = RECOGNISABLE
        # Parts that do not make their whole are never shown: the forty ages of the pyramid make this population.
        rows.loc[mine & (rows["variable"] == "population"), "valeur"] = 40 * RECOGNISABLE
        rows.loc[mine, "statut"] = status
        path.unlink()
        rows.to_parquet(path)


@pytest.mark.parametrize("status", ["secret", "non_diffuse"])
def test_a_secret_quantity_is_nowhere_in_any_block(visit, installed, status):
    mark(installed / "variables", status)
    for page in FULL:
        for tab in ("Graphique", "Tableau"):
            at = visit(page, territoire=TOWN)
            open_tabs(at, tab)
            open_origins(at)
            at.run()
            assert_sound(at)
            assert not holds(at, RECOGNISABLE), (page, tab)
    assert "n'est pas publiable" in words(visit("portrait", territoire=TOWN))


def test_the_search_for_a_leak_finds_a_quantity_that_may_be_shown(visit, installed):
    mark(installed / "variables", "ok")
    at = visit("portrait", territoire=TOWN)
    assert "origine-pyramide" in open_origins(at)
    assert holds(at.run(), RECOGNISABLE)


def test_an_unusable_file_of_quantities_is_told_and_the_page_stands(visit, installed):
    path = installed / "variables" / "releve_rp_ages.parquet"
    content = path.read_bytes()[:-400]
    path.unlink()
    path.write_bytes(content)
    at = visit("portrait", territoire=TOWN)
    assert any("releve_rp_ages.parquet" in one and "Que faire" in one for one in problems(at))
    assert "Chiffres clés" in [one.value for one in at.header] and not at.exception


def test_a_long_list_of_sources_is_folded_under_the_producers_and_printed_in_full(visit):
    page = markup(visit("logement", territoire="commune-38151", vue="tout"))
    short, mentions, printed = re.search(
        r'<p class="source ecran">Sources\u00a0: (.*?)\.</p><details class="source ecran">'
        r"<summary>Détail des \d sources</summary><ul>(.*?)</ul></details>"
        r'<p class="source imprime">Sources\u00a0: (.*?)\.</p>',
        page,
    ).groups()
    assert short.startswith("Insee ; SDES") and re.search(r"Cnaf \(20\d\d à 20\d\d\)$", short)
    told = re.findall(r"<li>(.*?)\.</li>", mentions)
    assert len(told) >= 3 and printed == " ; ".join(told)
    assert all("champ\u00a0:" in one for one in told)
    assert re.search(r'<p class="source">Source\u00a0: Insee[^<]{20,160}</p>', markup(visit("portrait")))
