"""Extract of totals for France and the Isère, to compare with: census of 2023, 2017 and 2012, incomes of 2023."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers
from lib.tables.census import ITEMS

PAGE = "https://www.insee.fr/fr/statistiques/5359146"
# Our variable, and the lines of the extract to add up.
LINES: dict[str, tuple[str, ...]] = {
    "pop_15_64": ("pop_15_64",),
    "actifs_occupes_15_64": ("actifs_occupes_15_64",),
    "chomeurs_15_64": ("chomeurs_15_64",),
    "actifs_15_64": ("actifs_occupes_15_64", "chomeurs_15_64"),
    "retraites_15_64": ("retraites_preretraites_15_64",),
    "eleves_15_64": ("eleves_etudiants_stagiaires_15_64",),
    "autres_inactifs_15_64": ("autres_inactifs_15_64",),
    "actifs_occupes_15_plus": ("actifs_occupes_15P",),
    "travail_commune": ("lieu_travail_commune_residence",),
    "travail_domicile": ("transport_sans",),
    "travail_marche": ("transport_marche",),
    "travail_velo": ("transport_velo",),
    "travail_deux_roues": ("transport_deux_roues_motorise",),
    "travail_voiture": ("transport_voiture_camion_fourgonnette",),
    "travail_transports": ("transport_en_commun",),
    "diplome_aucun": ("sans_diplome_ou_CEP",),
    "diplome_brevet": ("brevet_colleges",),
    "diplome_cap_bep": ("CAP_BEP",),
    "diplome_bac": ("bac_ou_BP",),
    "diplome_bac2": ("bac_plus_2",),
    "diplome_bac34": ("bac_plus_3_ou_4",),
    "diplome_bac5": ("bac_plus_5_ou_plus",),
    "diplome_superieur": ("bac_plus_2", "bac_plus_3_ou_4", "bac_plus_5_ou_plus"),
    "logements": ("logements",),
    "residences_principales": ("residences_principales",),
    "menages": ("residences_principales",),
    "residences_secondaires": ("residences_secondaires_et_occasionnels",),
    "logements_vacants": ("logements_vacants",),
    "rp_proprietaires": ("rp_proprietaires",),
    "rp_locataires_prive": ("rp_locataires_parc_prive",),
    "rp_hlm": ("rp_locataires_logement_social",),
    "rp_meubles": ("rp_locataires_meuble",),
    "rp_locataires": ("rp_locataires_parc_prive", "rp_locataires_logement_social", "rp_locataires_meuble"),
    "rp_loges_gratuitement": ("rp_loges_gratuitement",),
}
MODES = ("transport_sans", "transport_marche", "transport_velo", "transport_deux_roues_motorise")
LINES["actifs_transport_connu"] = (*MODES, "transport_voiture_camion_fourgonnette", "transport_en_commun")
QUALIFICATIONS = ("sans_diplome_ou_CEP", "brevet_colleges", "CAP_BEP", "bac_ou_BP")
LINES["non_scolarises_15_plus"] = (*QUALIFICATIONS, *LINES["diplome_superieur"])
PUBLISHED = {"niveau_vie_median": "niveau_vie_median", "taux_pauvrete": "taux_pauvrete"}
# « FM » (metropolitan France) is not France: its lines are left out. The Isère of the census is the sum of its
# communes, that the other extracts already give; only its incomes, which cannot be added up, are read here.
PLACES = {"FR": (Level.FRANCE, "F"), "D38": (Level.DEPARTEMENT, "38")}
LABELS = {item.id: item.libelle for item in ITEMS} | {
    "rp_locataires_prive": "Résidences principales louées vides dans le parc privé",
    "rp_meubles": "Résidences principales louées meublées",
    "niveau_vie_median": "Niveau de vie médian",
    "taux_pauvrete": "Taux de pauvreté au seuil de 60 %",
}

SOURCE = Source(
    id="releve_references",
    titre="Totaux de la France et revenus de l'Isère (relevé sur une copie publique)",
    titre_court="recensement et revenus",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population et Filosofi {millesime}, relevé sur une copie publique, à rafraîchir "
    "par la collecte",
    champ="France (recensement), Isère (revenus)",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, 2026, a_deposer=True) for year in ("2012", "2017", "2023")),
    variables=(
        *(Variable(name, LABELS[name], " + ".join(lines)) for name, lines in LINES.items()),
        *(Variable(name, LABELS[name], line, "publiee") for name, line in PUBLISHED.items()),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    return "2023" if document.columns() == ("indicateur", "millesime", "geo", "valeur", "statut") else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the census counts of France and the published incomes of the Isère."""
    table = document.table()
    parsed = numbers(table["valeur"], SOURCE.titre_court)
    table = table.assign(nombre=parsed["valeur"])
    parts = []
    for geo, lines in (("FR", LINES), ("D38", {name: (line,) for name, line in PUBLISHED.items()})):
        level, code = PLACES[geo]
        for year, rows in table[table["geo"] == geo].groupby("millesime"):
            known = rows.set_index("indicateur")["nombre"]
            found = {name: known[list(names)].sum() for name, names in lines.items() if set(names) <= set(known.index)}
            part = pd.DataFrame({"variable": found.keys(), "valeur": found.values()}).assign(
                niveau=level.value, code=code, statut="ok", millesime=year
            )
            parts.append(part)
    return contract(pd.concat(parts, ignore_index=True), SOURCE)
