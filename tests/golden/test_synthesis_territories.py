"""Ten territories of all kinds: every sentence is well written, and its figures are those of the files."""

import re
from statistics import median

import pandas as pd
import pytest

from lib import formats, peers, synthesis, synthesis_words
from lib.questions import load_questions
from lib.settings import DATA_DIR
from lib.similarity import Recipe
from lib.store import Store
from lib.synthesis import Circle, Gap

KEYS = {
    "commune-38151": 10, "commune-38185": 10, "commune-69123": 5, "commune-69266": 2, "commune-34172": 3,
    "commune-38127": 1, "epci-200040715": 10, "iris-381510101": 5, "departement-38": 0, "france-F": 0,
}  # fmt: skip
CLUMSY = re.compile(r"\b(de le|de les|à le|à les|de Isère|de Échirolles|du l')\b|  |\bnan\b|[{}]|,0 fois| \.", re.I)


@pytest.fixture(scope="module")
def store(catalog):
    return Store(catalog, [DATA_DIR / "indicateurs"])


@pytest.fixture(scope="module")
def files(catalog):
    return {theme: pd.read_parquet(DATA_DIR / "indicateurs" / f"{theme}.parquet") for theme in catalog.themes}


def gaps_of(catalog, territories, store, key) -> list[Gap]:
    mine = territories.get(key)
    groups = peers.groups(territories, store, mine, Recipe())
    indicators = [one for one in catalog.indicators.values() if mine.level in one.niveaux]
    profile = store.profile([mine], [one.id for one in indicators])
    found = synthesis.measure(
        indicators,
        {one.id: profile.series(mine, one.id) or (profile.latest(mine, one.id),) for one in indicators},
        [Circle(group.noun, group.alike, size=len(group.areas)) for group in groups],
        lambda rank, wanted: store.panel(mine.level, groups[rank].codes, wanted),
    )
    return [answer for answer, _ in found.values() if isinstance(answer, Gap)]


@pytest.mark.parametrize("key", KEYS)
def test_the_sentences_are_well_written_and_their_figures_are_those_of_the_files(
    catalog, territories, store, files, key
):
    gaps = gaps_of(catalog, territories, store, key)
    told = [one for one in gaps if one.stands_out]
    assert len(told) >= KEYS[key]
    for one in gaps:
        rows = files[one.indicator.theme]
        rows = rows[(rows["indicateur"] == one.indicator.id) & (rows["millesime"] == one.mine.millesime)]
        rows = rows[rows["niveau"] == one.mine.level.value].set_index("code")["valeur"]
        assert rows[one.mine.code] == pytest.approx(one.value)
        assert median(rows[list(one.codes)]) == pytest.approx(one.middle)
        assert one.mine.code not in one.codes
    for one in told:
        words = synthesis_words.sentence(one)
        assert not CLUMSY.search(words), words
        assert (words[0].isupper() or words[0].isdigit()) and words.endswith(").")
        assert formats.plain(one.value, one.indicator.unite) in words and f"({one.told_middle})" in words
        assert words.startswith("En 20") == bool(one.latest)


@pytest.mark.parametrize("key", [key for key, least in KEYS.items() if least >= 2])
def test_questions_are_about_the_gap_that_raises_them(catalog, territories, store, key):
    gaps = synthesis.once(one for one in gaps_of(catalog, territories, store, key) if one.stands_out)
    known = {one.question: one for one in load_questions()}
    asked = synthesis.questions(synthesis.by_theme(gaps, catalog.themes), load_questions())
    assert asked
    for gap, question in asked:
        assert known[question].raised_by(gap.indicator.id, above=gap.value > gap.middle)
