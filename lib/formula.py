"""The one computation of an indicator: sums of variables, then a ratio; used at build time and for own zones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.model import DataError, Indicator, Status

FRAGILE_UNDER = 200  # Insee: census counts under 200 are to be handled with caution


def compute(indicator: Indicator, variables: pd.DataFrame) -> pd.DataFrame:
    """Return valeur, statut, numerateur, denominateur for each row of ``variables``, same index.

    ``variables`` has one column per variable (counts, never rates); a missing variable is NaN.
    An unknown part makes the whole unknown (``non_disponible``), a null denominator makes a ratio ``sans_objet``.
    Counts under 200 on either side make the figure ``fragile``. Raises DataError when a column is absent.
    """
    numerator = _sum(indicator, indicator.numerateur, variables)
    if indicator.is_ratio:
        denominator = _sum(indicator, indicator.denominateur, variables)
        value = numerator / denominator.where(denominator != 0) * indicator.facteur
    else:
        denominator = pd.Series(np.nan, index=variables.index)
        value = numerator * indicator.facteur
    status = pd.Series(Status.OK.value, index=variables.index)
    status[_small(indicator, numerator, denominator)] = Status.FRAGILE.value
    if indicator.is_ratio:
        status[denominator == 0] = Status.SANS_OBJET.value
    unknown = numerator.isna() | (denominator.isna() if indicator.is_ratio else False)
    status[unknown] = Status.NON_DISPONIBLE.value
    return pd.DataFrame({"valeur": value, "statut": status, "numerateur": numerator, "denominateur": denominator})


def _sum(indicator: Indicator, names: tuple[str, ...], variables: pd.DataFrame) -> pd.Series:
    missing = [name for name in names if name not in variables.columns]
    if missing:
        raise DataError(
            "Une variable manque pour calculer un indicateur",
            f"indicateur « {indicator.id} », variable « {', '.join(missing)} »",
            "Vérifiez le nom dans le catalogue, ou lancez la collecte de la source.",
        )
    return variables[list(names)].sum(axis=1, min_count=len(names))


def _small(indicator: Indicator, numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    small = numerator < FRAGILE_UNDER
    counts_below = indicator.is_ratio and "superficie_km2" not in indicator.denominateur
    return small | (denominator < FRAGILE_UNDER) if counts_below else small
