"""FINESS, register of health and social establishments, counted by commune and category.

Two layouts are read: the flux « etalab-cs1100502 » (no header, 32 fields) and the copies with a header. The new
« structures » flux of 2026 is known and refused: what says that an establishment is open is not documented.
"""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract

# Ours, official categories, what it counts.
CATEGORIES = (
    ("ehpad", ("500",), "Établissements d'hébergement pour personnes âgées dépendantes"),
    ("ehpa", ("501", "502"), "Autres établissements d'hébergement pour personnes âgées"),
    ("residences_autonomie", ("202",), "Résidences autonomie"),
    ("accueils_jour_personnes_agees", ("207",), "Centres de jour pour personnes âgées"),
    (
        "soins_infirmiers_domicile",
        ("354", "209"),
        "Services de soins infirmiers à domicile ou services autonomie avec soins",
    ),
    ("services_autonomie_aide", ("460",), "Services autonomie d'aide à domicile"),
    ("esat", ("246",), "Établissements et services d'aide par le travail"),
    ("foyers_adultes_handicapes", ("252", "253", "382", "449"), "Foyers non médicalisés pour adultes handicapés"),
    ("foyers_medicalises", ("255", "437", "448"), "Maisons d'accueil spécialisées et foyers médicalisés"),
    ("services_accompagnement_adultes", ("445", "446"), "Services d'accompagnement d'adultes handicapés"),
    ("etablissements_enfants_handicapes", ("183", "186", "188", "192"), "Instituts pour enfants handicapés"),
    ("services_enfants_handicapes", ("182",), "Services d'éducation spéciale et de soins à domicile"),
    ("camsp_cmpp", ("189", "190"), "Centres d'action médico-sociale précoce et médico-psycho-pédagogiques"),
    ("chrs", ("214",), "Centres d'hébergement et de réinsertion sociale"),
    ("autres_centres_accueil", ("219",), "Autres centres d'accueil"),
    ("pensions_famille", ("258",), "Pensions de famille et maisons relais"),
    ("residences_sociales", ("256", "257", "259"), "Résidences sociales, foyers de jeunes et de travailleurs"),
    ("cada", ("443",), "Centres d'accueil de demandeurs d'asile"),
    ("pmi", ("223",), "Centres de protection maternelle et infantile"),
    ("protection_enfance", ("166", "175", "176", "177"), "Établissements de protection de l'enfance"),
    ("centres_sante", ("124",), "Centres de santé"),
    ("maisons_sante", ("603",), "Maisons de santé"),
    ("addictions", ("178", "197"), "Centres d'addictologie et de réduction des risques"),
)
MARK = ["finess", "etalab"]  # first cells of the first line of the flux without header
ROW, NUMBER, TOWN, DEPARTMENT, CATEGORY, FIELDS = "structureet", 1, 12, 13, 18, 32
HEADED = {
    "numero": ("nofinesset", "numero finess etablissement"),
    "commune": ("commune", "code commune"),
    "departement": ("departement",),
    "categorie": ("categetab",),
}
NEW_FLUX = {"pmej", "gco", "gcc"}
OVERSEAS = r"9[A-J]"
MOVED = {"97123": "97701", "97127": "97801"}  # Saint-Barthélemy and Saint-Martin, still under Guadeloupe in FINESS
YEARS = ("2024", "2025", "2026")
PUBLISHED = "2026"  # the producer keeps only its last extraction
URL = (
    "https://static.data.gouv.fr/resources/finess-extraction-du-fichier-des-etablissements/20260512-091308/"
    "etalab-cs1100502-stock-20260512-0339.csv"
)

SOURCE = Source(
    id="finess",
    titre="Fichier national des établissements sanitaires et sociaux (FINESS)",
    titre_court="établissements FINESS",
    producteur="Agence du numérique en santé",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/finess-extraction-du-fichier-des-etablissements/",
    mention="FINESS, extraction des établissements {millesime}",
    champ="Établissements enregistrés, au lieu de leur adresse ; ni places ni personnes accueillies",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, URL, int(year), a_deposer=year != PUBLISHED) for year in YEARS),
    variables=tuple(Variable(name, label, f"categetab {', '.join(codes)}") for name, codes, label in CATEGORIES),
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return the year of an extraction, else None.

    The flux says its date in its first line; a copy with a header says it in its name only.
    Raises DataError when the year is not known, or for the new flux of structures.
    """
    first = [cell.strip() for cell in (document.head() or [[]])[0]]
    if set(first) >= NEW_FLUX and document.kind == "json":
        raise DataError("Le nouveau flux FINESS des structures n'est pas encore lu", document.name, _NEW)
    if first[:2] == MARK and len(first) >= 4:
        return _known(first[3][:4], document)
    if all(set(names) & set(first) for names in HEADED.values()):
        years = set(re.findall(r"20\d\d", document.name))
        return _known(min(years) if len(years) == 1 else "", document)
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of establishments of each category in every commune that has an establishment of any kind.

    An establishment written on several lines counts once. Raises DataError when the flux has changed its fields.
    """
    table = _flux(document) if document.columns()[:2] == tuple(MARK) else _headed(document)
    table = table.drop_duplicates("numero")
    overseas = table["departement"].str.fullmatch(OVERSEAS)
    code = table["departement"].where(~overseas, "97") + table["commune"].str.zfill(3)
    table = table.assign(code=code.replace(MOVED))[code.str.fullmatch(r"\d[\dAB]\d{3}")]
    names = {category: name for name, codes, _ in CATEGORIES for category in codes}
    counts = pd.crosstab(table["code"], table["categorie"].map(names).fillna("")).astype("float64")
    counts = counts.reindex(columns=[name for name, _, _ in CATEGORIES], fill_value=0.0)
    rows = counts.rename_axis(columns="variable").stack().rename("valeur").reset_index()
    return contract(rows.assign(niveau=Level.COMMUNE.value, statut=Status.OK.value), SOURCE, millesime)


def _known(year: str, document: Document) -> str:
    if year not in YEARS:
        raise DataError("L'année de cette extraction FINESS n'est pas connue", document.name, _YEAR)
    return year


def _flux(document: Document) -> pd.DataFrame:
    found = pd.read_csv(
        document.path,
        sep=";",
        header=None,
        names=range(FIELDS + 1),
        skiprows=1,
        dtype=str,
        encoding=document.encoding,
        keep_default_na=False,
        na_filter=False,
        index_col=False,
    )
    found = found[found[0] == ROW]
    longer = (found[FIELDS] != "").any()
    if found.empty or longer or not found[CATEGORY].str.fullmatch(r"\d{3}").all():
        where = f"{document.name} : {FIELDS} champs attendus, la catégorie au champ {CATEGORY + 1}"
        raise DataError("Le flux FINESS a changé de forme", where, _NEW)
    kept = found[[NUMBER, TOWN, DEPARTMENT, CATEGORY]]
    return kept.set_axis(["numero", "commune", "departement", "categorie"], axis=1).apply(
        lambda cells: cells.str.strip()
    )


def _headed(document: Document) -> pd.DataFrame:
    columns = set(document.columns())
    chosen = {ours: next(name for name in names if name in columns) for ours, names in HEADED.items()}
    table = document.table(columns=list(chosen.values()))
    return table.rename(columns={name: ours for ours, name in chosen.items()}).apply(lambda cells: cells.str.strip())


_YEAR = "Gardez le nom d'origine du fichier, qui porte la date, ou demandez l'ajout de ce millésime."
_NEW = "Signalez-le aux auteurs de l'application avec l'adresse du fichier. Les chiffres déjà publiés restent en place."
