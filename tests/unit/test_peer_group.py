"""A group of comparable areas as one territory: its key, its medians, what keeps it silent, its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import formats, peer_group
from lib.comparison_words import comparison
from lib.exports.caption import Caption, level_word, named
from lib.exports.csv_table import to_csv
from lib.exports.sheets import long_row
from lib.model import PEER_GROUP, DataError, Level, Status
from lib.observation import Observation
from lib.registry import sources
from lib.store import Store

CODES = ("38053", "38169", "38193", "38229")
GROUP = peer_group.territory(Level.COMMUNE, CODES)


def series(values, status=Status.OK, millesime="2021", source="insee_rp_iris"):
    return {
        code: [Observation("part_hlm", Level.COMMUNE, code, value, status, millesime, source=source)]
        for code, value in zip(CODES, values, strict=False)
    }


def secret(codes):
    unknown = {"value": None, "status": Status.SECRET, "millesime": "2021", "source": "insee_rp_iris"}
    return {code: [Observation("part_hlm", Level.COMMUNE, code, **unknown)] for code in codes}


@given(st.lists(st.from_regex(r"[0-9]{5}", fullmatch=True), min_size=1, max_size=40, unique=True), st.randoms())
def test_a_key_reopens_the_same_group_whatever_the_order(codes, chance):
    mixed = codes[:]
    chance.shuffle(mixed)
    found = peer_group.territory(Level.COMMUNE, mixed)
    assert peer_group.is_group(found.key)
    assert peer_group.read(found.key) == found == peer_group.territory(Level.COMMUNE, codes)


@pytest.mark.parametrize("key", ["zone-s.", "zone-s.iris.381510101", "zone-s.commune.", "zone-s.commune.<b>"])
def test_a_damaged_key_is_refused(key):
    with pytest.raises(DataError):
        peer_group.read(key)


def test_a_key_naming_an_unknown_commune_is_refused(territories):
    assert territories.get(GROUP.key) == GROUP
    with pytest.raises(DataError):
        territories.get(peer_group.territory(Level.COMMUNE, ("38053", "38999")).key)


def test_the_figure_of_a_group_is_the_median_of_its_areas_never_their_mean():
    (found,) = peer_group.medians(GROUP, series([1.0, 2.0, 4.0, 93.0]))
    assert (found.value, found.status, found.millesime, found.numerator) == (3.0, Status.OK, "2021", None)
    assert found.code == GROUP.code and found.level is Level.ZONE


@given(st.lists(st.floats(0, 100), min_size=4, max_size=4), st.permutations(range(4)))
def test_the_median_lies_among_its_figures_and_ignores_their_order(values, order):
    (found,) = peer_group.medians(GROUP, series(values))
    assert min(values) <= found.value <= max(values)
    assert peer_group.medians(GROUP, series([values[rank] for rank in order]))[0].value == found.value


def test_a_group_is_silent_when_too_few_figures_or_too_many_secrets():
    known = series([1.0, 2.0])
    assert peer_group.medians(GROUP, known) == ()
    assert len(peer_group.medians(GROUP, series([1.0, 2.0, 3.0]) | secret(CODES[3:]))) == 1
    assert peer_group.medians(GROUP, series([1.0, 2.0, 3.0]) | secret(("38001", "38002"))) == ()


def test_two_producers_are_never_mixed_the_one_that_covers_the_most_prevails():
    one, other = series([1.0, 2.0, 3.0, 4.0], source="a"), series([10.0, 20.0, 30.0], source="b")
    both = {code: [*one[code], *other.get(code, [])] for code in CODES}
    (found,) = peer_group.medians(GROUP, both)
    assert (found.value, found.source) == (2.5, "a")


def test_the_store_reads_the_median_and_adds_up_base_quantities(catalog, write_observations, tmp_path):
    rows = [{"code": code, "valeur": value} for code, value in zip(CODES, [10, 20, 30, 80], strict=True)]
    write_observations(tmp_path, *rows, {"code": "38999", "valeur": 1})
    store = Store(catalog, [tmp_path])
    profile = store.profile([GROUP], ["part_moins_20"])
    assert profile.latest(GROUP, "part_moins_20").value == 25
    assert GROUP.kind == PEER_GROUP


def test_a_group_is_said_in_words(catalog):
    rate, count = catalog.indicators["part_hlm"], catalog.indicators["population_totale"]
    assert formats.the(GROUP) == "la médiane des communes semblables"
    assert formats.of(GROUP) == "de la médiane des communes semblables"
    assert formats.opening(GROUP) == "En médiane dans les communes semblables"
    assert comparison(30, 20, rate, GROUP).startswith("1,5 fois la médiane des communes semblables (20,0")
    assert comparison(30_000, 20_000, count, GROUP).startswith("1,5 fois la médiane des communes semblables (20")
    for value, words in ((3, "1 de plus que"), (1, "1 de moins que"), (2, "autant que")):
        assert comparison(value, 2, count, GROUP) == f"{words} la médiane des communes semblables (2)"
    whole = peer_group.whole(GROUP)
    assert formats.at(whole) == "dans l'ensemble des communes semblables" and whole.key == GROUP.key


def test_an_exported_group_says_what_it_is_and_whom_it_holds(catalog):
    (seen,) = peer_group.medians(GROUP, series([1.0, 2.0, 4.0, 93.0]))
    assert level_word(GROUP) == "groupe de comparaison"
    assert named(GROUP).endswith("(groupe de comparaison, composé de\u00a0: 38053, 38169, 38193, 38229)")
    caption = Caption("Essai", GROUP, "", date(2026, 11, 26))
    line = to_csv(caption, [(GROUP, seen)], catalog, sources()).decode("utf-8-sig").splitlines()[-1]
    assert "semblables;38053+38169+38193+38229;Médiane des communes semblables;part_hlm" in line
    assert ";3;ok;" in line
    row = long_row(GROUP, seen, catalog, sources())
    assert row[:3] == ("Médiane des communes semblables", "groupe de comparaison", "38053+38169+38193+38229")
