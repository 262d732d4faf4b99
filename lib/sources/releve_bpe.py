"""Facilities of the BPE 2025 in the communes of Isère, transcribed from a public copy: 28 kinds, our column names."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.facilities import FACILITIES, UNCODED

CODE = "CODGEO"
LABELS = {**{name: label for name, label, _ in FACILITIES}, **dict(UNCODED)}
COLUMNS = (
    "france_services", "college", "maison_sante_pluridisciplinaire", "dieteticien", "psychologue",
    "medecin_generaliste", "chirurgien_dentiste", "sage_femme", "masseur_kinesitherapeute", "pedicure_podologue",
    "infirmier", "orthophoniste", "laboratoire_analyses", "ambulance", "pharmacie", "personnes_agees_hebergement",
    "personnes_agees_services_aide", "etablissement_accueil_jeune_enfant", "relais_petite_enfance",
    "accueil_loisirs_sans_hebergement", "micro_creche", "adultes_handicapes_services_aide", "bureau_de_poste",
    "relais_poste", "agence_postale", "ecole_maternelle", "ecole_primaire", "ecole_elementaire",
)  # fmt: skip
PAGE = "https://www.insee.fr/fr/metadonnees/source/serie/s1161"

SOURCE = Source(
    id="releve_bpe",
    titre="Base permanente des équipements 2025, relevé sur une copie publique",
    titre_court="équipements",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, base permanente des équipements {millesime}, relevé sur une copie publique, "
    "à rafraîchir par la collecte",
    champ="Équipements et professionnels ouverts au public, communes de l'Isère",
    verification="fichier_reel",
    fichiers=(SourceFile("2025", PAGE, 2025, a_deposer=True),),
    variables=tuple(Variable(name, LABELS[name], name) for name in COLUMNS),
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return « 2025 » when the columns are exactly those of the transcription, else None."""
    return "2025" if set(document.columns()) == {CODE, *COLUMNS} else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the facilities of each commune, as transcribed."""
    columns = {name: name for name in COLUMNS}
    return wide(document.table(), SOURCE, millesime, code=CODE, level=Level.COMMUNE, columns=columns)
