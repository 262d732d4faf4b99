"""What the build knows of the territory: current codes, passages, memberships, IRIS."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from lib.model import DataError, Level

UPPER = (Level.EPT, Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
FRANCE_CODE = "F"
# Overseas collectivities are outside the 101 départements that the application covers.
ELSEWHERE = ("975", "977", "978", "984", "986", "987", "988", "989")


@dataclass(frozen=True)
class Places:
    """The reference tables of ``geo/`` as frames."""

    territories: pd.DataFrame
    passages: pd.DataFrame
    iris: pd.DataFrame

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """Current codes of each level."""
        found = {level: frozenset(rows) for level, rows in self.territories.groupby("niveau")["code"]}
        return found | {Level.IRIS.value: frozenset(self.iris["code"])}

    @cached_property
    def communes(self) -> pd.DataFrame:
        """Communes proper (no arrondissement), by code."""
        rows = self.territories[self.territories["niveau"] == Level.COMMUNE.value]
        return rows[rows["commune"].isna()].set_index("code")

    @cached_property
    def city_of(self) -> dict[str, str]:
        """Municipal arrondissement to its city."""
        rows = self.territories[self.territories["commune"].notna()]
        return dict(zip(rows["code"], rows["commune"], strict=True))

    @cached_property
    def current(self) -> dict[str, str]:
        """Former commune code to current code."""
        return dict(zip(self.passages["ancien_code"], self.passages["code"], strict=True))

    def groups(self, level: Level) -> pd.Series:
        """Return the code of the area of ``level`` that holds each commune, by commune code."""
        if level is Level.FRANCE:
            return pd.Series(FRANCE_CODE, index=self.communes.index)
        return self.communes[level.value]

    def inside(self, departments: Collection[str]) -> frozenset[str]:
        """Return the codes, of today and of before, of the communes and arrondissements of some départements."""
        rows = self.territories[self.territories["niveau"] == Level.COMMUNE.value]
        today = set(rows.loc[rows["departement"].isin(list(departments)), "code"])
        return frozenset(today | {former for former, code in self.current.items() if code in today})


def load_places(folder: Path) -> Places:
    """Read the reference tables. Raises DataError when one is missing or damaged."""
    try:
        names = ("territoires", "passages", "iris")
        return Places(*(pd.read_parquet(folder / f"{name}.parquet") for name in names))
    except (OSError, ValueError) as error:
        remedy = "Réinstallez l'application, ou reconstruisez ces fichiers (geo/LISEZMOI.md)."
        raise DataError("Le référentiel des territoires n'est pas lisible", str(folder), remedy) from error
