"""For each theme, one figure: what the page shows, what the CSV exports and what the published file says are one.

The published files are extracts of the statements in ``tests/samples``, read here on their own, without our readers.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from html import escape, unescape

import pytest

from lib import provenance
from lib.exports.caption import Caption
from lib.exports.csv_table import to_csv
from lib.settings import ROOT
from lib.ui import resources
from lib.ui.trace import trace_lines
from tests.apptest.reading import markup

SAMPLES = ROOT / "tests" / "samples"
BANDS = (*(f"{age:02}_{age + 4:02}" for age in range(0, 95, 5)), "95P")
AGES = tuple(f"P23_{sex}_{band}" for sex in "FH" for band in BANDS)
OLDEST = tuple(f"P23_{sex}_{band}" for sex in "FH" for band in BANDS[-5:])
MEANS = ("sans", "marche", "velo", "deux_roues_motorise", "voiture_camion_fourgonnette")
WAYS = (*(f"transport_{name}_2023" for name in MEANS), "transport_en_commun_2023")
LEVELS = ("sans_diplome_ou_CEP", "brevet_colleges", "CAP_BEP", "bac_ou_BP")
DIPLOMAS = tuple(f"{name}_2023" for name in (*LEVELS, "bac_plus_2", "bac_plus_3_ou_4", "bac_plus_5_ou_plus"))
WORKERS = ("chomeurs_15_64_2023", "actifs_occupes_15_64_2023")
POST = ("bureau_de_poste", "relais_poste", "agence_postale")


CENSUS = "releve_rp_{}"
WORK = CENSUS.format("activite/rp2023_2012_activite_15_64_navettes_38.csv")
BPE = "releve_bpe/bpe2025_releve.csv"
CAF = "cnaf_iris/inseecaf2021_38.csv"


@dataclass(frozen=True)
class Golden:
    """A figure and where it was published: file, cells that name its row, columns summed, what a page must show."""

    theme: str
    indicator: str
    key: str
    file: str
    row: tuple[str, ...]
    top: tuple[str, ...]
    below: tuple[str, ...]
    shown: str

    @property
    def cells(self) -> dict[str, str]:
        """The row of the published file, its cells by column."""
        text = (SAMPLES / self.file).read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text), delimiter=";")
        (found,) = [row for row in rows if {*self.row} <= {*row.values()}]
        return found

    @property
    def published(self) -> float:
        """The figure worked out from the published file alone."""
        top, below = (sum(float(self.cells[name]) for name in names) for names in (self.top, self.below))
        return top / below * 100 if self.below else top


TOWN, CITY, QUARTER = "commune-38151", "commune-38185", "iris-381510103"
GOLDEN = (
    Golden("portrait", "naissances", TOWN, "releve_etat_civil/etat_civil_2008_2025_38.csv", ("38151",),
           ("NAISD_2025",), (), "441"),
    Golden("jeunes_enfants", "creches", TOWN, BPE, ("38151",), ("etablissement_accueil_jeune_enfant",), (), "12"),
    Golden("vieillesse", "part_75_plus", TOWN, CENSUS.format("ages/rp2023_population_age_sexe_38.csv"), ("38151",),
           OLDEST, AGES, "10,4 %"),
    Golden("handicap", "aah_beneficiaires", QUARTER, CAF, ("381510103",), ("aaah",), (), "132"),
    Golden("isolement", "points_poste", CITY, BPE, ("38185",), POST, (), "18"),
    Golden("emploi_insertion", "taux_chomage_rp", TOWN, WORK, ("38151",), WORKERS[:1], WORKERS, "17,1 %"),
    Golden("revenus_inegalites", "niveau_vie_median", TOWN,
           "releve_filosofi_2023/filosofi2023_niveau_vie_pauvrete_38.csv", ("38151",), ("niveau_vie_median_2023",), (),
           "21 900 €"),
    Golden("solidarite", "part_rsa_allocataires", QUARTER, CAF, ("381510103",), ("arsas",), ("a",), "21,2 %"),
    Golden("sante", "apl_generalistes", "commune-69123",
           "drees_apl_generalistes/apl_medecins_generalistes_communes_69.csv", ("2024", "69123"), ("apl",), (),
           "4,6 consultations par an"),
    Golden("education_formation", "part_sans_diplome", TOWN, CENSUS.format("diplomes/rp2023_2017_diplomes_38.csv"),
           ("38151",), DIPLOMAS[:1], DIPLOMAS, "27,3 %"),
    Golden("logement", "rpls_logements", TOWN, "sdes_rpls/rpls_2024_communes_38_extrait.csv", ("38151",), ("nb_ls",),
           (), "6 498"),
    Golden("transport_mobilite", "part_voiture_domicile_travail", TOWN, WORK, ("38151",), WAYS[4:5], WAYS, "62,5 %"),
)  # fmt: skip
WITHOUT = {"endettement", "energie", "urgence_hebergement"}  # nothing shipped yet: their pages say whom to ask


def test_every_theme_has_a_golden_figure_or_ships_none():
    assert {one.theme for one in GOLDEN} | WITHOUT == set(resources.catalog().themes)
    installed = set(resources.store().coverage()["indicateur"])
    for theme in WITHOUT:
        assert not installed & {one.id for one in resources.catalog().themes[theme].indicateurs}, theme


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda one: one.theme)
def test_shown_exported_and_published_are_one_figure(visit, golden):
    indicator, area = resources.catalog().resolve(golden.indicator), resources.territories().get(golden.key)
    assert indicator.theme == golden.theme

    page = markup(visit(golden.theme, territoire=golden.key, vue="tout"))
    titled = f'<h3 class="libelle">{re.escape(escape(indicator.titre))}</h3><p class="nombre">(.*?)</p>'
    (number,) = re.findall(titled, page)
    assert re.sub(r"\s", " ", unescape(re.sub("<[^>]+>", "", number))) == golden.shown

    seen = resources.store().profile([area], [indicator.id]).latest(area, indicator.id)
    caption = Caption("Essai", area, "http://exemple.fr/", date(2026, 11, 26))
    file = to_csv(caption, [(area, seen)], resources.catalog(), resources.SOURCES).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(file), delimiter=";")
    assert float(line["valeur"].replace(",", ".")) == pytest.approx(golden.published, rel=1e-6)


TRACED = ("portrait", "jeunes_enfants", "vieillesse", "isolement", "emploi_insertion", "education_formation",
          "transport_mobilite")  # fmt: skip


def told(column: str, cells: dict[str, str]) -> float:
    """Add up the cells named as a reader would: « A + B », « A à B » from the first to the last column."""
    names = list(cells)
    total = 0.0
    for part in column.split(" + "):
        first, _, last = part.partition(" à ")
        total += sum(float(cells[name]) for name in names[names.index(first) : names.index(last or first) + 1])
    return total


@pytest.mark.parametrize("golden", [one for one in GOLDEN if one.theme in TRACED], ids=lambda one: one.theme)
def test_the_columns_told_by_the_trace_give_the_calculation_back(golden):
    indicator, area = resources.catalog().resolve(golden.indicator), resources.territories().get(golden.key)
    seen = resources.store().profile([area], [indicator.id]).latest(area, indicator.id)
    sides = ((indicator.numerateur, seen.numerator), (indicator.denominateur, seen.denominator))
    for names, expected in sides[: 1 + indicator.is_ratio]:
        columns = provenance.columns(names, (seen.source,), resources.SOURCES, seen.millesime)
        assert sum(told(column, golden.cells) for _, column, _ in columns) == pytest.approx(expected)
        lines = dict(trace_lines(indicator, seen, resources.store()))
        assert all(f"<code>{column}</code>" in lines["Colonnes officielles"] for _, column, _ in columns)


def test_a_denominator_of_another_source_names_only_installed_files():
    area = resources.territories().get(TOWN)
    indicator = resources.catalog().resolve("pharmacies_10000")
    seen = resources.store().profile([area], [indicator.id]).latest(area, indicator.id)
    text = dict(trace_lines(indicator, seen, resources.store()))["Colonnes officielles"]
    assert "P23_F_00_04 à P23_F_95P + P23_H_00_04 à P23_H_95P" in text and "Melodi" not in text
    assert "le premier de ces fichiers qui couvre le territoire" in text
