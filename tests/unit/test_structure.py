"""Parts of a whole: one source and one millesime, secrets kept, small parts fragile, sums of the shipped data."""

from dataclasses import replace

import pytest

from lib import registry
from lib.model import Level, Source, SourceFile, Status, Territory
from lib.observation import Observation
from lib.settings import DATA_DIR
from lib.store import Store
from lib.structure import Part, Structure, beside, latest, wholes
from lib.ui import structures

SOURCE = Source(
    id="s", titre="t", titre_court="t", producteur="p", licence="Licence Ouverte 2.0", page="https://x", mention="m",
    champ="c", verification="documentation", fichiers=(SourceFile("2021", "https://x", 2023),), fragile_sous=200,
)  # fmt: skip
SOURCES = {"s": SOURCE}
TENURE = Structure("logements", (Part("HLM", ("hlm",)), Part("Autres", ("tous",), ("hlm",))), "tous", ("s",))


def seen(name, value, year="2021", status=Status.OK):
    return Observation(name, Level.COMMUNE, "38151", value, status, year, source="s", geography=2023)


def found(hlm=400.0, total=1000.0, status=Status.OK, year="2021"):
    return {"hlm": (seen("hlm", hlm, year, status),), "tous": (seen("tous", total, year),)}


def test_shares_add_up_and_keep_their_calculation():
    (whole,) = wholes(TENURE, found(), SOURCES)
    assert [round(one.value, 1) for one in whole.shares] == [40.0, 60.0]
    assert [(one.numerator, one.denominator, one.millesime) for one in whole.shares] == [
        (400, 1000, "2021"),
        (600, 1000, "2021"),
    ]
    assert whole.known and {one.status for one in whole.shares} == {Status.OK}


@pytest.mark.parametrize("status", [one for one in Status if not one.has_value])
def test_a_hidden_part_hides_the_whole(status):
    (whole,) = wholes(TENURE, found(hlm=None, status=status), SOURCES)
    assert not whole.known and whole.status is status
    assert all(one.value is None and one.numerator is None for one in whole.shares)


def test_an_absent_part_or_a_null_total_is_never_zero():
    (whole,) = wholes(TENURE, {"tous": (seen("tous", 1000.0),)}, SOURCES)
    assert whole.status is Status.NON_DISPONIBLE and whole.shares[0].value is None
    (empty,) = wholes(TENURE, found(hlm=0.0, total=0.0), SOURCES)
    assert empty.status is Status.SANS_OBJET and empty.shares[0].value is None
    assert wholes(TENURE, {}, SOURCES) == []


def test_a_part_under_the_limit_of_its_source_is_fragile():
    (whole,) = wholes(TENURE, found(hlm=199.0), SOURCES)
    assert [one.status for one in whole.shares] == [Status.FRAGILE, Status.OK]
    (plain,) = wholes(TENURE, found(hlm=199.0), {"s": replace(SOURCE, fragile_sous=None)})
    assert plain.shares[0].status is Status.OK


def test_a_rounded_part_makes_a_rounded_whole():
    (whole,) = wholes(TENURE, found(status=Status.ARRONDI), SOURCES)
    assert whole.known and {one.status for one in whole.shares} == {Status.ARRONDI}


def test_the_latest_known_whole_is_kept_and_the_nearest_stands_beside():
    series = [wholes(TENURE, found(year=year), SOURCES)[0] for year in ("2012", "2019", "2022")]
    hidden = wholes(TENURE, found(hlm=None, status=Status.SECRET, year="2023"), SOURCES)[0]
    assert latest([*series, hidden]).millesime == "2022"
    assert latest([hidden]).status is Status.SECRET and latest([]) is None
    mine = wholes(TENURE, found(year="2021"), SOURCES)[0]
    assert beside(mine, series, TENURE, SOURCES).millesime == "2022"
    assert beside(mine, series[:1], TENURE, SOURCES) is None


AGED = Structure("logements dont l'âge est connu", (Part("Avant", ("avant",)), Part("Après", ("apres",))), "", ("s",))


def test_without_a_total_the_whole_is_what_its_parts_make():
    read = {"avant": (seen("avant", 300.0),), "apres": (seen("apres", 900.0),)}
    (whole,) = wholes(AGED, read, SOURCES)
    assert [(one.value, one.denominator) for one in whole.shares] == [(25, 1200), (75, 1200)]
    (half,) = wholes(AGED, {"apres": (seen("apres", 900.0),)}, SOURCES)
    assert half.status is Status.NON_DISPONIBLE and all(one.value is None for one in half.shares)


def test_parts_that_do_not_make_their_total_show_nothing():
    whole = Structure("logements", (Part("HLM", ("hlm",)), Part("Privé", ("prive",))), "tous", ("s",))
    read = {"hlm": (seen("hlm", 400.0),), "prive": (seen("prive", 500.0),), "tous": (seen("tous", 1000.0),)}
    assert wholes(whole, read, SOURCES)[0].status is Status.NON_DISPONIBLE
    read["prive"] = (seen("prive", 598.0),)  # rounded counts
    assert wholes(whole, read, SOURCES)[0].known


