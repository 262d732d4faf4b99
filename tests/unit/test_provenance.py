"""Traceability: the calculation done by hand gives the figure shown, the line shown reads it again."""

import contextlib
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import formats, provenance, registry
from lib.model import Level, Status
from lib.observation import Observation
from lib.settings import DATA_DIR, ROOT
from lib.store import Store

SOURCES = registry.sources()
READ_AGAIN = (
    ("commune-38151", "population_totale"),
    ("commune-38151", "part_hlm"),
    ("commune-38151", "taux_pauvrete_60"),
    ("commune-38151", "densite"),
    ("commune-38151", "apl_generalistes"),
    ("commune-38151", "part_foyers_rsa"),
    ("commune-59350", "part_moins_20"),
    ("epci-200040715", "niveau_vie_median"),
    ("departement-38", "taux_chomage_rp"),
    ("iris-381510101", "part_moins_20"),
)


@pytest.fixture(scope="module")
def store(catalog):
    return Store(catalog, [DATA_DIR / "indicateurs"])


@pytest.fixture
def read(store, territories):
    """Return the latest observation of a territory."""

    def latest(key: str, indicator: str) -> Observation:
        area = territories.get(key)
        return store.profile([area], [indicator]).latest(area, indicator)

    return latest


def number(text: str) -> float:
    return float(re.sub(r"[^\d,−-]", "", text).replace(",", ".").replace(formats.MINUS, "-"))


@pytest.mark.parametrize(("key", "indicator"), READ_AGAIN)
def test_the_line_shown_reads_the_same_figure(read, store, catalog, monkeypatch, key, indicator):
    seen = read(key, indicator)
    assert seen.value is not None
    line = provenance.rereading(seen, store.files(catalog.indicators[indicator].theme), ROOT)
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(line, "ligne affichée", "single"), {})
    ((value, numerator, denominator, status),) = eval(printed.getvalue(), {"nan": None})
    assert (value, numerator, status) == (seen.value, seen.numerator, seen.status.value)
    assert denominator == seen.denominator


@pytest.mark.parametrize(("key", "indicator"), READ_AGAIN)
def test_the_calculation_done_by_hand_gives_the_figure_shown(read, catalog, key, indicator):
    one, seen = catalog.indicators[indicator], read(key, indicator)
    told = provenance.calculation(one, seen)
    assert told.endswith(formats.amount(seen.value, one.unite))
    if one.is_ratio:
        parts = re.split(r" [÷×=] ", told)
        numbers = [number(part) for part in parts[:-1]]
        by_hand = numbers[0] / numbers[1] * (numbers[2] if len(numbers) > 2 else 1)
        assert formats.amount(by_hand, one.unite) == formats.amount(seen.value, one.unite)


@given(st.floats(0.1, 1e6), st.floats(1, 1e6))
def test_rounding_never_makes_the_calculation_wrong(catalog, top, below):
    one = catalog.indicators["part_moins_20"]
    seen = Observation(one.id, Level.COMMUNE, "38151", top / below * 100, Status.OK, "2021", top, below)
    told = provenance.calculation(one, seen)
    first, second = (number(part) for part in re.split(r" [÷×=] ", told)[:2])
    assert abs(first / second * 100 - seen.value) <= max(0.1, seen.value * 0.01)


def test_without_a_figure_there_is_no_calculation(read, catalog):
    seen = replace(read("commune-38151", "part_hlm"), value=None, status=Status.SECRET)
    assert provenance.calculation(catalog.indicators["part_hlm"], seen) == ""


def test_columns_are_official_and_carry_the_year(catalog):
    one = catalog.indicators["part_moins_20"]
    found = provenance.columns(one.denominateur, ["insee_rp_iris"], SOURCES, "2021")
    assert [column for _, column, _ in found] == ["P21_POP"]
    assert provenance.columns(one.denominateur, ["insee_rp_iris"], SOURCES)[0][1] == "PAA_POP"


def test_the_formula_is_in_words_for_every_indicator(catalog):
    for one in catalog.indicators.values():
        told = provenance.formula(one, SOURCES)
        assert not re.search(r"[a-z]_[a-z]", told), (one.id, told)


def test_with_a_package_every_file_is_read_the_last_one_prevailing(read, tmp_path):
    seen = read("commune-38151", "part_hlm")
    line = provenance.rereading(seen, [DATA_DIR / "indicateurs" / "logement.parquet", tmp_path / "ajout.parquet"], ROOT)
    assert line.index("'data/indicateurs/logement.parquet'") < line.index(f"'{tmp_path.as_posix()}/ajout.parquet'")
