"""Official codes, names, populations and parents of 2026, from the npm package ``@etalab/decoupage-administratif``."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lib.model import DataError, Source, SourceFile

SOURCE = Source(
    id="decoupage_administratif",
    titre="Découpage administratif : communes, EPCI, EPT, départements, régions",
    titre_court="découpage administratif",
    producteur="Insee (Code officiel géographique, populations) et DGCL (EPCI), assemblés par Etalab",
    licence="Licence Ouverte 2.0",
    page="https://www.npmjs.com/package/@etalab/decoupage-administratif/v/6.0.0",
    mention="Insee, Code officiel géographique au 1er janvier 2026 et populations municipales 2023 ; DGCL ; La Poste",
    champ="101 départements (Mayotte : population du recensement de 2017)",
    verification="fichier_reel",
    fichiers=(
        SourceFile(
            "2026",
            url="pkg:npm/%40etalab/decoupage-administratif@6.0.0",
            sha256="c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
            cog=2026,
        ),
    ),
)

# Known content of version 6.0.0: a silent change by the publisher must stop the build.
KNOWN_COUNTS = {
    "communes": 34_875,
    "arrondissements": 45,
    "anciennes": 2_576,
    "epci": 1_255,
    "ept": 11,
    "departements": 101,
    "regions": 18,
}
OVERSEAS_COLLECTIVITIES = "com"
FORMER_KINDS = ("commune-deleguee", "commune-associee")


@dataclass(frozen=True, slots=True)
class Divisions:
    """The tables of the package, restricted to the 101 départements; columns keep the names of the package.

    ``anciennes`` are the delegated and associated communes; ``epci`` and ``ept`` have ``membres``, a list of codes.
    """

    communes: pd.DataFrame
    arrondissements: pd.DataFrame
    anciennes: pd.DataFrame
    epci: pd.DataFrame
    ept: pd.DataFrame
    departements: pd.DataFrame
    regions: pd.DataFrame


def read(path: Path) -> Divisions:
    """Return the tables of the ``.tgz`` made by ``npm pack``.

    Populations are municipal populations of 2023 (2017 in Mayotte).
    Raises DataError when the file is not the expected one.
    """
    found = _load(path, ("communes", "epci", "ept", "departements", "regions"))
    inside = {name: [row for row in rows if row.get("zone") != OVERSEAS_COLLECTIVITIES] for name, rows in found.items()}
    communes = inside["communes"]
    divisions = Divisions(
        communes=_table([c for c in communes if c["type"] == "commune-actuelle"]),
        arrondissements=_table([c for c in communes if c["type"] == "arrondissement-municipal"]),
        anciennes=_table([c for c in communes if c["type"] in FORMER_KINDS]),
        epci=_table([_with_members(row) for row in inside["epci"]]),
        ept=_table([_with_members(row) for row in inside["ept"]]),
        departements=_table(inside["departements"]),
        regions=_table(inside["regions"]),
    )
    _check(divisions)
    return divisions


def _load(path: Path, names: tuple[str, ...]) -> dict[str, list[dict]]:
    wanted = {f"package/data/{name}.json": name for name in names}
    found = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name in wanted else None
                if stream is not None:
                    found[wanted[member.name]] = json.load(stream)
    except (OSError, tarfile.TarError, json.JSONDecodeError) as error:
        raise DataError("Le paquet du découpage administratif n'est pas lisible", str(path), _REMEDY) from error
    absent = [member for member, name in wanted.items() if name not in found]
    if absent:
        raise DataError("Des fichiers manquent dans le paquet", f"{path} : {', '.join(absent)}", _REMEDY)
    return found


def _with_members(row: dict) -> dict:
    return row | {"membres": [member["code"] for member in row["membres"]]}


def _table(rows: list[dict]) -> pd.DataFrame:
    return pd.DataFrame(rows).sort_values("code", ignore_index=True)


def _check(divisions: Divisions) -> None:
    for name, known in KNOWN_COUNTS.items():
        table: pd.DataFrame = getattr(divisions, name)
        if len(table) != known:
            where = f"{SOURCE.id}, table « {name} » : {len(table)} lignes lues, {known} attendues"
            raise DataError("Le contenu du découpage administratif a changé", where, _REMEDY)
    missing = divisions.communes[["population", "codesPostaux", "typeLiaison"]].isna().any()
    if missing.any():
        where = f"{SOURCE.id}, communes sans : {', '.join(missing.index[missing])}"
        raise DataError("Des informations manquent pour certaines communes", where, _REMEDY)


_REMEDY = "Récupérez la version 6.0.0 du paquet : npm pack @etalab/decoupage-administratif@6.0.0."