def test_a_part_more_than_taken_away_shows_nothing_but_a_rounding_is_zero():
    assert wholes(TENURE, found(hlm=1100.0), SOURCES)[0].status is Status.NON_DISPONIBLE
    (whole,) = wholes(TENURE, found(hlm=1000.0 + 1e-9), SOURCES)
    assert whole.shares[1].value == 0 and whole.known


INCOME = Structure(
    "revenu", (Part("Gagné", ("gagne",)), Part("Impôts", ("impots",))), "", ("s",), published=True, measured="en %"
)
PLACES = Structure(
    "places", (Part("Crèche", ("creche",)), Part("Autre", ("autre",))), "places", ("s",), True, "pour_100",
    told="« {part} » offre {valeur} places",
)  # fmt: skip


def test_published_parts_are_read_as_they_are_and_make_a_hundred():
    read = {"gagne": (seen("gagne", 113.0),), "impots": (seen("impots", -13.1),)}
    (whole,) = wholes(INCOME, read, SOURCES)
    assert [(one.indicator, one.value, one.numerator) for one in whole.shares] == [
        ("Gagné", 113.0, None),
        ("Impôts", -13.1, None),
    ]
    assert whole.known and whole.total == 100
    read["gagne"] = (seen("gagne", 110.0),)
    assert not wholes(INCOME, read, SOURCES)[0].known


@pytest.mark.parametrize("status", [one for one in Status if not one.has_value])
def test_a_hidden_published_part_hides_the_whole(status):
    read = {"gagne": (seen("gagne", None, status=status),), "impots": (seen("impots", -13.0),)}
    (whole,) = wholes(INCOME, read, SOURCES)
    assert whole.status is status and all(one.value is None for one in whole.shares)


def test_a_published_total_may_be_any_number_its_parts_make():
    read = {"creche": (seen("creche", 32.0),), "autre": (seen("autre", 15.1),), "places": (seen("places", 47.1),)}
    (whole,) = wholes(PLACES, read, SOURCES)
    assert whole.known and whole.total == 47.1
    assert PLACES.sentence("Crèche", "32,0") == "« Crèche » offre 32,0 places"
    read["autre"] = (seen("autre", 0.0),)
    assert not wholes(PLACES, read, SOURCES)[0].known


def test_the_whole_is_told_in_words():
    assert TENURE.measure == "en % des logements" and INCOME.measure == "en %"
    assert TENURE.sentence("HLM", "40 %") == "« HLM » compte pour 40 % des logements"


KNOWN = [one for one in vars(structures).values() if isinstance(one, Structure)]


@pytest.mark.parametrize("structure", KNOWN, ids=lambda one: one.counted)
def test_every_structure_is_made_of_declared_quantities(structure):
    declared = {variable.id for name in structure.sources for variable in registry.sources()[name].variables}
    assert set(structure.variables) <= declared
    taken_away = structure is structures.INCOME_SOURCES  # its seventh part has its own fill, left of zero
    assert len(structure.parts) <= 6 + taken_away or structure in structures.PYRAMIDS
    assert any(
        set(structure.variables) <= {variable.id for variable in registry.sources()[name].variables}
        for name in structure.sources
    )


def test_an_own_zone_has_the_parts_of_its_pieces_added_up(catalog):
    store = Store(catalog, [], [DATA_DIR / "variables"])
    pieces = ("commune-38151", "commune-38185")
    areas = [
        Territory(Level.ZONE, "a.x", "Sud", kind="commune", pieces=pieces),
        *(Territory(Level.COMMUNE, key.partition("-")[2], key) for key in pieces),
    ]
    tenure = structures.TENURE
    zone, *parts = (
        latest(wholes(tenure, store.variables(area, tenure.sources, tenure.variables), registry.sources()))
        for area in areas
    )
    assert zone.known and sum(one.value for one in zone.shares) == pytest.approx(100, abs=0.2)
    for rank, share in enumerate(zone.shares):
        assert share.numerator == pytest.approx(sum(one.shares[rank].numerator for one in parts))
        assert share.denominator == pytest.approx(sum(one.shares[rank].denominator for one in parts))
    income = structures.INCOME_SOURCES
    assert wholes(income, store.variables(areas[0], income.sources, income.variables), registry.sources()) == []


@pytest.mark.parametrize("structure", KNOWN, ids=lambda one: one.counted)
@pytest.mark.parametrize("key", ["commune-38151", "commune-38020", "epci-200040715", "departement-38", "france-F"])
def test_the_parts_of_the_shipped_figures_make_the_whole(catalog, structure, key):
    level, code = key.split("-")
    store = Store(catalog, [], [DATA_DIR / "variables"])
    read = store.variables(Territory(Level(level), code, code), structure.sources, structure.variables)
    for whole in wholes(structure, read, registry.sources()):
        if whole.known:
            assert sum(one.value for one in whole.shares) == pytest.approx(100, abs=0.2)
            assert structure.published or all(-0.01 <= one.value <= 100.01 for one in whole.shares)
            assert len({one.source for one in whole.shares}) == 1
