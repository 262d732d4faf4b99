"""Indicators from variables: ratios of sums, denominators of another source, order of sources, statuses."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.build.indicators import Shelf, indicator_rows, theme_rows
from lib.build.sums import add_sums, to_current
from lib.model import OBSERVATION_COLUMNS, Indicator, Level, Status, Theme
from tests.collecting import country, figures, source

PLACES = country()
SECRET = Status.SECRET


def entry(**changes: object) -> Indicator:
    """Return a rate n / m in percent at every level."""
    sheet = {
        "id": "taux", "theme": "essai", "titre": "Taux", "titre_court": "Taux", "unite": "pourcent", "definition": "D",
        "lecture": "{valeur}", "source": "essai", "numerateur": ("n",), "denominateur": ("m",), "facteur": 100,
        "niveaux": tuple(Level), "millesimes_comparables": "tous", "sens": "neutre", "essentiel": False,
        "comprendre": "C", "utiliser": "U", "ne_permet_pas_de_dire": "N", "pieges": "P",
    }  # fmt: skip
    return Indicator(**sheet | changes)


def shelf(*rows: pd.DataFrame, **sheets: object) -> Shelf:
    """Return a shelf of summed variables, by the name of their source; ``sheets`` change the source « essai »."""
    table = pd.concat(rows, ignore_index=True)
    variables, sources = {}, {}
    for name, part in table.groupby("source"):
        sources[name] = source(id=name, **(sheets if name == "essai" else {}))
        variables[name] = add_sums(to_current(part, PLACES, sources[name])[0], PLACES, sources[name])
    return Shelf(variables, PLACES, sources)


def at(found: pd.DataFrame, level: str, code: str, millesime: str = "2021") -> pd.Series | None:
    """Return the row of one area and millesime, or None."""
    rows = found[(found["niveau"] == level) & (found["code"] == code) & (found["millesime"] == millesime)]
    assert len(rows) < 2
    return rows.iloc[0] if len(rows) else None


def test_a_rate_is_a_ratio_of_sums_and_not_a_mean_of_rates() -> None:
    found = indicator_rows(
        entry(), shelf(figures(("38001", 90), ("38002", 0)), figures(("38001", 100), ("38002", 900), variable="m"))
    )
    assert at(found, "commune", "38001")["valeur"] == 90
    row = at(found, "epci", "200000001")
    assert (row["valeur"], row["numerateur"], row["denominateur"]) == (9, 90, 1000)


def test_a_rate_over_nothing_has_no_object() -> None:
    found = indicator_rows(entry(), shelf(figures(("38001", 0)), figures(("38001", 0), variable="m")))
    row = at(found, "commune", "38001")
    assert row["statut"] == "sans_objet" and pd.isna(row["valeur"])


@pytest.mark.parametrize("side", ["n", "m"])
def test_a_secret_on_either_side_is_secret(side: str) -> None:
    cells = {"n": 3, "m": 10} | {side: SECRET}
    found = indicator_rows(entry(), shelf(*(figures(("38001", cells[v]), variable=v) for v in "nm")))
    row = at(found, "commune", "38001")
    assert row["statut"] == "secret" and pd.isna(row["valeur"]) and pd.isna(row["numerateur"])


def test_rounding_follows_the_figure() -> None:
    rows = figures(("38001", 5))
    rows["statut"] = "arrondi"
    found = indicator_rows(entry(), shelf(rows, figures(("38001", 100), variable="m")))
    assert at(found, "commune", "38001")["statut"] == "arrondi"


def test_only_the_levels_of_the_entry_are_drawn() -> None:
    drawn = entry(numerateur=("mediane",), denominateur=(), facteur=1, niveaux=(Level.COMMUNE,), unite="euros")
    rows = figures(("38001", 20_000), variable="mediane"), figures(("200000001", 21_000), level="epci",
                                                                   variable="mediane")  # fmt: skip
    found = indicator_rows(drawn, shelf(*rows))
    assert set(found["niveau"]) == {"commune"}


def test_a_part_that_is_not_there_gives_no_row() -> None:
    found = indicator_rows(entry(), shelf(figures(("38001", 9), ("38002", 1)), figures(("38001", 10), variable="m")))
    assert at(found, "commune", "38002") is None


def test_a_variable_that_no_source_has_gives_nothing() -> None:
    found = indicator_rows(entry(numerateur=("inconnue",)), shelf(figures(("38001", 9))))
    assert found.empty and list(found.columns) == list(OBSERVATION_COLUMNS)


def other(rows: pd.DataFrame, name: str = "autre") -> pd.DataFrame:
    """Give rows to another source."""
    return rows.assign(source=name)


def test_the_denominator_of_another_source_is_of_the_nearest_year() -> None:
    crossed = entry(source_denominateur=("autre",))
    below = [
        other(figures(("38001", m), variable="m", millesime=y)) for y, m in (("2012", 1), ("2017", 2), ("2022", 4))
    ]
    found = indicator_rows(crossed, shelf(figures(("38001", 8)), figures(("38001", 8), millesime="2016"), *below))
    assert at(found, "commune", "38001", "2021")["denominateur"] == 4
    assert at(found, "commune", "38001", "2016")["denominateur"] == 2


def test_a_denominator_more_than_five_years_away_is_unknown() -> None:
    crossed = entry(source_denominateur=("autre",))
    for year, status in (("2016", "ok"), ("2015", "non_disponible")):
        rows = figures(("38001", 8)), other(figures(("38001", 80), variable="m", millesime=year))
        assert at(indicator_rows(crossed, shelf(*rows)), "commune", "38001")["statut"] == status


def test_a_secret_denominator_of_another_source_is_secret() -> None:
    crossed = entry(source_denominateur=("autre",))
    rows = figures(("38001", 8)), other(figures(("38001", SECRET), variable="m"))
    assert at(indicator_rows(crossed, shelf(*rows)), "commune", "38001")["statut"] == "secret"


def test_denominators_come_from_the_first_source_that_has_them() -> None:
    crossed = entry(source_denominateur=("absente", "autre", "reserve"))
    rows = (
        figures(("38001", 8), ("38002", 8)),
        other(figures(("38001", 80), variable="m")),
        other(figures(("38001", 800), ("38002", 800), variable="m"), "reserve"),
    )
    found = indicator_rows(crossed, shelf(*rows))
    assert at(found, "commune", "38001")["denominateur"] == 80
    assert at(found, "commune", "38002")["denominateur"] == 800


def test_without_any_denominator_the_rate_is_unknown() -> None:
    found = indicator_rows(entry(source_denominateur=("absente",)), shelf(figures(("38001", 8))))
    assert at(found, "commune", "38001")["statut"] == "non_disponible"


def test_the_preferred_source_gives_the_figure_even_secret() -> None:
    wanted = entry(denominateur=(), facteur=1, unite="habitants", autres_sources=("autre",))
    rows = figures(("38001", SECRET)), other(figures(("38001", 8), ("38003", 4)))
    found = indicator_rows(wanted, shelf(*rows))
    assert at(found, "commune", "38001")["statut"] == "secret"
    assert (at(found, "commune", "38003")["valeur"], at(found, "commune", "38003")["source"]) == (4, "autre")


def test_small_counts_are_fragile_when_the_producer_says_so() -> None:
    rows = figures(("38001", 150)), figures(("38001", 1000), variable="m")
    assert at(indicator_rows(entry(), shelf(*rows, fragile_sous=200)), "commune", "38001")["statut"] == "fragile"
    assert at(indicator_rows(entry(), shelf(*rows)), "commune", "38001")["statut"] == "ok"


def test_density_uses_the_area_of_the_territory() -> None:
    density = entry(denominateur=("superficie_km2",), facteur=1, unite="hab_km2")
    found = indicator_rows(density, shelf(figures(("38001", 250), ("38002", 50))))
    assert at(found, "commune", "38001")["valeur"] == 25
    assert at(found, "epci", "200000001")["valeur"] == 3


def test_a_theme_without_figures_keeps_its_types() -> None:
    theme = Theme(id="essai", titre="T", description="D", questions=("?",), indicateurs=(entry(source="absente"),))
    found = theme_rows(theme, shelf(figures(("38001", 1))))
    assert found.empty and pd.api.types.is_float_dtype(found["valeur"])
    assert not pd.api.types.is_object_dtype(found["niveau"])


def test_a_theme_is_sorted_by_territory() -> None:
    counts = entry(id="nombre", denominateur=(), facteur=1, unite="habitants")
    theme = Theme(id="essai", titre="T", description="D", questions=("?",), indicateurs=(entry(), counts))
    found = theme_rows(theme, shelf(figures(("38002", 1), ("38001", 2)), figures(("38001", 4), variable="m")))
    keys = found[["niveau", "code", "indicateur", "millesime"]].apply(tuple, axis=1).tolist()
    assert keys == sorted(keys) and set(found["indicateur"]) == {"taux", "nombre"}
