"""Made-up files of national size, on the headers of the samples: every commune and IRIS of the reference table."""

from __future__ import annotations

import csv
import gzip
from itertools import islice
from pathlib import Path

import pandas as pd

from lib.settings import GEO_DIR, ROOT

SAMPLES = ROOT / "tests" / "samples"
REAL_FILOSOFI = ROOT.parent / "shared" / "donnees" / "brut" / "insee_filosofi" / "filosofi_commune_cc_france"
FILLERS = 60  # columns that real bases have and that nobody reads
BROAD_AGES = ("_T", "Y_LT15", "Y_LT20", "Y20T64", "Y55T64", "Y65T79", "Y_GE65", "Y_GE80")
AGES = (*BROAD_AGES, *(f"Y{age}T{age + 4}" for age in range(0, 95, 5)))
MELODI_YEARS = ("2012", "2017", "2023")
MELODI_HEADER = '"AGE";"FREQ";"GEO";"GEO_OBJECT";"OBS_STATUS";"RP_MEASURE";"SEX";"TIME_PERIOD";"OBS_VALUE"\n'


def communes() -> list[str]:
    """Return the codes of every commune of France outside Mayotte, cities by arrondissement left out."""
    rows = pd.read_parquet(GEO_DIR / "territoires.parquet", columns=["niveau", "code", "commune", "departement"])
    kept = (rows["niveau"] == "commune") & rows["commune"].isna() & (rows["departement"] != "976")
    return rows.loc[kept, "code"].tolist()


def iris() -> list[str]:
    """Return the code of every IRIS, undivided communes included."""
    known = pd.read_parquet(GEO_DIR / "iris.parquet", columns=["code", "commune"])
    divided = set(known["commune"]) | {"75056", "69123", "13055"}
    return sorted(set(known["code"]) | {f"{code}0000" for code in communes() if code not in divided})


def write_iris_bases(folder: Path, share: float) -> None:
    """Write the five infra-communal bases of the census with ``share`` of the IRIS."""
    codes = iris()
    kept = codes[: int(len(codes) * share)]
    for sample in sorted((SAMPLES / "insee_rp_iris").glob("*")):
        _repeat(sample, folder / sample.name, [f"{code};{code[:5]};H;1" for code in kept], 4)


def write_communal_bases(folder: Path, share: float) -> None:
    """Write the five communal bases of the census with ``share`` of the communes."""
    codes = communes()
    for sample in sorted((SAMPLES / "insee_rp_communes").glob("*")):
        _repeat(sample, folder / sample.name, codes[: int(len(codes) * share)], 1)


def write_melodi(folder: Path, share: float) -> None:
    """Write a long file of some 100 MB, or ``share`` of it: communes x ages x years."""
    codes = communes()
    with (folder / "DS_RP_POPULATION_PRINC_2023_data.csv").open("w", encoding="utf-8") as stream:
        stream.write(MELODI_HEADER)
        for code in codes[: int(len(codes) * share)]:
            stream.writelines(
                f'"{age}";"A";"{code}";"COM";"A";"POP";"_T";"{year}";123.456789\n'
                for age in AGES
                for year in MELODI_YEARS
            )


def write_filosofi(folder: Path, share: float) -> None:
    """Write ``share`` of the real communal file of Filosofi 2021."""
    packed = REAL_FILOSOFI / "cc_filosofi_2021_COM.csv.gz"
    with gzip.open(packed, "rt", encoding="utf-8") as source:
        lines = source.readlines()
    (folder / "cc_filosofi_2021_COM.csv").write_text("".join(lines[: int(len(lines) * share)]), encoding="utf-8")


def _repeat(sample: Path, target: Path, starts: list[str], identifiers: int) -> None:
    """Repeat the first line of figures of a sample for every area, with columns that no reader asks for."""
    with sample.open(encoding="utf-8-sig", newline="") as stream:
        header, first = islice(csv.reader(stream, delimiter=";"), 2)
    fillers = [f"X22_INUTILE_{rank}" for rank in range(FILLERS)]
    tail = ";".join([*first[identifiers:], *["123.456789012"] * FILLERS])
    with target.open("w", encoding="utf-8") as stream:
        stream.write(";".join([*header, *fillers]) + "\n")
        stream.writelines(f"{start};{tail}\n" for start in starts)
