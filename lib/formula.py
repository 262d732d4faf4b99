"""The one computation of an indicator: sums of variables, then a ratio; used at build time and for own zones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, DataError, Indicator, Status

AREA = "superficie_km2"  # a measure of the territory, not a count of people


def compute(
    indicator: Indicator,
    variables: pd.DataFrame,
    statuses: pd.DataFrame | None = None,
    *,
    fragile_under: int | None = None,
    denominators: pd.DataFrame | None = None,
    denominator_statuses: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return valeur, statut, numerateur, denominateur for each row of ``variables``, same index.

    ``variables`` has one column per variable (counts, or published values that stand alone); a missing one is NaN.
    ``statuses`` has their statuses (all ok when absent); ``denominators`` replaces ``variables`` under the line.
    An unknown part makes the whole unknown, with the status of the gravest part; a null denominator makes a ratio
    ``sans_objet``; counts under ``fragile_under`` make it ``fragile``. Raises DataError when a column is absent.
    """
    numerator, rank = _sum(indicator, indicator.numerateur, variables, statuses)
    denominator = pd.Series(np.nan, index=variables.index)
    value = numerator * indicator.facteur
    if indicator.is_ratio:
        below = variables if denominators is None else denominators
        below_statuses = statuses if denominators is None else denominator_statuses
        denominator, rank_below = _sum(indicator, indicator.denominateur, below, below_statuses)
        value = numerator / denominator.where(denominator != 0) * indicator.facteur
        rank = np.maximum(rank, rank_below)
    if fragile_under is not None:
        small = _small(indicator, numerator, denominator, fragile_under) & (rank == GRAVITY[Status.OK.value])
        rank = rank.mask(small, GRAVITY[Status.FRAGILE.value])
    nothing = (denominator == 0) & (rank <= LAST_SHOWN)
    rank = rank.mask(nothing, GRAVITY[Status.SANS_OBJET.value])
    shown = rank <= LAST_SHOWN
    return pd.DataFrame(
        {
            "valeur": value.where(shown),
            "statut": rank.map(dict(enumerate(STATUS_ORDER))),
            "numerateur": numerator.where(shown | nothing),
            "denominateur": denominator.where(shown | nothing),
        }
    )


def _sum(
    indicator: Indicator, names: tuple[str, ...], variables: pd.DataFrame, statuses: pd.DataFrame | None
) -> tuple[pd.Series, pd.Series]:
    missing = [name for name in names if name not in variables.columns]
    if missing:
        raise DataError(
            "Une variable manque pour calculer un indicateur",
            f"indicateur « {indicator.id} », variable « {', '.join(missing)} »",
            "Vérifiez le nom dans le catalogue, ou lancez la collecte de la source.",
        )
    listed = list(names)
    total = variables[listed].sum(axis=1, min_count=len(listed))
    unknown = GRAVITY[Status.NON_DISPONIBLE.value]
    if statuses is None:
        rank = pd.Series(GRAVITY[Status.OK.value], index=variables.index)
    else:
        known = statuses.reindex(columns=listed).apply(lambda column: column.map(GRAVITY))
        rank = known.fillna(unknown).max(axis=1).astype(int)
    return total, rank.mask(total.isna() & (rank <= LAST_SHOWN), unknown)


def _small(indicator: Indicator, numerator: pd.Series, denominator: pd.Series, limit: int) -> pd.Series:
    small = numerator < limit
    return small | (denominator < limit) if indicator.is_ratio and AREA not in indicator.denominateur else small
