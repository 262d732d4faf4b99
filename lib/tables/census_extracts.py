"""Reads the transcribed census extracts: one line per commune, columns « name_year » under names of our own. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import ITEMS

PAGE = "https://www.insee.fr/fr/statistiques/5359146"
LABELS = {item.id: item.libelle for item in ITEMS} | {
    "rp_locataires_prive": "Résidences principales louées vides dans le parc privé",
    "rp_meubles": "Résidences principales louées meublées",
}
Columns = Mapping[str, Sequence[str]]  # our variable: names in the extract, without the year, to add up
MODES = {
    "travail_domicile": "transport_sans",
    "travail_marche": "transport_marche",
    "travail_velo": "transport_velo",
    "travail_deux_roues": "transport_deux_roues_motorise",
    "travail_voiture": "transport_voiture_camion_fourgonnette",
    "travail_transports": "transport_en_commun",
}
ACTIVITY: Columns = {
    "pop_15_64": ("pop_15_64",),
    "actifs_15_64": ("actifs_occupes_15_64", "chomeurs_15_64"),
    "actifs_occupes_15_64": ("actifs_occupes_15_64",),
    "chomeurs_15_64": ("chomeurs_15_64",),
    "retraites_15_64": ("retraites_preretraites_15_64",),
    "eleves_15_64": ("eleves_etudiants_stagiaires_15_64",),
    "autres_inactifs_15_64": ("autres_inactifs_15_64",),
    "actifs_occupes_15_plus": ("actifs_occupes_15P",),
    "travail_commune": ("lieu_travail_commune_residence",),
    # Each person of the extract has one means of transport: the total is their sum.
    "actifs_transport_connu": tuple(MODES.values()),
    **{name: (column,) for name, column in MODES.items()},
}
DIPLOMAS = {
    "diplome_aucun": "sans_diplome_ou_CEP",
    "diplome_brevet": "brevet_colleges",
    "diplome_cap_bep": "CAP_BEP",
    "diplome_bac": "bac_ou_BP",
    "diplome_bac2": "bac_plus_2",
    "diplome_bac34": "bac_plus_3_ou_4",
    "diplome_bac5": "bac_plus_5_ou_plus",
}
QUALIFICATIONS: Columns = {
    **{name: (column,) for name, column in DIPLOMAS.items()},
    "diplome_superieur": ("bac_plus_2", "bac_plus_3_ou_4", "bac_plus_5_ou_plus"),
    "non_scolarises_15_plus": tuple(DIPLOMAS.values()),
}
RENTED = ("rp_locataires_parc_prive", "rp_locataires_logement_social", "rp_locataires_meuble")
HOUSING: Columns = {
    "logements": ("logements",),
    "residences_principales": ("residences_principales",),
    "residences_secondaires": ("residences_secondaires_et_occasionnels",),
    "logements_vacants": ("logements_vacants",),
    "rp_proprietaires": ("rp_proprietaires",),
    "rp_locataires": RENTED,
    "rp_locataires_prive": RENTED[:1],
    "rp_hlm": RENTED[1:2],
    "rp_meubles": RENTED[2:],
    "rp_loges_gratuitement": ("rp_loges_gratuitement",),
    "menages": ("residences_principales",),  # by definition, a household is what occupies a main residence
}


def extract_source(name: str, what: str, years: Sequence[str], columns: Columns) -> Source:
    """Return the sheet of one extract; labels are those of the official tables."""
    return Source(
        id=name,
        titre=f"Recensement de la population, {what} (relevé sur une copie publique)",
        titre_court="recensement de la population",
        producteur="Insee",
        licence="Licence Ouverte 2.0",
        page=PAGE,
        mention="Insee, recensement de la population {millesime}, "
        "relevé sur une copie publique, à rafraîchir par la collecte",
        champ="Communes de l'Isère",
        verification="fichier_reel",
        fichiers=tuple(SourceFile(year, PAGE, 2026, a_deposer=True) for year in years),
        variables=tuple(
            Variable(one, LABELS[one], " + ".join(f"{name}_{{annee}}" for name in names))
            for one, names in columns.items()
        ),
        fragile_sous=200,
    )


def years_of(document: Document, columns: Columns, years: Sequence[str]) -> list[str]:
    """Return the years for which the extract has the columns of at least one variable."""
    present = set(document.columns())
    if "CODGEO" not in present:
        return []
    return [year for year in years if any(_named(names, year) <= present for names in columns.values())]


def read_extract(document: Document, source: Source, columns: Columns) -> pd.DataFrame:
    """Return every variable of every year of the extract, at the contract."""
    table = document.table()
    parts = []
    for year in years_of(document, columns, source.millesimes):
        used = {
            name: tuple(f"{one}_{year}" for one in names)
            for name, names in columns.items()
            if _named(names, year) <= set(table.columns)
        }
        parts.append(wide(table, source, year, code="CODGEO", level=Level.COMMUNE, columns=used))
    return pd.concat(parts, ignore_index=True)


def _named(names: Sequence[str], year: str) -> set[str]:
    return {f"{name}_{year}" for name in names}
