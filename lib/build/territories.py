"""The reference table of territories and the table of passages from former commune codes to current ones."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level
from lib.sources.decoupage_administratif import Divisions

# Below this surface the simplified outline is not a measure (Castelmoron-d'Albret: half of its real 3.5 ha).
SMALLEST_RELIABLE_KM2 = 0.1
FRANCE_CODE, FRANCE_ARTICLE = "F", 3  # « la France » in the Insee list of articles
COLUMNS = (
    "niveau",
    "code",
    "nom",
    "type",
    "article",
    "population",
    "superficie_km2",
    "codes_postaux",
    "commune",
    "ept",
    "epci",
    "departement",
    "region",
)
PARENTS = ("commune", "ept", "epci", "departement", "region")
KINDS = {
    "commune-deleguee": "commune_deleguee",
    "commune-associee": "commune_associee",
}
FORMER_CODE = "ancien_code"


def build_passages(divisions: Divisions) -> pd.DataFrame:
    """Return ancien_code, code, nom_ancien, nature: each former commune code and today's commune, sorted.

    ``nature`` is commune_deleguee, commune_associee or ancien_code (merged or renumbered: the package gives
    no name, ``nom_ancien`` is empty). Where the two lists of the package disagree, the delegated or associated
    commune's seat wins, for it is the tie in force. Raises DataError when a seat is not a current commune.
    """
    current = set(divisions.communes["code"])
    renumbered = divisions.communes[["code", "anciensCodes"]].explode("anciensCodes").dropna()
    codes = renumbered.rename(columns={"anciensCodes": "ancien_code"}).assign(nom_ancien="", nature=FORMER_CODE)
    former = divisions.anciennes.rename(columns={"code": "ancien_code", "chefLieu": "code", "nom": "nom_ancien"})
    former = former.assign(nature=former["type"].map(KINDS))
    columns = ["ancien_code", "code", "nom_ancien", "nature"]
    table = pd.concat([former[columns], codes[columns]]).drop_duplicates("ancien_code", keep="first")
    table = table[~table["ancien_code"].isin(current)]
    unknown = sorted(set(table["code"]) - current)
    if unknown:
        raise DataError(
            "Des communes déléguées renvoient à une commune inconnue",
            f"découpage administratif, codes {', '.join(unknown[:10])}",
            "Vérifiez la version du paquet @etalab/decoupage-administratif (6.0.0 attendue).",
        )
    return table.sort_values("ancien_code", ignore_index=True)


def build_territories(divisions: Divisions, areas: pd.Series) -> pd.DataFrame:
    """Return the reference table (COLUMNS), sorted by (niveau, code).

    ``areas`` gives the surface in km² by code of commune or arrondissement. Populations and surfaces of upper
    levels are sums over communes; arrondissements stand beside their city and are never added to it. The surface
    is null under SMALLEST_RELIABLE_KM2.
    """
    communes = _communes(divisions, areas)
    districts = _districts(divisions, communes, areas)
    groups = [
        _group(communes, divisions.epci, Level.EPCI),
        _group(communes, divisions.ept, Level.EPT),
        _group(communes, divisions.departements.assign(type="departement"), Level.DEPARTEMENT),
        _group(communes, divisions.regions.assign(type="region"), Level.REGION),
        _france(communes),
    ]
    table = pd.concat([communes, districts, *groups], ignore_index=True)
    table["nom"] = table["nom"].str.split().str.join(" ")  # a few names of the package hold double spaces
    table["superficie_km2"] = table["superficie_km2"].where(table["superficie_km2"] >= SMALLEST_RELIABLE_KM2)
    table = table.astype({"article": "int8", "population": "Int32", "superficie_km2": "float32"})
    table[list(PARENTS)] = table[list(PARENTS)].astype(object).where(table[list(PARENTS)].notna(), None)
    return table[list(COLUMNS)].sort_values(["niveau", "code"], ignore_index=True)


def _communes(divisions: Divisions, areas: pd.Series) -> pd.DataFrame:
    table = _named(divisions.communes, Level.COMMUNE).assign(type="commune", commune=None)
    return table.assign(
        superficie_km2=table["code"].map(areas),
        ept=table["code"].map(_membership(divisions.ept)),
        epci=table["code"].map(_membership(divisions.epci)),
    )


def _districts(divisions: Divisions, communes: pd.DataFrame, areas: pd.Series) -> pd.DataFrame:
    table = _named(divisions.arrondissements, Level.COMMUNE).assign(type="arrondissement_municipal")
    city = communes.set_index("code")
    return table.assign(
        superficie_km2=table["code"].map(areas),
        ept=table["commune"].map(city["ept"]),
        epci=table["commune"].map(city["epci"]),
    )


def _named(rows: pd.DataFrame, level: Level) -> pd.DataFrame:
    kept = ["code", "nom", "typeLiaison", "population", "departement", "region"]
    table = rows[kept + (["commune"] if "commune" in rows else [])].rename(columns={"typeLiaison": "article"})
    return table.assign(niveau=level.value, codes_postaux=rows["codesPostaux"].map(" ".join))


def _membership(groups: pd.DataFrame) -> pd.Series:
    members = groups[["code", "membres"]].explode("membres")
    return members.set_index("membres")["code"]


def _group(communes: pd.DataFrame, rows: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Return one row per area of ``level``: sums over its communes, parents of the majority of its population."""
    inside = communes.groupby(level.value)
    above = {Level.EPCI: ("departement", "region"), Level.EPT: ("epci", "departement", "region")}
    parents = above.get(level, ("region",) if level is Level.DEPARTEMENT else ())
    table = rows[["code", "nom", "type"]].assign(
        niveau=level.value,
        article=rows.get("typeLiaison", pd.Series(0, index=rows.index)),
        population=rows["code"].map(inside["population"].sum()),
        superficie_km2=rows["code"].map(inside["superficie_km2"].sum()),
        codes_postaux="",
    )
    return table.assign(**{parent: table["code"].map(_majority(communes, level.value, parent)) for parent in parents})


def _majority(communes: pd.DataFrame, group: str, parent: str) -> pd.Series:
    weights = communes.groupby([group, parent], as_index=False)["population"].sum()
    ordered = weights.sort_values([group, "population", parent], ascending=[True, False, True])
    return ordered.drop_duplicates(group).set_index(group)[parent]


def _france(communes: pd.DataFrame) -> pd.DataFrame:
    row = {
        "niveau": Level.FRANCE.value,
        "code": FRANCE_CODE,
        "nom": "France",
        "type": "france",
        "article": FRANCE_ARTICLE,
        "population": communes["population"].sum(),
        "superficie_km2": communes["superficie_km2"].sum(),
        "codes_postaux": "",
    }
    return pd.DataFrame([row])
