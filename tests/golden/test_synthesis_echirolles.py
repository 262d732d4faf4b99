"""What sets Échirolles apart, sentence by sentence, and its medians computed again from the shipped files."""

from statistics import median

import pandas as pd
import pytest

from lib import peers, synthesis, synthesis_words
from lib.formats import NBSP, THIN
from lib.settings import DATA_DIR
from lib.similarity import Recipe
from lib.store import Store
from lib.synthesis import Circle, Gap

NINE = {"38053", "38169", "38193", "38229", "38382", "38421", "38544", "38553", "38563"}
SENTENCES = {
    "taux_pauvrete_60": f"27,3{THIN}% des habitants vivent sous le seuil de pauvreté, soit environ un tiers de plus "
    f"que la médiane{NBSP}de 9{NBSP}communes de taille semblable (21,1{THIN}%).",
    "taux_chomage_rp": f"17,1{THIN}% des actifs de 15 à 64 ans se déclarent au chômage, soit 1,4 fois "
    f"la médiane{NBSP}de 9{NBSP}communes de taille semblable (12,0{THIN}%).",
    "niveau_vie_median": f"La moitié des habitants vit avec moins de 21{THIN}900{THIN}€ par an et par unité de "
    f"consommation, soit environ un dixième de moins que la médiane{NBSP}de 9{NBSP}communes de taille semblable "
    f"(23{THIN}840{THIN}€).",
    "part_aide_logement_allocataires": "Un peu plus de la moitié des foyers allocataires de la Caf reçoivent une aide "
    f"au logement (51,7{THIN}%), soit environ un dixième de plus que la médiane{NBSP}de 9{NBSP}communes de taille "
    f"semblable (46,1{THIN}%).",
}


@pytest.fixture(scope="module")
def found(catalog, territories) -> synthesis.Found:
    store, mine = Store(catalog, [DATA_DIR / "indicateurs"]), territories.get("commune-38151")
    groups = peers.groups(territories, store, mine, Recipe())
    profile = store.profile([mine], catalog.indicators)
    return synthesis.measure(
        catalog.indicators.values(),
        {name: profile.series(mine, name) or (profile.latest(mine, name),) for name in catalog.indicators},
        [Circle(group.noun, group.alike, size=len(group.areas)) for group in groups],
        lambda rank, wanted: store.panel(mine.level, groups[rank].codes, wanted),
    )


@pytest.mark.parametrize("indicator", SENTENCES)
def test_the_sentences_of_echirolles(found, indicator):
    gap, rank = found[indicator]
    assert isinstance(gap, Gap) and gap.stands_out
    assert synthesis_words.sentence(gap) == SENTENCES[indicator]
    assert (set(gap.codes), rank) == (NINE, 2)


@pytest.mark.parametrize("indicator", SENTENCES)
def test_the_median_is_that_of_the_files(found, catalog, indicator):
    gap, _ = found[indicator]
    rows = pd.read_parquet(DATA_DIR / "indicateurs" / f"{catalog.indicators[indicator].theme}.parquet")
    rows = rows[(rows["indicateur"] == indicator) & (rows["niveau"] == "commune") & rows["code"].isin(NINE)]
    rows = rows[rows["millesime"] == gap.mine.millesime]
    assert len(rows) == 9 and gap.middle == pytest.approx(median(rows["valeur"]))


def test_what_is_usual_there_and_what_is_not_told(found):
    usual = {name for name, (gap, _) in found.items() if isinstance(gap, Gap) and gap.usual}
    assert {"part_75_plus", "part_logements_vacants"} <= usual
    assert found["population_totale"][0] is synthesis.Silence.COUNT
    assert found["dentistes_10000"][0] is synthesis.Silence.SMALL
