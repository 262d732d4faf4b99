"""Insee and Cnaf, households drawing family benefits by IRIS (2016 to 2021): exact counts, nothing under 5."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

# Official column (lower case), ours, what it counts. One « allocataire » stands for one household.
FIELDS = (
    ("a", "foyers_allocataires", "Foyers allocataires de la Caf"),
    ("percou", "personnes_couvertes", "Personnes couvertes par la Caf"),
    ("ai", "allocataires_isoles", "Allocataires isolés, sans conjoint ni enfant à charge"),
    ("am", "allocataires_monoparents", "Allocataires à la tête d'une famille monoparentale"),
    ("acssenf", "couples_sans_enfant", "Allocataires en couple sans enfant à charge"),
    ("acavenf", "couples_avec_enfants", "Allocataires en couple avec enfants à charge"),
    ("ac3enf", "couples_3_enfants", "Allocataires en couple avec 3 enfants ou plus à charge"),
    ("enf", "enfants_couverts", "Enfants couverts par une prestation de la Caf"),
    ("enf_2", "enfants_0_2", "Enfants couverts de moins de 3 ans"),
    ("enf_3_5", "enfants_3_5", "Enfants couverts de 3 à 5 ans"),
    ("enf_6_10", "enfants_6_10", "Enfants couverts de 6 à 10 ans"),
    ("enf_11_14", "enfants_11_14", "Enfants couverts de 11 à 14 ans"),
    ("enf_15_17", "enfants_15_17", "Enfants couverts de 15 à 17 ans"),
    ("enf_18_24", "enfants_18_24", "Enfants couverts de 18 à 24 ans"),
    ("a_etud", "allocataires_etudiants", "Allocataires étudiants"),
    ("a_netud_24", "allocataires_moins_25_non_etudiants", "Allocataires de moins de 25 ans non étudiants"),
    ("aal", "foyers_aide_logement", "Foyers à l'aide au logement"),
    ("aapl", "foyers_apl", "Foyers à l'aide personnalisée au logement"),
    ("aaah", "foyers_aah", "Foyers à l'allocation aux adultes handicapés"),
    ("appa", "foyers_prime_activite", "Foyers à la prime d'activité"),
    ("arsas", "foyers_rsa", "Foyers au RSA"),
    ("apres50", "foyers_dependants_50", "Foyers dont les prestations font au moins la moitié du revenu"),
    ("apres100", "foyers_dependants_100", "Foyers dont les prestations font tout le revenu"),
)
ALWAYS = {"note", "a", "percou", "ai", "am", "enf_2", "aal", "aaah", "arsas"}
IRIS_NAMES = ("codgeo", "iris_code", "iris")
DIFFUSED = "0"  # any other note (2 to 5) leaves the whole row empty
# December N is placed in the geography of January N+1 (the 2017 file knows an EPCI born on 1 January 2018).
MILLESIMES = {"2016": 2017, "2017": 2018, "2018": 2019, "2019": 2020, "2020": 2021, "2021": 2022}
ONLY_UNTIL_2017 = "apres50"
PAGE = "https://www.insee.fr/fr/statistiques?q=allocataires+Caf+IRIS"

SOURCE = Source(
    id="cnaf_iris",
    titre="Allocataires des caisses d'allocations familiales à l'IRIS",
    titre_court="allocataires de la Caf à l'IRIS",
    producteur="Insee et Cnaf",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee et Cnaf, allocataires des Caf à l'IRIS, décembre {millesime}, géographie {geographie}",
    champ="Foyers allocataires de la Caf, dans les communes découpées en IRIS ; ceux de la MSA n'y sont pas",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, cog, a_deposer=True) for year, cog in MILLESIMES.items()),
    variables=tuple(Variable(name, label, field.upper()) for field, name, label in FIELDS),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of a file of allocataires by IRIS, else None.

    The year is nowhere inside: it is read from the name of the file. Raises DataError when the name has lost it.
    """
    names = {name.lower() for name in document.columns()}
    if not (names >= ALWAYS and names & set(IRIS_NAMES)):
        return None
    years = [year for year in re.findall(r"20\d\d", document.name) if year in MILLESIMES]
    year = years[0] if len(set(years)) == 1 else ""
    if not year or (ONLY_UNTIL_2017 in names) != (year <= "2017"):
        raise DataError("L'année de ce fichier n'est écrite que dans son nom, qui ne la dit pas", document.name, _NAME)
    return year


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every IRIS of the file, as published.

    Where the row is not diffused, all is « non_diffuse »; elsewhere an empty cell is a count from 0 to 4: « secret ».
    """
    table = document.table().rename(columns=str.lower)
    code = next(name for name in IRIS_NAMES if name in table.columns)
    table = table[table[code].str.strip() != ""]
    diffused = table["note"].str.strip() == DIFFUSED
    fields = {name: field for field, name, _ in FIELDS if field in table.columns}
    filled = table.loc[~diffused, list(fields.values())].ne("").any(axis=None)
    if filled:
        where = f"{SOURCE.titre_court} {millesime}, une ligne de note différente de 0 est remplie"
        raise DataError("Le sens de la note de diffusion a changé", where, _REMEDY)
    parts = [
        wide(
            table[rows],
            SOURCE,
            millesime,
            code=code,
            level=Level.IRIS,
            columns=fields,
            symbols={"": status},
        )
        for rows, status in ((diffused, Status.SECRET), (~diffused, Status.NON_DIFFUSE))
        if rows.any()
    ]
    return pd.concat(parts, ignore_index=True)


_NAME = "Redonnez-lui son nom d'origine, qui porte l'année (par exemple data_CAF_2020_IRIS.csv ou inseecaf2021.csv)."
_REMEDY = "Signalez-le aux auteurs de l'application avec le nom du fichier. Rien n'a été modifié."
