"""The atlas in simulated visits: a map of change, a map without figures, the figure of an own zone."""

import re
from html import unescape

from lib import zones
from lib.formats import NBSP, THIN
from lib.model import Level
from lib.ui.atlas_change import in_words
from tests.apptest.reading import map_bodies, markup, words

ISERE = {"territoire": "commune-38185", "carte": "commune.departement-38"}


def classes(page: str) -> list[str]:
    """Return the bounds of the classes of the legend, as written."""
    return [unescape(one) for one in re.findall(r'<li><i style="background:#\w+"></i>([^<]*) <span>', page)]


def test_no_class_of_a_map_of_change_holds_rises_and_falls_together(visit):
    for count in ("3", "5", "7"):
        at = visit("atlas", **ISERE, indicateur="population_totale", genre="evolution", depuis="1968", classes=count)
        told = classes(markup(at))
        assert len(told) > 2
        bounds = [re.findall(r"[−+]?[\d\u202f]+(?:,\d+)?", one) for one in told if "à" in one]
        mixed = [one for one in bounds if one[0].startswith("−") and one[-1].startswith("+")]
        assert mixed == [], told


def test_a_map_without_any_figure_is_drawn_in_grey(visit):
    at = visit("atlas", **ISERE, indicateur="part_65_plus", annee="1900")
    assert len(map_bodies(at)) == 1
    assert ", </strong>" not in markup(at)


def test_the_reading_of_an_own_zone_is_its_own_figure(visit):
    zone = zones.carried("Deux voisines", Level.COMMUNE, ["38151", "38421"])
    told = words(visit("atlas", territoire=zone.key, indicateur="part_65_plus"))
    (reading,) = re.findall(r"Lecture\s*:\s*([^.]*)\.", told)
    assert "Deux voisines" in reading and "65 ans ou plus" in reading and "communes" not in reading


def turned_to(at, label: str, choice: str):
    """Choose an entry, by its code, in a list of the atlas."""
    at.selectbox(key=label).set_value(choice).run()
    return at


def grey(at) -> int:
    """Return the number of areas without a figure, as the legend tells it."""
    found = re.search(r"sans chiffre\D*([\d\u202f]+)", unescape(markup(at)))
    return int(re.sub(r"\D", "", found[1])) if found else 0


def test_a_wider_map_shows_the_year_that_covers_it_unless_another_one_was_chosen(visit):
    """Isère has a newer census than France: nobody who widens the map wants France in grey."""
    at = visit("atlas", **ISERE, indicateur="part_logements_vacants")
    assert at.select_slider(key="choix-annee").value == "2023"
    turned_to(at, "choix-carte", "departement.france-F")
    assert at.select_slider(key="choix-annee").value == "2021" and grey(at) < 10
    turned_to(at, "choix-carte", "commune.departement-38")
    assert at.select_slider(key="choix-annee").value == "2023"

    at.select_slider(key="choix-annee").set_value("2012").run()
    turned_to(at, "choix-indicateur", "part_residences_secondaires")
    assert at.select_slider(key="choix-annee").value == "2012"


def test_an_address_keeps_its_year_whatever_covers_the_map(visit):
    at = visit(
        "atlas", **(ISERE | {"carte": "departement.france-F"}), indicateur="part_logements_vacants", annee="2023"
    )
    assert at.select_slider(key="choix-annee").value == "2023" and grey(at) > 90


def test_a_change_is_titled_in_words(visit):
    assert [in_words(unit) for unit in (f"{THIN}pts", f"{THIN}%", f"{NBSP}pour{NBSP}100", "")] == [
        "en points", "en %", f"pour{NBSP}100", ""
    ]  # fmt: skip
    at = visit("atlas", **ISERE, indicateur="taux_chomage_rp", genre="evolution")
    assert "évolution de 2012 à 2023 (en points)" in unescape(markup(at))
